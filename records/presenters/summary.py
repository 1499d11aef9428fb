"""The one-page summary: what a clinician came for, each fact with its sources and date."""

from collections.abc import Iterable, Sized
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.codes import OrganizationKind
from core.dates import format_date
from records.codes import RecordSection as S
from records.queries.head import RecordHead
from records.queries.record import CURRENT_SECTIONS, DATED_SECTIONS, RecordSummary
from records.queries.rows import EntryRow
from records.resources.reading import humanize

from .entries import Tag, date_words, present
from .grouping import group_same
from .links import report_url, section_url
from .medicines import MedicineLine, present_medicines
from .results import ResultLine, present_results

KIND_WORDS = {
    OrganizationKind.GP_PRACTICE.value: "GP",
    OrganizationKind.ACUTE.value: "Hospital",
    OrganizationKind.MENTAL_HEALTH.value: "Mental health",
    OrganizationKind.COMMUNITY.value: "Community",
    OrganizationKind.LOCAL_AUTHORITY.value: "Council",
    OrganizationKind.AMBULANCE.value: "Ambulance",
    OrganizationKind.HOSPICE.value: "Hospice",
}
PLAN_SECTIONS = [
    section
    for section in CURRENT_SECTIONS
    if section not in (S.PROBLEMS, S.MEDICATIONS, S.PROFESSIONAL_CONTACTS)
]
MOST_LINES = 8
MOST_MEDICINES = 14
MOST_RESULTS = 6
MOST_COMING = 2
MOST_RECENT = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class FactLine:
    """A fact of a card: what leads it in bold (a date), the words, and the sources."""

    text: str
    source: str
    report_url: str
    lead: str = ""
    tags: tuple[Tag, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Where to read all of a card's facts, how many do not fit, and why there are none if none."""

    title: str
    url: str
    more: str
    empty: str
    cut: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FactCard(Card):
    """A card of facts in lines."""

    lines: list[FactLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class MedicineCard(Card):
    """The card of current medicines."""

    lines: list[MedicineLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultCard(Card):
    """The card of the newest results."""

    lines: list[ResultLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryPage:
    """The five cards of a summary."""

    medicines: MedicineCard
    results: ResultCard
    problems: FactCard
    recent: FactCard
    plans: FactCard


def present_summary(record: RecordSummary, *, at: datetime) -> SummaryPage:
    """Return the cards of a record's summary."""
    by_section: dict[str, list[EntryRow]] = {}
    for entry in record.entries:
        by_section.setdefault(entry.section, []).append(entry)
    head = record.head
    return SummaryPage(
        medicines=_medicine_card(head, by_section.get(S.MEDICATIONS, []), at),
        results=_result_card(head, record.results, at),
        problems=_problem_card(head, by_section.get(S.PROBLEMS, [])),
        recent=_recent_card(head, _of(by_section, DATED_SECTIONS), at),
        plans=_plan_card(head, _of(by_section, PLAN_SECTIONS), at),
    )


def _of(by_section: dict[str, list[EntryRow]], sections: list[str]) -> list[EntryRow]:
    return [entry for section in sections for entry in by_section.get(section, [])]


def kind_words(head: RecordHead, entries: list[EntryRow]) -> str:
    """Return the kinds of the sources of entries once each, GP first: "GP · Hospital"."""
    senders = {entry.feed_id for entry in entries}
    kinds = dict.fromkeys(
        KIND_WORDS.get(source.kind, source.organization_name)
        for feed_id, source in head.sources.items()
        if feed_id in senders
    )
    return " · ".join(kinds)


def _empty(head: RecordHead, section: S, what: str) -> str:
    """Say why a card is empty: the role, what is withheld, or that no source sent any."""
    if section not in head.scope.full_sections:
        return f"Your role does not include {section.label.lower()}."
    withheld = head.withheld.get(section)
    if withheld:
        return f"{withheld.total()} withheld. See why in the section."
    known = sum(source.knows_person for source in head.sources.values())
    sources = "one source" if known == 1 else f"{known} sources"
    return f"No {what} in what {sources} sent. This does not mean that there are none."


def _cut(lines: Sized, most: int) -> int:
    """Return how many lines do not fit on a card: it must say so."""
    return max(0, len(lines) - most)


def _report_url(head: RecordHead, same: list[EntryRow]) -> str:
    """Return where the entry is reported whose words a line shows, of those that say the same."""
    return report_url(head.patient.pk, same[0].id)


def _more(head: RecordHead, section: S) -> str:
    return f"All {head.visible[section]:,}" if head.visible[section] else "All"


def _medicine_card(head: RecordHead, entries: list[EntryRow], at: datetime) -> MedicineCard:
    def sources(some: list[EntryRow]) -> str:
        return kind_words(head, some)

    lines = present_medicines(entries, patient_id=head.patient.pk, sources=sources, at=at)
    return MedicineCard(
        title="Medicines now",
        url=section_url(head.patient.pk, S.MEDICATIONS),
        more="All, with history",
        empty=_empty(head, S.MEDICATIONS, "current medicines"),
        lines=lines[:MOST_MEDICINES],
        cut=_cut(lines, MOST_MEDICINES),
    )


def _result_card(head: RecordHead, results: list[EntryRow], at: datetime) -> ResultCard:
    lines = present_results(results, patient_id=head.patient.pk, at=at)
    return ResultCard(
        title="Latest results",
        url=section_url(head.patient.pk, S.INVESTIGATION_RESULTS),
        more=_more(head, S.INVESTIGATION_RESULTS),
        empty=_empty(head, S.INVESTIGATION_RESULTS, "measured results"),
        lines=lines[:MOST_RESULTS],
        cut=_cut(lines, MOST_RESULTS),
    )


def _problem_card(head: RecordHead, entries: list[EntryRow]) -> FactCard:
    lines = []
    for same in group_same(entries):
        started = min((e.clinical_start for e in same if e.clinical_start), default=None)
        when = format_date(started, "Y") if started else ""
        shown = present(same[0])
        source = " · ".join(filter(None, (when, kind_words(head, same).replace(" · ", ", "))))
        lines.append(
            FactLine(
                text=shown.headline,
                source=source,
                tags=_doubts(shown.cautions),
                report_url=_report_url(head, same),
            )
        )
    return FactCard(
        title="Problems",
        url=section_url(head.patient.pk, S.PROBLEMS),
        more=_more(head, S.PROBLEMS),
        empty=_empty(head, S.PROBLEMS, "current problems"),
        lines=lines[:MOST_LINES],
        cut=_cut(lines, MOST_LINES),
    )


def _doubts(cautions: tuple[str, ...]) -> tuple[Tag, ...]:
    return tuple(Tag(text=caution.lower(), tone="amber") for caution in cautions)


def _recent_card(head: RecordHead, entries: list[EntryRow], at: datetime) -> FactCard:
    dated = [(entry.clinical_start, entry) for entry in entries if entry.clinical_start]
    coming = sorted((pair for pair in dated if pair[0] > at), key=lambda pair: pair[0])
    past = sorted((pair for pair in dated if pair[0] <= at), key=lambda pair: pair[0], reverse=True)
    visits = _alike(entry for _, entry in past)
    shown = [[entry] for _, entry in coming[:MOST_COMING]] + visits[:MOST_RECENT]
    return FactCard(
        title="Recent and coming",
        url=section_url(head.patient.pk, S.CONTACT_WITH_PROFESSIONALS),
        more="All contacts",
        empty=_empty(head, S.CONTACT_WITH_PROFESSIONALS, "contacts or appointments"),
        lines=[
            FactLine(
                lead=_sentence_case(date_words(same[0], at=at)),
                text=_what(same[0]),
                source=_visit_source(head, same, at),
                tags=_booked(same[0], at),
                report_url=_report_url(head, same),
            )
            for same in shown
        ],
    )


def _alike(entries: Iterable[EntryRow]) -> list[list[EntryRow]]:
    """Bring visits together that read the same, such as those of one nurse, the newest first."""
    groups: dict[tuple[str, UUID, str], list[EntryRow]] = {}
    for entry in entries:
        groups.setdefault((_what(entry), entry.feed_id, entry.status), []).append(entry)
    return list(groups.values())


def _visit_source(head: RecordHead, same: list[EntryRow], at: datetime) -> str:
    """Return who sent a visit, and since when the same was seen before."""
    source = kind_words(head, same)
    if len(same) == 1:
        return source
    return f"{source}, {len(same)} since {date_words(same[-1], at=at)}"


def _sentence_case(words: str) -> str:
    return words[:1].upper() + words[1:]


def _what(entry: EntryRow) -> str:
    shown = present(entry)
    if not shown.detail or shown.detail.lower() == shown.headline.lower():
        return shown.headline
    return f"{shown.headline}: {shown.detail}"


def _booked(entry: EntryRow, at: datetime) -> tuple[Tag, ...]:
    """Say of a visit that it did not or will not take place, or how certain it is."""
    if entry.status in ("cancelled", "noshow"):
        return (Tag(text="cancelled" if entry.status == "cancelled" else "did not attend"),)
    if entry.clinical_start is None or entry.clinical_start <= at:
        return ()
    is_certain = entry.status in ("booked", "arrived", "checked-in", "")
    text = "booked" if is_certain else humanize(entry.status).lower()
    return (Tag(text=text, tone="blue"),)


def _plan_card(head: RecordHead, entries: list[EntryRow], at: datetime) -> FactCard:
    lines = []
    for same in group_same(entries):
        source = " · ".join(filter(None, (date_words(same[0], at=at), kind_words(head, same))))
        lines.append(
            FactLine(text=_what(same[0]), source=source, report_url=_report_url(head, same))
        )
    return FactCard(
        title="Plans and wishes",
        url=section_url(head.patient.pk, S.CARE_AND_SUPPORT_PLAN),
        more="Care plans",
        empty=_empty(head, S.CARE_AND_SUPPORT_PLAN, "plans"),
        lines=lines[:MOST_LINES],
        cut=_cut(lines, MOST_LINES),
    )
