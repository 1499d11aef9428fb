"""
How many people organizations care for.

Councils: usual residents at the 2021 census, rounded to hundreds (Office for National Statistics,
Open Government Licence v3.0); boards are the sums of theirs. List sizes of practices are invented.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

from accounts.codes import OrganizationKind
from accounts.models import Organization
from analytics.models import Population

CENSUS_DAY: Final = date(2021, 3, 21)
CENSUS: Final = "Census 2021, usual residents, Office for National Statistics"
INVENTED: Final = "List size, invented for the demonstration"
RESIDENTS: Final[Mapping[str, int]] = {
    "E06000051": 323_600,
    "E06000020": 185_600,
    "E10000028": 876_100,
    "E06000021": 258_400,
    "E08000027": 323_500,
    "E08000028": 341_900,
    "E08000030": 284_100,
    "E08000031": 263_700,
}
# A list grows a little from one April to the next.
GROWTH: Final = 1.011


def load_populations(organizations: Mapping[str, Organization], *, today: date) -> None:
    """Write down residents of councils and boards, and the lists of practices for two Aprils."""
    counted: dict[tuple[str, date], tuple[int, str]] = {}
    for code, people in RESIDENTS.items():
        if code not in organizations:
            continue
        counted[code, CENSUS_DAY] = (people, CENSUS)
        if board := organizations[code].board:
            so_far, _ = counted.get((board.ods_code, CENSUS_DAY), (0, CENSUS))
            counted[board.ods_code, CENSUS_DAY] = (so_far + people, CENSUS)
    april = date(today.year - (today < date(today.year, 4, 1)), 4, 1)
    for code, organization in organizations.items():
        if organization.kind == OrganizationKind.GP_PRACTICE:
            people = 4_000 + 97 * (sum(code.encode()) * 31 % 120)
            counted[code, april.replace(year=april.year - 1)] = (people, INVENTED)
            counted[code, april] = (round(people * GROWTH), INVENTED)
    Population.objects.bulk_create(
        (
            Population(
                organization=organizations[code], counted_on=on, people=people, source=source
            )
            for (code, on), (people, source) in counted.items()
        ),
        ignore_conflicts=True,
    )
