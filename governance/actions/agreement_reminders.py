"""
Remind people of agreements that run out and of assessments to review, once for each milestone.

Reminders follow from how things stand on the day, so that they end with a renewal, an end or a
review. A mail names the reference, never what is shared.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from core.dates import LONDON, count_in_words, format_day
from governance.codes import AssessmentState, MemberRole, MessageKind
from governance.models import ImpactAssessment, Membership, SharingAgreement
from governance.policies.agreements import REVIEW_MILESTONES, SOON, milestone
from governance.queries.agreement_warnings import AgreementWarning, list_warnings

from .agreement_numbers import split_reference
from .messages import Telling, queue_message

_ANSWER_FOR_IT: Final = (MemberRole.CHAIR, MemberRole.SECRETARY)


@transaction.atomic
def remind_of_agreements(*, at: datetime) -> int:
    """Tell owner, chair and secretary what runs out, and return how many mails are due today."""
    on = at.astimezone(LONDON).date()
    warnings = list_warnings(SharingAgreement.objects.all(), on=on)
    seats = _seats(on, {warning.agreement.committee_id for warning in warnings})
    told = 0
    for warning in warnings:
        owed = milestone(warning.last_day, on=on)
        people = {warning.agreement.owner, *seats[warning.agreement.committee_id]} if owed else ()
        told += _tell(_agreement_telling(warning, owed, on=on), people, at=at)
    return told


@transaction.atomic
def remind_of_reviews(*, at: datetime) -> int:
    """Tell owner, chair and secretary which assessments to review, as for agreements."""
    on = at.astimezone(LONDON).date()
    signed = ImpactAssessment.objects.filter(
        state=AssessmentState.SIGNED_OFF, review_on__lte=on + SOON
    )
    newest = _newest_signed()
    assessments = [
        assessment
        for assessment in signed.select_related("committee", "owner").order_by("review_on", "pk")
        if _is_newest(assessment, newest)
    ]
    seats = _seats(on, {assessment.committee_id for assessment in assessments})
    told = 0
    for assessment in assessments:
        owed = milestone(assessment.review_on, on=on, before=REVIEW_MILESTONES)
        if owed:
            people = {assessment.owner, *seats[assessment.committee_id]}
            told += _tell(_review_telling(assessment, owed, on=on), people, at=at)
    return told


def _newest_signed() -> dict[str, int]:
    """Return the number of the newest assessment that is signed off, for each line of them."""
    signed = ImpactAssessment.objects.filter(state=AssessmentState.SIGNED_OFF)
    newest: dict[str, int] = {}
    for base, number in map(split_reference, signed.values_list("reference", flat=True)):
        newest[base] = max(newest.get(base, 0), number)
    return newest


def _is_newest(assessment: ImpactAssessment, newest: dict[str, int]) -> bool:
    base, number = split_reference(assessment.reference)
    return number == newest[base]


def _seats(on: date, committees: Collection[UUID]) -> defaultdict[UUID, set[User]]:
    """Return the chairs and secretaries of some committees."""
    held = Membership.objects.current(on).filter(
        committee_id__in=committees, role__in=_ANSWER_FOR_IT
    )
    people: defaultdict[UUID, set[User]] = defaultdict(set)
    for seat in held.select_related("user"):
        people[seat.committee_id].add(seat.user)
    return people


def _tell(telling: Telling, people: Iterable[User], *, at: datetime) -> int:
    """Queue a mail for each of some people, once for each of them."""
    told = 0
    for person in sorted(people, key=lambda each: each.pk):
        message = queue_message(_for(telling, person), to=person, at=at)
        told += message.queued_at == at
    return told


def _for(telling: Telling, person: User) -> Telling:
    return Telling(
        kind=telling.kind,
        once_key=f"{telling.once_key}:{person.pk}",
        subject=telling.subject,
        body=telling.body,
    )


def _agreement_telling(warning: AgreementWarning, owed: str, *, on: date) -> Telling:
    agreement = warning.agreement
    day, when = format_day(warning.last_day), _when(warning.last_day, on=on)
    has_run_out = warning.last_day < on
    happens = f"ran out {when}" if has_run_out else f"runs out {when}"
    page = reverse("governance:agreement_detail", args=[agreement.pk])
    return Telling(
        kind=MessageKind.AGREEMENT,
        once_key=f"agreement:{agreement.pk}:{warning.last_day}:{owed}",
        subject=f"Sharing agreement {agreement.reference} {happens}",
        body=(
            f"Sharing agreement {agreement.reference} of the {agreement.committee.name}"
            f" {happens}. Its last day {'was' if has_run_out else 'is'} {day}.\n\n"
            "Renew it, or end it if nothing is shared under it any more:\n"
            f"{settings.SERVICE_URL}{page}\n"
        ),
    )


def _review_telling(assessment: ImpactAssessment, owed: str, *, on: date) -> Telling:
    day = format_day(assessment.review_on)
    page = reverse("governance:dpia_detail", args=[assessment.pk])
    is_over = assessment.review_on < on
    return Telling(
        kind=MessageKind.REVIEW,
        once_key=f"review:{assessment.pk}:{assessment.review_on}:{owed}",
        subject=f"Impact assessment {assessment.reference}: review"
        f" {'was due' if is_over else 'due'} {day}",
        body=(
            f"The review of impact assessment {assessment.reference} of the"
            f" {assessment.committee.name} {'was' if is_over else 'is'} due on {day}.\n\n"
            f"Review it: {settings.SERVICE_URL}{page}\n"
        ),
    )


def _when(last_day: date, *, on: date) -> str:
    left = (last_day - on).days
    if left < 0:
        return f"{count_in_words(-left, 'day')} ago"
    return f"in {count_in_words(left, 'day')}" if left else "today"
