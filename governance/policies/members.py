"""What fits together in a seat on a committee. Pure."""

from datetime import date
from typing import Final

from core.errors import NotPermittedNow
from governance.codes import MemberRole

MAY_VOTE: Final = frozenset({MemberRole.CHAIR, MemberRole.DEPUTY_CHAIR, MemberRole.MEMBER})


def check_who_votes(role: str, *, is_voting: bool) -> None:
    """
    Require that a role can hold a vote, where it is given one.

    :raises NotPermittedNow: it cannot
    """
    if is_voting and role not in MAY_VOTE:
        label = MemberRole(role).label.lower()
        raise NotPermittedNow(f"Nobody votes as “{label}”.")


def check_term(starts_on: date, ends_on: date | None) -> None:
    """
    Require that a term ends after it begins.

    :raises NotPermittedNow: it does not
    """
    if ends_on is not None and ends_on < starts_on:
        raise NotPermittedNow("The last day cannot lie before the first.")
