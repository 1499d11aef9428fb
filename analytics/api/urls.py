"""The addresses below /api/analytics/."""

from rest_framework.routers import SimpleRouter

from analytics.api.figures import (
    AnnotationViewSet,
    FigureViewSet,
    MeasureViewSet,
    TodayViewSet,
)
from analytics.api.reports import ReportViewSet, RunViewSet
from analytics.api.tables import TableViewSet

app_name = "analytics_api"

router = SimpleRouter()
router.register("measures", MeasureViewSet, basename="measure")
router.register("figures", FigureViewSet, basename="figure")
router.register("today", TodayViewSet, basename="today")
router.register("annotations", AnnotationViewSet, basename="annotation")
router.register("tables", TableViewSet, basename="table")
router.register("reports", ReportViewSet, basename="report")
router.register("report-runs", RunViewSet, basename="report_run")

urlpatterns = router.urls
