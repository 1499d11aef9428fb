"""The agreed targets of the demonstration, after the reference targets of NHS services."""

from datetime import UTC, datetime
from typing import Final

import holidays
from django.db import transaction

from helpdesk.codes import Metric, Priority, WaitingReason
from helpdesk.models import Calendar, CalendarVersion, SlaPolicy, SlaPolicyVersion

AGREED_FROM: Final = datetime(2024, 1, 1, tzinfo=UTC)
YEARS: Final = range(2024, 2030)
HOUR: Final = 3600
WORKING_DAY: Final = 10 * HOUR
OFFICE: Final = [[day, 8 * 60, 18 * 60] for day in range(5)]
# What the desk cannot hasten: it pauses the time to a solution, never the time to an answer.
PAUSES: Final = [
    WaitingReason.USER,
    WaitingReason.ORGANIZATION_IT,
    WaitingReason.CHANGE_WINDOW,
]
# Priority → calendar, seconds to a first answer, seconds to a solution.
TARGETS: Final = {
    Priority.CRITICAL: ("always", HOUR // 4, 4 * HOUR),
    Priority.HIGH: ("always", HOUR // 2, 8 * HOUR),
    Priority.MEDIUM: ("england", 2 * HOUR, 3 * WORKING_DAY),
    Priority.LOW: ("england", WORKING_DAY, 5 * WORKING_DAY),
    Priority.PLANNED: ("england", 2 * WORKING_DAY, 10 * WORKING_DAY),
}
REPORT_WITHIN: Final = 72 * HOUR


@transaction.atomic
def load_service_levels() -> None:
    """Add calendars and targets that are missing; what was agreed is never changed."""
    calendars = {"england": _england(), "always": _always()}
    for priority, (calendar, response, resolution) in TARGETS.items():
        number = int(priority)
        for metric, seconds, pauses in (
            (Metric.FIRST_RESPONSE, response, []),
            (Metric.RESOLUTION, resolution, PAUSES),
        ):
            policy, _ = SlaPolicy.objects.get_or_create(
                code=f"{metric}-{number}",
                defaults={
                    "name": f"{metric.label}, priority {number}",
                    "metric": metric,
                    "priority": priority,
                },
            )
            _agree(policy, calendars[calendar], seconds, pauses)
    report, _ = SlaPolicy.objects.get_or_create(
        code="ig-report",
        defaults={
            "name": "Report to the Information Commissioner (UK GDPR, article 33)",
            "metric": Metric.IG_REPORT,
            "needs_governance_flag": True,
        },
    )
    _agree(report, calendars["always"], REPORT_WITHIN, [])


def _england() -> CalendarVersion:
    calendar, _ = Calendar.objects.get_or_create(
        code="england", defaults={"name": "Monday to Friday, 08:00 to 18:00, England"}
    )
    days = holidays.country_holidays("GB", subdiv="ENG", years=YEARS)
    version, _ = CalendarVersion.objects.get_or_create(
        calendar=calendar,
        number=1,
        defaults={"intervals": OFFICE, "holidays": sorted(days)},
    )
    return version


def _always() -> CalendarVersion:
    calendar, _ = Calendar.objects.get_or_create(
        code="always", defaults={"name": "Day and night, every day"}
    )
    version, _ = CalendarVersion.objects.get_or_create(
        calendar=calendar, number=1, defaults={"is_always_open": True}
    )
    return version


def _agree(
    policy: SlaPolicy, calendar: CalendarVersion, seconds: int, pauses: list[WaitingReason]
) -> None:
    SlaPolicyVersion.objects.get_or_create(
        policy=policy,
        number=1,
        defaults={
            "target_seconds": seconds,
            "calendar_version": calendar,
            "pause_on": [str(reason) for reason in pauses],
            "valid_from": AGREED_FROM,
        },
    )
