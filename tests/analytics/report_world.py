"""Two boards with hospitals whose use reports are made of."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from accounts.models import Organization, PractitionerRole
from analytics.actions.reports import ReportTerms, define_report, make_run, start_run
from analytics.codes import ReportFrequency
from analytics.measures.periods import Period, add_months
from analytics.models import ReportDefinition, ReportRun, reach_of
from analytics.presenters.report import draw_internal
from tests.factories.accounts import BoardFactory, OrganizationFactory
from tests.factories.analytics import an_analyst, keep, openings, people, sign_ins, stratum_of

OCTOBER = Period(first=date(2026, 10, 1), last=date(2026, 10, 1))
NOW = datetime(2026, 11, 3, 9, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class World:
    board: Organization
    hospitals: list[Organization]
    analyst: PractitionerRole

    @property
    def reach(self):
        return reach_of(self.analyst, on=NOW.date())


def a_world(last: date = OCTOBER.last) -> World:
    """
    Return a board of three hospitals: 20 people, 9 people, and 3 people who opened records.

    They did in the `last` month and in the one before.
    """
    board = BoardFactory.create()
    hospitals = [
        OrganizationFactory.create(parent=board, short_name=name)
        for name in ("Large Hospital", "Middle Hospital", "Small Hospital")
    ]
    events = []
    for hospital, number in zip(hospitals, (20, 9, 3), strict=True):
        stratum, staff = stratum_of(hospital), people(number)
        for more, month in ((9, add_months(last, -1)), (10, last)):
            on = month.replace(day=7)
            events += sign_ins(3 * number, stratum, on=on, people=staff)
            events += openings(2 * number + more, stratum, on=on, people=staff)
    keep(events)
    return World(board=board, hospitals=hospitals, analyst=an_analyst(board))


def a_definition(world: World, **kwargs) -> ReportDefinition:
    """Return a report of the board."""
    said = {
        "title": "Use of the record",
        "organization": world.board,
        "sections": ["use"],
        "frequency": ReportFrequency.NEVER,
        "is_active": True,
        **kwargs,
    }
    return define_report(terms=ReportTerms(**said), by=world.reach)


def a_run(definition: ReportDefinition, period: Period = OCTOBER) -> ReportRun:
    """Return a finished run."""
    run = start_run(definition=definition, period=period, user_id=None, at=NOW)
    assert make_run(run.pk, draw=draw_internal, at=NOW)
    return ReportRun.objects.get(pk=run.pk)
