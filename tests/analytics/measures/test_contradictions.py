"""What follows from the published claims, held against the table of the handbook."""

from decimal import Decimal

import pytest

from analytics.measures.contradictions import (
    CHECKS,
    Claim,
    Standing,
    check_claims,
    hours_and_pounds,
    parts_and_total,
    sign_ins_and_openings,
    whole_platform,
)

CLAIMS: dict[str, Decimal] = {
    Claim.SIGN_INS_FIRST: Decimal(11_527),
    Claim.SIGN_INS_LAST: Decimal(236_105),
    Claim.OPENINGS_FIRST: Decimal(11_245),
    Claim.OPENINGS_LAST: Decimal(229_793),
    Claim.POUNDS: Decimal(1_000_000),
    Claim.POUNDS_A_AND_E: Decimal(700_000),
    Claim.HOURS_A_AND_E: Decimal(450),
    Claim.POUNDS_PRIMARY: Decimal(350_000),
    Claim.MINUTES_SOCIAL: Decimal(600),
}
# Check, how it stands, and its figures as the handbook gives them: value and places.
TABLE = [
    (
        "hours-and-pounds",
        Standing.ONLY_IF,
        {
            "hours": ("23400", 0),
            "rate": ("29.91", 2),
            "jobs": ("12.0", 1),
            "each": ("58333", 0),
            "at_london": ("808236", 0),
            "at_london_2025": ("986076", 0),
            "at_full": ("1170000", 0),
        },
    ),
    (
        "hours-and-openings",
        Standing.ONLY_IF,
        {
            "minutes": ("117000", 0),
            "each": ("0.509", 3),
            "if_tenth": ("5.09", 2),
            "if_twentieth": ("10.2", 1),
        },
    ),
    (
        "whole-platform",
        Standing.CONFLICTS,
        {"by_sign_ins": ("454", 0), "by_openings": ("442", 0)},
    ),
    (
        "primary-care-hours",
        Standing.UNCLEAR,
        {"at_rate": ("11702", 0), "at_full": ("7000", 0), "at_double": ("3500", 0)},
    ),
    ("parts-and-total", Standing.ONLY_IF, {"parts": ("1050000", 0), "left": ("0", 0)}),
    (
        "social-care-minutes",
        Standing.UNCLEAR,
        {
            "hours": ("120", 0),
            "at_london": ("4145", 0),
            "at_full": ("6000", 0),
            "share": ("0.005", 3),
        },
    ),
    (
        "sign-ins-and-openings",
        Standing.CONFLICTS,
        {"first": ("0.976", 3), "last": ("0.973", 3), "open_nothing": ("0.027", 3)},
    ),
    (
        "growth",
        Standing.FITS,
        {
            "sign_ins": ("20.48", 2),
            "openings": ("20.44", 2),
            "monthly": ("0.0710", 4),
            "yearly": ("2.28", 2),
        },
    ),
    (
        "a-year-of-what",
        Standing.UNCLEAR,
        {"run_rate": ("2757516", 0), "trailing": ("1.94", None), "part": ("0.71", 2)},
    ),
    ("pounds-an-opening", Standing.FITS, {"each": ("0.381", 3), "low": ("0.288", 3)}),
]


class TestCheckClaims:
    @pytest.mark.parametrize(
        ("code", "standing", "figures"), TABLE, ids=lambda each: str(each)[:22]
    )
    def test_finds_what_the_handbook_says(self, code, standing, figures):
        [found] = [each for each in check_claims(CLAIMS) if each.code == code]

        assert found.standing == standing
        for name, (value, places) in figures.items():
            if places is None:
                assert round(found.figures[name] / 1_000_000, 2) == Decimal(value)
            else:
                assert round(found.figures[name], places) == Decimal(value)

    def test_makes_every_check_once(self):
        assert [each.code for each in check_claims(CLAIMS)] == [row[0] for row in TABLE]
        assert len(CHECKS) == len(TABLE)

    def test_a_year_differs_by_about_three_hundred_thousand_pounds(self):
        [found] = [each for each in check_claims(CLAIMS) if each.code == "a-year-of-what"]

        assert round(found.figures["pounds"], -5) == 300_000

    def test_says_nothing_where_a_claim_is_missing(self):
        assert check_claims({each: CLAIMS[each] for each in list(CLAIMS)[1:]}) == []
        assert check_claims(CLAIMS | {Claim.SIGN_INS_LAST: Decimal(0)}) == []


class TestVerdictsThatCouldBeOtherwise:
    def test_pounds_far_from_any_rate_conflict(self):
        claims = CLAIMS | {Claim.POUNDS_A_AND_E: Decimal(2_000_000)}

        assert hours_and_pounds(claims).standing == Standing.CONFLICTS

    def test_hours_unlike_those_of_the_whole_platform_fit(self):
        claims = CLAIMS | {Claim.HOURS_A_AND_E: Decimal(200)}

        assert whole_platform(claims).standing == Standing.FITS

    def test_parts_below_the_total_conflict(self):
        claims = CLAIMS | {Claim.POUNDS: Decimal(2_000_000)}

        assert parts_and_total(claims).standing == Standing.CONFLICTS
        assert parts_and_total(claims).figures["left"] == 950_000

    def test_more_openings_than_sign_ins_fit(self):
        claims = CLAIMS | {Claim.SIGN_INS_LAST: Decimal(200_000)}

        assert sign_ins_and_openings(claims).standing == Standing.FITS
        assert sign_ins_and_openings(claims).figures["open_nothing"] == 0
