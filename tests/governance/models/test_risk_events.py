"""What happened to a risk or a hazard stays written."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from governance.codes import RegisterEventKind, RiskCategory
from governance.models import Hazard, HazardEvent, Risk, RiskEvent
from tests.factories.governance import THURSDAY, CommitteeFactory, viewer

pytestmark = pytest.mark.django_db

DAYS = {"opened_on": date(2026, 11, 19), "review_on": date(2027, 2, 19)}


def make_risk_event(person):
    risk = Risk.objects.create(
        committee=CommitteeFactory.create(),
        number=1,
        title="Late results",
        category=RiskCategory.DELIVERY,
        owner=person,
        **DAYS,
    )
    return RiskEvent.objects.create(
        risk=risk, kind=RegisterEventKind.OPENED, happened_at=THURSDAY, by=person
    )


def make_hazard_event(person):
    hazard = Hazard.objects.create(
        committee=CommitteeFactory.create(), number=1, name="Wrong patient", owner=person, **DAYS
    )
    return HazardEvent.objects.create(
        hazard=hazard, kind=RegisterEventKind.OPENED, happened_at=THURSDAY, by=person
    )


@pytest.mark.parametrize("make", [make_risk_event, make_hazard_event])
def test_an_event_is_neither_changed_nor_removed(make):
    event = make(viewer().user)
    rows = type(event).objects.filter(pk=event.pk)

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        rows.update(words="Something else")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        rows.delete()
