"""The addresses below /api/governance/."""

from rest_framework.routers import SimpleRouter

from governance.api.agreements import AgreementViewSet, AssessmentViewSet
from governance.api.meetings import (
    CalendarViewSet,
    CommitteeViewSet,
    MeetingViewSet,
    SearchViewSet,
)
from governance.api.packs import PackViewSet
from governance.api.registers import ActionViewSet, DecisionViewSet
from governance.api.risks import HazardViewSet, RiskViewSet

app_name = "governance_api"

router = SimpleRouter()
router.register("committees", CommitteeViewSet, basename="committee")
router.register("meetings", MeetingViewSet, basename="meeting")
router.register("calendar", CalendarViewSet, basename="calendar")
router.register("packs", PackViewSet, basename="pack")
router.register("decisions", DecisionViewSet, basename="decision")
router.register("actions", ActionViewSet, basename="action")
router.register("risks", RiskViewSet, basename="risk")
router.register("hazards", HazardViewSet, basename="hazard")
router.register("agreements", AgreementViewSet, basename="agreement")
router.register("impact-assessments", AssessmentViewSet, basename="assessment")
router.register("search", SearchViewSet, basename="search")
urlpatterns = router.urls
