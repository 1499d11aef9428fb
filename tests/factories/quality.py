"""What the service quality page rests on: page times, tickets by week, counts of compliance."""

from datetime import date

from accounts.codes import JobRole
from accounts.models import Organization
from analytics.measures.timing import bucket_of
from analytics.models import PageTime
from helpdesk.codes import Figure, TicketCategory
from helpdesk.models import ReportCell
from tests.factories.helpdesk import QueueFactory
from tests.factories.training import CompetencyFactory
from training.models import ComplianceSnapshot


def page_times(
    page: str, milliseconds: float, number: int, *, on: date, is_felt: bool = True
) -> None:
    """Keep that a page took so long so many times on a day."""
    PageTime.objects.create(
        local_date=on, page=page, is_felt=is_felt, bucket=bucket_of(milliseconds), n=number
    )


def resolved_tickets(number: int, *, in_time: int, week: date, region: Organization | None) -> None:
    """Keep how many tickets with a target were opened and resolved in a week, and in time."""
    what = {
        "week": week,
        "queue": QueueFactory.create(),
        "region": region,
        "category": TicketCategory.values[0],
        "is_restricted": False,
        "has_governance_flag": False,
        "number": number,
    }
    ReportCell.objects.create(figure=Figure.OPENED, **what)
    ReportCell.objects.create(figure=Figure.RESOLVED, in_time=in_time, with_target=number, **what)


def counted_compliance(
    organization: Organization, *, required: int, held: int, on: date, competencies: int = 1
) -> None:
    """Keep how many people hold each of some competencies, of all who must, on a day."""
    for number in range(competencies):
        ComplianceSnapshot.objects.create(
            on=on,
            organization=organization,
            job_role=JobRole.CLINICIAN,
            competency=CompetencyFactory.create(code=f"skill-{number}"),
            in_scope=required,
            current=held,
            never=required - held,
        )
