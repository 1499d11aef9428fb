"""Read one person's record: its summary, a section, an entry, a document."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from accounts.models import PractitionerRole
from records import permissions
from records.codes import AccessKind, RecordSection
from records.models import RecordEntry
from records.permissions import RecordScope

from .access import write_access
from .head import RecordHead, read_head
from .rows import (
    COLUMNS,
    ENTERED_IN_ERROR,
    NAMES,
    OVERVIEW_TYPES,
    VISIBLE,
    EntryRow,
    SqlValues,
    fetch_entries,
    visible_values,
)

ENTRIES_A_PAGE = 50

# The summary: what holds now, what was and comes near in time, and the newest results.
CURRENT_SECTIONS = [
    RecordSection.PROBLEMS.value,
    RecordSection.MEDICATIONS.value,
    RecordSection.SERVICES_AND_CARE.value,
    RecordSection.CARE_AND_SUPPORT_PLAN.value,
    RecordSection.CONTINGENCY_PLANS.value,
    RecordSection.ADDITIONAL_SUPPORT_PLANS.value,
    RecordSection.END_OF_LIFE_CARE.value,
    RecordSection.PLAN_AND_REQUESTED_ACTIONS.value,
    RecordSection.PROFESSIONAL_CONTACTS.value,
]
DATED_SECTIONS = [
    RecordSection.CONTACT_WITH_PROFESSIONALS.value,
    RecordSection.ADMISSION_DETAILS.value,
    RecordSection.DISCHARGE_DETAILS.value,
    RecordSection.FUTURE_APPOINTMENTS.value,
]
ENDED_STATUSES = [
    "resolved", "inactive", "remission", "refuted", "completed", "stopped", "cancelled", "revoked",
    "not-taken", "ended",
]  # fmt: skip
# Sections that say how things stand: what holds now comes before what has ended.
STANDING_SECTIONS = frozenset(
    {*CURRENT_SECTIONS, RecordSection.ALLERGIES.value, RecordSection.ALERTS.value}
)
STOPPED_STATUSES = ["stopped", "on-hold"]
STOPPED_LATELY = timedelta(days=400)
MOST_OF_A_SECTION = 40
MOST_MEDICINES = 400

SUMMARY = f"""
    SELECT {", ".join(NAMES)}, resource AS resource_json FROM (
        SELECT *, row_number() OVER (
            PARTITION BY section, clinical_start > %(at)s ORDER BY
                abs(extract(epoch FROM clinical_start - %(at)s)) NULLS LAST, id) AS nth
        FROM records_recordentry
        WHERE patient_id = %(patient)s AND {VISIBLE} AND status <> %(entered_in_error)s
          AND resource_type <> ALL(%(overviews)s)
          AND (section = ANY(%(dated)s)
               OR section = ANY(%(current)s) AND status <> ALL(%(ended)s)
               OR section = %(medications)s AND status = ANY(%(stopped)s)
                  AND coalesce(clinical_end, greatest(source_updated_at, recorded_at,
                                                      clinical_start)) > %(stopped_since)s)
    ) numbered
    WHERE nth <= CASE WHEN section = %(medications)s THEN {MOST_MEDICINES}
                      WHEN section = ANY(%(dated)s) THEN 6 ELSE {MOST_OF_A_SECTION} END
    ORDER BY clinical_start DESC NULLS LAST, id
"""  # noqa: S608 — built of constants

# Where a result that is no number says what it is, or why there is none.
WORDED = "ARRAY['valueCodeableConcept', 'valueString', 'dataAbsentReason']"
RESULTS_SHOWN = 8
POINTS_OF_A_TREND = 12

RESULTS = f"""
    SELECT {", ".join(NAMES)}, CASE WHEN nth = 1 THEN resource END AS resource_json FROM (
        SELECT *, row_number() OVER same_test AS nth, max(clinical_start) OVER same_test AS newest
        FROM records_recordentry
        WHERE patient_id = %(patient)s AND {VISIBLE} AND status <> %(entered_in_error)s
          AND section = %(results)s AND resource_type = 'Observation'
          AND (value IS NOT NULL OR resource ?| {WORDED})
        WINDOW same_test AS (
            PARTITION BY code, display, unit ORDER BY clinical_start DESC NULLS LAST, id)
    ) numbered
    WHERE nth <= {POINTS_OF_A_TREND}
    ORDER BY newest DESC NULLS LAST, display, code, unit, nth
    LIMIT {RESULTS_SHOWN * POINTS_OF_A_TREND}
"""  # noqa: S608 — built of constants


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSummary:
    """
    The head of a record, its entries for the summary, and its newest numeric results.

    `access_id` is the line of the audit trail that says who opened it.
    """

    head: RecordHead
    access_id: int
    entries: list[EntryRow]
    results: list[EntryRow]


@transaction.atomic
def open_record(patient_id: UUID, *, viewer: PractitionerRole, at: datetime) -> RecordSummary:
    """
    Open a person's record at its summary, and write down that it was opened.

    :raises Patient.DoesNotExist: there is no such person
    :raises Forbidden: the viewer's role sees no personal details
    """
    scope = open_scope(viewer)
    values = {
        "patient": patient_id,
        "at": at,
        "entered_in_error": ENTERED_IN_ERROR,
        "overviews": OVERVIEW_TYPES,
        "dated": DATED_SECTIONS,
        "current": CURRENT_SECTIONS,
        "ended": ENDED_STATUSES,
        "medications": RecordSection.MEDICATIONS.value,
        "stopped": STOPPED_STATUSES,
        "stopped_since": at - STOPPED_LATELY,
        "results": RecordSection.INVESTIGATION_RESULTS.value,
        **visible_values(scope),
    }
    head = read_head(patient_id, scope=scope)
    access_id = write_access(viewer=viewer, at=at, kind=AccessKind.OPEN, patient_id=patient_id)
    return RecordSummary(
        head=head,
        access_id=access_id,
        entries=fetch_entries(SUMMARY, values),
        results=fetch_entries(RESULTS, values),
    )


def open_scope(viewer: PractitionerRole) -> RecordScope:
    """
    Return what a viewer may see, where their role may open records at all.

    :raises Forbidden: the viewer's role sees no personal details
    """
    scope = permissions.get_scope(viewer)
    permissions.check_may_see_section(viewer, scope, RecordSection.PERSON_DEMOGRAPHICS)
    return scope


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionPage:
    """A page of the entries of one section, newest first."""

    head: RecordHead
    section: RecordSection
    entries: list[EntryRow]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are; an empty section has one."""
        return max(1, -(-self.total // ENTRIES_A_PAGE))


SECTION = f"""
    SELECT {COLUMNS} FROM records_recordentry
    WHERE patient_id = %(patient)s AND section = %(section)s AND {VISIBLE}
    ORDER BY status = %(entered_in_error)s, status = ANY(%(ended)s),
        coalesce(clinical_start, recorded_at) DESC NULLS LAST, id
    LIMIT {ENTRIES_A_PAGE} OFFSET %(offset)s
"""  # noqa: S608 — built of constants


@transaction.atomic
def read_section(
    patient_id: UUID,
    section: RecordSection,
    *,
    viewer: PractitionerRole,
    at: datetime,
    page: int = 1,
) -> SectionPage:
    """
    Return a page of a section, newest first; what has ended and what was an error come last.

    A section of which the role sees less than all comes without entries; the head says why.

    :raises Patient.DoesNotExist: there is no such person
    :raises Forbidden: the viewer's role sees no personal details
    """
    scope = open_scope(viewer)
    head = read_head(patient_id, scope=scope)
    write_access(
        viewer=viewer, at=at, kind=AccessKind.SECTION, patient_id=patient_id, section=section
    )
    values = {
        "patient": patient_id,
        "section": section.value,
        "entered_in_error": ENTERED_IN_ERROR,
        "ended": ENDED_STATUSES if section in STANDING_SECTIONS else [],
        "offset": (page - 1) * ENTRIES_A_PAGE,
        **visible_values(scope),
    }
    return SectionPage(
        head=head,
        section=section,
        entries=fetch_entries(SECTION, values),
        total=head.visible[section],
        page=page,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPage:
    """One entry, and its earlier states from the newest to the oldest."""

    head: RecordHead
    entry: EntryRow
    versions: list[EntryRow]


ENTRY = f"""
    SELECT {COLUMNS} FROM records_recordentry
    WHERE patient_id = %(patient)s AND id = %(entry)s AND {VISIBLE}
"""  # noqa: S608 — built of constants

VERSIONS = f"""
    SELECT {COLUMNS} FROM records_recordentryversion
    WHERE patient_id = %(patient)s AND id = %(entry)s AND {VISIBLE}
    ORDER BY received_at DESC LIMIT 100
"""  # noqa: S608 — built of constants


@transaction.atomic
def read_entry(
    patient_id: UUID, entry_id: UUID, *, viewer: PractitionerRole, at: datetime
) -> EntryPage:
    """
    Return one entry with its earlier states.

    :raises RecordEntry.DoesNotExist: there is none, or the viewer may not see it
    :raises Patient.DoesNotExist: there is no such person
    :raises Forbidden: the viewer's role sees no personal details
    """
    scope = open_scope(viewer)
    head = read_head(patient_id, scope=scope)
    values = {"patient": patient_id, "entry": entry_id, **visible_values(scope)}
    entry = get_entry_row(values)
    write_access(
        viewer=viewer,
        at=at,
        kind=AccessKind.ENTRY,
        patient_id=patient_id,
        section=entry.section,
        entry_id=entry_id,
    )
    return EntryPage(head=head, entry=entry, versions=fetch_entries(VERSIONS, values))


def get_entry_row(values: SqlValues) -> EntryRow:
    """
    Return the entry that the values of ENTRY name.

    :raises RecordEntry.DoesNotExist: there is none, or the viewer may not see it
    """
    found = fetch_entries(ENTRY, values)
    if not found:
        raise RecordEntry.DoesNotExist
    return found[0]
