"""A register of benefits for tests, and the use that it rests on."""

from datetime import date, datetime

from accounts.codes import CareSetting, JobRole
from accounts.models import Organization
from analytics.codes import Answer, FactKind
from analytics.demo.benefits import load_benefits
from analytics.models import MonthlyFact, Stratum, SurveyResponse
from core.dates import LONDON
from tests.factories.analytics import keep, openings, people, stratum_of

NOW = datetime(2026, 11, 25, 10, tzinfo=LONDON)
LAST_MONTH = date(2026, 10, 1)


def make_register() -> None:
    """Fill the register with the case study."""
    load_benefits(NOW)


def make_use(organization: Organization, *, number: int = 6) -> Stratum:
    """
    Have people of a hospital's A&E open records last month: 23,400 times, as was published.

    Few events are enough to say who; how often is said of the month itself.
    """
    stratum = stratum_of(organization, JobRole.CLINICIAN, CareSetting.EMERGENCY)
    keep(openings(number, stratum, on=date(2026, 10, 7), people=people(number)))
    MonthlyFact.objects.filter(stratum=stratum, kind=FactKind.OPENINGS).update(n=23_400)
    return stratum


def answer(stratum: Stratum, answers: dict[Answer, int]) -> None:
    """Have the question in the record answered in October 2026."""
    SurveyResponse.objects.bulk_create(
        SurveyResponse(
            access=stratum.pk * 10_000 + SurveyResponse.objects.count() + number,
            stratum=stratum,
            asked_on=date(2026, 10, 8),
            answer=each,
        )
        for number, each in enumerate(each for each, times in answers.items() for _ in range(times))
    )
