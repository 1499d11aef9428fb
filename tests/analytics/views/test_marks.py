"""Annotations: analysts keep them, and see those of the places whose figures they see."""

from datetime import date

import pytest
from django.urls import reverse

from analytics.codes import AnnotationKind
from analytics.models import Annotation
from tests.factories.accounts import HospitalFactory, OrganizationFactory, PractitionerRoleFactory
from tests.factories.analytics import an_analyst, stratum_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def hospital():
    place = HospitalFactory.create()
    stratum_of(place)
    return place


@pytest.fixture
def visit(client, sign_in):
    def _visit(role, name, *args, data=None):
        sign_in(client, role.user)
        url = reverse(f"analytics:{name}", args=args)
        return client.post(url, data) if data is not None else client.get(url)

    return _visit


def said(place, **others):
    return {
        "on_day": "1",
        "on_month": "9",
        "on_year": "2026",
        "kind": "go-live",
        "words": "Go-live of the wards",
        "organization": str(place.pk) if place else "",
        **others,
    }


class TestAnnotations:
    def test_are_listed_where_the_viewer_sees_figures(self, visit, hospital):
        for place, words in (
            (hospital, "Theirs"),
            (None, "Everywhere"),
            (OrganizationFactory.create(), "Of others"),
        ):
            Annotation.objects.create(
                on=date(2026, 9, 1), kind=AnnotationKind.OTHER, words=words, organization=place
            )

        text = visit(an_analyst(), "annotation_list").text

        assert "Theirs" in text
        assert "Everywhere" in text
        assert "Of others" not in text

    def test_are_added_with_who_says_so(self, visit, hospital):
        role = an_analyst()

        assert visit(role, "annotation_new", data=said(hospital)).status_code == 302

        kept = Annotation.objects.get()
        assert (kept.words, kept.organization, kept.by) == (
            "Go-live of the wards",
            hospital,
            role.user,
        )

    def test_are_not_for_places_beyond_reach_nor_for_all(self, visit, hospital):
        elsewhere = OrganizationFactory.create()
        stratum_of(elsewhere)

        for place in (elsewhere, None):
            text = visit(an_analyst(), "annotation_new", data=said(place)).text
            assert "There is a problem" in text
        assert not Annotation.objects.exists()

    def test_may_be_for_all_by_who_sees_all(self, visit, hospital):
        visit(an_analyst(sees_all=True), "annotation_new", data=said(None))

        assert Annotation.objects.get().organization is None

    def test_end_after_they_begin(self, visit, hospital):
        data = said(hospital, until_day="31", until_month="8", until_year="2026")

        assert "first one or after it" in visit(an_analyst(), "annotation_new", data=data).text

    def test_are_changed_and_taken_off(self, visit, hospital):
        role = an_analyst()
        visit(role, "annotation_new", data=said(hospital))
        kept = Annotation.objects.get()

        visit(role, "annotation_edit", kept.pk, data=said(hospital, words="Other words"))
        kept.refresh_from_db()
        assert kept.words == "Other words"

        visit(role, "annotation_edit", kept.pk, data={"remove": "yes"})
        assert not Annotation.objects.exists()

    def test_of_all_are_not_for_an_analyst_of_a_board_to_change(self, visit, hospital):
        kept = Annotation.objects.create(
            on=date(2026, 9, 1), kind=AnnotationKind.OTHER, words="Everywhere"
        )

        assert (
            visit(an_analyst(), "annotation_edit", kept.pk, data={"remove": "1"}).status_code == 403
        )
        assert Annotation.objects.exists()

    def test_are_closed_to_clinicians_and_for_reading_only_to_board_members(self, visit, hospital):
        member = PractitionerRoleFactory.create(
            job_role="board-member", organization=hospital.parent
        )

        assert visit(PractitionerRoleFactory.create(), "annotation_list").status_code == 403
        assert visit(member, "annotation_list").status_code == 200
        assert visit(member, "annotation_new").status_code == 403

    def test_of_another_board_are_not_there(self, visit, hospital):
        kept = Annotation.objects.create(
            on=date(2026, 9, 1), kind=AnnotationKind.OTHER, words="Theirs", organization=hospital
        )
        other = an_analyst(OrganizationFactory.create(kind="icb"))

        assert visit(other, "annotation_edit", kept.pk).status_code == 404
