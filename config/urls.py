"""The addresses of the whole service, room by room."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

from accounts import admin
from accounts.views.home import home
from config import views

urlpatterns = [
    path("", home, name="home"),
    path("accounts/", include("accounts.urls")),
    path("gallery/", include("core.urls")),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("records/", include("records.urls")),
    path("helpdesk/", include("helpdesk.urls")),
    path("training/", include("training.urls")),
    path("governance/", include("governance.urls")),
    path("analytics/", include("analytics.urls")),
    path("api/schema/", SpectacularAPIView.as_view(), name="api_schema"),
    path("api/helpdesk/", include("helpdesk.api.urls")),
    path("api/training/", include("training.api.urls")),
    path("api/governance/", include("governance.api.urls")),
    path("api/analytics/", include("analytics.api.urls")),
    path("admin/", admin.site.urls),
]
