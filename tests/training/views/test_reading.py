"""E-learning is read page by page, and goes on where one left off."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.accounts import CouncilFactory, OrganizationFactory
from tests.factories.learning import begin, make_learning, read_all
from tests.factories.training import CompetencyFactory, learner, make_version
from training.codes import DeliveryMode, VersionState
from training.models import Enrolment, LearningImage, LearningPage, PageReading

pytestmark = pytest.mark.django_db
URL = "/training/learn/safe-use/"
MOST_QUERIES = 12
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32


@pytest.fixture
def me(client, sign_in):
    role = learner()
    sign_in(client, role.user)
    return role


class TestLearn:
    def test_begins_on_the_first_page_and_goes_on_where_one_left_off(self, client, me):
        make_learning()
        assert "Start" in client.get(URL).text
        assert not Enrolment.objects.exists()

        first = client.post(URL)
        client.get(f"{URL}1/")
        second = client.post(f"{URL}1/", {"step": "next"})
        client.get(f"{URL}2/")

        assert (first.url, second.url) == (f"{URL}1/", f"{URL}2/")
        page = client.get(URL).text
        assert "Continue at page 2" in page
        assert "1 of 3 pages read" in page
        assert client.post(URL).url == f"{URL}2/"
        assert Enrolment.objects.filter(user=me.user).count() == 1

    def test_goes_on_with_the_version_that_one_began(self, client, me):
        version = make_learning()
        begin(version, me)
        type(version).objects.filter(pk=version.pk).update(state=VersionState.RETIRED)
        newer = make_version(
            publish=False, course=version.course, number=2, mode=DeliveryMode.E_LEARNING,
            needs_attendance=False, needs_pages=True,
        )  # fmt: skip
        LearningPage.objects.create(version=newer, position=1, title="All new")
        newer.state, newer.published_at = VersionState.PUBLISHED, timezone.now()
        newer.save()

        client.post(URL)

        assert "Why it matters" in client.get(f"{URL}1/").text
        assert Enrolment.objects.get().version_id == version.pk

    def test_is_for_its_audience(self, client, me):
        version = make_learning()
        course = version.course
        course.audience = CouncilFactory.create()
        course.save()

        assert client.get(URL).status_code == 404
        assert client.post(URL).status_code == 404
        assert client.get(f"{URL}1/").status_code == 404

        course.audience = me.organization.parent
        course.save()
        assert client.get(URL).status_code == 200

    def test_is_not_there_before_it_is_published(self, client, me):
        make_learning(publish=False)

        assert client.get(URL).status_code == 404

    def test_sends_people_to_a_session_where_nothing_is_learnt_alone(self, client, me):
        make_version(course=make_learning(publish=False, code="room").course, number=2)

        client.post("/training/learn/room/")

        assert not Enrolment.objects.exists()

    def test_asks_first_for_what_comes_before(self, client, me):
        before = CompetencyFactory.create(code="basics", name="The basics")
        make_learning(prerequisites=before.code)

        page = client.get(URL).text
        client.post(URL)

        assert "This course asks first for: The basics." in page
        assert "Start</button>" not in page
        assert not Enrolment.objects.exists()

    def test_strangers_sign_in_first(self, client):
        make_learning()

        for address in (URL, f"{URL}1/", f"{URL}quiz/", f"{URL}images/door/"):
            assert client.get(address).url.startswith("/accounts/sign-in/")

    def test_asks_little_of_the_database(self, client, me, django_assert_max_num_queries):
        read_all(begin(make_learning(), me))

        with django_assert_max_num_queries(MOST_QUERIES):
            client.get(URL)


class TestLearnPage:
    def test_asks_little_of_the_database(self, client, me, django_assert_max_num_queries):
        begin(make_learning(), me)
        client.get(f"{URL}2/")

        with django_assert_max_num_queries(MOST_QUERIES):
            page = client.get(f"{URL}2/").text

        assert "Page 2 of 3" in page
        assert "<h2>And then</h2>" in page

    def test_counts_a_page_as_read_when_next_is_pressed(self, client, me):
        begin(make_learning(), me)

        client.get(f"{URL}1/")
        assert not PageReading.objects.filter(read_at__isnull=False).exists()
        client.post(f"{URL}1/", {"step": "next"})

        assert PageReading.objects.get(page__position=1).read_at is not None

    def test_leads_to_the_quiz_after_the_last_and_to_what_was_left_out(self, client, me):
        begin(make_learning(), me)
        client.post(f"{URL}1/", {"step": "next"})

        early = client.post(f"{URL}3/", {"step": "next"})
        client.post(f"{URL}2/", {"step": "next"})
        last = client.post(f"{URL}3/", {"step": "next"})

        assert (early.url, last.url) == (f"{URL}2/", f"{URL}quiz/")
        assert Enrolment.objects.get().pages_read_at is not None

    def test_completes_a_course_that_is_pages_alone(self, client, me):
        begin(make_learning(needs_quiz=False), me)
        for position in (1, 2):
            client.post(f"{URL}{position}/", {"step": "next"})

        answer = client.post(f"{URL}3/", {"step": "next"})

        enrolment = Enrolment.objects.get()
        assert answer.url == URL
        assert enrolment.completed_at is not None
        page = client.get(URL).text
        assert "Last completed" in page
        assert "Do it again" in page
        # What was learnt can be read again, and nothing of it is noted.
        before = PageReading.objects.get(page__position=1).opened_at
        assert "You are reading it again" in client.get(f"{URL}1/").text
        assert client.post(f"{URL}1/", {"step": "next"}).url == f"{URL}2/"
        assert PageReading.objects.get(page__position=1).opened_at == before

    def test_judges_a_question_at_once_and_keeps_nothing(self, client, me):
        begin(make_learning(), me)

        nothing = client.post(f"{URL}2/", {"step": "try"}).text
        wrong = client.post(f"{URL}2/", {"step": "try", "choice": "0"}).text
        right = client.post(
            f"{URL}2/", {"step": "try", "choice": "1"}, headers={"HX-Request": "true"}
        ).text

        assert "Choose an answer first" in nothing
        assert "Not quite" in wrong
        assert "The answer is: Only with a reason." in wrong
        assert "<title>" in wrong
        assert "That is right" in right
        assert "<title>" not in right
        assert not PageReading.objects.filter(read_at__isnull=False).exists()

    def test_is_not_there_beyond_the_last_or_before_one_began(self, client, me):
        version = make_learning()
        assert client.get(f"{URL}1/").url == URL

        begin(version, me)

        assert client.get(f"{URL}9/").status_code == 404
        assert client.post(f"{URL}9/", {"step": "next"}).status_code == 404


class TestImage:
    @pytest.fixture
    def door(self):
        version = make_learning()
        return LearningImage.objects.create(
            course=version.course, name="door", alternative="A door", content_type="image/png",
            content=PNG,
        )  # fmt: skip

    def test_is_served_so_that_nothing_in_it_runs(self, client, me, door):
        answer = client.get(f"{URL}images/door/")

        assert answer.content == PNG
        assert answer["Content-Type"] == "image/png"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
        assert "private" in answer["Cache-Control"]

    def test_is_for_the_audience_of_its_course(self, client, me, door):
        door.course.audience = OrganizationFactory.create()
        door.course.save()

        assert client.get(f"{URL}images/door/").status_code == 404
        assert client.get(f"{URL}images/window/").status_code == 404


def test_the_page_opened_last_is_where_one_goes_on(client, me):
    enrolment = begin(make_learning(), me)
    client.get(f"{URL}3/")
    PageReading.objects.update(opened_at=timezone.now() - timedelta(hours=1))
    client.get(f"{URL}2/")

    assert client.post(URL).url == f"{URL}2/"
    assert enrolment.readings.count() == 2
