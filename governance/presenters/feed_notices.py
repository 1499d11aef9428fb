"""What governance has to say of feeds: that no agreement covers one, or not for long."""

from collections.abc import Collection, Mapping
from datetime import date

from django.urls import reverse

from core.dates import count_in_words, format_day
from core.feed_notices import FeedNotice
from governance.models import SharingAgreement
from governance.policies.agreements import SOON
from governance.queries.agreement_warnings import FeedCover, cover_of_feeds


def tell_of_feeds(codes: Collection[str], on: date) -> Mapping[str, FeedNotice]:
    """Say of which feeds no sharing agreement is in force, and of which only for 90 days more."""
    found = {code: _notice(cover, on=on) for code, cover in cover_of_feeds(codes, on=on).items()}
    return {code: notice for code, notice in found.items() if notice is not None}


def _notice(cover: FeedCover, *, on: date) -> FeedNotice | None:
    if cover.until is None:
        return FeedNotice(
            label="No agreement",
            words=_without_cover(cover.agreement),
            tone="red",
            url=_page(cover.agreement),
        )
    left = cover.until - on
    if left > SOON or cover.agreement is None:
        return None
    days = f"in {count_in_words(left.days, 'day')}" if left.days else "today"
    return FeedNotice(
        label="Agreement runs out",
        words=f"Sharing agreement {cover.agreement.reference} runs out {days},"
        f" on {format_day(cover.until)}.",
        tone="amber",
        url=_page(cover.agreement),
    )


def _without_cover(agreement: SharingAgreement | None) -> str:
    if agreement is None:
        return "No sharing agreement covers this feed."
    return (
        "No sharing agreement in force covers this feed:"
        f" {agreement.reference} is no longer in force."
    )


def _page(agreement: SharingAgreement | None) -> str:
    if agreement is None:
        return reverse("governance:agreement_list")
    return reverse("governance:agreement_detail", args=[agreement.pk])
