"""What staff answered to the question in the record, made up for sixty days."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Final

from accounts.codes import CareSetting
from analytics.codes import Answer
from analytics.models import Stratum, SurveyResponse

DAYS: Final = 60
SEED: Final = 60
# Of a hundred who were asked in a setting: how many were asked, and what they answered.
A: Final = Answer
ASKED: Final[Mapping[CareSetting, tuple[int, Mapping[Answer, int]]]] = {
    CareSetting.EMERGENCY: (
        420,
        {A.LOST: 2, A.NONE: 8, A.UNDER_2: 12, A.UNDER_5: 20, A.UNDER_10: 26, A.OVER_10: 12},
    ),
    CareSetting.PRIMARY_CARE: (
        510,
        {A.LOST: 3, A.NONE: 36, A.UNDER_2: 28, A.UNDER_5: 10, A.UNDER_10: 2, A.OVER_10: 1},
    ),
    CareSetting.SOCIAL_CARE: (
        14,
        {A.LOST: 2, A.NONE: 10, A.UNDER_2: 12, A.UNDER_5: 22, A.UNDER_10: 26, A.OVER_10: 12},
    ),
    CareSetting.HOSPITAL: (
        380,
        {A.LOST: 3, A.NONE: 30, A.UNDER_2: 26, A.UNDER_5: 14, A.UNDER_10: 5, A.OVER_10: 2},
    ),
    CareSetting.MENTAL_HEALTH: (
        120,
        {A.LOST: 3, A.NONE: 24, A.UNDER_2: 28, A.UNDER_5: 18, A.UNDER_10: 6, A.OVER_10: 1},
    ),
}


def load_answers(*, today: date) -> None:
    """Write down the answers of the last days, each at an opening that nobody can look up."""
    chance = Random(SEED)
    strata = _strata_of_settings()
    rows: list[SurveyResponse] = []
    for setting, (asked, shares) in ASKED.items():
        given = {**shares, Answer.DISMISSED: 100 - sum(shares.values())}
        places = strata.get(setting, [])
        answers = chance.choices(list(given), list(given.values()), k=asked) if places else []
        rows += [
            SurveyResponse(
                access=-(len(rows) + number + 1),
                stratum_id=chance.choice(places),
                asked_on=today - timedelta(days=chance.randrange(1, DAYS)),
                answer=answer,
            )
            for number, answer in enumerate(answers)
        ]
    SurveyResponse.objects.bulk_create(rows, ignore_conflicts=True)


def _strata_of_settings() -> dict[str, Sequence[int]]:
    found: dict[str, list[int]] = {}
    rows = Stratum.objects.filter(organization__isnull=False).order_by("pk")
    for key, setting in rows.values_list("pk", "care_setting"):
        found.setdefault(setting, []).append(key)
    return dict(found)
