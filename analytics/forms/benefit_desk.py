"""The register of benefits as an address asks for it: as it was known, and what it comes to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.http import Http404
from django.utils import timezone

from analytics.codes import Basis
from analytics.measures.periods import add_months, month_of
from analytics.models import BenefitScenario, Reach
from analytics.queries.benefit_use import BenefitUse, read_benefit_use, year_ending
from analytics.queries.benefit_wish import BenefitWish
from analytics.queries.benefits import (
    Reckoned,
    Reckoning,
    Register,
    list_scenarios,
    read_register,
    reckon,
)
from analytics.queries.selection import StratumRow, list_strata
from core.dates import LONDON

from .benefits import read_wish


@dataclass(frozen=True, slots=True, kw_only=True)
class BenefitDesk:
    """The register with the openings that it rests on, as known at a moment."""

    reach: Reach
    strata: Sequence[StratumRow]
    wish: BenefitWish
    register: Register
    use: BenefitUse
    scenario: BenefitScenario | None
    known_at: datetime
    on: date

    def reckoned(
        self, scenario: BenefitScenario | None = None, basis: Basis | None = None
    ) -> Reckoning:
        """
        Return what the register comes to, in the scenario and by the year that is asked for.

        :raises Http404: there is no scenario at all
        """
        chosen = scenario or self.scenario
        if chosen is None:
            raise Http404
        return reckon(self.register, chosen, self.use, basis or self.wish.basis)

    def all_reckoned(self) -> list[Reckoning]:
        """Return what the register comes to in every scenario."""
        return [self.reckoned(each) for each in self.register.scenarios]

    def benefit(self, code: str) -> Reckoned:
        """
        Return one benefit.

        :raises Http404: the register does not have it, or did not then
        """
        found = self.reckoned().benefit(code)
        if found is None:
            raise Http404
        return found


def read_desk(query: Mapping[str, str], reach: Reach, *, at: datetime) -> BenefitDesk:
    """Return the register as an address asks for it."""
    strata = list_strata(reach)
    today = timezone.localdate(at)
    scenarios = list_scenarios()
    named = [each.code for each in scenarios]
    wish = read_wish(query, scenarios=named, today=today)
    on, known_at = today, at
    if wish.as_of and wish.as_of < today:
        on, known_at = wish.as_of, _end_of(wish.as_of)
    register = read_register(scenarios, known_at=known_at, on=on)
    last = add_months(month_of(on), -1)
    return BenefitDesk(
        reach=reach,
        strata=strata,
        wish=wish,
        register=register,
        use=read_benefit_use(register.groups(), strata, year_ending(last)),
        scenario=register.named_scenario(wish.scenario),
        known_at=known_at,
        on=on,
    )


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=LONDON)
