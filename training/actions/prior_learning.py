"""Claim what was learned elsewhere, with evidence, and decide about it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import PurePosixPath, PureWindowsPath
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.models import Competency, PractitionerRole
from core.dates import LONDON, format_day
from core.errors import NotPermittedNow
from core.file_kinds import examine
from training import permissions
from training.codes import (
    AwardSource,
    EvidenceState,
    FileCheck,
    MessageKind,
    VersionState,
)
from training.models import Award, CourseVersion, PriorLearning, Reach
from training.policies import Term, ValidityRule, add_months, check_claim_waits, work_out_term
from training.tasks.evidence import hand_off_check

from .awarding import (
    freeze_rule,
    grant_award,
    held_before,
    lock_person,
    printed_names,
    rule_of,
    term_fields,
    where_certificates_are,
)
from .messages import Telling, queue_message
from .verify_codes import make_code

LARGEST_FILE: Final = 10 * 1024 * 1024
LONGEST_NAME: Final = 120
# What may be sent, and how a file of it ends.
KINDS: Final = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}
# Where a trainer names the last day, there is no course that says how long before one may renew.
WINDOW_MONTHS: Final = 3


class UnfitEvidence(NotPermittedNow):
    """A file that is not taken as evidence; the message says why."""


class LastDayWanted(NotPermittedNow):
    """No course of today grants the competency, so a trainer has to say how long it counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewClaim:
    """A claim as it is typed, with its file."""

    competency: Competency
    completed_on: date
    provider: str
    file_name: str
    content: bytes


@transaction.atomic
def send_claim(*, claim: NewClaim, learner: PractitionerRole, at: datetime) -> PriorLearning:
    """
    Send a claim to the trainers of the learner's board; its file is sealed, and checked first.

    :raises UnfitEvidence: the file is too large, or no PDF, PNG or JPEG that only shows something
    :raises NotPermittedNow: the day lies ahead, or a claim of the same competency waits already
    """
    if claim.completed_on > at.astimezone(LONDON).date():
        raise NotPermittedNow("The day of completion must not be in the future.")
    content_type = _kind_of(claim)
    try:
        with transaction.atomic():
            sent = PriorLearning.objects.create(
                user_id=learner.user_id,
                role=learner,
                competency=claim.competency,
                completed_on=claim.completed_on,
                provider=claim.provider.strip(),
                file_name=_clean_name(claim.file_name),
                content_type=content_type,
                content=claim.content,
                sent_at=at,
                next_check_at=at,
            )
    except IntegrityError as error:
        raise NotPermittedNow("You have sent this already, and a trainer has it.") from error
    # Where it cannot be handed off now, the regular check of what waits finds it.
    transaction.on_commit(partial(hand_off_check, claim_id=sent.pk), robust=True)
    return sent


@transaction.atomic
def accept_claim(*, claim_id: UUID, by: Reach, at: datetime, last_day: date | None = None) -> Award:
    """
    Award what was learned elsewhere, from the day on which it was completed.

    It counts as long as the present course of the competency says; where there is none, up to the
    last day that the trainer names.

    :raises PriorLearning.DoesNotExist: there is none that the actor may know of
    :raises Forbidden: the actor is no trainer, or it is their own
    :raises LastDayWanted: no course of today grants it, and no fit last day is named
    :raises NotPermittedNow: it is decided already, its file was not checked, or it has run out
    """
    claim = _lock(claim_id, by)
    if claim.file_check != FileCheck.CLEAN:
        raise NotPermittedNow("The evidence has not passed the virus check.")
    lock_person(claim.user_id)
    today = at.astimezone(LONDON).date()
    rule = present_rule(claim)
    term = _named_term(claim, last_day) if rule is None else _term_by(rule, claim)
    if term.valid_until is not None and term.valid_until < today:
        ran_out = format_day(term.valid_until)
        raise NotPermittedNow(f"This ran out on {ran_out}. Refuse it, and name the course to take.")
    frozen = freeze_rule(rule) if rule else {"rule": "last-day-named"}
    award = _award(claim, term, frozen, by=by, at=at)
    _decide(claim, EvidenceState.ACCEPTED, "", by=by, at=at)
    return award


@transaction.atomic
def refuse_claim(*, claim_id: UUID, reason: str, by: Reach, at: datetime) -> PriorLearning:
    """
    Refuse a claim, with a reason that its sender reads.

    :raises PriorLearning.DoesNotExist: there is none that the actor may know of
    :raises Forbidden: the actor is no trainer, or it is their own
    :raises NotPermittedNow: it is decided already, or no reason is given
    """
    claim = _lock(claim_id, by)
    if not reason.strip():
        raise NotPermittedNow("Give a reason.")
    return _decide(claim, EvidenceState.REFUSED, reason.strip(), by=by, at=at)


def present_rule(claim: PriorLearning) -> ValidityRule | None:
    """Return how long today's course counts; of several courses, the one that ends first."""
    versions = CourseVersion.objects.filter(
        grants=claim.competency, state=VersionState.PUBLISHED, course__is_active=True
    )
    rules = [rule_of(version) for version in versions]
    return min(rules, key=lambda rule: _term_by(rule, claim).valid_until or date.max, default=None)


def present_term(claim: PriorLearning) -> Term | None:
    """Return how long a claim would count; None where a trainer has to say so."""
    rule = present_rule(claim)
    return None if rule is None else _term_by(rule, claim)


def _kind_of(claim: NewClaim) -> str:
    """
    Return what a file is by its bytes.

    :raises UnfitEvidence: it is not taken
    """
    if len(claim.content) > LARGEST_FILE:
        raise UnfitEvidence("The file must be 10 MB or smaller.")
    kind = examine(claim.content, claim.file_name)
    if kind.content_type not in KINDS or kind.refusal:
        raise UnfitEvidence("The file must be a PDF, a PNG or a JPEG.")
    if kind.is_risky:
        raise UnfitEvidence("The file holds scripts or other files. Send a picture of it instead.")
    return kind.content_type


def _clean_name(name: str) -> str:
    """Return a file's name without folders and signs that deceive."""
    last = PurePosixPath(PureWindowsPath(name.replace("\0", "")).name or "file").name
    return "".join(sign for sign in last if sign.isprintable()).strip(" .")[:LONGEST_NAME] or "file"


def _lock(claim_id: UUID, by: Reach) -> PriorLearning:
    known = PriorLearning.objects.within(by).select_for_update(of=("self",))
    claim = known.select_related("user", "competency", "role__organization").get(pk=claim_id)
    permissions.check_may_decide_claim(by, claim)
    check_claim_waits(claim)
    return claim


def _term_by(rule: ValidityRule, claim: PriorLearning) -> Term:
    held = held_before(claim.user_id, claim.competency, claim.completed_on)
    return work_out_term(rule, completed_on=claim.completed_on, held=held)


def _named_term(claim: PriorLearning, last_day: date | None) -> Term:
    """
    Return the term up to a day that a trainer names.

    :raises LastDayWanted: none is named, or it lies before the completion
    """
    if last_day is None or last_day < claim.completed_on:
        raise LastDayWanted("Name the last day on which it counts, after the day of completion.")
    opens = add_months(last_day, -WINDOW_MONTHS)
    return Term(
        anchor_on=claim.completed_on,
        valid_from=claim.completed_on,
        renew_from=min(max(opens, claim.completed_on + timedelta(days=1)), last_day),
        valid_until=last_day,
    )


def _award(
    claim: PriorLearning,
    term: Term,
    rule: dict[str, str | int | None] | dict[str, str],
    *,
    by: Reach,
    at: datetime,
) -> Award:
    award = Award.objects.create(
        user=claim.user,
        competency=claim.competency,
        prior_learning=claim,
        source=AwardSource.PRIOR,
        completed_on=claim.completed_on,
        **term_fields(term),
        rule=rule,
        organization=claim.role.organization,
        **printed_names(claim.user),
        printed_title=claim.provider,
        printed_competency=claim.competency.name,
        printed_organization=claim.role.organization.name,
        verify_code=make_code(),
        awarded_at=at,
        awarded_by=by.viewer.user,
    )
    grant_award(award)
    return award


def _decide(
    claim: PriorLearning, state: EvidenceState, reason: str, *, by: Reach, at: datetime
) -> PriorLearning:
    claim.state, claim.decision_reason = state, reason
    claim.decided_at, claim.decided_by = at, by.viewer.user
    claim.save(update_fields=["state", "decision_reason", "decided_at", "decided_by", "updated_at"])
    _tell(claim, at=at)
    return claim


def _tell(claim: PriorLearning, *, at: datetime) -> None:
    is_accepted = claim.state == EvidenceState.ACCEPTED
    learned = f"{claim.competency.name} of {format_day(claim.completed_on)}"
    if is_accepted:
        body = f"What you learned elsewhere is accepted: {learned}.\n\n{where_certificates_are()}"
    else:
        body = f"What you sent is not accepted: {learned}.\n\nReason: {claim.decision_reason}"
    telling = Telling(
        kind=MessageKind.EVIDENCE,
        once_key=f"evidence:{claim.pk}",
        subject=f"Earlier learning {'accepted' if is_accepted else 'not accepted'}",
        body=body,
    )
    queue_message(telling, to=claim.user, at=at)
