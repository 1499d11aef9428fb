"""Chair and secretary see what the public would read, leave words out, publish and withdraw."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from governance.codes import Exemption, MeetingState
from governance.models import Publication, PublicRedaction
from tests.factories.governance import declare, viewer
from tests.governance.public_world import NAMED, OPEN, PRIVATE, RESTRICTED, make_public_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_public_world()


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def address(world, name="publication_edit"):
    return reverse(f"governance:{name}", args=[world.meeting.pk])


def leave_out(world, words=NAMED, **typed):
    typed = {"words": words, "exemption": Exemption.PERSONAL_DATA, "reason": "", **typed}
    return signed_in(world.secretary).post(address(world), typed, follow=True)


class TestPublicationEdit:
    def test_shows_what_the_public_would_read_and_no_more(self, world):
        page = signed_in(world.secretary).get(address(world)).content.decode()

        assert OPEN in page
        assert "Timeliness" in page
        assert "Nothing of this meeting is public." in page
        assert PRIVATE not in page
        assert RESTRICTED not in page

    def test_leaves_words_out_wherever_they_stand(self, world):
        page = leave_out(world).content.decode()

        assert "Left out in 3 places." in page
        assert "[left out: section 40]" in page
        assert "Section 40: personal data" in page
        assert PublicRedaction.objects.count() == 3

    def test_says_that_words_stand_nowhere_and_keeps_them(self, world):
        page = leave_out(world, "heffalump", reason="Somebody").content.decode()

        assert "These words stand nowhere" in page
        assert 'value="heffalump"' in page
        assert 'value="Somebody"' in page

    def test_asks_for_words_and_a_reason(self, world):
        page = leave_out(world, "", exemption="").content.decode()

        assert "Type the words to leave out" in page
        assert "Choose why they are left out" in page

    def test_says_that_nothing_is_approved_yet(self):
        world = make_public_world(approved=False)

        client = signed_in(world.secretary)
        assert "There is nothing to publish yet." in client.get(address(world)).content.decode()
        answer = client.post(address(world), {"words": NAMED, "exemption": "s40"})
        assert "once a later meeting has approved them" in answer.content.decode()

    def test_costs_as_many_queries_whatever_the_minutes_hold(
        self, world, django_assert_max_num_queries
    ):
        leave_out(world)
        client = signed_in(world.secretary)
        client.get(address(world))

        with django_assert_max_num_queries(30):
            client.get(address(world))


class TestWhoMayPublish:
    @pytest.mark.parametrize("who", ["member", "observer"])
    def test_members_find_no_such_page(self, world, who):
        client = signed_in(getattr(world.minutes, who))

        assert client.get(address(world)).status_code == 404
        for name in ("publication_publish", "publication_withdraw"):
            assert client.post(address(world, name)).status_code == 404

    def test_strangers_find_no_such_page(self, world):
        assert signed_in(viewer().user).get(address(world)).status_code == 404
        assert Client().get(address(world)).status_code == 302

    def test_whoever_has_an_interest_does_not_publish(self, world):
        leave_out(world)
        redaction = PublicRedaction.objects.all()[0]
        declare(world.minutes.restricted, world.secretary)
        client = signed_in(world.secretary)

        assert client.get(address(world)).status_code == 403
        assert client.post(address(world), {"words": NAMED}).status_code == 403
        for name in ("publication_publish", "publication_withdraw"):
            assert client.post(address(world, name)).status_code == 403
        lift = reverse("governance:redaction_lift", args=[redaction.pk])
        assert client.post(lift).status_code == 403
        redaction.refresh_from_db()
        assert redaction.lifted_at is None
        assert not Publication.objects.exists()


class TestRedactionLift:
    def test_puts_words_back(self, world):
        leave_out(world)
        redaction = PublicRedaction.objects.filter(paper_version__isnull=False).get()

        answer = signed_in(world.secretary).post(
            reverse("governance:redaction_lift", args=[redaction.pk]), follow=True
        )

        assert "with the next publication" in answer.content.decode()
        redaction.refresh_from_db()
        assert redaction.lifted_at

    def test_members_find_no_such_redaction(self, world):
        leave_out(world)
        lift = reverse("governance:redaction_lift", args=[PublicRedaction.objects.all()[0].pk])

        assert signed_in(world.minutes.member).post(lift).status_code == 404
        nothing = reverse("governance:redaction_lift", args=[uuid4()])
        assert signed_in(world.secretary).post(nothing).status_code == 404


class TestPublicationPublish:
    def test_publishes_and_says_so(self, world):
        answer = signed_in(world.secretary).post(address(world, "publication_publish"), follow=True)

        assert "The minutes are published." in answer.content.decode()
        world.meeting.refresh_from_db()
        assert world.meeting.state == MeetingState.PUBLISHED

    def test_says_why_it_cannot(self):
        world = make_public_world(approved=False)

        answer = signed_in(world.secretary).post(address(world, "publication_publish"), follow=True)

        assert "once a later meeting has approved them" in answer.content.decode()


class TestPublicationWithdraw:
    def test_takes_it_back(self, world):
        world.publish()

        answer = signed_in(world.secretary).post(
            address(world, "publication_withdraw"), {"reason": "A name"}, follow=True
        )

        assert "The publication is withdrawn." in answer.content.decode()
        assert not Publication.objects.filter(withdrawn_at__isnull=True).exists()

    def test_asks_why(self, world):
        world.publish()

        answer = signed_in(world.secretary).post(
            address(world, "publication_withdraw"), follow=True
        )

        assert "Say why it is withdrawn." in answer.content.decode()
        assert Publication.objects.filter(withdrawn_at__isnull=True).exists()

    def test_says_that_nothing_is_published(self, world):
        answer = signed_in(world.secretary).post(
            address(world, "publication_withdraw"), {"reason": "A name"}, follow=True
        )

        assert "Nothing is published." in answer.content.decode()
