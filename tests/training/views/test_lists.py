"""Pages of lists of many enrolments."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.factories.training import a_manager, a_trainer, learner, make_session
from training.actions.list_checking import check_batch
from training.actions.lists import enrol_batch
from training.codes import BatchState
from training.models import Booking, EnrolmentBatch

pytestmark = pytest.mark.django_db

PAGE = "/training/lists/"


@pytest.fixture
def session():
    return make_session(starts_at=timezone.now() + timedelta(days=9))


def send(client, text: str, **fields):
    file = SimpleUploadedFile("people.csv", text.encode(), "text/csv")
    return client.post(PAGE, {"file": file, **fields})


class TestLists:
    def test_go_from_the_file_to_the_bookings(self, client, sign_in, session):
        sign_in(client, a_manager().user)
        good, response = learner(), None
        text = f"E-mail\n{good.user.email}\nnobody@x.invalid\n"

        response = send(client, text, session=session.pk)
        batch = EnrolmentBatch.objects.get()
        check_batch(batch.pk, at=timezone.now())
        checked = client.get(response.url).content.decode()
        client.post(f"{response.url}enrol/")
        enrol_batch(batch.pk, clock=timezone.now)
        done = client.get(response.url).content.decode()
        export = client.get(f"{response.url}rows.csv").content.decode()

        assert "1 person will be enrolled, 1 row cannot be. Nothing is booked yet." in checked
        assert "1 person enrolled" in done
        assert Booking.objects.get().user == good.user
        assert export.startswith("\ufeffLine,E-mail,Session")
        assert "Nobody whom you look after" in export

    def test_say_what_is_wrong_with_the_file(self, client, sign_in):
        sign_in(client, a_trainer().user)

        response = send(client, "", session="")

        assert "The submitted file is empty" in response.content.decode() or (
            "The file is empty" in response.content.decode()
        )
        assert not EnrolmentBatch.objects.exists()

    def test_say_that_there_is_no_such_session(self, client, sign_in):
        sign_in(client, a_trainer().user)

        response = send(client, "E-mail\na@x.invalid\n", session="123456789")

        assert "There is no session with this number." in response.content.decode()

    def test_are_closed_to_learners_and_to_other_senders(self, client, sign_in, session):
        sign_in(client, a_trainer().user)
        url = send(client, "E-mail\na@x.invalid\n", session=session.pk).url
        sign_in(client, a_trainer().user)
        theirs = [client.get(url), client.get(f"{url}rows.csv"), client.post(f"{url}enrol/")]
        sign_in(client, learner().user)

        assert [each.status_code for each in theirs] == [404, 404, 404]
        assert client.get(PAGE).status_code == 403
        assert client.get(url).status_code == 403
        assert client.post(f"{url}put-away/").status_code == 403

    def test_can_be_put_away(self, client, sign_in, session):
        sign_in(client, a_trainer().user)
        url = send(client, "E-mail\na@x.invalid\n", session=session.pk).url

        client.post(f"{url}put-away/")

        assert EnrolmentBatch.objects.get().state == BatchState.WITHDRAWN
        assert "people.csv" not in client.get(PAGE).content.decode()

    def test_take_few_statements(self, client, sign_in, session, django_assert_max_num_queries):
        sign_in(client, a_trainer().user)
        rows = "\n".join(learner().user.email for _ in range(30))
        url = send(client, f"E-mail\n{rows}\n", session=session.pk).url
        check_batch(EnrolmentBatch.objects.get().pk, at=timezone.now())
        client.get(url)

        with django_assert_max_num_queries(12):
            client.get(url)
