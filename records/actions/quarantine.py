"""What people do about items in quarantine and about people who are held for review."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import PractitionerRole
from records import permissions, policies
from records.codes import ImportRunState, QuarantineReason, QuarantineState, RunTrigger
from records.models import ImportRun, Patient, QuarantinedItem, SourcePatient
from records.resources.patient import read_patient

from .descriptions import identifiers_of
from .feed_locks import hold_feed
from .index import lock_index
from .index_writes import NewPatient, create_patients, show_best, write_identifiers
from .merging import Origin, make_merge_tables
from .progress import write_note
from .replays import replay


@transaction.atomic
def retry_quarantined_item(
    *, item: QuarantinedItem, by: PractitionerRole, at: datetime
) -> QuarantinedItem:
    """
    Import an item that was set aside once more; it is resolved, or says why it still cannot go in.

    :raises Forbidden: the actor does not run feeds
    :raises NotPermittedNow: it is closed, is not kept whole, or a run of its feed is at work
    """
    item = QuarantinedItem.objects.select_for_update().get(pk=item.pk)
    permissions.check_may_run_feeds(by)
    policies.check_item_can_be_retried(item)
    hold_feed(item.feed_id)
    run = _open_run(item, by, at)
    replay(run, QuarantinedItem.objects.filter(pk=item.pk), at=at)
    _close_run(run, "An item in quarantine was tried again.", at)
    _sign(QuarantinedItem.objects.resolved_in([item.pk]), by)
    item.refresh_from_db()
    return item


@transaction.atomic
def dismiss_quarantined_item(
    *, item: QuarantinedItem, by: PractitionerRole, at: datetime
) -> QuarantinedItem:
    """
    Leave an item out for good; it opens again only if the source sends it changed.

    :raises Forbidden: the actor does not run feeds
    :raises NotPermittedNow: it is closed
    """
    item = QuarantinedItem.objects.select_for_update().get(pk=item.pk)
    permissions.check_may_run_feeds(by)
    policies.check_item_can_be_closed(item)
    item.state = QuarantineState.DISMISSED
    item.closed_at = at
    item.closed_by = by.user
    item.save(update_fields=["state", "closed_at", "closed_by", "updated_at"])
    return item


@transaction.atomic
def link_source_patient(
    *,
    source_patient: SourcePatient,
    patient: Patient | None,
    by: PractitionerRole,
    at: datetime,
) -> SourcePatient:
    """
    Decide who a person is that was held, and import what waits for the decision.

    :param patient: who it is, or None for somebody whom the index does not know
    :raises Forbidden: the actor does not run feeds
    :raises NotPermittedNow: the person is linked, has another NHS number, or a run is at work
    """
    lock_index()
    person = SourcePatient.objects.select_for_update().get(pk=source_patient.pk)
    permissions.check_may_run_feeds(by)
    policies.check_person_can_be_linked(person, patient)
    hold_feed(person.feed_id)
    waiting = QuarantinedItem.objects.open().filter(source_patient=person)
    run = _open_run(person, by, at)
    _link(person, patient, run)
    own = waiting.exclude(reason=QuarantineReason.PATIENT_HELD)
    waiting_ids = list(waiting.values_list("pk", flat=True))
    own.update(state=QuarantineState.RESOLVED, closed_at=at, closed_by=by.user)
    replay(run, waiting.filter(reason=QuarantineReason.PATIENT_HELD), at=at)
    _close_run(run, "A person who was held is linked.", at)
    _sign(QuarantinedItem.objects.resolved_in(waiting_ids), by)
    person.refresh_from_db()
    return person


def _link(person: SourcePatient, patient: Patient | None, run: ImportRun) -> None:
    """Link a person to a patient, a new one where none is given."""
    origin = Origin(
        feed_id=person.feed_id,
        run_id=run.pk,
        organization_id=run.feed.organization_id,
        received_at=run.received_at,
    )
    if patient is None:
        is_taken = Patient.objects.filter(nhs_number=person.nhs_number).exists()
        new = NewPatient(uuid4(), "" if is_taken else person.nhs_number)
        create_patients([new], origin)
        patient = Patient.objects.get(pk=new.id)
        run.patients_created += 1
    else:
        run.patients_linked += 1
    if person.nhs_number and not patient.nhs_number:
        _give_number(patient, person.nhs_number)
    person.patient, person.hold_reason = patient, ""
    person.save(update_fields=["patient", "hold_reason", "updated_at"])
    known_by = identifiers_of(read_patient(person.resource))
    write_identifiers([(patient.pk, system, value) for system, value in known_by], origin)
    show_best([patient.pk], origin)


def _give_number(patient: Patient, nhs_number: str) -> None:
    """Give a patient without NHS number one that nobody holds."""
    if not Patient.objects.filter(nhs_number=nhs_number).exists():
        patient.nhs_number = nhs_number
        patient.save(update_fields=["nhs_number", "updated_at"])


def _open_run(
    about: QuarantinedItem | SourcePatient, by: PractitionerRole, at: datetime
) -> ImportRun:
    """Register the run to which what is written belongs."""
    last = ImportRun.objects.filter(feed_id=about.feed_id).order_by("-received_at").first()
    earliest = last.received_at + timedelta(microseconds=1) if last else at
    make_merge_tables()
    return ImportRun.objects.create(
        feed_id=about.feed_id,
        trigger=RunTrigger.PERSON,
        requested_by=by.user,
        state=ImportRunState.RUNNING,
        received_at=max(at, earliest),
        started_at=at,
    )


def _close_run(run: ImportRun, text: str, at: datetime) -> None:
    """Finish a run that had no files."""
    run.items_total = run.received
    run.state, run.finished_at = ImportRunState.FINISHED, at
    run.save()
    write_note(run, text, at=at)


def _sign(items: QuerySet[QuarantinedItem], by: PractitionerRole) -> None:
    """Say who had items go in."""
    items.update(closed_by=by.user)
