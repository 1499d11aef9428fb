"""Sets up the demonstration's governance: committees, eighteen months of meetings, registers."""

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import timezone

from accounts.demo.people import PEOPLE
from accounts.models import Organization, PractitionerRole
from accounts.queries import list_roles_of
from governance.actions.hazards import sign_hazard_off
from governance.actions.planning import plan_meetings
from governance.codes import CommitteeKind
from governance.demo.committees import Body, load_committees
from governance.demo.history import hold_past
from governance.demo.live import load_live, publish_minutes
from governance.demo.registers import load_agreements, load_hazards, load_risks
from governance.models import Committee, Decision
from governance.queries.reach import reach_of
from records.queries.feeds import list_standings

DEMO_SETTINGS: Final = {"config.settings.local", "config.settings.test"}
# The members of the boards have sat there for longer than the history goes back.
DAYS_OF_HISTORY: Final = 549
SIGNED: Final = "Reduced as far as is reasonable; I accept what is left."


class Command(BaseCommand):
    help = "Add the demonstration's governance; running it again is safe."

    def handle(self, *_arguments: object, **_options: object) -> None:
        if settings.SETTINGS_MODULE not in DEMO_SETTINGS:
            raise CommandError("Invented people are made only where the demonstration runs.")
        if Committee.objects.exists():
            self.stdout.write("Governance is there already")
            return
        self.stdout.write(_load(at=timezone.now()))


@transaction.atomic
def _load(*, at: datetime) -> str:
    """Write everything or nothing, so that a start that is broken off leaves no half of it."""
    today = timezone.localdate(at)
    since = today - timedelta(days=DAYS_OF_HISTORY)
    organizations = {
        each.ods_code: each for each in Organization.objects.select_related("parent__parent")
    }
    named = {
        role.user.username: role for role in list_roles_of([p.username for p in PEOPLE], today)
    }
    bodies = load_committees(organizations, named, since=since, at=at)
    written = hold_past(bodies, since=since, at=at)
    boards = [body for body in bodies if body.committee.kind == CommitteeKind.BOARD]
    first = boards[0]
    _load_registers(boards, organizations, named, at=at)
    for body in bodies:
        plan_meetings(body.series.pk, until=today + timedelta(days=120), at=at)
    _count_rows()
    leadership = next(b for b in bodies if b.committee.kind == CommitteeKind.LEADERSHIP)
    load_live(first, leadership, named, at=at)
    publish_minutes(first, named["board.secretary"], at=at)
    return (
        f"{len(bodies)} committees, {len(written.meetings):,} meetings held,"
        f" {Decision.objects.count()} decisions, {len(written.actions)} actions"
    )


def _load_registers(
    boards: list[Body],
    organizations: dict[str, Organization],
    named: dict[str, PractitionerRole],
    *,
    at: datetime,
) -> None:
    """Write risks over the boards, and hazards and agreements of the first of them."""
    officer = named["safety.officer"].user
    owned = [(body.committee, [m.user for m in body.members if m.is_voting]) for body in boards]
    load_risks(owned, at=at)
    hazards = load_hazards(boards[0].committee, officer, at=at)
    signing = reach_of(named["safety.officer"], on=timezone.localdate(at))
    for hazard in hazards[2:7]:
        sign_hazard_off(hazard_id=hazard.pk, statement=SIGNED, by=signing, at=at)
    load_agreements(
        boards[0].committee,
        organizations,
        sorted(standing.code for standing in list_standings()),
        owner=named["board.secretary"].user,
        adviser=named["data.protection"].user,
        at=at,
    )


def _count_rows() -> None:
    """Have the database look at what was just written: it plans badly for tables it knows not."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        ours = [name for name in tables if name.startswith("governance_")]
        cursor.execute(f"ANALYZE {', '.join(ours)}")
