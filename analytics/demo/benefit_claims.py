"""What was published about the service, and what an hour of work costs."""

from datetime import date
from decimal import Decimal
from typing import Final

from analytics.codes import HoursBasis, RateBasis
from analytics.measures.contradictions import Claim
from analytics.models import BenefitClaim, RateCard

_PAGE: Final = "midlandsandlancashirecsu.nhs.uk/?p=10022"
_QUOTED: Final = "As quoted to the project; to be verified at its source"
_AFC: Final = "healthcareers.nhs.uk, Agenda for Change rates; on-costs to be verified"
_FIRST: Final = date(2021, 1, 31)
_LAST: Final = date(2024, 9, 30)
_CLAIMS: Final = (
    (Claim.SIGN_INS_FIRST, "11,527 sign-ins in January 2021", 11_527, "a month", _FIRST, True),
    (Claim.SIGN_INS_LAST, "236,105 sign-ins in September 2024", 236_105, "a month", _LAST, True),
    (Claim.OPENINGS_FIRST, "11,245 openings in January 2021", 11_245, "a month", _FIRST, True),
    (Claim.OPENINGS_LAST, "229,793 openings in September 2024", 229_793, "a month", _LAST, True),
    (Claim.POUNDS, "Over £1 million a year", 1_000_000, "pounds a year", _LAST, True),
    (Claim.POUNDS_A_AND_E, "£700,000 a year in A&E", 700_000, "pounds a year", _LAST, False),
    (Claim.HOURS_A_AND_E, "450 hours a week in A&E", 450, "hours a week", _LAST, False),
    (
        Claim.POUNDS_PRIMARY,
        "£350,000 a year in primary care",
        350_000,
        "pounds a year",
        _LAST,
        False,
    ),
    (
        Claim.MINUTES_SOCIAL,
        "Over 600 minutes a month in social care, safeguarding and occupational therapy",
        600,
        "minutes a month",
        _LAST,
        False,
    ),
)
_RATES: Final = (
    ("Band 5, middle", "22.09", HoursBasis.PAID),
    ("Band 6, middle", "27.07", HoursBasis.PAID),
    ("Band 6, top", "30.97", HoursBasis.PAID),
    ("Band 5, middle", "27.46", HoursBasis.WORKED),
    ("Band 6, middle", "33.65", HoursBasis.WORKED),
    ("Band 6, top", "38.50", HoursBasis.WORKED),
)


def load_claims() -> None:
    """Enter what was published."""
    for code, words, value, unit, said_on, is_verified in _CLAIMS:
        BenefitClaim.objects.get_or_create(
            code=code,
            defaults={
                "words": words,
                "value": Decimal(value),
                "unit": unit,
                "said_on": said_on,
                "source": _PAGE if is_verified else _QUOTED,
                "is_verified": is_verified,
            },
        )


def load_rates() -> None:
    """Enter what an hour costs, by band, basis and hours."""
    for title, pounds, hours in _RATES:
        RateCard.objects.get_or_create(
            title=title,
            basis=RateBasis.ON_COSTS,
            hours=hours,
            price_year="2024/25",
            defaults={"pounds_an_hour": Decimal(pounds), "source": _AFC},
        )
    RateCard.objects.get_or_create(
        title="London, average earnings",
        basis=RateBasis.PAY,
        hours=HoursBasis.PAID,
        price_year="2023/24",
        defaults={
            "pounds_an_hour": Decimal("34.54"),
            "source": "Evaluation of London's shared record, 2023-24: base case",
        },
    )
