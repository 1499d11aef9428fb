"""What somebody reads of their training where the record asks for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from core.dates import count_in_words, format_day
from core.record_gate import Standing, StandingState, TrainingNeed
from records.http import RecordPass

UNTIL_SIGN_OUT: Final = "Records stay open to you until you sign out."


@dataclass(frozen=True, slots=True, kw_only=True)
class GateBanner:
    """A line at the top of a page: what is the matter, and where it is put right."""

    tone: str
    title: str
    text: str
    url: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedLine:
    """A competency that needs doing, and where it is learnt."""

    name: str
    since: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GatePage:
    """The page between somebody and the record."""

    state: StandingState
    title: str
    lead: str
    needs: list[NeedLine]
    action: str


def present_banner(standing: Standing, *, opened: RecordPass | None, on: date) -> GateBanner | None:
    """Return what a page says of somebody's training, or None where there is nothing to say."""
    state, needs = standing.state, standing.needs
    if state == StandingState.OPEN or not needs:
        return None
    url = needs[0].url
    if opened is not None and opened.passage_id is not None:
        return GateBanner(
            tone="error",
            title="Emergency access: your training has lapsed.",
            text="Every record you open is reviewed.",
            url=url,
            link="Renew your training",
        )
    title, text = _WORDS[state](needs, opened, on)
    return GateBanner(
        tone="info" if state == StandingState.DUE else "warning",
        title=title,
        text=text,
        url=url,
        link="Go to the training" if state == StandingState.NEVER else "Renew your training",
    )


def present_gate(standing: Standing) -> GatePage:
    """Return the page for somebody to whom the record does not open without more."""
    title, lead, action = _PAGES[standing.state](standing.needs)
    return GatePage(
        state=standing.state,
        title=title,
        lead=lead,
        needs=[_line(need) for need in standing.needs],
        action=action,
    )


def _line(need: TrainingNeed) -> NeedLine:
    until = need.valid_until
    since = f"Ran out on {format_day(until)}" if until else "You have not done it yet"
    return NeedLine(name=need.name, since=since, url=need.url)


def _due(needs: Sequence[TrainingNeed], _opened: RecordPass | None, on: date) -> tuple[str, str]:
    last = _last_day(needs)
    if last is None:
        return "Your training is due for renewal.", f"{_names(needs)}."
    days = (last - on).days
    when = "today" if days <= 0 else "tomorrow" if days == 1 else f"in {_days(days)}"
    return f"Your training runs out {when}.", f"{_names(needs)}: {format_day(last)}."


def _in_grace(
    needs: Sequence[TrainingNeed], _opened: RecordPass | None, _on: date
) -> tuple[str, str]:
    until = min((need.grace_until for need in needs if need.grace_until), default=None)
    then = f" Records close to you after {format_day(until)}." if until else ""
    return _ran_out(needs), f"{_names(needs)}.{then}"


def _lapsed(needs: Sequence[TrainingNeed], opened: RecordPass | None, _on: date) -> tuple[str, str]:
    then = UNTIL_SIGN_OUT if opened else "Records open again as soon as you pass the refresher."
    last = _last_day(needs)
    since = f" ran out on {format_day(last)}" if last else ""
    return "Your training has lapsed.", f"{_names(needs)}{since}. {then}"


def _never(needs: Sequence[TrainingNeed], opened: RecordPass | None, _on: date) -> tuple[str, str]:
    then = UNTIL_SIGN_OUT if opened else "Records open as soon as you have passed it."
    return "You need training before you open records.", f"{_names(needs)}. {then}"


def _grace_page(needs: Sequence[TrainingNeed]) -> tuple[str, str, str]:
    until = min((need.grace_until for need in needs if need.grace_until), default=None)
    last = f" until {format_day(until)}" if until else ""
    lead = f"You can still open records{last}. After that they close until you renew it."
    return _ran_out(needs).rstrip("."), lead, "Renew it now"


def _lapsed_page(_needs: Sequence[TrainingNeed]) -> tuple[str, str, str]:
    lead = "Records open to you again as soon as you pass the refresher, without a new sign-in."
    return "Your training has lapsed", lead, "Start the refresher"


def _never_page(_needs: Sequence[TrainingNeed]) -> tuple[str, str, str]:
    lead = "Records open to you as soon as you have passed it, without a new sign-in."
    return "You need training before you open records", lead, "Go to the training"


_WORDS: Final = {
    StandingState.DUE: _due,
    StandingState.GRACE: _in_grace,
    StandingState.LAPSED: _lapsed,
    StandingState.NEVER: _never,
}
_PAGES: Final = {
    StandingState.GRACE: _grace_page,
    StandingState.LAPSED: _lapsed_page,
    StandingState.NEVER: _never_page,
}


def _ran_out(needs: Sequence[TrainingNeed]) -> str:
    last = _last_day(needs)
    return f"Your training ran out on {format_day(last)}." if last else "Your training ran out."


def _last_day(needs: Sequence[TrainingNeed]) -> date | None:
    return min((need.valid_until for need in needs if need.valid_until), default=None)


def _days(days: int) -> str:
    return count_in_words(days, "day")


def _names(needs: Sequence[TrainingNeed]) -> str:
    *most, last = (need.name for need in needs)
    return f"{', '.join(most)} and {last}" if most else last
