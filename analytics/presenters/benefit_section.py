"""What the service gives back, as a section of board packs."""

from datetime import date

from accounts.queries import organizations_below
from analytics.codes import Basis
from analytics.measures.periods import add_months, month_of
from analytics.measures.simulation import tornado
from analytics.models import BenefitClaim
from analytics.queries.benefit_use import read_benefit_use, year_ending
from analytics.queries.benefit_wish import BenefitWish
from analytics.queries.benefits import Reckoning, list_scenarios, read_register, reckon
from analytics.queries.selection import list_strata_of
from core.board_pack import PackFigure, PackTable, SectionContent, SectionWish
from core.dates import LONDON, format_day

from .benefit_detail import present_tornado
from .benefits import (
    Headline,
    present_comparison,
    present_headline,
    present_register_table,
    say_withheld_benefits,
)
from .claims import VerdictView, present_verdicts


def build_benefits_section(wish: SectionWish) -> SectionContent:
    """Return what benefits came to as known at the cut, by the month before it."""
    on = wish.until.astimezone(LONDON).date()
    scenarios = list_scenarios()
    register = read_register(scenarios, known_at=wish.until, on=on)
    chosen = register.named_scenario("")
    if chosen is None or not register.profiles:
        return SectionContent(
            summary="The register of benefits held nothing yet.", source="Register of benefits"
        )
    rows = list_strata_of(organizations_below([wish.organization_id]))
    last = add_months(month_of(on), -1)
    use = read_benefit_use(register.groups(), rows, year_ending(last))
    reckonings = [reckon(register, each, use, Basis.RUN_RATE) for each in scenarios]
    reckoning = next(each for each in reckonings if each.scenario == chosen)
    verdicts = present_verdicts(list(BenefitClaim.objects.order_by("said_on", "code")))
    return _content(reckoning, reckonings, verdicts, on)


def _content(
    reckoning: Reckoning, reckonings: list[Reckoning], verdicts: list[VerdictView], on: date
) -> SectionContent:
    headline = present_headline(reckoning)
    chart = present_tornado(
        tornado(reckoning.lines),
        {each.profile.code: each.profile.title for each in reckoning.benefits},
        float(reckoning.pounds),
        ("", ""),
    )
    tables = [
        present_register_table(reckoning).as_pack(),
        present_comparison(reckonings, BenefitWish()).as_pack(),
    ]
    if verdicts:
        tables.append(_checks(verdicts))
    return SectionContent(
        summary=_summary(headline, reckoning),
        source=(
            f"Register of benefits as known on {format_day(on)}. {headline.counted} "
            f"{say_withheld_benefits(reckoning)}"
        ).strip(),
        figures=[
            PackFigure(label="Hours a week of capacity released", value=headline.hours),
            PackFigure(
                label="What those hours cost a year",
                value=headline.pounds,
                change=headline.pounds_range and f"8 of 10 draws: {headline.pounds_range}",
            ),
        ],
        charts=[chart.as_pack()] if chart else [],
        tables=tables,
    )


def _summary(headline: Headline, reckoning: Reckoning) -> str:
    cash = (
        f"Of this, {headline.cash} is shown to be cash-releasing."
        if headline.cash
        else "It is time for other work, not money to spend."
    )
    return f"{reckoning.scenario.title}: {reckoning.scenario.description} {cash} {headline.sure}"


def _checks(verdicts: list[VerdictView]) -> PackTable:
    return PackTable(
        caption="Do the published claims fit together?",
        headings=["Claim", "Stands", "What follows"],
        rows=[[each.title, each.standing, each.follows] for each in verdicts],
    )
