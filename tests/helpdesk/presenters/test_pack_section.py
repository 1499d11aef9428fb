from datetime import timedelta

import pytest
from django.utils import timezone

from core.board_pack import SectionWish
from helpdesk.actions.measuring import measure_tickets
from helpdesk.actions.reporting import add_up_weeks
from helpdesk.models import Ticket
from helpdesk.presenters.pack_section import build_pack_section
from tests.factories.accounts import BoardFactory, OrganizationFactory
from tests.factories.helpdesk import make_ticket

pytestmark = pytest.mark.django_db


def build(organization):
    now = timezone.now()
    wish = SectionWish(organization_id=organization.pk, since=now - timedelta(days=28), until=now)
    return build_pack_section(wish)


def figure(section, label):
    return next(each.value for each in section.figures if each.label == label)


@pytest.fixture
def counted():
    tickets = [make_ticket(at=timezone.now() - timedelta(minutes=5)) for _ in range(3)]
    Ticket.objects.filter(pk=tickets[0].pk).update(is_restricted=True)
    measure_tickets()
    add_up_weeks(at=timezone.now())


class TestBuildPackSection:
    def test_counts_the_tickets_of_the_board_that_all_readers_may_know_of(self, counted):
        section = build(BoardFactory.create())

        assert figure(section, "Opened") == "2"
        assert figure(section, "Open now") == "2"
        assert section.charts[0].table.rows[-1][1] == "2"

    def test_counts_nothing_of_other_boards(self, counted):
        assert figure(build(OrganizationFactory.create()), "Opened") == "0"

    def test_names_no_ticket(self, counted):
        assert "The record does not open" not in str(build(BoardFactory.create()).as_row())
