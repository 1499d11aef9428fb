"""What the home page says of use, and to whom."""

from datetime import date, datetime

import pytest
import time_machine
from django.urls import reverse

from core.dates import LONDON
from tests.factories.accounts import HospitalFactory, PractitionerRoleFactory
from tests.factories.analytics import an_analyst, keep, openings, people, sign_ins, stratum_of
from training.models import TrainingManager

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 10, tzinfo=LONDON)
DAY = date(2026, 10, 7)


@pytest.fixture
def home(client, sign_in):
    def _home(role):
        with time_machine.travel(NOW, tick=False):
            sign_in(client, role.user)
            return client.get(reverse("home")).text

    return _home


def test_a_manager_finds_the_figures_of_their_organisation(home):
    hospital = HospitalFactory.create()
    stratum, who = stratum_of(hospital), people(6)
    keep([*openings(1234, stratum, on=DAY, people=who), *sign_ins(40, stratum, on=DAY, people=who)])
    role = PractitionerRoleFactory.create(organization=hospital)
    TrainingManager.objects.create(user=role.user, organization=hospital)

    page = home(role)

    assert "Use of the record" in page
    assert "1,234" in page
    assert reverse("analytics:overview") in page


def test_few_people_are_not_counted_out_loud(home):
    role = an_analyst()
    stratum = stratum_of(HospitalFactory.create(parent=role.organization))
    keep(openings(321, stratum, on=DAY, people=people(4)))

    page = home(role)

    assert "Fewer than 5 people" in page
    assert "321" not in page


def test_a_clinician_has_no_such_panel(home):
    page = home(PractitionerRoleFactory.create())

    assert "Use of the record" not in page
