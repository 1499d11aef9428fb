"""The register of benefits of the demonstration."""

from datetime import datetime

import pytest

from analytics.demo.benefits import load_benefits
from analytics.measures.contradictions import Claim
from analytics.models import (
    BenefitClaim,
    BenefitParameter,
    BenefitProfile,
    BenefitScenario,
    RateCard,
)
from core.dates import LONDON

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 25, 9, tzinfo=LONDON)
TABLES = (BenefitClaim, BenefitParameter, BenefitProfile, BenefitScenario, RateCard)


class TestLoadBenefits:
    def test_fills_the_register_once(self):
        load_benefits(AT)
        first = [table.objects.count() for table in TABLES]
        load_benefits(AT)

        assert all(first)
        assert [table.objects.count() for table in TABLES] == first

    def test_enters_every_claim_that_is_checked(self):
        load_benefits(AT)

        assert set(BenefitClaim.objects.values_list("code", flat=True)) == set(Claim)

    def test_leaves_what_an_analyst_has_changed(self):
        load_benefits(AT)
        BenefitProfile.objects.filter(code="a-and-e").update(title="Faster in A&E")

        load_benefits(AT)

        assert BenefitProfile.objects.get(code="a-and-e").title == "Faster in A&E"
