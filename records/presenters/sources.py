"""The strip of sources: what reached us from where and when, and what is withheld and why."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.codes import OrganizationKind
from core.dates import TIME, count_in_words, format_ago, format_late, format_short_date
from records.codes import FeedState
from records.permissions import WithheldReason
from records.queries.head import UNNAMED_PRACTICE, RecordHead, Source

WITHHELD_WORDS = {
    WithheldReason.ROLE: "not part of your role's view",
    WithheldReason.ORGANIZATION: "from a source that does not share with your organisation",
    WithheldReason.SENSITIVE: "marked as sensitive by the source",
}


LATELY = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """A source in words; the state is ok, late or none."""

    name: str
    text: str
    state: str
    href: str = ""
    link_text: str = ""


def present_sources(head: RecordHead, *, at: datetime) -> list[SourceLine]:
    """Return the sources that know the person, then those that do not share yet."""
    known = [source for source in head.sources.values() if source.knows_person]
    planned = [source for source in head.sources.values() if source.state == FeedState.PLANNED]
    return [present_source(source, at=at) for source in (*known, *planned)]


def present_source(source: Source, *, at: datetime) -> SourceLine:
    """Return one source with its freshness, or why there is none."""
    name = source.organization_name
    if source.kind == OrganizationKind.GP_PRACTICE and name != UNNAMED_PRACTICE:
        name = f"GP {name}"
    elif source.kind == OrganizationKind.MENTAL_HEALTH:
        name = f"{name} (mental health)"
    if source.state == FeedState.PLANNED:
        return SourceLine(name=name, text="does not share yet", state="none")
    if source.last_received_at is None:
        return SourceLine(name=name, text="nothing received yet", state="none")
    received = _received_words(source.last_received_at, at)
    if source.state == FeedState.SUSPENDED:
        return SourceLine(name=name, text=f"suspended, last received {received}", state="late")
    late = source.lateness(at)
    if late is not None:
        text = f"{format_late(late)}, last received {received}"
        return SourceLine(name=name, text=text, state="late")
    return SourceLine(name=name, text=received, state="ok")


def _received_words(received_at: datetime, at: datetime) -> str:
    """Return when a source was last received: how long ago within the hour, else when."""
    if timedelta(0) <= at - received_at < LATELY:
        return format_ago(received_at, now=at)
    return format_short_date(received_at, TIME, now=at)


def other_sources_words(head: RecordHead) -> str:
    """Say which connected sources hold nothing about this person, so that no blank misleads."""
    silent = [
        source.organization_name
        for source in head.sources.values()
        if not source.knows_person
        and source.state == FeedState.ACTIVE
        and source.organization_name != UNNAMED_PRACTICE
    ]
    if not silent:
        return ""
    return f"Nothing is held about this person by: {', '.join(dict.fromkeys(silent))}."


def withheld_words(head: RecordHead) -> str:
    """Return how much is withheld in all: "2 items withheld"."""
    number = head.withheld_in_all.total()
    return f"{count_in_words(number, 'item')} withheld" if number else ""


def withheld_reasons(head: RecordHead, section: str = "") -> list[str]:
    """Return why items are withheld, of a section or of all, a sentence for each reason."""
    counts = head.withheld.get(section) if section else head.withheld_in_all
    return [
        f"{count_in_words(number, 'item')} {'is' if number == 1 else 'are'} {WITHHELD_WORDS[why]}."
        for why, number in sorted((counts or {}).items())
        # How much a section holds that is beyond a role is part of what is withheld.
        if not (section and why == WithheldReason.ROLE)
    ]
