from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.db.models import BinaryField
from django.db.models.functions import Cast

from accounts.models import CompetencyGrant
from core.errors import Forbidden, NotPermittedNow
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
from tests.virus_check import VIRUS, answering, needs_clamd, run_clamd
from training.actions.evidence_checks import check_evidence, hand_off_waiting
from training.actions.prior_learning import (
    LARGEST_FILE,
    LastDayWanted,
    UnfitEvidence,
    accept_claim,
    refuse_claim,
)
from training.codes import AwardSource, EvidenceState, ExpiryRule, FileCheck, MessageKind
from training.models import Award, PriorLearning, TrainingMessage, reach_of

pytestmark = pytest.mark.django_db


class TestSendClaim:
    def test_the_file_is_sealed_and_waits_for_its_check(self):
        claim = a_claim(learner(), file_name="C:\\scans\\my\u202efdp.pdf ")

        rows = PriorLearning.objects.annotate(raw=Cast("content", BinaryField()))
        raw = rows.values_list("raw", flat=True).get()
        assert (claim.file_check, claim.content_type) == (FileCheck.WAITING, "application/pdf")
        assert bytes(raw) != PDF
        assert PriorLearning.objects.get().content == PDF
        assert claim.file_name == "myfdp.pdf"

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            pytest.param(b"<svg onload='x'></svg>", "must be a PDF", id="a-drawing-with-scripts"),
            pytest.param(b"MZ\x90\0", "must be a PDF", id="a-program"),
            pytest.param(b"", "must be a PDF", id="nothing"),
            pytest.param(PDF + b"/JavaScript", "holds scripts", id="a-pdf-that-acts"),
            pytest.param(PDF + b" " * LARGEST_FILE, "10 MB", id="too-large"),
        ],
    )
    def test_it_takes_only_what_shows_something(self, content, words):
        with pytest.raises(UnfitEvidence, match=words):
            a_claim(learner(), content=content)

    def test_a_day_ahead_is_a_slip(self):
        with pytest.raises(NotPermittedNow, match="future"):
            a_claim(learner(), completed_on=date(2026, 11, 24))

    def test_one_of_a_competency_waits_at_a_time(self):
        role = learner()
        a_claim(role)

        with pytest.raises(NotPermittedNow, match="already"):
            a_claim(role)


class TestCheckEvidence:
    @needs_clamd
    def test_what_is_clean_may_be_opened_and_what_is_infected_is_destroyed(self, settings):
        clean, infected = a_claim(learner()), a_claim(learner(), content=PDF + VIRUS)

        with run_clamd() as daemon:
            settings.CLAMD_ADDRESS = daemon.socket_path
            verdicts = [check_evidence(each.pk, at=MONDAY) for each in (clean, infected)]
            again = check_evidence(clean.pk, at=MONDAY)

        infected.refresh_from_db()
        assert verdicts == [FileCheck.CLEAN, FileCheck.INFECTED]
        assert again is None
        assert infected.content == b""

    @pytest.mark.parametrize(
        ("answer", "verdict", "kept"),
        [
            (b"stream: OK\0", FileCheck.CLEAN, PDF),
            (b"stream: Some.Virus FOUND\0", FileCheck.INFECTED, b""),
            (b"INSTREAM size limit exceeded. ERROR\0", FileCheck.UNCHECKABLE, PDF),
            (b"", FileCheck.WAITING, PDF),
        ],
    )
    def test_it_takes_the_word_of_the_check(self, settings, answer, verdict, kept):
        claim = a_claim(learner())

        with answering(answer) as settings.CLAMD_ADDRESS:
            said = check_evidence(claim.pk, at=MONDAY)

        claim.refresh_from_db()
        assert said == claim.file_check == verdict
        assert claim.content == kept

    def test_it_waits_longer_and_longer_while_the_check_cannot_be_reached(self, settings):
        settings.CLAMD_ADDRESS = "/nowhere/clamd.socket"
        claim, pauses = a_claim(learner()), []

        for _ in range(7):
            check_evidence(claim.pk, at=MONDAY)
            claim.refresh_from_db()
            assert claim.next_check_at is not None
            pauses.append(claim.next_check_at - MONDAY)

        assert claim.file_check == FileCheck.WAITING
        assert pauses[:3] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
        assert pauses[-1] == timedelta(minutes=30)

    def test_only_what_is_due_is_tried_again(self):
        a_claim(learner())

        counts = [hand_off_waiting(at=MONDAY - timedelta(minutes=1)), hand_off_waiting(at=MONDAY)]

        assert counts == [0, 1]


class TestAcceptClaim:
    def test_it_awards_from_the_original_day_by_the_present_course(self):
        make_version()
        role, trainer = learner(user__first_name="Ann", user__last_name="Ash"), a_trainer()
        claim = let_in(a_claim(role, completed_on=date(2026, 2, 28), provider="CSTF, R1D"))

        award = accept_claim(claim_id=claim.pk, by=reach_of(trainer), at=MONDAY)

        claim.refresh_from_db()
        grant = CompetencyGrant.objects.get(source=award.pk)
        assert (award.source, award.completed_on) == (AwardSource.PRIOR, date(2026, 2, 28))
        assert award.valid_until == grant.valid_until == date(2027, 2, 28)
        assert award.rule["rule"] == ExpiryRule.FROM_PREVIOUS
        assert (award.printed_title, award.printed_family_name) == ("CSTF, R1D", "Ash")
        assert (claim.state, claim.decided_by) == (EvidenceState.ACCEPTED, trainer.user)
        assert TrainingMessage.objects.get().kind == MessageKind.EVIDENCE

    def test_of_several_courses_the_one_that_ends_first_counts(self):
        make_version(period=24)
        make_version(period=12)
        claim = let_in(a_claim(learner(), completed_on=date(2026, 10, 1)))

        award = accept_claim(claim_id=claim.pk, by=reach_of(a_trainer()), at=MONDAY)

        assert award.valid_until == date(2027, 10, 1)

    def test_where_there_is_no_course_the_trainer_names_the_last_day(self):
        claim = let_in(a_claim(learner(), completed_on=date(2026, 10, 1)))
        by = reach_of(a_trainer())
        for unfit in (None, date(2026, 9, 30)):
            with pytest.raises(LastDayWanted):
                accept_claim(claim_id=claim.pk, by=by, at=MONDAY, last_day=unfit)

        award = accept_claim(claim_id=claim.pk, by=by, at=MONDAY, last_day=date(2027, 1, 31))

        assert (award.renew_from, award.valid_until) == (date(2026, 10, 31), date(2027, 1, 31))
        assert award.rule == {"rule": "last-day-named"}

    def test_what_has_run_out_is_not_accepted(self):
        make_version()
        claim = let_in(a_claim(learner(), completed_on=date(2025, 11, 22)))

        with pytest.raises(NotPermittedNow, match="ran out on 22 November 2026"):
            accept_claim(claim_id=claim.pk, by=reach_of(a_trainer()), at=MONDAY)

        assert not Award.objects.exists()

    @pytest.mark.parametrize("check", [each for each in FileCheck if each != FileCheck.CLEAN])
    def test_evidence_that_nobody_could_open_is_not_accepted(self, check):
        make_version()
        claim = a_claim(learner())
        PriorLearning.objects.update(file_check=check)

        with pytest.raises(NotPermittedNow, match="virus check"):
            accept_claim(claim_id=claim.pk, by=reach_of(a_trainer()), at=MONDAY)

    def test_it_happens_once(self):
        make_version()
        claim, by = let_in(a_claim(learner())), reach_of(a_trainer())
        accept_claim(claim_id=claim.pk, by=by, at=MONDAY)

        with pytest.raises(NotPermittedNow, match="decided already: accepted"):
            refuse_claim(claim_id=claim.pk, reason="No", by=by, at=MONDAY)

    @pytest.mark.django_db(transaction=True)
    def test_two_trainers_at_once_make_one_award(self):
        make_version()
        claim = let_in(a_claim(learner()))
        reaches, start = [reach_of(a_trainer()) for _ in range(2)], Barrier(2)

        def decide(reach):
            try:
                start.wait(timeout=60)
                accept_claim(claim_id=claim.pk, by=reach, at=MONDAY)
            except NotPermittedNow:
                return "too late"
            finally:
                connection.close()
            return "accepted"

        with ThreadPoolExecutor(max_workers=2) as pool:
            answers = sorted(pool.map(decide, reaches))

        assert answers == ["accepted", "too late"]
        assert Award.objects.count() == CompetencyGrant.objects.count() == 1


class TestRefuseClaim:
    def test_its_sender_is_told_why_and_may_send_again(self):
        role = learner()
        claim = a_claim(role)

        refuse_claim(claim_id=claim.pk, reason=" Too old ", by=reach_of(a_trainer()), at=MONDAY)

        assert "Reason: Too old" in TrainingMessage.objects.get().body
        assert a_claim(role).state == EvidenceState.SENT

    def test_it_wants_a_reason(self):
        claim = a_claim(learner())

        with pytest.raises(NotPermittedNow, match="reason"):
            refuse_claim(claim_id=claim.pk, reason=" ", by=reach_of(a_trainer()), at=MONDAY)

    def test_only_another_trainer_of_their_board_decides(self):
        trainer = a_trainer()
        own = a_claim(trainer)
        theirs = a_claim(learner(), competency=CompetencyFactory.create(code="other"))
        elsewhere = a_trainer(organization=OrganizationFactory.create(parent=None))

        with pytest.raises(Forbidden):
            refuse_claim(claim_id=own.pk, reason="No", by=reach_of(trainer), at=MONDAY)
        for role in (elsewhere, a_manager(), learner()):
            with pytest.raises(PriorLearning.DoesNotExist):
                refuse_claim(claim_id=theirs.pk, reason="No", by=reach_of(role), at=MONDAY)
