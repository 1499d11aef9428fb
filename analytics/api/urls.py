"""The addresses below /api/analytics/."""

from rest_framework.routers import SimpleRouter

app_name = "analytics_api"

router = SimpleRouter()

urlpatterns = router.urls
