import pytest
from django.urls import reverse

from core.record_gate import StandingState
from tests.factories.accounts import BoardFactory, OrganizationFactory
from tests.factories.gate import stands
from tests.factories.training import CompetencyFactory, CourseFactory, make_version
from training.codes import DeliveryMode
from training.queries.courses_for import find_version_for

pytestmark = pytest.mark.django_db

CODE = "record-safe-use"


@pytest.fixture
def competency():
    return CompetencyFactory.create(code=CODE)


class TestFindVersionFor:
    def test_prefers_what_can_be_begun_at_once(self, clinician, competency):
        make_version(grants=competency, duration_minutes=10)
        at_once = make_version(grants=competency, mode=DeliveryMode.E_LEARNING)

        assert find_version_for(CODE, viewer=clinician.active_role) == at_once

    def test_keeps_refreshers_for_those_who_have_held_it(self, clinician, competency):
        refresher = CourseFactory.create(code="refresher")
        short = make_version(course=refresher, grants=competency, duration_minutes=15)
        whole = make_version(grants=competency, duration_minutes=90, refresher=refresher)
        assert find_version_for(CODE, viewer=clinician.active_role) == whole

        stands(clinician, StandingState.LAPSED)

        assert find_version_for(CODE, viewer=clinician.active_role) == short

    def test_leaves_out_what_is_for_others_or_not_published(self, clinician, competency):
        for_others = CourseFactory.create(audience=OrganizationFactory.create())
        make_version(course=for_others, grants=competency)
        make_version(grants=competency, publish=False)
        assert find_version_for(CODE, viewer=clinician.active_role) is None

        ours = make_version(
            course=CourseFactory.create(audience=BoardFactory.create()), grants=competency
        )

        assert find_version_for(CODE, viewer=clinician.active_role) == ours


class TestCourseFor:
    def test_says_so_where_there_is_none(self, client, sign_in, clinician):
        sign_in(client, clinician)

        answer = client.get(reverse("training:course_for", args=[CODE]), follow=True)

        assert "No course for this is open to you now" in answer.content.decode()
        assert answer.redirect_chain[-1][0] == reverse("training:home")

    def test_leads_to_the_course(self, client, sign_in, clinician, competency):
        make_version(course=CourseFactory.create(code="safe-use"), grants=competency)
        sign_in(client, clinician)

        answer = client.get(reverse("training:course_for", args=[CODE]))

        assert answer["Location"] == reverse("training:course_detail", args=["safe-use"])

    def test_leads_to_the_first_page_of_e_learning(self, client, sign_in, clinician, competency):
        course = CourseFactory.create(code="safe-use")
        make_version(course=course, grants=competency, mode=DeliveryMode.E_LEARNING)
        sign_in(client, clinician)

        answer = client.get(reverse("training:course_for", args=[CODE]))

        assert answer["Location"] == reverse("training:learn", args=["safe-use"])
