"""The addresses below /api/training/."""

from rest_framework.routers import SimpleRouter

from training.api.bookings import BookingViewSet
from training.api.catalogue import CourseViewSet, SessionViewSet
from training.api.standing import (
    AwardViewSet,
    ComplianceViewSet,
    StandingViewSet,
    VerifyViewSet,
)

app_name = "training_api"

router = SimpleRouter()
router.register("courses", CourseViewSet, basename="course")
router.register("sessions", SessionViewSet, basename="session")
router.register("bookings", BookingViewSet, basename="booking")
router.register("standing", StandingViewSet, basename="standing")
router.register("awards", AwardViewSet, basename="award")
router.register("verify", VerifyViewSet, basename="verify")
router.register("compliance", ComplianceViewSet, basename="compliance")
urlpatterns = router.urls
