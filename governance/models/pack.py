from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models import BaseModel
from core.vault import SealedBytesField
from governance.codes import Exemption, PackState

from .agenda import AgendaItem, Paper, PaperVersion
from .meeting import Meeting
from .minutes import LedgerEntry, MinutesVersion
from .reach import Reach, known_meetings


class BoardPackQuerySet(models.QuerySet["BoardPack"]):
    def visible_to(self, reach: Reach) -> Self:
        """Keep the packs of meetings that a viewer may know of; what is in them is their own."""
        return self.filter(known_meetings(reach, "meeting__"))


class BoardPack(BaseModel):
    """
    What a meeting's readers are given, frozen at issue: agenda, papers and live sections.

    `content` is everything that any reader may see; what one reader sees is worked out for each of
    them. `sha256` is over it, and stands on every cover.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="packs")
    number = models.PositiveSmallIntegerField(help_text="1, and one more for each new issue")
    state = models.CharField(max_length=10, choices=PackState, default=PackState.WAITING)
    content = models.JSONField(default=dict, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    entry = models.OneToOneField(
        LedgerEntry, on_delete=models.PROTECT, related_name="pack", null=True, blank=True
    )
    head = models.JSONField(
        default=dict, blank=True, help_text="The chain's head that its covers lodge"
    )
    done = models.PositiveSmallIntegerField(default=0, help_text="Steps that are done")
    steps = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    issued_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)

    objects = BoardPackQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="governance_pack_number"),
            models.UniqueConstraint(
                fields=["meeting"],
                condition=Q(state__in=[PackState.WAITING, PackState.BUILDING]),
                name="governance_pack_one_being_made",
            ),
        ]

    def __str__(self) -> str:
        return f"Pack {self.pk}"


class PackPaper(BaseModel):
    """The version of a paper that a pack holds."""

    pack = models.ForeignKey(BoardPack, on_delete=models.PROTECT, related_name="papers")
    version = models.ForeignKey(PaperVersion, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pack", "version"], name="governance_pack_paper_once")
        ]

    def __str__(self) -> str:
        return f"Pack paper {self.pk}"


class PersonalPack(BaseModel):
    """One reader's own PDF of a pack: their mark on every page, nothing that is not theirs."""

    pack = models.ForeignKey(BoardPack, on_delete=models.PROTECT, related_name="personal_packs")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="personal_packs"
    )
    state = models.CharField(max_length=10, choices=PackState, default=PackState.WAITING)
    withheld = models.JSONField(default=list, blank=True, help_text="Numbers of items left out")
    pdf = SealedBytesField[bytes | None, bytes | None](null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=300, blank=True)
    shown = models.CharField(
        max_length=64, blank=True, help_text="Digest of the keys of all that it shows"
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    first_opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pack", "user"], name="governance_personal_pack_once")
        ]

    def __str__(self) -> str:
        return f"Personal pack {self.pk}"


class ReaderNote(BaseModel):
    """A private note of one reader; sealed, read by nobody else, destroyed with the approval."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reader_notes"
    )
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="notes")
    paper = models.ForeignKey(
        Paper, on_delete=models.PROTECT, related_name="notes", null=True, blank=True
    )
    page = models.PositiveSmallIntegerField(null=True, blank=True)
    body = SealedBytesField[bytes, bytes]()
    written_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["user", "item"], name="governance_note_of")]

    def __str__(self) -> str:
        return f"Note {self.pk}"


class PublicRedaction(BaseModel):
    """
    Words that the public does not read, in the minutes or in a paper: a span, and why.

    `path` is where the text stands in the content; `start` and `end` count its characters.
    """

    minutes = models.ForeignKey(
        MinutesVersion, on_delete=models.PROTECT, related_name="redactions", null=True, blank=True
    )
    paper_version = models.ForeignKey(
        PaperVersion, on_delete=models.PROTECT, related_name="redactions", null=True, blank=True
    )
    path = models.CharField(max_length=200)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    exemption = models.CharField(max_length=5, choices=Exemption)
    reason = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__isnull=False, paper_version__isnull=True)
                | Q(minutes__isnull=True, paper_version__isnull=False),
                name="governance_redaction_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(end__gt=models.F("start")), name="governance_redaction_of_something"
            ),
        ]

    def __str__(self) -> str:
        return f"Redaction {self.pk}"


class Publication(BaseModel):
    """
    What the public reads of a meeting: made from the redacted text, never drawn over it.

    `content` holds only what is public; `words` are what the public search finds.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="publications")
    minutes = models.ForeignKey(
        MinutesVersion, on_delete=models.PROTECT, related_name="publications", null=True, blank=True
    )
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    words = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64)
    pdf = models.BinaryField(null=True, blank=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["meeting", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "number"], name="governance_publication_number"
            ),
            models.UniqueConstraint(
                fields=["meeting"],
                condition=Q(withdrawn_at__isnull=True),
                name="governance_publication_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"Publication {self.pk}"
