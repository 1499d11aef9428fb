"""Feeds and their runs, for the people who keep them going."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from accounts.models import PractitionerRole
from records import permissions
from records.codes import AccessKind, FeedState, QuarantineState
from records.models import Feed, ImportRun, Patient, QuarantinedItem, SourcePatient

from .access import write_access


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedStanding:
    """A feed, its latest run, and how it keeps to what was agreed."""

    id: UUID
    code: str
    name: str
    organization: str
    format: str
    mode: str
    state: str
    schedule: str
    agreed_lag: timedelta
    last_received_at: datetime | None
    last_run_id: UUID | None
    last_run_at: datetime | None
    last_run_state: str
    open_quarantined: int

    def lag(self, at: datetime) -> timedelta | None:
        """Return how old the newest received is, or None where nothing ever was."""
        return at - self.last_received_at if self.last_received_at else None

    def is_late(self, at: datetime) -> bool:
        """Whether the newest received is older than was agreed."""
        lag = self.lag(at)
        return lag is None or lag > self.agreed_lag


def list_standings() -> list[FeedStanding]:
    """Return all feeds by their codes, for commands and for `list_feeds`."""
    latest = {
        run.feed_id: run
        for run in ImportRun.objects.order_by("feed_id", "-received_at").distinct("feed_id")
    }
    waiting = dict(
        QuarantinedItem.objects.open().values_list("feed_id").annotate(items=Count("pk"))
    )
    return [
        _standing(feed, latest.get(feed.pk), waiting.get(feed.pk, 0))
        for feed in Feed.objects.select_related("organization").order_by("code")
    ]


def _standing(feed: Feed, run: ImportRun | None, open_quarantined: int) -> FeedStanding:
    """Return how one feed stands."""
    return FeedStanding(
        id=feed.pk,
        code=feed.code,
        name=feed.name,
        organization=feed.organization.name,
        format=feed.format,
        mode=feed.mode,
        state=feed.state,
        schedule=feed.schedule,
        agreed_lag=feed.agreed_lag,
        last_received_at=feed.last_received_at,
        last_run_id=run.pk if run else None,
        last_run_at=run.received_at if run else None,
        last_run_state=run.state if run else "",
        open_quarantined=open_quarantined,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedName:
    """What a feed is called, for rooms that hang something on feeds; no secret to staff."""

    code: str
    name: str
    organization: str
    is_active: bool


def list_feed_names() -> list[FeedName]:
    """Return what all feeds are called, by the names of their organizations."""
    feeds = Feed.objects.select_related("organization").order_by("organization__name", "code")
    return [
        FeedName(
            code=feed.code,
            name=feed.name,
            organization=feed.organization.name,
            is_active=feed.state == FeedState.ACTIVE,
        )
        for feed in feeds
    ]


def list_feeds(*, viewer: PractitionerRole) -> list[FeedStanding]:
    """
    Return all feeds by their codes.

    :raises Forbidden: the viewer does not run feeds
    """
    permissions.check_may_run_feeds(viewer)
    return list_standings()


def list_runs(feed_code: str, *, viewer: PractitionerRole) -> QuerySet[ImportRun]:
    """
    Return the runs of a feed, the latest first.

    :raises Forbidden: the viewer does not run feeds
    """
    permissions.check_may_run_feeds(viewer)
    return (
        ImportRun.objects.filter(feed__code=feed_code)
        .select_related("feed__organization")
        .order_by("-received_at")
    )


def list_latest_runs(*, viewer: PractitionerRole, most: int = 50) -> QuerySet[ImportRun]:
    """
    Return the latest runs of all feeds.

    :raises Forbidden: the viewer does not run feeds
    """
    permissions.check_may_run_feeds(viewer)
    return ImportRun.objects.select_related("feed__organization").order_by("-received_at")[:most]


def get_run(run_id: UUID, *, viewer: PractitionerRole) -> ImportRun:
    """
    Return a run with its files and the lines of its log.

    :raises Forbidden: the viewer does not run feeds
    :raises ImportRun.DoesNotExist: there is none
    """
    permissions.check_may_run_feeds(viewer)
    runs = ImportRun.objects.select_related("feed__organization")
    return runs.prefetch_related("files", "notes").get(pk=run_id)


def list_quarantined(
    *,
    viewer: PractitionerRole,
    feed_code: str = "",
    state: str = QuarantineState.OPEN,
    reason: str = "",
) -> QuerySet[QuarantinedItem]:
    """
    Return what is in quarantine, the latest seen first.

    :raises Forbidden: the viewer does not run feeds
    """
    permissions.check_may_run_feeds(viewer)
    items = QuarantinedItem.objects.filter(state=state).select_related("feed__organization")
    if feed_code:
        items = items.filter(feed__code=feed_code)
    if reason:
        items = items.filter(reason=reason)
    return items.defer("raw").order_by("-last_seen_at", "pk")


def count_quarantined_by_reason(
    *, viewer: PractitionerRole, feed_code: str = "", state: str = QuarantineState.OPEN
) -> dict[str, int]:
    """
    Return how many items are in quarantine for each reason, the rarest first.

    :raises Forbidden: the viewer does not run feeds
    """
    items = list_quarantined(viewer=viewer, feed_code=feed_code, state=state)
    counted = items.order_by().values_list("reason").annotate(number=Count("pk"))
    return dict(counted.order_by("number", "reason"))


@transaction.atomic
def read_quarantined_item(
    item_id: UUID, *, viewer: PractitionerRole, at: datetime
) -> QuarantinedItem:
    """
    Return an item in quarantine with its whole text, and write down that it was read.

    :raises Forbidden: the viewer does not run feeds
    :raises QuarantinedItem.DoesNotExist: there is none
    """
    permissions.check_may_run_feeds(viewer)
    items = QuarantinedItem.objects.select_related(
        "feed__organization", "source_patient", "last_run", "closed_by"
    )
    item = items.get(pk=item_id)
    person = item.source_patient
    write_access(
        viewer=viewer,
        at=at,
        kind=AccessKind.QUARANTINE,
        patient_id=person.patient_id if person else None,
        entry_id=item.pk,
    )
    return item


def list_held_people(*, viewer: PractitionerRole) -> QuerySet[SourcePatient]:
    """
    Return the people who are held for review, the latest received first.

    :raises Forbidden: the viewer does not run feeds
    """
    permissions.check_may_run_feeds(viewer)
    held = SourcePatient.objects.held().filter(withdrawn_at__isnull=True)
    return held.select_related("feed__organization").order_by("-received_at", "pk")


MOST_CANDIDATES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldPerson:
    """A person who is held, and the patients of the index that they may be."""

    person: SourcePatient
    candidates: list[Patient]
    items_waiting: int


@transaction.atomic
def read_held_person(person_id: UUID, *, viewer: PractitionerRole, at: datetime) -> HeldPerson:
    """
    Return a held person with whom they may be, and write down that each was read.

    :raises Forbidden: the viewer does not run feeds
    :raises SourcePatient.DoesNotExist: there is none, or they are held no longer
    """
    permissions.check_may_run_feeds(viewer)
    held = SourcePatient.objects.held().select_related("feed__organization")
    person = held.get(pk=person_id)
    alike = Q(birth_date=person.birth_date, family_key=person.family_key) | Q(
        family_key=person.family_key, given_key=person.given_key
    )
    if person.nhs_number:
        alike |= Q(nhs_number=person.nhs_number)
    if person.birth_date:
        alike |= Q(birth_date=person.birth_date, given_key=person.given_key)
    known = SourcePatient.objects.linked().filter(alike)
    by_source = Q(pk__in=known.values("patient_id"))
    if person.nhs_number:
        by_source |= Q(nhs_number=person.nhs_number)
    candidates = list(Patient.objects.filter(by_source).order_by("pk")[:MOST_CANDIDATES])
    for patient_id in (None, *(candidate.pk for candidate in candidates)):
        write_access(
            viewer=viewer,
            at=at,
            kind=AccessKind.QUARANTINE,
            patient_id=patient_id,
            entry_id=person.pk,
        )
    return HeldPerson(
        person=person,
        candidates=candidates,
        items_waiting=QuarantinedItem.objects.open().filter(source_patient=person).count(),
    )
