"""Which agreements run out, and which feeds no agreement covers, for every page that warns."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from governance.codes import AgreementStanding, AgreementState
from governance.models import AgreementFeed, Reach, SharingAgreement
from governance.policies.agreements import SOON, covered_until

from .agreements import term_of


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementWarning:
    """An agreement that runs out soon, or has run out without a successor."""

    agreement: SharingAgreement
    last_day: date
    standing: AgreementStanding


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedCover:
    """
    How a feed is covered: until when without a gap, and by which agreement last.

    Without cover `until` is None, and `agreement` the latest that once covered it.
    """

    until: date | None
    agreement: SharingAgreement | None


def list_own_warnings(reach: Reach, *, on: date) -> list[AgreementWarning]:
    """Return the warnings about agreements that a viewer may read, the most urgent first."""
    return list_warnings(SharingAgreement.objects.visible_to(reach), on=on)


def list_warnings(agreements: QuerySet[SharingAgreement], *, on: date) -> list[AgreementWarning]:
    """
    Return which of some agreements run out or have run out, the most urgent first.

    One that was ended on purpose, or whose next version goes on without a gap, is no warning.
    """
    signed = agreements.exclude(state=AgreementState.DRAFT).select_related("committee", "owner")
    versions: defaultdict[str, list[SharingAgreement]] = defaultdict(list)
    for agreement in signed.order_by("reference", "version"):
        versions[agreement.reference].append(agreement)
    found = [_warning(each, on=on) for each in versions.values()]
    return sorted(
        (warning for warning in found if warning is not None),
        key=lambda warning: (warning.last_day, warning.agreement.reference),
    )


def cover_of_feeds(codes: Collection[str], *, on: date) -> dict[str, FeedCover]:
    """Return how each of some feeds is covered by signed agreements on a day."""
    rows = (
        AgreementFeed.objects.filter(feed_code__in=codes)
        .filter(~Q(agreement__state=AgreementState.DRAFT))
        .select_related("agreement")
    )
    covering: defaultdict[str, list[SharingAgreement]] = defaultdict(list)
    for row in rows:
        covering[row.feed_code].append(row.agreement)
    return {code: _cover(covering[code], on=on) for code in codes}


def _cover(agreements: Iterable[SharingAgreement], *, on: date) -> FeedCover:
    in_order = sorted(agreements, key=_last_day)
    until = covered_until(map(term_of, in_order), on=on)
    lasts = [
        each
        for each in in_order
        if (_last_day(each) < on if until is None else _last_day(each) == until)
    ]
    return FeedCover(until=until, agreement=lasts[-1] if lasts else None)


def _last_day(agreement: SharingAgreement) -> date:
    return term_of(agreement).last_day


def _warning(versions: list[SharingAgreement], *, on: date) -> AgreementWarning | None:
    """Return the warning about an agreement in all its versions, if there is one."""
    cover = _cover(versions, on=on)
    if cover.agreement is None or cover.agreement.state == AgreementState.ENDED:
        return None
    if cover.until is not None and cover.until - on > SOON:
        return None
    stands = AgreementStanding.EXPIRED if cover.until is None else AgreementStanding.EXPIRING
    last_day = _last_day(cover.agreement)
    return AgreementWarning(agreement=cover.agreement, last_day=last_day, standing=stands)
