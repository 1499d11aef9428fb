from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from accounts.models import Competency, Organization
from core.models import BaseModel
from training.codes import DeliveryMode, ExpiryRule, PeriodUnit, QuestionKind, VersionState


class Course(BaseModel):
    """Something that people learn, whatever its present content; that stands in versions."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    summary = models.CharField(max_length=300, blank=True, help_text="What one can do afterwards")
    audience = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="Only for this organization and those below it; none means for all",
    )
    needs_approval = models.BooleanField(default=False)
    approval_holds_seat = models.BooleanField(
        default=False, help_text="Whether a request takes a seat while it waits"
    )
    is_active = models.BooleanField(default=True)

    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(needs_approval=True) | Q(approval_holds_seat=False),
                name="training_course_seat_held_for_approval",
            )
        ]

    def __str__(self) -> str:
        return self.name


class CourseVersion(BaseModel):
    """
    What a course is, from a day on: content, what completes it, and how long it counts.

    The database refuses to change one that is published, but for its state. A learner completes a
    version. `grants` names what it makes competent for; `prerequisites` is an expression over
    codes of competencies: a code, or {"all": [...]} or {"any": [...]} of expressions.
    """

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=VersionState, default=VersionState.DRAFT)
    mode = models.CharField(max_length=12, choices=DeliveryMode)
    description = models.TextField(blank=True, help_text="Markdown")
    duration_minutes = models.PositiveSmallIntegerField(default=60)
    grants = models.ManyToManyField(Competency, related_name="course_versions", blank=True)
    prerequisites = models.JSONField(null=True, blank=True)
    refresher = models.ForeignKey(
        Course,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="The course that renews it, where that is another, shorter one",
    )
    changes = models.CharField(
        max_length=300, blank=True, help_text="What differs from the version before"
    )

    # What completes it; all that are set must be done.
    needs_attendance = models.BooleanField(default=False)
    needs_pages = models.BooleanField(default=False)
    needs_quiz = models.BooleanField(default=False)
    needs_observation = models.BooleanField(default=False)

    # The quiz: [["topic", how many questions], ...], drawn anew for each attempt.
    quiz_draws = models.JSONField(default=list, blank=True)
    pass_mark = models.PositiveSmallIntegerField(default=80, help_text="Percent")
    time_limit_minutes = models.PositiveSmallIntegerField(default=20)
    attempts_allowed = models.PositiveSmallIntegerField(default=3)
    cool_off_hours = models.PositiveSmallIntegerField(
        default=24, help_text="How long to wait once all attempts are used; then they begin anew"
    )

    # How long an award of it counts.
    expiry_rule = models.CharField(
        max_length=20, choices=ExpiryRule, default=ExpiryRule.FROM_PREVIOUS
    )
    period = models.PositiveSmallIntegerField(default=12)
    period_unit = models.CharField(max_length=10, choices=PeriodUnit, default=PeriodUnit.MONTHS)
    window_months = models.PositiveSmallIntegerField(
        default=3, help_text="How long before the last day it may be renewed without loss"
    )
    base_on = models.DateField(null=True, blank=True, help_text="For fixed dates: the first one")

    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "number"], name="training_version_once"),
            models.UniqueConstraint(
                fields=["course"],
                condition=Q(state=VersionState.PUBLISHED),
                name="training_version_one_published",
            ),
            models.CheckConstraint(
                condition=Q(pass_mark__range=(1, 100)), name="training_version_pass_mark"
            ),
            models.CheckConstraint(
                condition=Q(expiry_rule=ExpiryRule.NEVER) | Q(period__gt=0),
                name="training_version_has_period",
            ),
            models.CheckConstraint(
                condition=~Q(expiry_rule=ExpiryRule.FIXED_DATE) | Q(base_on__isnull=False),
                name="training_version_has_base",
            ),
            models.CheckConstraint(
                condition=Q(state=VersionState.DRAFT) | Q(published_at__isnull=False),
                name="training_version_published_at",
            ),
        ]

    def __str__(self) -> str:
        return f"Version {self.number}"


class LearningPage(BaseModel):
    """A page of a version's e-learning, in Markdown; frozen with its version."""

    version = models.ForeignKey(CourseVersion, on_delete=models.PROTECT, related_name="pages")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    body = models.TextField(blank=True, help_text="Markdown")
    question = models.ForeignKey(
        "training.Question",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="A question to try oneself on; it does not count",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="training_page_once")
        ]

    def __str__(self) -> str:
        return f"Page {self.position}"


class LearningImage(BaseModel):
    """A picture of a course's pages; `alternative` says in words what it shows."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="images")
    name = models.SlugField(max_length=60)
    alternative = models.CharField(max_length=300)
    content_type = models.CharField(max_length=40)
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "name"], name="training_image_once")
        ]

    def __str__(self) -> str:
        return self.name


class ObservedTask(BaseModel):
    """Something that a learner does under a trainer's eyes, in a version that asks for it."""

    version = models.ForeignKey(CourseVersion, on_delete=models.PROTECT, related_name="tasks")
    position = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="training_task_once")
        ]

    def __str__(self) -> str:
        return f"Task {self.position}"


class Question(BaseModel):
    """A question of a course's bank; its words stand in versions."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="questions")
    code = models.SlugField(max_length=60)
    topic = models.CharField(max_length=60)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "code"], name="training_question_once")
        ]

    def __str__(self) -> str:
        return self.code


class QuestionVersion(BaseModel):
    """The words of a question. The database refuses to change one: write the next."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=QuestionKind)
    words = models.TextField(help_text="Markdown")
    options = ArrayField(models.CharField(max_length=300))
    right = ArrayField(models.PositiveSmallIntegerField(), help_text="Positions from 0")
    explanation = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="training_wording_once")
        ]

    def __str__(self) -> str:
        return f"Wording {self.number}"
