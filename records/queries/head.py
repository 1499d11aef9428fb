"""What stands at the top of every page of a record: who, from where, how fresh, how much."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from accounts.codes import OrganizationKind
from records.codes import FeedState, RecordSection
from records.models import Patient
from records.permissions import RecordScope, WithheldReason

from .rows import (
    COLUMNS,
    ENTERED_IN_ERROR,
    OVERVIEW_TYPES,
    VISIBLE,
    EntryRow,
    fetch,
    fetch_entries,
    visible_values,
)


class Source(NamedTuple):
    """A feed as a source of this record: whether it knows the person, and how fresh it is."""

    feed_id: UUID
    organization_name: str
    kind: str
    state: str
    agreed_lag: timedelta
    last_received_at: datetime | None
    knows_person: bool

    def lateness(self, at: datetime) -> timedelta | None:
        """Return by how much the feed is beyond its agreed lag, or None where it is in time."""
        if self.state != FeedState.ACTIVE or self.last_received_at is None:
            return None
        beyond = at - self.last_received_at - self.agreed_lag
        return beyond if beyond > timedelta(0) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordHead:
    """A person, the sources of their record, and how much it holds for this viewer."""

    patient: Patient
    scope: RecordScope
    sources: dict[UUID, Source]
    visible: Counter[str]
    withheld: dict[str, Counter[WithheldReason]]
    flags: list[EntryRow]

    @property
    def withheld_in_all(self) -> Counter[WithheldReason]:
        """How many entries are withheld in the whole record, by reason."""
        return sum(self.withheld.values(), Counter())


SOURCES = """
    SELECT f.id, o.short_name, o.kind, f.state, f.agreed_lag, f.last_received_at,
           EXISTS (SELECT FROM records_sourcepatient s
                   WHERE s.feed_id = f.id AND s.patient_id = %(patient)s
                     AND s.withdrawn_at IS NULL)
    FROM records_feed f JOIN accounts_organization o ON o.id = f.organization_id
    WHERE f.id = ANY(%(feeds)s)
    ORDER BY o.kind <> 'gp-practice', o.kind, o.short_name
"""

COUNTS = """
    SELECT section, feed_id, sensitivity, count(*)
    FROM records_recordentry
    WHERE patient_id = %(patient)s AND status <> %(entered_in_error)s
    GROUP BY section, feed_id, sensitivity
"""

# Sections whose current entries a clinician must not miss on any page, the gravest first: where
# somebody has more of them than are read, those of the last section are left out, never allergies.
FLAG_SECTIONS = [
    RecordSection.ALLERGIES.value,
    RecordSection.END_OF_LIFE_CARE.value,
    RecordSection.SAFEGUARDING.value,
    RecordSection.ALERTS.value,
    RecordSection.INDIVIDUAL_REQUIREMENTS.value,
]
PAST_STATUSES = [
    ENTERED_IN_ERROR, "resolved", "inactive", "refuted", "revoked", "rejected", "cancelled",
    "stopped", "ended", "not-done",
]  # fmt: skip
MOST_FLAGS = 300

# Where what is withheld is counted of sections that the role is not to know of.
UNNAMED = ""
# What a restricted person's practice is called: its name tells where they live.
UNNAMED_PRACTICE = "GP practice"

FLAGS = f"""
    SELECT {COLUMNS} FROM records_recordentry
    WHERE patient_id = %(patient)s AND section = ANY(%(flag_sections)s) AND {VISIBLE}
      AND status <> ALL(%(past)s) AND resource_type <> ALL(%(overviews)s)
      AND NOT (resource_type = 'CarePlan' AND status = 'completed')
    ORDER BY array_position(%(flag_sections)s, section), clinical_start DESC NULLS LAST, id
    LIMIT {MOST_FLAGS}
"""  # noqa: S608 — built of constants


def read_head(patient_id: UUID, *, scope: RecordScope) -> RecordHead:
    """
    Return the head of a record for a viewer with this scope. The caller writes the access.

    :raises Patient.DoesNotExist: no source that is shared with the viewer knows such a person
    """
    values = {
        "patient": patient_id,
        "entered_in_error": ENTERED_IN_ERROR,
        "flag_sections": FLAG_SECTIONS,
        "past": PAST_STATUSES,
        "overviews": OVERVIEW_TYPES,
        **visible_values(scope),
    }
    patient = Patient.objects.get(pk=patient_id)
    sources = name_sources(patient, scope=scope)
    visible, withheld = _count(fetch(COUNTS, values), scope)
    return RecordHead(
        patient=patient,
        scope=scope,
        sources=sources,
        visible=visible,
        withheld=withheld,
        flags=fetch_entries(FLAGS, values),
    )


def name_sources(patient: Patient, *, scope: RecordScope) -> dict[UUID, Source]:
    """
    Return the sources of a record, named as far as the viewer may know their names.

    :raises Patient.DoesNotExist: no source that is shared with the viewer knows such a person
    """
    values = {"patient": patient.pk, "feeds": list(scope.feed_ids)}
    sources = {row[0]: Source._make(row) for row in fetch(SOURCES, values)}
    if patient.is_restricted:
        sources = {key: _without_practice(source) for key, source in sources.items()}
    if not any(source.knows_person for source in sources.values()):
        raise Patient.DoesNotExist
    if scope.is_personal_only:
        sources = {key: source for key, source in sources.items() if _tells_nothing(source)}
    return sources


def _tells_nothing(source: Source) -> bool:
    """Whether a source tells nothing of somebody's health: everyone has a practice."""
    return source.kind == OrganizationKind.GP_PRACTICE


def _without_practice(source: Source) -> Source:
    """Return a source without the name of the practice, which tells where a person lives."""
    if source.kind != OrganizationKind.GP_PRACTICE:
        return source
    return source._replace(organization_name=UNNAMED_PRACTICE)


def _count(
    rows: Iterable[tuple[str, UUID, str, int]], scope: RecordScope
) -> tuple[Counter[str], dict[str, Counter[WithheldReason]]]:
    """
    Part the counts into what the viewer may see and what is withheld, by section.

    Of sections whose existence is not for the role, the number alone counts, under no name.
    """
    visible: Counter[str] = Counter()
    withheld: dict[str, Counter[WithheldReason]] = {}
    for section, feed_id, sensitivity, number in rows:
        reason = scope.why_withheld(section, feed_id, sensitivity)
        if reason is None:
            visible[section] += number
        else:
            name = section if section in scope.sections else UNNAMED
            withheld.setdefault(name, Counter())[reason] += number
    return visible, withheld
