"""The use of the shared record, as a section of board packs."""

from accounts.queries import organizations_below
from analytics.measures.periods import Period, add_months, month_of
from analytics.measures.publishing import INTERNAL
from analytics.queries.report_lines import ReportWish, read_use
from analytics.queries.selection import list_strata_of
from core.board_pack import SectionContent, SectionWish
from core.dates import LONDON

from .report_use import present_use


def build_pack_section(wish: SectionWish) -> SectionContent:
    """Return the last month that was over at the cut, with a year before it."""
    month = add_months(month_of(wish.until.astimezone(LONDON).date()), -1)
    period = Period(first=month, last=month)
    rows = list_strata_of(organizations_below([wish.organization_id]))
    figures = read_use(ReportWish(period=period, rows=rows))
    return present_use(figures, period, INTERNAL).as_pack()
