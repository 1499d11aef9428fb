"""Versions of a course in plain words: what completes one, how long it counts, what comes first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from core.dates import count_in_words, format_day
from training.codes import DeliveryMode, ExpiryRule, PeriodUnit, VersionState
from training.models import CourseVersion

TONES = {
    VersionState.DRAFT: "amber",
    VersionState.PUBLISHED: "green",
    VersionState.RETIRED: "plain",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A line about a version."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """A version as the page of its course shows it."""

    id: UUID
    number: int
    name: str
    state: str
    tone: str
    is_draft: bool
    is_published: bool
    has_sessions: bool
    needs_quiz: bool
    changes: str
    facts: Sequence[Fact]
    tasks: Sequence[str]


def present_version(version: CourseVersion, names: Mapping[str, str]) -> VersionLine:
    """Return a version in words; `names` are those of competencies by code."""
    state = VersionState(version.state)
    facts = [
        Fact(label="Given", value=say_delivery(version)),
        Fact(label="Completed by", value=say_completion(version)),
        Fact(
            label="Makes competent in",
            value=_join([each.name for each in version.grants.all()]) or "Nothing yet",
        ),
        Fact(label="Counts", value=say_validity(version)),
        Fact(label="Before it", value=say_prerequisites(version.prerequisites, names)),
        Fact(
            label="Renewed by",
            value=version.refresher.name if version.refresher else "The same course",
        ),
    ]
    if version.published_at:
        by = f" by {version.published_by}" if version.published_by else ""
        value = f"{format_day(version.published_at.date())}{by}"
        facts.append(Fact(label="Published", value=value))
    return VersionLine(
        id=version.pk,
        number=version.number,
        name=f"Version {version.number}",
        state=state.label,
        tone=TONES[state],
        is_draft=state == VersionState.DRAFT,
        is_published=state == VersionState.PUBLISHED,
        has_sessions=version.mode != DeliveryMode.E_LEARNING,
        needs_quiz=version.needs_quiz,
        changes=version.changes,
        facts=facts,
        tasks=[task.words for task in version.tasks.all()],
    )


def say_delivery(version: CourseVersion) -> str:
    """Return how a version is given and how long it takes."""
    return f"{DeliveryMode(version.mode).label}, {version.duration_minutes} minutes"


def say_completion(version: CourseVersion) -> str:
    """Return what a learner does to complete a version."""
    quiz = f"passing the quiz with {version.pass_mark} % or more"
    steps = (
        (version.needs_attendance, "attending every part of a session"),
        (version.needs_pages, "reading every page"),
        (version.needs_quiz, quiz),
        (version.needs_observation, "being observed at each task"),
    )
    done = _join([words for is_needed, words in steps if is_needed])
    return done[:1].upper() + done[1:] if done else "Nothing yet: say what completes it"


def say_validity(version: CourseVersion) -> str:
    """Return in plain words how long an award of a version counts."""
    unit = "day" if version.period_unit == PeriodUnit.DAYS else "month"
    period = count_in_words(version.period, unit)
    window = count_in_words(version.window_months, "month")
    rule = ExpiryRule(version.expiry_rule)
    if rule == ExpiryRule.NEVER:
        return "For ever"
    if rule == ExpiryRule.FROM_COMPLETION:
        return f"For {period} from the day of completion, whenever it is renewed"
    if rule == ExpiryRule.FROM_PREVIOUS:
        return (
            f"For {period}. Whoever renews in the last {window} loses nothing: the next {period}"
            " begin when the present ones end"
        )
    first = format_day(version.base_on) if version.base_on else "a date to be said"
    return f"Until {first}, and every {period} from then; a new award counts at least {window}"


def say_prerequisites(expression: object, names: Mapping[str, str]) -> str:
    """Return an expression over competencies in words."""
    return _say(expression, names, is_inner=False) if expression else "Nothing is asked for"


def _say(expression: object, names: Mapping[str, str], *, is_inner: bool) -> str:
    if isinstance(expression, str):
        return names.get(expression, expression)
    if not isinstance(expression, dict):
        return ""
    said = [_say(part, names, is_inner=True) for part in expression.get("all", ())]
    choices = [_say(part, names, is_inner=True) for part in expression.get("any", ())]
    if choices and not said:
        return _bracket(_join(choices, "or"), is_inner and len(choices) > 1)
    if choices:
        said.append(_bracket(_join(choices, "or"), len(choices) > 1))
    return _bracket(_join(said), is_inner and len(said) > 1)


def _bracket(said: str, is_needed: bool) -> str:  # noqa: FBT001 - of a sentence, not of a caller
    return f"({said})" if is_needed else said


def _join(words: Sequence[str], word: str = "and") -> str:
    """Return things as people list them: "a, b and c"."""
    if len(words) < 2:  # noqa: PLR2004 - one thing needs no "and"
        return "".join(words)
    return f"{', '.join(words[:-1])} {word} {words[-1]}"
