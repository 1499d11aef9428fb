"""What the API of training takes and gives. Serializers check input; actions change."""

from rest_framework import serializers

from accounts.codes import JobRole, OrganizationKind
from training.codes import (
    BookingState,
    ComplianceStatus,
    DeliveryMode,
    NeedKind,
    SessionState,
)
from training.models import CourseVersion, Session

LONGEST_REASON = 300
LONGEST_NEED = 500


class Slot(serializers.Serializer[object]):
    """A stretch of a session; the link of an online one is on its page alone."""

    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    time_zone = serializers.CharField()
    venue = serializers.CharField(source="venue.name", default="")
    room = serializers.CharField()


class SessionLine(serializers.Serializer[object]):
    """A session, and how many places are left; `waiting` are people who wait for one."""

    number = serializers.IntegerField()
    course = serializers.CharField(source="version.course.code")
    name = serializers.CharField(source="version.course.name")
    mode = serializers.ChoiceField(DeliveryMode.choices)
    host = serializers.CharField(source="host.ods_code")
    state = serializers.ChoiceField(SessionState.choices)
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    capacity = serializers.IntegerField()
    free = serializers.SerializerMethodField()
    waiting = serializers.IntegerField()
    slots = Slot(source="slots.all", many=True)

    def get_free(self, session: Session) -> int:
        """Return how many places can be booked; `taken` comes with the question."""
        return max(0, session.capacity - int(getattr(session, "taken", 0)))


class CourseLine(serializers.Serializer[object]):
    """A course in its published version."""

    code = serializers.CharField(source="course.code")
    name = serializers.CharField(source="course.name")
    summary = serializers.CharField(source="course.summary")
    version = serializers.IntegerField(source="number")
    mode = serializers.ChoiceField(DeliveryMode.choices)
    duration_minutes = serializers.IntegerField()
    needs_approval = serializers.BooleanField(source="course.needs_approval")
    grants = serializers.SerializerMethodField()

    def get_grants(self, version: CourseVersion) -> list[str]:
        """Return what it makes competent for."""
        return [competency.code for competency in version.grants.all()]


class CourseDetail(CourseLine):
    """A course with what it is about; `description` is Markdown."""

    description = serializers.CharField()
    refresher = serializers.CharField(source="refresher.code", default=None, allow_null=True)


class BookingLine(serializers.Serializer[object]):
    """A booking; `offer_expires_at` is until when an offered place is held."""

    id = serializers.UUIDField()
    state = serializers.ChoiceField(BookingState.choices)
    session = serializers.IntegerField(source="session_id")
    course = serializers.CharField(source="session.version.course.code")
    starts_at = serializers.DateTimeField(source="session.starts_at")
    ends_at = serializers.DateTimeField(source="session.ends_at")
    joined_at = serializers.DateTimeField()
    offer_expires_at = serializers.DateTimeField(allow_null=True)
    held_back_reason = serializers.CharField()


class RequestLine(BookingLine):
    """A request that waits for a decision, and who made it."""

    learner = serializers.CharField(source="user.username")
    learner_name = serializers.CharField(source="user.display_name")
    organization = serializers.CharField(source="role.organization.ods_code")


class NewBooking(serializers.Serializer[object]):
    """A place that somebody wants for themselves, and what they need there."""

    session = serializers.IntegerField(min_value=1, max_value=2**62)
    access = serializers.CharField(max_length=LONGEST_NEED, required=False)
    diet = serializers.CharField(max_length=LONGEST_NEED, required=False)
    shift = serializers.CharField(max_length=LONGEST_NEED, required=False)


NEEDS = tuple(NeedKind.values)


class Reason(serializers.Serializer[object]):
    """Why; some decisions ask for it."""

    reason = serializers.CharField(
        max_length=LONGEST_REASON, required=False, allow_blank=True, default=""
    )


class StandingLine(serializers.Serializer[object]):
    """How one stands to a competency that one's role needs."""

    competency = serializers.CharField(source="competency.code")
    name = serializers.CharField(source="competency.name")
    status = serializers.ChoiceField(ComplianceStatus.choices)
    opens_record = serializers.BooleanField()
    renew_from = serializers.DateField(allow_null=True)
    valid_until = serializers.DateField(allow_null=True)
    grace_until = serializers.DateField(allow_null=True)


class AwardLine(serializers.Serializer[object]):
    """An award of one's own."""

    id = serializers.UUIDField()
    competency = serializers.CharField(source="competency.code")
    name = serializers.CharField(source="printed_competency")
    title = serializers.CharField(source="printed_title")
    completed_on = serializers.DateField()
    valid_from = serializers.DateField()
    valid_until = serializers.DateField(allow_null=True)
    revoked_at = serializers.DateTimeField(allow_null=True)
    verify_code = serializers.CharField()


class PrintedLine(serializers.Serializer[object]):
    """Something that a certificate prints."""

    name = serializers.CharField(source="label")
    value = serializers.CharField()


class Certificate(serializers.Serializer[object]):
    """A certificate for whoever checks it: all that it prints, and the holder's initials."""

    holder = serializers.CharField()
    competency = serializers.CharField()
    standing = serializers.CharField(source="standing.word")
    sentence = serializers.CharField(source="standing.sentence")
    facts = PrintedLine(many=True)


class ShareLine(serializers.Serializer[object]):
    """How many are compliant of those in scope, for one competency."""

    competency = serializers.CharField()
    in_scope = serializers.IntegerField()
    compliant = serializers.IntegerField()


class ComplianceLine(serializers.Serializer[object]):
    """How an organization stands."""

    organization = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(OrganizationKind.choices)
    board = serializers.CharField()
    in_scope = serializers.IntegerField()
    compliant = serializers.IntegerField()
    competencies = ShareLine(many=True)


class Compliance(serializers.Serializer[object]):
    """The figures of a day, in numbers alone; `counted_on` is none before the first count."""

    counted_on = serializers.DateField(allow_null=True)
    organizations = ComplianceLine(many=True)


class ComplianceQuery(serializers.Serializer[object]):
    """What of the figures is asked for; what is left out narrows nothing."""

    board = serializers.CharField(max_length=10, required=False, default="")
    kind = serializers.ChoiceField(OrganizationKind.choices, required=False, default="")
    job_role = serializers.ChoiceField(JobRole.choices, required=False, default="")
