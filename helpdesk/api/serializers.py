"""What the API takes and gives. Serializers check input; actions change."""

from rest_framework import serializers

from helpdesk.codes import (
    ArticleAudience,
    Channel,
    ComponentStatus,
    EventKind,
    Impact,
    LinkKind,
    MajorIncidentState,
    Metric,
    ParticipantKind,
    Priority,
    RedactionCategory,
    TicketCategory,
    TicketKind,
    TicketState,
    Urgency,
    Visibility,
    WaitingReason,
)
from helpdesk.models import SavedView

LONGEST_TEXT = 50_000


class Named(serializers.Serializer[object]):
    """Something with a code and a name."""

    code = serializers.CharField()
    name = serializers.CharField()


class QueueLine(Named):
    """A queue."""

    tier = serializers.IntegerField()
    categories = serializers.ListField(child=serializers.CharField())
    is_confidential = serializers.BooleanField()
    region = serializers.CharField(source="region__ods_code", allow_null=True)


class RequestTypeLine(Named):
    """Something that callers can ask for."""

    description = serializers.CharField()
    kind = serializers.ChoiceField(TicketKind.choices)
    category = serializers.ChoiceField(TicketCategory.choices)


class ComponentLine(Named):
    """A part of the service."""

    description = serializers.CharField()
    region = serializers.CharField(source="region__ods_code", allow_null=True)


class TicketLine(serializers.Serializer[object]):
    """A ticket as a list gives it."""

    number = serializers.IntegerField()
    kind = serializers.ChoiceField(TicketKind.choices)
    category = serializers.ChoiceField(TicketCategory.choices)
    state = serializers.ChoiceField(TicketState.choices)
    waiting_reason = serializers.CharField()
    subject = serializers.CharField()
    priority = serializers.ChoiceField(Priority.choices)
    queue = serializers.CharField(source="queue__code")
    assignee = serializers.CharField(source="assignee__username", allow_null=True)
    organization = serializers.CharField(source="organization__ods_code", allow_null=True)
    has_safety_flag = serializers.BooleanField()
    has_governance_flag = serializers.BooleanField()
    opened_at = serializers.DateTimeField()
    changed_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField(allow_null=True)


class TicketPage(serializers.Serializer[object]):
    """A page of tickets, and the number to go on before."""

    tickets = TicketLine(many=True)
    next_before = serializers.IntegerField(allow_null=True)


class ClockState(serializers.Serializer[object]):
    """A clock of a ticket."""

    metric = serializers.CharField()
    state = serializers.CharField()
    due_at = serializers.DateTimeField(allow_null=True)
    is_breached = serializers.BooleanField()


class TicketDetail(TicketLine):
    """A ticket with all that its row says."""

    impact = serializers.ChoiceField(Impact.choices)
    urgency = serializers.ChoiceField(Urgency.choices)
    channel = serializers.ChoiceField(Channel.choices)
    requester = serializers.CharField(source="requester__username", allow_null=True)
    component = serializers.CharField(source="component__code", allow_null=True)
    external_reference = serializers.CharField()
    merged_into = serializers.IntegerField(source="merged_into_id", allow_null=True)
    parent_number = serializers.IntegerField(source="parent_id", allow_null=True)
    responded_at = serializers.DateTimeField(allow_null=True)
    resolved_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()
    last_public_event = serializers.IntegerField(source="last_public_event_id", allow_null=True)


class Event(serializers.Serializer[object]):
    """Something that happened to a ticket."""

    id = serializers.IntegerField()
    position = serializers.IntegerField()
    kind = serializers.ChoiceField(EventKind.choices)
    visibility = serializers.ChoiceField(Visibility.choices)
    at = serializers.DateTimeField()
    actor = serializers.CharField(source="actor_name")
    facts = serializers.JSONField()
    text = serializers.CharField(source="text__body", allow_null=True)


class NewTicket(serializers.Serializer[object]):
    """What a ticket is opened with; who asks is who uses the API."""

    kind = serializers.ChoiceField(TicketKind.choices)
    category = serializers.ChoiceField(TicketCategory.choices)
    subject = serializers.CharField(max_length=200)
    text = serializers.CharField(max_length=LONGEST_TEXT)
    urgency = serializers.ChoiceField(Urgency.choices, default=Urgency.SOON)
    external_reference = serializers.CharField(max_length=60, default="", allow_blank=True)
    could_harm_a_patient = serializers.BooleanField(default=False)
    data_may_have_gone_astray = serializers.BooleanField(default=False)


class Words(serializers.Serializer[object]):
    """Something to write to a ticket."""

    text = serializers.CharField(max_length=LONGEST_TEXT)
    last_seen_event = serializers.IntegerField(required=False)


class NewState(serializers.Serializer[object]):
    """The state that a ticket is to have, and why."""

    state = serializers.ChoiceField(TicketState.choices)
    waiting_reason = serializers.ChoiceField(WaitingReason.choices, default="", allow_blank=True)
    text = serializers.CharField(max_length=LONGEST_TEXT, default="", allow_blank=True)


class NewAssignee(serializers.Serializer[object]):
    """Who is to work on a ticket; nothing means nobody."""

    username = serializers.CharField(allow_blank=True)


class NewQueue(serializers.Serializer[object]):
    """The queue that a ticket is to go to, and why."""

    queue = serializers.SlugField()
    text = serializers.CharField(max_length=LONGEST_TEXT, default="", allow_blank=True)


class NewPriority(serializers.Serializer[object]):
    """How much a ticket matters; a priority that the matrix does not make needs a reason."""

    impact = serializers.ChoiceField(Impact.choices)
    urgency = serializers.ChoiceField(Urgency.choices)
    priority = serializers.ChoiceField(Priority.choices, required=False)
    reason = serializers.CharField(max_length=200, default="", allow_blank=True)


class NewFlags(serializers.Serializer[object]):
    """The flags of a ticket, with the answers that they rest on."""

    safety = serializers.BooleanField()
    governance = serializers.BooleanField()
    triage = serializers.DictField(child=serializers.CharField(max_length=300), default=dict)


class NewPart(serializers.Serializer[object]):
    """Whether somebody takes part in a ticket, or watches it."""

    username = serializers.CharField()
    kind = serializers.ChoiceField(ParticipantKind.choices)
    takes_part = serializers.BooleanField()


class Done(serializers.Serializer[object]):
    """What a change has made."""

    event = serializers.IntegerField(allow_null=True, help_text="None where nothing changed")


class NewDetails(serializers.Serializer[object]):
    """What a ticket is to say of itself; what is left out stays as it is."""

    subject = serializers.CharField(max_length=200, required=False)
    kind = serializers.ChoiceField(TicketKind.choices, required=False)
    category = serializers.ChoiceField(TicketCategory.choices, required=False)
    external_reference = serializers.CharField(max_length=60, required=False, allow_blank=True)


class NewLink(serializers.Serializer[object]):
    """Another ticket, and how it belongs to this one."""

    other = serializers.IntegerField(min_value=1)
    kind = serializers.ChoiceField(LinkKind.choices, default=LinkKind.RELATED)
    is_linked = serializers.BooleanField(default=True, help_text="False takes the link away")


class NewMerge(serializers.Serializer[object]):
    """The ticket that this one is to be merged into."""

    into = serializers.IntegerField(min_value=1)


class NewParent(serializers.Serializer[object]):
    """The problem or incident that a ticket is part of; null means none."""

    part_of = serializers.IntegerField(min_value=1, allow_null=True)


class NewDeadline(serializers.Serializer[object]):
    """A deadline set by hand, and why."""

    metric = serializers.ChoiceField(Metric.choices)
    due_at = serializers.DateTimeField()
    reason = serializers.CharField(max_length=300)


class NewRedaction(serializers.Serializer[object]):
    """What of a ticket is to be destroyed, and why."""

    events = serializers.ListField(child=serializers.IntegerField(), default=list)
    attachments = serializers.ListField(child=serializers.UUIDField(), default=list)
    subject = serializers.BooleanField(default=False)
    category = serializers.ChoiceField(RedactionCategory.choices)
    reason = serializers.CharField(max_length=300)


class File(serializers.Serializer[object]):
    """A file of a ticket, and what the virus check says of it."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    size = serializers.IntegerField()
    content_type = serializers.CharField()
    visibility = serializers.ChoiceField(Visibility.choices)
    scan_state = serializers.CharField()


class NewFileForm(serializers.Serializer[object]):
    """A file to attach, as multipart/form-data."""

    file = serializers.FileField()
    visibility = serializers.ChoiceField(Visibility.choices, default=Visibility.PUBLIC)


class ArticleLine(serializers.Serializer[object]):
    """An answer that is written down."""

    slug = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField()
    category = serializers.ChoiceField(TicketCategory.choices)


class Article(ArticleLine):
    """An answer with its words, in Markdown."""

    body = serializers.CharField(source="published_version.body", allow_null=True)
    version = serializers.IntegerField(source="published_version.number", allow_null=True)
    review_on = serializers.DateField()


class ComponentState(serializers.Serializer[object]):
    """How a part of the service is now."""

    code = serializers.CharField()
    name = serializers.CharField()
    region = serializers.CharField(allow_null=True)
    status = serializers.CharField()
    text = serializers.CharField()
    since = serializers.DateTimeField(allow_null=True)


class RunningIncidentLine(serializers.Serializer[object]):
    """A major incident that runs, as everybody may know it."""

    id = serializers.UUIDField(source="incident.pk")
    title = serializers.CharField(source="incident.title")
    state = serializers.CharField(source="incident.state")
    declared_at = serializers.DateTimeField(source="incident.declared_at")
    latest = serializers.CharField(source="latest.text", allow_null=True)
    joined = serializers.IntegerField()


class SavedViewLine(serializers.Serializer[object]):
    """A list that somebody keeps."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    filters = serializers.CharField(help_text="As the address of the list has them")
    is_for_all = serializers.SerializerMethodField()

    def get_is_for_all(self, view: SavedView) -> bool:
        return view.owner_id is None


class NewSavedView(serializers.Serializer[object]):
    """A list to keep."""

    name = serializers.CharField(max_length=60)
    filters = serializers.CharField(max_length=500)
    is_for_all = serializers.BooleanField(default=False)


class BulkStep(serializers.Serializer[object]):
    """One thing that becomes of each ticket."""

    field = serializers.ChoiceField(
        ["assignee", "queue", "state", "waiting_reason", "impact", "urgency"]
    )
    value = serializers.CharField(allow_blank=True, max_length=60)


class NewBulkChange(serializers.Serializer[object]):
    """Which tickets change, and how."""

    numbers = serializers.ListField(child=serializers.IntegerField(min_value=1), max_length=100)
    changes = BulkStep(many=True, default=list)
    text = serializers.CharField(default="", allow_blank=True, max_length=LONGEST_TEXT)
    visibility = serializers.ChoiceField(Visibility.choices, default=Visibility.INTERNAL)


class BulkChangeState(serializers.Serializer[object]):
    """How far a change of many tickets is, and what became of each."""

    id = serializers.UUIDField()
    state = serializers.CharField()
    numbers = serializers.ListField(child=serializers.IntegerField())
    done = serializers.IntegerField()
    results = serializers.JSONField()


class MailLine(serializers.Serializer[object]):
    """A mail in a tray."""

    id = serializers.UUIDField()
    mailbox = serializers.CharField(source="mailbox.code")
    received_at = serializers.DateTimeField()
    state = serializers.CharField()
    verdict = serializers.CharField()
    reason = serializers.CharField()
    sender = serializers.CharField()
    subject = serializers.CharField()


class MailToTicket(serializers.Serializer[object]):
    """The ticket that a mail belongs to."""

    ticket = serializers.IntegerField(min_value=1)


class MailReason(serializers.Serializer[object]):
    """Why a mail needs no answer."""

    reason = serializers.CharField(max_length=200)


class MacroLine(serializers.Serializer[object]):
    """A macro that fits a ticket, with its words for this one."""

    id = serializers.UUIDField(help_text="Of its newest version")
    name = serializers.CharField(source="macro.name")
    text = serializers.CharField()
    changes = serializers.JSONField()
    visibility = serializers.ChoiceField(Visibility.choices)


class UsedMacro(serializers.Serializer[object]):
    """A macro to apply, with the words as they were read and perhaps changed."""

    macro = serializers.UUIDField()
    text = serializers.CharField(default="", allow_blank=True, max_length=LONGEST_TEXT)
    last_seen_event = serializers.IntegerField(required=False)


class NewArticle(serializers.Serializer[object]):
    """The words of an article, in Markdown; with a slug they are its next version."""

    slug = serializers.SlugField(default="", allow_blank=True)
    title = serializers.CharField(max_length=200)
    summary = serializers.CharField(default="", allow_blank=True, max_length=300)
    body = serializers.CharField(max_length=LONGEST_TEXT)
    category = serializers.ChoiceField(TicketCategory.choices)
    review_on = serializers.DateField()
    change_note = serializers.CharField(default="", allow_blank=True, max_length=200)


class NewAudience(serializers.Serializer[object]):
    """Who is to read an article."""

    audience = serializers.ChoiceField(ArticleAudience.choices)


class NewStatus(serializers.Serializer[object]):
    """How a part of the service is, from when, and until when if that is known."""

    component = serializers.SlugField()
    status = serializers.ChoiceField(ComponentStatus.choices)
    text = serializers.CharField(default="", allow_blank=True, max_length=300)
    starts_at = serializers.DateTimeField(default=None, allow_null=True)
    ends_at = serializers.DateTimeField(default=None, allow_null=True)


class NewIncident(serializers.Serializer[object]):
    """A major incident that a ticket shows. Title and text are read by everybody."""

    ticket = serializers.IntegerField(min_value=1)
    title = serializers.CharField(max_length=200)
    text = serializers.CharField(max_length=LONGEST_TEXT)
    status = serializers.ChoiceField(ComponentStatus.choices)
    components = serializers.ListField(child=serializers.SlugField(), min_length=1)
    cadence_minutes = serializers.IntegerField(min_value=5, max_value=1440, default=30)


class NewUpdate(serializers.Serializer[object]):
    """What is known of a major incident now."""

    state = serializers.ChoiceField(MajorIncidentState.choices)
    status = serializers.ChoiceField(ComponentStatus.choices)
    text = serializers.CharField(max_length=LONGEST_TEXT)


class NewEnd(serializers.Serializer[object]):
    """How a major incident ended, and when it is looked back at."""

    text = serializers.CharField(max_length=LONGEST_TEXT)
    review_on = serializers.DateField()
    resolves = serializers.BooleanField(default=False)


class NewIncidentMade(serializers.Serializer[object]):
    """A major incident, by its key and the number of its own ticket."""

    id = serializers.UUIDField()
    ticket = serializers.IntegerField(source="ticket_id")
    state = serializers.CharField()
