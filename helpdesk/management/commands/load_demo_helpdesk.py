"""Sets up the demonstration's helpdesk: the desk itself, and what it has done so far."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.demo.people import PEOPLE
from accounts.models import Organization, PractitionerRole
from accounts.queries import list_roles_of
from helpdesk.demo.articles import load_articles
from helpdesk.demo.components import load_components
from helpdesk.demo.desk import load_desk
from helpdesk.demo.mails import load_mails
from helpdesk.demo.past.history import TICKETS, load_history, make_references
from helpdesk.demo.past.people import load_callers, load_more_agents
from helpdesk.demo.present import load_present
from helpdesk.demo.service_levels import load_service_levels
from helpdesk.models import Ticket

DEMO_SETTINGS = {"config.settings.local", "config.settings.test"}


class Command(BaseCommand):
    help = "Add the demonstration's helpdesk; running it again is safe."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--only", choices=["desk"], help="Leave out tickets, articles and the like"
        )
        parser.add_argument("--tickets", type=int, default=TICKETS, help="How many, in two years")

    def handle(self, *_arguments: object, **options: object) -> None:
        if settings.SETTINGS_MODULE not in DEMO_SETTINGS:
            raise CommandError("Invented tickets are made only where the demonstration runs.")
        at = timezone.now()
        organizations = {
            each.ods_code: each for each in Organization.objects.select_related("parent")
        }
        roles = _roles_of_demo_people()
        load_service_levels()
        load_components(organizations)
        queues = load_desk(organizations, roles)
        self.stdout.write(f"{len(queues)} queues ready")
        if options["only"] == "desk":
            return
        articles = load_articles(roles, at=at)
        self.stdout.write(f"{len(articles)} articles ready")
        tickets = 0
        if not Ticket.objects.exists():
            load_callers(organizations, on=timezone.localdate(at))
            load_more_agents(organizations, queues, on=timezone.localdate(at))
            wanted = int(str(options["tickets"]))
            tickets = load_history(at=at, tickets=wanted, references=make_references())
        load_present(roles, at=at)
        mails = load_mails(at=at)
        self.stdout.write(f"{tickets:,} tickets written, {mails} mails taken in")


def _roles_of_demo_people() -> dict[str, PractitionerRole]:
    """
    Return the first role of everybody who can sign in, by their user names.

    :raises CommandError: they are not there yet
    """
    names = [person.username for person in PEOPLE]
    first = {person.username: person.roles[0].ods_code for person in PEOPLE}
    held = list_roles_of(names, timezone.localdate())
    roles = {
        role.user.username: role
        for role in held
        if role.organization.ods_code == first[role.user.username]
    }
    if missing := [name for name in names if name not in roles]:
        raise CommandError(f"There is no {missing[0]} yet: run manage.py load_demo.")
    return roles
