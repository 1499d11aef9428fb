"""What somebody should look at before they publish an agenda."""

from collections.abc import Iterator

from core.dates import TIME, count_in_words, format_date
from governance.codes import Visibility
from governance.models import Meeting
from governance.queries.agendas import Agenda

from .agendas import is_too_long, sum_up_agenda


def list_cautions(agenda: Agenda, meeting: Meeting) -> list[str]:
    """Return what an agenda still lacks, in sentences; of withheld items nothing is said."""
    return list(_cautions(agenda, meeting))


def _cautions(agenda: Agenda, meeting: Meeting) -> Iterator[str]:
    if is_too_long(agenda, meeting):
        yield f"{sum_up_agenda(agenda, meeting)}."
    lines = [(row.line.number, row) for row in agenda.rows if row.item is not None]
    without = [
        number
        for number, row in lines
        if row.item and row.item.wants_paper and all(paper.withdrawn_at for paper in row.papers)
    ]
    if without:
        due = meeting.papers_due_at
        until = f" Papers are due {format_date(due, TIME)}." if due else ""
        yield f"{_name(without)} without the paper that is wanted.{until}"
    nobody = [
        number
        for number, row in lines
        if row.item
        and row.item.visibility == Visibility.RESTRICTED
        and row.item.presenter is None
        and row.item.presenter_name
    ]
    if nobody:
        yield f"{_name(nobody)} restricted, and the presenter cannot read it here."


def _name(numbers: list[str]) -> str:
    verb = "is" if len(numbers) == 1 else "are"
    return f"{count_in_words(len(numbers), 'item')} ({', '.join(numbers)}) {verb}"
