"""Award what somebody has completed, and take it back: an award is a fact that nobody edits."""

from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse

from accounts.actions import CompetencyTerm, grant_competency, revoke_competency
from accounts.models import Competency, User
from core.dates import LONDON, format_day
from core.errors import NotPermittedNow
from training import permissions
from training.codes import AwardSource, ExpiryRule, MessageKind, PeriodUnit
from training.models import Award, CourseVersion, Enrolment, Reach
from training.policies import Held, Term, ValidityRule, check_is_not_revoked, work_out_term

from .messages import Telling, queue_message
from .verify_codes import make_code


@transaction.atomic
def award_completion(*, enrolment: Enrolment, by: User | None, at: datetime) -> list[Award]:
    """
    Award each competency that a completed version grants, once, and grant it in the same breath.

    :raises NotPermittedNow: the version is not completed
    """
    if enrolment.completed_at is None:
        raise NotPermittedNow("This course is not completed yet.")
    lock_person(enrolment.user_id)
    before = {award.competency_id: award for award in Award.objects.filter(enrolment=enrolment)}
    awards = [
        before.get(competency.pk) or _award(enrolment, competency, by=by, at=at)
        for competency in enrolment.version.grants.order_by("name")
    ]
    if awards and not before:
        _tell_awarded(awards, key=enrolment.pk, at=at)
    return awards


@transaction.atomic
def revoke_award(*, award_id: UUID, reason: str, by: Reach, at: datetime) -> Award:
    """
    Take an award back, and the competency with it. What happened to bookings stays as it is.

    :raises Award.DoesNotExist: there is none that the actor may know of
    :raises Forbidden: the actor is no trainer, or holds it themselves
    :raises NotPermittedNow: it is revoked already, or no reason is given
    """
    known = Award.objects.within(by, on=at.astimezone(LONDON).date())
    award = known.select_for_update(of=("self",)).select_related("user").get(pk=award_id)
    permissions.check_may_revoke(by, award)
    check_is_not_revoked(award)
    if not reason.strip():
        raise NotPermittedNow("Give a reason.")
    award.revoked_at, award.revoked_by, award.revoked_reason = at, by.viewer.user, reason.strip()
    award.save(update_fields=["revoked_at", "revoked_by", "revoked_reason", "updated_at"])
    revoke_competency(source=award.pk, by=by.viewer.user, at=at)
    _tell_revoked(award, at=at)
    return award


def lock_person(user_id: UUID) -> None:
    """Let nobody else award the same person at the same time: a term rests on the one before."""
    User.objects.select_for_update(no_key=True).get(pk=user_id)


def held_before(user_id: UUID, competency: Competency, completed_on: date) -> Held | None:
    """Return the award that lasts longest of those completed up to a day and not revoked."""
    standing = Award.objects.standing().filter(
        user_id=user_id, competency=competency, completed_on__lte=completed_on
    )
    longest = standing.order_by(F("valid_until").desc(nulls_first=True), "-completed_on").first()
    if longest is None:
        return None
    return Held(
        anchor_on=longest.anchor_on,
        renew_from=longest.renew_from,
        valid_until=longest.valid_until,
    )


def rule_of(version: CourseVersion) -> ValidityRule:
    """Return how a version says that its awards count."""
    return ValidityRule(
        rule=ExpiryRule(version.expiry_rule),
        period=version.period,
        unit=PeriodUnit(version.period_unit),
        window_months=version.window_months,
        base_on=version.base_on,
    )


def freeze_rule(rule: ValidityRule) -> dict[str, str | int | None]:
    """Return a rule as an award keeps it."""
    return {
        "rule": rule.rule.value,
        "period": rule.period,
        "unit": rule.unit.value,
        "window_months": rule.window_months,
        "base_on": rule.base_on.isoformat() if rule.base_on else None,
    }


def grant_award(award: Award) -> None:
    """Make the holder of a new award competent, in the transaction that makes it."""
    grant_competency(
        user=award.user,
        competency=award.competency,
        term=CompetencyTerm(
            valid_from=award.valid_from,
            renew_from=award.renew_from,
            valid_until=award.valid_until,
        ),
        source=award.pk,
        by=award.awarded_by,
        at=award.awarded_at,
    )


def printed_names(user: User) -> dict[str, str]:
    """Return a holder's names as a certificate prints them, without title."""
    given, family = user.first_name.strip(), user.last_name.strip()
    if not family:
        words = str(user).removeprefix(user.title).split()
        given, family = " ".join(words[:-1]), words[-1]
    return {"printed_given_name": given, "printed_family_name": family}


def _award(enrolment: Enrolment, competency: Competency, *, by: User | None, at: datetime) -> Award:
    version, organization = enrolment.version, enrolment.role.organization
    completed_on = (enrolment.completed_at or at).astimezone(LONDON).date()
    held = held_before(enrolment.user_id, competency, completed_on)
    rule = rule_of(version)
    term = work_out_term(rule, completed_on=completed_on, held=held)
    award = Award.objects.create(
        user=enrolment.user,
        competency=competency,
        version=version,
        enrolment=enrolment,
        source=AwardSource.COURSE,
        completed_on=completed_on,
        **term_fields(term),
        rule=freeze_rule(rule),
        organization=organization,
        **printed_names(enrolment.user),
        printed_title=f"{version.course.name}, version {version.number}",
        printed_competency=competency.name,
        printed_organization=organization.name,
        verify_code=make_code(),
        awarded_at=at,
        awarded_by=by,
    )
    grant_award(award)
    return award


def term_fields(term: Term) -> dict[str, date | None]:
    """Return a term as the fields of an award."""
    return {
        "anchor_on": term.anchor_on,
        "valid_from": term.valid_from,
        "renew_from": term.renew_from,
        "valid_until": term.valid_until,
    }


def where_certificates_are() -> str:
    """Return the line of a mail that leads its reader to their certificates."""
    return f"Your certificates: {settings.SERVICE_URL}{reverse('training:award_list')}"


def _tell_awarded(awards: list[Award], *, key: UUID, at: datetime) -> None:
    lines = [f"- {award.printed_competency}: {_until(award)}" for award in awards]
    body = "\n".join(
        ["You hold a new certificate of training.", "", *lines, "", where_certificates_are()]
    )
    telling = Telling(
        kind=MessageKind.AWARDED,
        once_key=f"awarded:{key}",
        subject=f"Certificate: {awards[0].printed_title}",
        body=body,
    )
    queue_message(telling, to=awards[0].user, at=at)


def _tell_revoked(award: Award, *, at: datetime) -> None:
    body = (
        f"Your certificate for {award.printed_competency} of {format_day(award.completed_on)} is "
        f"no longer valid.\n\nReason: {award.revoked_reason}\n\n"
        "If you think that this is wrong, ask a trainer of your board."
    )
    telling = Telling(
        kind=MessageKind.REVOKED,
        once_key=f"revoked:{award.pk}",
        subject=f"Certificate revoked: {award.printed_competency}",
        body=body,
    )
    queue_message(telling, to=award.user, at=at)


def _until(award: Award) -> str:
    if award.valid_until is None:
        return "does not expire"
    return f"valid until the end of {format_day(award.valid_until)}"
