"""Whether items of a feed are FHIR R4, with problems in words: an adapter of fhirkit."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import fhirkit

from records.codes import QuarantineReason

from .formats import claims_old_profile, is_template, name_foreign_format, name_old_version

# So many are checked together: what is read of them stays in the processor's own memory.
_AT_ONCE = 200
# Below this many items a batch with a bad one in it is read item by item instead of halved again.
_SMALL = 16
_MOST_PROBLEMS = 20
_R4_TYPES = frozenset(fhirkit.RESOURCE_TYPES)
_QUOTED_VALUE = re.compile(r'^"(?:[^"\\]|\\.)*" ', re.DOTALL)
_NOT_JSON_AT = re.compile(r"^(?:item \d+: )?line (\d+), column (\d+): ")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong and where; it never repeats the value, which may be about a person."""

    path: str
    message: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the check of one item found: no reason and no problems where it is R4."""

    reason: QuarantineReason | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def is_valid(self) -> bool:
        return self.reason is None

    @property
    def message(self) -> str:
        """The first problem as one sentence, for a list of items set aside."""
        if not self.problems:
            return ""
        first = self.problems[0]
        return f"{first.path}: {first.message}" if first.path else first.message


VALID = Verdict()


def is_r4_type(resource_type: str) -> bool:
    """Whether FHIR R4 has a resource type of that name."""
    return resource_type in _R4_TYPES


def check_items(items: Sequence[bytes]) -> list[Verdict]:
    """
    Check each item's structure against FHIR R4, whatever else is in the batch.

    Other threads go on meanwhile: the interpreter is not held.
    """
    starts = range(0, len(items), _AT_ONCE)
    return [verdict for start in starts for verdict in _check_some(items[start : start + _AT_ONCE])]


def _check_some(items: Sequence[bytes]) -> list[Verdict]:
    """Check a few items together, or apart where one is no resource."""
    try:
        resources = fhirkit.parse_many(list(items), threads=1)
    except ValueError:
        return _check_apart(items)
    return [_judge(raw, resource.issues) for raw, resource in zip(items, resources, strict=True)]


def _check_apart(items: Sequence[bytes]) -> list[Verdict]:
    """Check a batch that holds an item which is no resource, by halves and then one by one."""
    if len(items) <= _SMALL:
        return [_check_one(raw) for raw in items]
    middle = len(items) // 2
    return [
        *_check_some(items[:middle]),
        *_check_some(items[middle:]),
    ]


def _check_one(raw: bytes) -> Verdict:
    """Check an item by itself."""
    try:
        issues = fhirkit.validate(raw)
    except ValueError as error:
        return _explain_not_json(raw, str(error))
    return _judge(raw, issues)


def _judge(raw: bytes, issues: list[fhirkit.Issue]) -> Verdict:
    """Turn what fhirkit found into a verdict, and name what only looks like R4."""
    errors = [issue for issue in issues if issue.severity == "error"]
    if errors or claims_old_profile(raw):
        old = name_old_version(raw)
        if old:
            return Verdict(QuarantineReason.WRONG_VERSION, (Problem("", old),))
    if not errors:
        return VALID
    problems = tuple(Problem(issue.path, _in_words(issue.message)) for issue in errors)
    if is_template(raw):
        blank = Problem("", "This is a template, not a resource: its blanks are not filled in.")
        problems = (blank, *problems)
    return Verdict(QuarantineReason.INVALID, problems[:_MOST_PROBLEMS])


def _explain_not_json(raw: bytes, message: str) -> Verdict:
    """Say what an item is that is not JSON, or where its JSON breaks."""
    foreign = name_foreign_format(raw)
    if not foreign and not raw.strip():
        foreign = "The item is empty."
    if foreign:
        return Verdict(QuarantineReason.NOT_JSON, (Problem("", foreign),))
    place = _NOT_JSON_AT.match(message)
    if place is None:
        return Verdict(QuarantineReason.NOT_JSON, (Problem("", "The text is not UTF-8."),))
    where = f"line {place[1]}, column {place[2]}"
    return Verdict(QuarantineReason.NOT_JSON, (Problem(where, message[place.end() :]),))


def _in_words(message: str) -> str:
    """Return a problem without the value that it quotes."""
    told = _QUOTED_VALUE.sub("the value ", message)
    return told.replace(" type this build knows", " type")
