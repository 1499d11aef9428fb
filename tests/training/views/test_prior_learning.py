from datetime import date, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.factories.accounts import OrganizationFactory
from tests.factories.training import (
    MONDAY,
    CompetencyFactory,
    a_manager,
    a_trainer,
    learner,
    make_version,
)
from tests.factories.training_awards import PDF, a_claim, let_in
from training.codes import EvidenceState, FileCheck
from training.models import Award, PriorLearning

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_day():
    with time_machine.travel(MONDAY + timedelta(hours=3), tick=False):
        yield


@pytest.fixture
def enter(client, sign_in):
    """Return how to look at a page as somebody: `enter(role).get(address)`."""

    def _enter(role):
        sign_in(client, role.user)
        return client

    return _enter


def typed(**facts):
    return {
        "competency": str(CompetencyFactory.create().pk),
        "provider": "Record safety, another trust",
        "completed_on_day": "1",
        "completed_on_month": "9",
        "completed_on_year": "2026",
        "evidence": SimpleUploadedFile("scan.pdf", PDF),
        **facts,
    }


class TestClaimNew:
    def test_it_sends_what_was_typed(self, enter):
        role = learner()

        client = enter(role)
        client.post(reverse("training:claim_new"), typed())

        claim = PriorLearning.objects.get()
        assert (claim.user, claim.role, claim.content) == (role.user, role, PDF)
        page = client.get(reverse("training:award_list")).content.decode()
        assert "Earlier learning that you sent" in page
        assert "Waiting for a trainer" in page

    @pytest.mark.parametrize(
        ("facts", "words"),
        [
            ({"evidence": SimpleUploadedFile("scan.pdf", b"MZ\x90\0")}, "must be a PDF"),
            ({"evidence": ""}, "Choose a file"),
            ({"completed_on_year": "2027"}, "must not be in the future"),
            ({"provider": ""}, "Type where you learned it"),
        ],
    )
    def test_it_says_what_is_wrong_and_keeps_what_was_typed(self, enter, facts, words):
        response = enter(learner()).post(reverse("training:claim_new"), typed(**facts))

        page = response.content.decode()
        assert words in page
        assert 'value="9"' in page
        assert not PriorLearning.objects.exists()


class TestEvidenceList:
    def test_a_trainer_sees_what_waits_and_not_their_own(
        self, enter, django_assert_max_num_queries
    ):
        trainer = a_trainer()
        for number in range(4):
            a_claim(learner(), competency=CompetencyFactory.create(code=f"waits-{number}"))
        a_claim(trainer, competency=CompetencyFactory.create(code="mine"))
        client = enter(trainer)

        with django_assert_max_num_queries(12):
            page = client.get(reverse("training:evidence_list")).content.decode()

        assert page.count("Waits") == 4
        assert "Mine" not in page

    def test_it_is_for_trainers(self, enter):
        answers = {
            enter(role).get(reverse("training:evidence_list")).status_code
            for role in (learner(), a_manager())
        }

        assert answers == {403}


class TestClaimDetail:
    def test_a_trainer_accepts_by_the_present_course(self, enter, django_assert_max_num_queries):
        make_version()
        claim = let_in(a_claim(learner()))
        address = reverse("training:claim_detail", args=[claim.pk])
        client = enter(a_trainer())

        with django_assert_max_num_queries(12):
            page = client.get(address).content.decode()
        client.post(address, {"choice": "accept"})

        assert "By the present course it counts until the end of 1 September 2027." in page
        assert Award.objects.get().prior_learning == claim

    def test_it_asks_for_the_last_day_where_no_course_says_it(self, enter):
        claim = let_in(a_claim(learner()))
        address = reverse("training:claim_detail", args=[claim.pk])
        client = enter(a_trainer())

        without = client.post(address, {"choice": "accept"}).content.decode()
        parts = {"last_day_day": "31", "last_day_month": "1", "last_day_year": "2027"}
        client.post(address, {"choice": "accept", **parts})

        assert "Type the last day on which it counts" in without
        assert Award.objects.get().valid_until == date(2027, 1, 31)

    def test_a_trainer_refuses_with_a_reason_that_its_sender_reads(self, enter):
        role = learner()
        claim = a_claim(role)
        address = reverse("training:claim_detail", args=[claim.pk])
        client = enter(a_trainer())

        without = client.post(address, {"choice": "refuse", "reason": ""}).content.decode()
        client.post(address, {"choice": "refuse", "reason": "Take the short course"})
        page = enter(role).get(address).content.decode()

        assert "Say why" in without
        assert "Take the short course" in page
        assert "Your decision" not in page

    def test_before_the_check_nobody_can_accept(self, enter):
        claim = a_claim(learner())

        page = enter(a_trainer()).get(reverse("training:claim_detail", args=[claim.pk]))

        assert "once the evidence has passed the virus check" in page.content.decode()

    def test_its_sender_decides_nothing(self, enter):
        trainer = a_trainer()
        make_version()
        claim = let_in(a_claim(trainer))

        answer = enter(trainer).post(
            reverse("training:claim_detail", args=[claim.pk]), {"choice": "accept"}
        )

        claim.refresh_from_db()
        assert answer.status_code == 403
        assert claim.state == EvidenceState.SENT


class TestEvidence:
    def test_its_sender_and_trainers_keep_it_as_a_file_that_opens_nothing(self, enter):
        role = learner()
        claim = let_in(a_claim(role))

        for viewer in (role, a_trainer()):
            response = enter(viewer).get(reverse("training:evidence", args=[claim.pk]))
            assert response.content == PDF
            assert response["Content-Type"] == "application/octet-stream"
            assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
            assert response["X-Content-Type-Options"] == "nosniff"
            assert response["Content-Disposition"] == (
                'attachment; filename="evidence-record-safe-use.pdf"'
            )

    @pytest.mark.parametrize("check", [FileCheck.WAITING, FileCheck.INFECTED])
    def test_it_is_not_opened_before_the_check_has_passed(self, enter, check):
        role = learner()
        claim = a_claim(role)
        PriorLearning.objects.update(file_check=check)

        response = enter(role).get(reverse("training:evidence", args=[claim.pk]))

        assert response.url == reverse("training:claim_detail", args=[claim.pk])

    def test_nobody_else_knows_of_it(self, enter):
        claim = let_in(a_claim(learner()))
        elsewhere = a_trainer(organization=OrganizationFactory.create(parent=None))

        for name in ("evidence", "claim_detail"):
            address = reverse(f"training:{name}", args=[claim.pk])
            answers = {
                enter(role).get(address).status_code for role in (elsewhere, a_manager(), learner())
            }
            assert answers == {404}
