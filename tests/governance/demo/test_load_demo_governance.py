"""The demonstration's governance: eighteen months that hold together."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.demo.organizations import load_organizations
from accounts.demo.people import load_people
from config.demo.packs import issue_packs
from governance.models import (
    ActionItem,
    BoardPack,
    Committee,
    Decision,
    Hazard,
    Meeting,
    Publication,
    Risk,
    SharingAgreement,
)
from governance.queries.verifying import verify_committee
from tests.factories.accounts import PASSWORD


@pytest.fixture
def demonstration(db):
    load_people(load_organizations(), password=PASSWORD, on=timezone.localdate())
    call_command("load_demo_governance", verbosity=0)


def test_eighteen_months_hold_together(demonstration):
    assert Committee.objects.count() == 5
    assert Meeting.objects.filter(starts_at__lt=timezone.now()).count() >= 150
    assert ActionItem.objects.count() >= 60
    assert ActionItem.objects.open().count() >= 5
    assert Risk.objects.count() == 25
    assert Hazard.objects.count() == 8
    assert SharingAgreement.objects.count() == 12
    assert Decision.objects.count() >= 20
    assert Publication.objects.count() == 6
    for committee in Committee.objects.all():
        finding = verify_committee(committee.pk)
        assert finding.faults == []
        assert finding.length > 20


def test_loading_it_twice_adds_nothing(demonstration):
    call_command("load_demo_governance", verbosity=0)
    issue_packs(now=timezone.now())
    issue_packs(now=timezone.now())

    assert Committee.objects.count() == 5
    assert BoardPack.objects.count() == 1
