"""At which meetings something of the forward plan comes up. Pure."""

from collections.abc import Iterable


def is_due(*, first_meeting: int, every: int, numbers: Iterable[int]) -> bool:
    """
    Say whether something that comes every so many meetings is due.

    `numbers` are the meeting's own and those of the meetings just before it that were cancelled:
    what would have come up there is not lost.
    """
    return any(
        number >= first_meeting and (number - first_meeting) % every == 0 for number in numbers
    )


def next_due(*, every: int, first_meeting: int, number: int) -> int:
    """Return the number of the first meeting, from one on, at which something comes up."""
    if number <= first_meeting:
        return first_meeting
    return number + (first_meeting - number) % every
