"""Teams that are trained and do not come, and where something can be done about it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from accounts.codes import JobRole
from analytics.measures.adoption import OF_WEEKS, SILENT_TEAMS, SMALLEST_TEAM
from analytics.measures.publishing import INTERNAL, Published, published_people
from analytics.presenters.charting import ChartView, bars_across
from analytics.presenters.tables import TableCell, TableView, number_of, say_withheld
from analytics.queries.adoption import Team
from core.dates import count_in_words

from .frame import say_percent
from .funnel import ROUNDED

# So many bars can be taken in; the table has all.
MOST_BARS: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class SilentView:
    """The teams that are silent; without any there is no chart."""

    chart: ChartView | None
    found: str


def present_silent_teams(
    teams: Sequence[Team],
    *,
    of: int,
    trainable: Collection[str],
    csv_url: str = "",
    xlsx_url: str = "",
) -> SilentView:
    """
    Return the silent teams of so many that were looked at.

    `trainable` are the organizations whose training the viewer may look at; their teams lead there.
    """
    looked = f"{count_in_words(of, 'team')} of {SMALLEST_TEAM} or more trained people"
    if not teams:
        return SilentView(chart=None, found=f"None of {looked} is silent.")
    found = f"{len(teams):,} of {looked} {'is' if len(teams) == 1 else 'are'} silent."
    counts: list[Published] = []
    rows: list[list[TableCell]] = []
    bars = []
    for team in teams:
        trained = published_people(team.trained, INTERNAL)
        opened = published_people(team.opened, INTERNAL)
        counts += [trained, opened]
        share = say_percent(opened, trained)
        role = JobRole(team.role).label
        rows.append([team.organization_name, role, number_of(trained), number_of(opened), share])
        name = f"{team.organization_name}, {role.lower()}"
        bars.append((name, float(trained.n or 0), str(number_of(trained)), ""))
    table = TableView(
        caption=f"Teams that are trained but silent in the last {OF_WEEKS} weeks",
        headings=["Organisation", "Job role", "Trained", f"Opened in {OF_WEEKS} weeks", "Share"],
        rows=rows,
        numeric=[2, 3, 4],
        urls=[_url(team, trainable) for team in teams],
        note=" ".join(filter(None, [ROUNDED, say_withheld(counts)])),
    )
    chart = ChartView(
        title="Trained people in silent teams",
        spec=bars_across(bars[:MOST_BARS], along="Trained people", width=560),
        alternative=_say(found, teams),
        table=table,
        csv_url=csv_url,
        xlsx_url=xlsx_url,
        counted_url=reverse("analytics:measure_detail", args=[SILENT_TEAMS.code]),
    )
    return SilentView(chart=chart, found=found)


def _say(found: str, teams: Sequence[Team]) -> str:
    first = teams[0]
    trained = number_of(published_people(first.trained, INTERNAL))
    told = (
        f"{found} The largest: {JobRole(first.role).label.lower()} at {first.organization_name}, "
        f"{trained} trained."
    )
    more = f" The chart has the first {MOST_BARS}; the table has all."
    return told + (more if len(teams) > MOST_BARS else "")


def _url(team: Team, trainable: Collection[str]) -> str:
    if team.organization not in trainable:
        return ""
    return (
        f"{reverse('training:compliance_organization', args=[team.organization])}?role={team.role}"
    )
