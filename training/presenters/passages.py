"""Emergency passages as a trainer reads them: whom to help, and with what."""

from dataclasses import dataclass
from datetime import datetime

from core.dates import TIME, format_short_date
from records.queries.passages import PassageLine


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageNote:
    """That somebody opened records while their training had lapsed."""

    who: str
    where: str
    what: str
    when: str


def present_passages(passages: list[PassageLine], *, at: datetime) -> list[PassageNote]:
    """Return passages in words; why it was an emergency is for others to review."""
    return [
        PassageNote(
            who=passage.user_name,
            where=passage.organization_name,
            what=", ".join(passage.competencies),
            when=format_short_date(passage.at, TIME, now=at),
        )
        for passage in passages
    ]
