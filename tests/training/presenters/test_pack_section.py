from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.codes import JobRole
from core.board_pack import SectionWish
from tests.factories.accounts import BoardFactory, HospitalFactory, SurgeryFactory
from tests.factories.training import CompetencyFactory
from training.models import ComplianceSnapshot
from training.presenters.pack_section import build_pack_section

pytestmark = pytest.mark.django_db


def build():
    now = timezone.now()
    wish = SectionWish(
        organization_id=BoardFactory.create().pk, since=now - timedelta(days=28), until=now
    )
    return build_pack_section(wish)


def count(organization, *, current, lapsed, days=0):
    ComplianceSnapshot.objects.create(
        on=timezone.localdate() - timedelta(days=days),
        organization=organization,
        job_role=JobRole.NURSE,
        competency=CompetencyFactory.create(),
        in_scope=current + lapsed,
        current=current,
        lapsed=lapsed,
    )


class TestBuildPackSection:
    def test_shows_the_lowest_first_with_what_changed(self):
        count(HospitalFactory.create(), current=9, lapsed=1)
        count(SurgeryFactory.create(), current=1, lapsed=1)
        count(HospitalFactory.create(), current=5, lapsed=5, days=30)

        section = build()

        assert section.figures[0].value == "83 %"
        assert section.figures[0].change.startswith("50 % on")
        rows = section.charts[0].table.rows
        assert [row[0] for row in rows] == [
            SurgeryFactory.create().short_name,
            HospitalFactory.create().short_name,
        ]
        assert rows[1][3:] == ["90 %", "50 %"]

    def test_never_rounds_up_to_all(self):
        count(HospitalFactory.create(), current=999, lapsed=1)

        assert build().figures[0].value == "99 %"

    def test_says_that_nothing_was_counted_yet(self):
        section = build()

        assert "Compliance has not been counted yet." in section.summary
        assert section.charts == []
