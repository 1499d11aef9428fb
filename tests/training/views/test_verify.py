from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from tests.factories.training import MONDAY, a_trainer, learner, make_version
from tests.factories.training_awards import award_to
from training.actions import checking
from training.actions.awarding import revoke_award
from training.codes import ExpiryRule
from training.models import CheckWindow, reach_of
from training.presenters.printed import printed_facts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MONDAY + timedelta(hours=1), tick=False) as clock:
        yield clock


@pytest.fixture
def award():
    return award_to(learner(user__first_name="Zoë Jane", user__last_name="O'Neill-Łuk"))


def address_of(award):
    return reverse("training:verify", args=[award.verify_code])


class TestVerifyStart:
    @pytest.mark.parametrize("spoil", [str, str.lower, lambda code: code.replace("-", " ")])
    def test_it_leads_to_the_certificate_however_its_code_is_typed(self, client, award, spoil):
        response = client.get(reverse("training:verify_start"), {"code": spoil(award.verify_code)})

        assert response.url == address_of(award)

    def test_it_asks_again_for_what_cannot_be_a_code(self, client):
        response = client.get(reverse("training:verify_start"), {"code": "ABC"})

        assert "A code has 20 letters and digits" in response.content.decode()


class TestVerify:
    def test_anybody_sees_all_that_is_printed_but_the_name(
        self, client, award, django_assert_max_num_queries
    ):
        with django_assert_max_num_queries(3):
            response = client.get(address_of(award))

        page = response.content.decode()
        for fact in printed_facts(award):
            assert fact.value in page
        assert "Z. J. O." in page
        assert "Zoë" not in page
        assert "Neill" not in page
        assert "It is valid until the end of 23 November 2027." in page

    def test_nobody_keeps_it(self, client, award):
        response = client.get(address_of(award))

        assert "no-store" in response["Cache-Control"]
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert "sessionid" not in response.cookies

    @pytest.mark.parametrize("typed", ["O'Neill-Łuk", "oneill luk", " O’NEILL-LUK "])
    def test_whoever_types_the_surname_sees_the_name(self, client, award, typed):
        page = client.post(address_of(award), {"surname": typed}).content.decode()

        assert "Zoë Jane O&#39;Neill-Łuk" in page

    @pytest.mark.parametrize("typed", ["Neill", "Zoë", "-", "%"])
    def test_another_surname_shows_nothing_more(self, client, award, typed):
        page = client.post(address_of(award), {"surname": typed}).content.decode()

        assert "That is not the surname on this certificate" in page
        assert "Zoë" not in page.replace(f'value="{typed}"', "")

    def test_it_says_when_it_was_revoked_and_not_why(self, client, award):
        revoke_award(award_id=award.pk, reason="Lent a card", by=reach_of(a_trainer()), at=MONDAY)

        page = client.get(address_of(award)).content.decode()

        assert "It was revoked on 23 November 2026 and does not count any more." in page
        assert "Lent a card" not in page

    @pytest.mark.parametrize(("days", "word"), [(365, "Valid"), (366, "Expired")])
    def test_the_last_day_counts_whole(self, client, award, clock, days, word):
        clock.move_to(MONDAY.replace(hour=23) + timedelta(days=days))

        page = client.get(address_of(award)).content.decode()

        assert f"<title>{word}: certificate of training" in page

    def test_one_that_never_expires_says_so(self, client):
        award = award_to(learner(), version=make_version(expiry_rule=ExpiryRule.NEVER))

        page = client.get(address_of(award)).content.decode()

        assert "It does not expire." in page

    @pytest.mark.parametrize("code", ["7KQ2-M9XA-03BD-R5TW-8HCE", "x", "'; --"])
    def test_an_unknown_code_says_so(self, client, code):
        response = client.get(reverse("training:verify", args=[code]))

        assert response.status_code == 404
        assert "We do not know this code" in response.content.decode()


class TestGuessing:
    def test_wrong_surnames_stop_an_address_for_an_hour(self, client, award, clock):
        for _ in range(checking.MOST_FROM_AN_ADDRESS):
            client.post(address_of(award), {"surname": "Smith"})

        stopped = client.post(address_of(award), {"surname": "O'Neill-Łuk"})
        elsewhere = client.post(
            address_of(award), {"surname": "O'Neill-Łuk"}, REMOTE_ADDR="192.0.2.7"
        )
        clock.shift(timedelta(hours=1))
        later = client.post(address_of(award), {"surname": "O'Neill-Łuk"})

        assert stopped.status_code == 429
        assert "Too many wrong surnames" in stopped.content.decode()
        assert "Zoë" not in stopped.content.decode()
        assert "Zoë" in elsewhere.content.decode()
        assert "Zoë" in later.content.decode()

    def test_wrong_surnames_from_everywhere_stop_a_certificate(self, client, award):
        for number in range(checking.MOST_OF_A_CERTIFICATE):
            client.post(address_of(award), {"surname": "Smith"}, REMOTE_ADDR=f"192.0.2.{number}")

        stopped = client.post(address_of(award), {"surname": "Smith"}, REMOTE_ADDR="192.0.2.99")

        assert stopped.status_code == 429

    def test_right_surnames_stop_nobody(self, client, award):
        answers = {
            client.post(address_of(award), {"surname": "oneill-luk"}).status_code
            for _ in range(checking.MOST_FROM_AN_ADDRESS + 5)
        }

        assert answers == {200}

    def test_what_was_counted_is_forgotten_after_a_day(self, client, award):
        client.post(address_of(award), {"surname": "Smith"})

        checking.forget_checks(at=MONDAY + timedelta(hours=20))
        after_hours = CheckWindow.objects.count()
        checking.forget_checks(at=MONDAY + timedelta(hours=26))

        assert (after_hours, CheckWindow.objects.count()) == (2, 0)
