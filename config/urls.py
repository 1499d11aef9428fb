"""The addresses of the whole service, room by room."""

from django.urls import include, path

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
    path("admin/", admin.site.urls),
]
