from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.models import PractitionerRole
from core.models import BaseModel
from training.codes import AttemptState

from .booking import Booking
from .course import CourseVersion, LearningPage, QuestionVersion


class Enrolment(BaseModel):
    """
    Somebody learns a version, from its start to its completion; what they do hangs on it.

    E-learning makes one when its first page is opened, a session when its register says that they
    came. Each renewal is another one.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="enrolments"
    )
    role = models.ForeignKey(PractitionerRole, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(CourseVersion, on_delete=models.PROTECT, related_name="enrolments")
    booking = models.OneToOneField(
        Booking, on_delete=models.PROTECT, related_name="enrolment", null=True, blank=True
    )
    started_at = models.DateTimeField()
    attended_at = models.DateTimeField(null=True, blank=True)
    pages_read_at = models.DateTimeField(null=True, blank=True)
    quiz_passed_at = models.DateTimeField(null=True, blank=True)
    observed_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(
        null=True, blank=True, help_text="Completed, or left for a newer version"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "version"],
                condition=Q(ended_at__isnull=True),
                name="training_enrolment_one_running",
            ),
            models.CheckConstraint(
                condition=Q(completed_at__isnull=True) | Q(ended_at__isnull=False),
                name="training_enrolment_completed_is_ended",
            ),
        ]
        indexes = [models.Index(fields=["user", "started_at"], name="training_enrolment_person")]

    def __str__(self) -> str:
        return f"Enrolment {self.pk}"


class PageReading(BaseModel):
    """A page that a learner has read; the latest one is where they go on."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="readings")
    page = models.ForeignKey(LearningPage, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "page"], name="training_reading_once")
        ]

    def __str__(self) -> str:
        return f"Reading {self.pk}"


class Attempt(BaseModel):
    """A try at a quiz. The server's clock ends it; what is not answered by then is wrong."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=AttemptState, default=AttemptState.RUNNING)
    started_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    right_count = models.PositiveSmallIntegerField(null=True, blank=True)
    score = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Percent")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "number"], name="training_attempt_once"),
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(state=AttemptState.RUNNING),
                name="training_attempt_one_running",
            ),
            models.CheckConstraint(
                condition=Q(state=AttemptState.RUNNING)
                | Q(submitted_at__isnull=False, score__isnull=False),
                name="training_attempt_ended_has_score",
            ),
        ]

    def __str__(self) -> str:
        return f"Attempt {self.pk}"


class Answer(BaseModel):
    """A question as it was drawn for an attempt, and what was chosen; None while unanswered."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="answers")
    position = models.PositiveSmallIntegerField()
    wording = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="answers")
    option_order = ArrayField(models.PositiveSmallIntegerField())
    chosen = ArrayField(models.PositiveSmallIntegerField(), null=True, blank=True)
    is_right = models.BooleanField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["attempt", "position"], name="training_answer_once"),
            models.UniqueConstraint(fields=["attempt", "wording"], name="training_answer_drawn"),
        ]

    def __str__(self) -> str:
        return f"Answer {self.pk}"
