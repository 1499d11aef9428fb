"""What the home page and the navigation offer of analytics."""

from django.utils import timezone

from accounts.codes import JobRole
from accounts.http import SignedInRequest
from analytics.measures.periods import Period, add_months, month_of
from analytics.models import READS_BOARD, reach_of
from analytics.presenters.panel import present_month
from analytics.queries.panel import read_month
from core.home import HomePanel, register_home_panel, register_part


def use_panel(request: SignedInRequest) -> HomePanel | None:
    """Show managers and those who read figures the last month; others have no such panel."""
    today = timezone.localdate()
    reach = reach_of(request.active_role, on=today)
    if reach.is_empty:
        return None
    month = add_months(month_of(today), -1)
    figures = read_month(reach, Period(first=month, last=month))
    return HomePanel(
        title="Use of the record",
        template="analytics/panels/use.html",
        context={"figures": present_month(figures), "month": month},
        order=85,
    )


def register_panels() -> None:
    """Offer figures to those whose role reads them; managers find them on their home page."""
    register_part("Analytics", "analytics:overview", sorted(READS_BOARD), order=95)
    register_home_panel(list(JobRole), use_panel)
