"""What waits for somebody today: requests, offers, claims, and what learners thought."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Final

import typst

from accounts.models import Competency, PractitionerRole
from core.errors import NotPermittedNow
from training.actions.seats import book_session, cancel_booking
from training.codes import BookingSource, BookingState, EvaluationKind, FileCheck, SessionState
from training.models import (
    Enrolment,
    Evaluation,
    PriorLearning,
    Session,
    reach_of,
)
from training.policies.evaluation import QUESTIONS

REQUESTS: Final = 4
OFFERS: Final = 3
CLAIMS: Final = (
    ("resuscitation-adult-2", "Birmingham Community Healthcare", 210),
    ("safeguarding-adults-2", "Royal College e-learning", 95),
    ("moving-and-handling-2", "St John training centre, Chester", 160),
)
ANSWERED: Final = 900
COMMENTS: Final = (
    "More time to practise would help.",
    "The part on withheld entries was new to me and very useful.",
    "Clear and to the point.",
    "Please show more of community records.",
    "The room was too warm, the course was good.",
)


def load_requests(learners: Sequence[PractitionerRole], *, at: datetime) -> int:
    """Have some people ask for a course that a manager approves."""
    sessions = Session.objects.filter(
        state=SessionState.OPEN, starts_at__gt=at, version__course__needs_approval=True
    )
    made = 0
    for session in sessions.order_by("starts_at"):
        for role in learners:
            if made == REQUESTS:
                return made
            made += _ask(session, role, at=at - timedelta(hours=5 * made + 2))
    return made


def _ask(session: Session, role: PractitionerRole, *, at: datetime) -> bool:
    """Ask as the learner would; those who may not are passed over."""
    try:
        book_session(
            session_id=session.pk,
            learner=role,
            by=reach_of(role),
            source=BookingSource.LEARNER,
            at=at,
        )
    except NotPermittedNow:
        return False
    return True


def load_offers(trainer: PractitionerRole, *, at: datetime) -> int:
    """Have some people give up their place, so that it is offered to those who wait."""
    waiting = Session.objects.filter(
        host=trainer.organization,
        state=SessionState.OPEN,
        starts_at__gt=at + timedelta(days=5),
        bookings__state=BookingState.WAITLISTED,
    )
    made = 0
    for session in waiting.distinct().order_by("starts_at")[:OFFERS]:
        leaving = session.bookings.filter(state=BookingState.BOOKED).order_by("joined_at").first()
        if leaving is not None:
            cancel_booking(
                booking_id=leaving.pk,
                by=reach_of(trainer),
                reason="Cannot come: on call that day",
                at=at - timedelta(hours=1),
            )
            made += 1
    return made


def load_claims(learners: Sequence[PractitionerRole], *, at: datetime) -> int:
    """Have some people claim what they learned elsewhere; the evidence is checked already."""
    for number, (code, provider, days) in enumerate(CLAIMS):
        role = learners[number]
        completed_on = at.date() - timedelta(days=days)
        words = f"= Certificate of completion\n\n{role.user}\n\n{provider}, {completed_on}"
        PriorLearning.objects.create(
            user=role.user,
            role=role,
            competency=Competency.objects.get(code=code),
            completed_on=completed_on,
            provider=provider,
            file_name="certificate.pdf",
            content_type="application/pdf",
            content=typst.compile(words.encode()),
            file_check=FileCheck.CLEAN,
            sent_at=at - timedelta(hours=20 * number + 3),
        )
    return len(CLAIMS)


def load_evaluations(*, at: datetime) -> int:
    """Have people say what they thought, at the end and eight weeks later."""
    chance = Random("evaluations")
    done = Enrolment.objects.filter(booking__isnull=False, completed_at__isnull=False)
    written = []
    for enrolment in done.order_by("-completed_at")[:ANSWERED]:
        ended = enrolment.completed_at or at
        for kind, later in (
            (EvaluationKind.END, timedelta(hours=2)),
            (EvaluationKind.IN_USE, timedelta(weeks=8)),
        ):
            if ended + later < at:
                written.append(_think(enrolment, kind, ended + later, chance, at=at))
    Evaluation.objects.bulk_create(written, batch_size=1000)
    return len(written)


def _think(
    enrolment: Enrolment, kind: EvaluationKind, asked_at: datetime, chance: Random, *, at: datetime
) -> Evaluation:
    answered_at = asked_at + timedelta(hours=chance.randrange(1, 90))
    if chance.random() > (0.55 if kind == EvaluationKind.END else 0.3) or answered_at > at:
        return Evaluation(enrolment=enrolment, kind=kind, asked_at=asked_at)
    return Evaluation(
        enrolment=enrolment,
        kind=kind,
        asked_at=asked_at,
        answered_at=answered_at,
        ratings={name: chance.choices((2, 3, 4, 5), (1, 3, 8, 7))[0] for name in QUESTIONS[kind]},
        comment=chance.choice(COMMENTS) if chance.random() < 0.12 else "",
    )
