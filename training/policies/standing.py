"""How somebody stands to a requirement on a day."""

from datetime import date, timedelta

from training.codes import ComplianceStatus


def status_on(
    *,
    valid_until: date | None,
    renew_from: date | None,
    grace_days: int,
    has_ever: bool,
    on: date,
) -> ComplianceStatus:
    """
    Return how somebody stands on a day, by the best of what they hold.

    Days are London's, and the last one counts whole. Without a last day they are current for ever;
    without a day of renewal they are never due. Revoked competencies do not count as having been.
    """
    if not has_ever:
        return ComplianceStatus.NEVER
    if valid_until is None:
        return ComplianceStatus.CURRENT
    if on <= valid_until:
        is_due = renew_from is not None and renew_from <= on
        return ComplianceStatus.DUE if is_due else ComplianceStatus.CURRENT
    is_in_grace = on <= grace_ends_on(valid_until, grace_days)
    return ComplianceStatus.GRACE if is_in_grace else ComplianceStatus.LAPSED


def grace_ends_on(valid_until: date, grace_days: int) -> date:
    """Return the last day on which somebody may still work with what ran out."""
    if grace_days > (date.max - valid_until).days:
        return date.max
    return valid_until + timedelta(days=grace_days)
