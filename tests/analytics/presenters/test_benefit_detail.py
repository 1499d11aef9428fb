"""The factors of benefits, as charts show them."""

from analytics.codes import Factor
from analytics.measures.simulation import Swing
from analytics.presenters.benefit_detail import present_tornado


def swing(low, high):
    return Swing(
        code="a", factor=Factor.MINUTES, low=4.0, high=6.0, pounds_at_low=low, pounds_at_high=high
    )


class TestPresentTornado:
    def test_says_what_a_factor_changes(self):
        chart = present_tornado([swing(80_000, 120_000)], {"a": "Benefit"}, 100_000, ("", ""))

        assert chart is not None
        assert "£80,000 to £120,000" in chart.alternative

    def test_draws_nothing_where_no_factor_changes_the_total(self):
        assert present_tornado([swing(0, 0)], {"a": "Benefit"}, 0, ("", "")) is None
