"""What stands around the figures: readers, populations, what happened when, targets, reports."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.utils import timezone

from accounts.codes import OrganizationKind
from accounts.demo.organizations import SHROPSHIRE
from accounts.models import Organization, User
from analytics.codes import AnnotationKind, ReportFrequency
from analytics.demo.answers import load_answers
from analytics.demo.benefits import load_benefits
from analytics.demo.curve import OUTAGE_MONTH, outage_day, shortened, went_live
from analytics.demo.page_times import load_page_times
from analytics.demo.populations import load_populations
from analytics.measures.periods import add_months, month_of
from analytics.models import Annotation, FiguresReader, Population, ReportDefinition, Target

# Who sees the whole service, beside those whose role shows them their board.
READERS: Final = {
    "analyst": "Keeps the figures of the whole service",
    "leadership.lead": "Leads the programme",
    "safety.officer": "Looks after clinical safety in all boards",
}
# In months from the first; goals are the programme's own.
HAPPENED: Final = (
    (8, AnnotationKind.TRAINING, "Training drive in A&E: 240 places in six weeks"),
    (15, AnnotationKind.RELEASE, "Records open from the hospital's own system"),
    (21, AnnotationKind.TRAINING, "Training drive in general practice"),
    (26, AnnotationKind.DECISION, "Board decides to bring in social care"),
    (29, AnnotationKind.RELEASE, "New summary page"),
    (37, AnnotationKind.TRAINING, "Training drive in the Black Country"),
    (41, AnnotationKind.RELEASE, "Letters and results together in one list"),
)
TARGETS: Final = (
    ("found-share", "25", 24),
    ("failed-share", "5", 24),
    ("openings-per-sign-in", "1", 36),
)
WROTE_TARGETS: Final = "Programme board, annual plan"


def is_there() -> bool:
    """Whether it was loaded: populations are written last, with all else that is written here."""
    return Population.objects.exists()


@transaction.atomic
def load_around(*, at: datetime, months: int) -> None:
    """Write everything or nothing, so that a start that is broken off leaves no half of it."""
    today = timezone.localdate(at)
    first = add_months(month_of(today), -months)
    organizations = {
        each.ods_code: each for each in Organization.objects.select_related("parent__parent")
    }
    analyst = User.objects.filter(username="analyst").first()
    _load_readers()
    said = _annotations(organizations, analyst, first=first, months=months)
    Annotation.objects.bulk_create(each for each in said if each.on < today)
    Target.objects.bulk_create(
        (
            Target(
                measure=measure,
                value=Decimal(value),
                valid_from=add_months(first, shortened(month, months)),
                source=WROTE_TARGETS,
            )
            for measure, value, month in TARGETS
        ),
        ignore_conflicts=True,
    )
    _load_reports(organizations, analyst)
    load_answers(today=today)
    load_page_times(today=today)
    load_benefits(at)
    load_populations(organizations, today=today)


def _load_readers() -> None:
    users = User.objects.filter(username__in=READERS)
    FiguresReader.objects.bulk_create(
        (FiguresReader(user=user, reason=READERS[user.username]) for user in users),
        ignore_conflicts=True,
    )


def _annotations(
    organizations: Mapping[str, Organization], by: User | None, *, first: date, months: int
) -> Iterator[Annotation]:
    """Give the go-lives of all but practices, and what happened to everybody."""
    for organization in organizations.values():
        on = went_live(organization, first=first, months=months)
        is_small = organization.kind in (OrganizationKind.GP_PRACTICE, OrganizationKind.ICB)
        if on is not None and not is_small:
            yield Annotation(
                on=on,
                kind=AnnotationKind.GO_LIVE,
                words=f"{organization.short_name} goes live",
                organization=organization,
                by=by,
            )
    for month, kind, words in HAPPENED:
        on = add_months(first, shortened(month, months)) + timedelta(days=9)
        until = on + timedelta(days=41) if kind == AnnotationKind.TRAINING else None
        yield Annotation(on=on, until=until, kind=kind, words=words, by=by)
    yield Annotation(
        on=outage_day(add_months(first, shortened(OUTAGE_MONTH, months))),
        kind=AnnotationKind.INCIDENT,
        words="Nobody could sign in for most of the day",
        by=by,
    )


def _load_reports(organizations: Mapping[str, Organization], by: User | None) -> None:
    ReportDefinition.objects.get_or_create(
        title="Use of the shared record",
        defaults={"sections": ["use"], "frequency": ReportFrequency.MONTHLY, "made_by": by},
    )
    board = organizations[SHROPSHIRE]
    ReportDefinition.objects.get_or_create(
        title=f"Use in {board.short_name}",
        organization=board,
        defaults={"sections": ["use"], "frequency": ReportFrequency.QUARTERLY, "made_by": by},
    )
