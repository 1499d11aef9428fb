"""The dictionary says of every figure what it counts."""

import pytest
from django.urls import reverse

from analytics.measures.registry import MEASURES
from tests.factories.analytics import an_analyst

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(client, sign_in):
    sign_in(client, an_analyst().user)

    def _read(name, *args):
        response = client.get(reverse(f"analytics:{name}", args=args))
        assert response.status_code == 200
        return response.content.decode()

    return _read


class TestMeasureList:
    def test_leads_to_every_measure(self, read):
        page = read("measure_list")

        for measure in MEASURES:
            assert reverse("analytics:measure_detail", args=[measure.code]) in page

    def test_is_not_for_clinicians(self, client, sign_in, clinician):
        sign_in(client, clinician)

        assert client.get(reverse("analytics:measure_list")).status_code == 403


class TestMeasureDetail:
    def test_says_how_to_count_it_again(self, read):
        page = read("measure_detail", "openings")

        assert "Opened again within 30 minutes" in page
        assert "1, since 25 November 2026" in page
        assert "FROM analytics_usageevent" in page
        assert 'href="/analytics/?measure=openings&amp;by=organization"' in page

    def test_leads_to_the_parts_of_a_ratio(self, read):
        page = read("measure_detail", "openings-per-sign-in")

        assert reverse("analytics:measure_detail", args=["sign-ins"]) in page

    def test_can_be_read_for_every_measure(self, read):
        for measure in MEASURES:
            assert measure.definition.split("'")[0][:40] in read("measure_detail", measure.code)

    def test_knows_no_others(self, client, sign_in):
        sign_in(client, an_analyst().user)

        assert client.get(reverse("analytics:measure_detail", args=["x"])).status_code == 404

    def test_is_not_for_clinicians(self, client, sign_in, clinician):
        sign_in(client, clinician)

        url = reverse("analytics:measure_detail", args=["openings"])
        assert client.get(url).status_code == 403
