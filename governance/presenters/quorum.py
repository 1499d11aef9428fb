"""A quorum in words: what it asks for, and how it stands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.dates import count_in_words
from governance.codes import Capacity, MemberRole
from governance.policies.quorum import QuorumFinding, QuorumRule
from governance.queries.quorum_forecast import QuorumForecast

_WORDS = {**dict(MemberRole.choices), **dict(Capacity.choices)}


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastShown:
    """Whether a meeting will have a quorum: a word, a tone, a sentence, and who could be asked."""

    word: str
    tone: str
    sentence: str
    help: Sequence[str]


def say_rule(rule: QuorumRule, boards: Mapping[str, str]) -> list[str]:
    """Return what a quorum asks for, a line each; `boards` are names by ODS code."""
    lines = [f"{count_in_words(rule.voting, 'member')} with a vote"]
    lines += [f"at least one {_say_any(group)}" for group in rule.one_of]
    if rule.boards:
        names = [boards.get(code, code) for code in rule.boards]
        lines.append(f"somebody from each of {_join(names, 'and')}")
    return lines


def say_missing(finding: QuorumFinding, boards: Mapping[str, str]) -> str:
    """Return what is missing to a quorum, with boards by their names; nothing where none is."""
    words = {f"nobody from {code}": f"nobody from {name}" for code, name in boards.items()}
    return ", ".join(words.get(each, each) for each in finding.missing)


def present_forecast(forecast: QuorumForecast, boards: Mapping[str, str]) -> ForecastShown:
    """Return how a meeting's quorum is expected to be."""
    asked = [f"{seat.name} may stand in for {member}" for seat, member in forecast.deputies]
    expected = f"{count_in_words(len(forecast.finding.voters), 'member')} with a vote expected"
    if forecast.finding.is_quorate:
        return ForecastShown(
            word="Quorum expected", tone="green", sentence=f"{expected}.", help=asked
        )
    sentence = f"{expected}: {say_missing(forecast.finding, boards)}."
    if forecast.with_deputies.is_quorate:
        return ForecastShown(word="Deputies needed", tone="amber", sentence=sentence, help=asked)
    return ForecastShown(word="No quorum expected", tone="red", sentence=sentence, help=asked)


def _say_any(group: Iterable[str]) -> str:
    return _join(sorted(_lower(_WORDS[word]) for word in group), "or")


def _lower(words: str) -> str:
    # A name keeps its capitals: Caldicott Guardian.
    return words if words == Capacity.CALDICOTT_GUARDIAN.label else words.lower()


def _join(names: Sequence[str], word: str) -> str:
    if len(names) == 1:
        return names[0]
    return f"{', '.join(names[:-1])} {word} {names[-1]}"
