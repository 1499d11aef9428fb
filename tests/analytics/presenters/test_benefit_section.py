"""What a board pack says of benefits."""

from datetime import timedelta

import pytest

from analytics.presenters.benefit_section import build_benefits_section
from core.board_pack import SectionWish
from tests.factories.accounts import BoardFactory, HospitalFactory
from tests.factories.benefits import NOW, make_register, make_use

pytestmark = pytest.mark.django_db


def build(board, *, until=NOW):
    return build_benefits_section(
        SectionWish(organization_id=board.pk, since=until - timedelta(days=60), until=until)
    )


class TestBuildBenefitsSection:
    def test_says_hours_first_and_the_range(self):
        board = BoardFactory.create()
        make_register()
        make_use(HospitalFactory.create(parent=board))

        content = build(board)

        hours, pounds = content.figures
        assert hours.value == "358"
        assert (pounds.value, pounds.change) == (
            "£612,000",
            "8 of 10 draws: £485,000 to £770,000",
        )
        assert "not money to spend" in content.summary
        assert len(content.charts) == 1
        assert "450 hours a week are A&E's" in [row[0] for row in content.tables[2].rows]

    def test_withholds_what_few_stand_behind_and_says_so(self):
        board = BoardFactory.create()
        make_register()
        make_use(HospitalFactory.create(parent=board), number=4)

        content = build(board)

        assert content.tables[0].rows[0][5:] == ["*", "*", "*"]
        assert "too few people stand behind it" in content.source

    def test_knows_nothing_of_what_was_recorded_later(self):
        board = BoardFactory.create()
        make_register()

        content = build(board, until=NOW - timedelta(days=1000))

        assert content.summary == "The register of benefits held nothing yet."
        assert content.figures == ()
