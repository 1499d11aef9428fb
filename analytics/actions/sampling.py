"""Keep the answers to the question in the record: by where they were given, and by nobody."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from django.core import signing
from django.db import IntegrityError, transaction

from accounts.models import PractitionerRole
from analytics.codes import Answer
from analytics.models import Stratum, SurveyResponse
from analytics.queries.sampling import SALT, dismissal_key
from core.dates import LONDON
from core.errors import NotPermittedNow
from core.valkey import ValkeyAway, in_reach

ANSWER_WITHIN: Final = timedelta(hours=1)
_ONE_DAY: Final = timedelta(days=1)


def answer_question(token: str, answer: Answer, *, by: PractitionerRole, at: datetime) -> None:
    """
    Keep the answer to a question, once.

    Of the person only where they work, as what and in which setting goes in. Who waves the
    question away is not asked again until midnight.

    :raises NotPermittedNow: the question was put to nobody or to somebody else, is answered
        already, or was put too long ago
    """
    access, asked_at = _read(token, by=by)
    if at - asked_at > ANSWER_WITHIN:
        raise NotPermittedNow(
            "This question was asked more than an hour ago, so your answer was not kept."
        )
    if answer == Answer.DISMISSED:
        _leave_alone(by, at=at)
    stratum = _stratum_of(by)
    day = asked_at.replace(hour=0, minute=0, second=0)
    try:
        with transaction.atomic():
            kept = SurveyResponse.objects.create(
                access=access, stratum=stratum, asked_on=day.date(), answer=answer
            )
            # The minute of an answer would lead to the line of the trail that it belongs to.
            SurveyResponse.objects.filter(pk=kept.pk).update(created_at=day, updated_at=day)
    except IntegrityError as error:
        raise NotPermittedNow(
            "This question is answered already. The first answer counts."
        ) from error


def _read(token: str, *, by: PractitionerRole) -> tuple[int, datetime]:
    """
    Return the unreadable number of the opening, and when it was asked.

    :raises NotPermittedNow: we did not write the token, or not for this person in this role
    """
    refusal = NotPermittedNow("This question was not asked here, so your answer was not kept.")
    try:
        question = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError) as error:
        raise refusal from error
    if question["role"] != str(by.pk):
        raise refusal
    return int(question["access"]), datetime.fromtimestamp(question["at"], tz=LONDON)


def _leave_alone(by: PractitionerRole, *, at: datetime) -> None:
    """Note until midnight that somebody wants no question; without Valkey nobody is asked."""
    local = at.astimezone(LONDON)
    midnight = (local + _ONE_DAY).replace(hour=0, minute=0, second=0, microsecond=0)
    with suppress(ValkeyAway), in_reach() as valkey:
        valkey.set(
            dismissal_key(by, on=local.date()), "1", ex=round(midnight.timestamp() - at.timestamp())
        )


def _stratum_of(role: PractitionerRole) -> Stratum:
    """Return where somebody works and as what, as openings are counted."""
    return Stratum.objects.get_or_create(
        organization=role.organization,
        board=role.organization.board,
        job_role=role.job_role,
        care_setting=role.setting,
    )[0]
