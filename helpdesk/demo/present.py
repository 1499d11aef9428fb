"""What goes on at the demonstration's desk right now, done by the actions that people use."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from accounts.codes import JobRole
from accounts.demo.organizations import BLACK_COUNTRY
from accounts.models import PractitionerRole
from helpdesk.actions.assigning import assign_ticket, move_ticket
from helpdesk.actions.joining import join_major_incident
from helpdesk.actions.major_incidents import (
    Declaration,
    Update,
    declare_major_incident,
    post_update,
)
from helpdesk.actions.notifications import quietly
from helpdesk.actions.opening import Opening, open_ticket
from helpdesk.actions.parts import put_under
from helpdesk.actions.problems import open_problem, write_known_error
from helpdesk.codes import (
    Channel,
    ComponentStatus,
    Impact,
    MajorIncidentState,
    TicketCategory,
    TicketKind,
    TicketState,
    Urgency,
)
from helpdesk.models import KnownError, MajorIncident, Queue, ServiceComponent, Ticket

REPORTS: Final = (
    (
        58,
        "Records do not open at all",
        (
            "Every record ends in an error since about half past. "
            "The search still works. A&E is full and we are ringing practices one by one."
        ),
    ),
    (
        55,
        "Error on every record",
        (
            "Whatever I open says that something went wrong. It is the same "
            "for all of us in the clinic, on every computer."
        ),
    ),
    (
        53,
        "Is the service down?",
        (
            "Nothing opens here since a few minutes ago. We have fourteen "
            "people waiting and work on paper for now."
        ),
    ),
    (
        49,
        "Cannot open any record",
        (
            "The page stays empty for a long time and then says to try "
            "again later. Signing out and in again did not help."
        ),
    ),
    (
        44,
        "Blank page instead of the record",
        (
            "It began in the middle of the ward round. One record "
            "that I had open still shows, new ones do not."
        ),
    ),
    (38, "Records very slow, then an error", "Now and then one opens after a minute. Most do not."),
)
TITLE: Final = "Records do not open in the Black Country"
UPDATES: Final = (
    (
        50,
        MajorIncidentState.DECLARED,
        ComponentStatus.DISRUPTED,
        (
            "Records do not open for most people in the Black Country. The search and "
            "signing in work. "
            "Please ring practices and wards where care depends on it."
        ),
    ),
    (
        27,
        MajorIncidentState.IDENTIFIED,
        ComponentStatus.DISRUPTED,
        (
            "We have found the cause: a database server has run out of space after last "
            "night’s work. "
            "Space is being added now. No information is lost."
        ),
    ),
    (
        6,
        MajorIncidentState.IDENTIFIED,
        ComponentStatus.DEGRADED,
        (
            "Records open again for about half of you, slowly. We expect the rest within "
            "the hour and "
            "write again then."
        ),
    ),
)
PROBLEMS: Final = (
    (
        "slow",
        "Slow mornings at several sites",
        "Between nine and ten, pages reach some sites late although they leave us in time.",
        "Backups of those sites run into the morning and fill their lines.",
        (
            "Before ten, please use a computer on the second network, or open the record "
            "by the button "
            "in your own system."
        ),
        True,
    ),
    (
        "twice",
        "Entries stand twice after a source moved",
        "Since their upgrade a source sends the same entries under new numbers.",
        "The new system numbers its entries anew, so that we take each of them for another one.",
        "The newer of the two entries is the right one; nothing is missing.",
        True,
    ),
    (
        "smartcard",
        "Identity agent of an older version answers on the wrong port",
        "Cards are refused on computers whose identity agent is older than version 2.6.",
        "Under investigation with the supplier of the agent.",
        "",
        False,
    ),
)


@transaction.atomic
def load_present(roles: Mapping[str, PractitionerRole], *, at: datetime) -> None:
    """Have a major incident run, and problems behind open tickets, once."""
    if MajorIncident.objects.exists():
        return
    with quietly():
        _run_major_incident(roles["incident.manager"], at=at)
        _find_problems(roles["team.lead"], roles["incident.manager"], at=at)


def _run_major_incident(manager: PractitionerRole, *, at: datetime) -> None:
    callers = _callers_of_black_country()
    reports = [
        _report(caller, subject, text, at=at - timedelta(minutes=ago))
        for caller, (ago, subject, text) in zip(callers, REPORTS, strict=False)
    ]
    ago, _, status, text = UPDATES[0]
    declaration = Declaration(
        title=TITLE,
        text=text,
        status=status,
        components=list(ServiceComponent.objects.filter(code="record-viewer-black-country")),
        cadence_minutes=30,
        is_for_strangers=True,
    )
    incident = declare_major_incident(
        number=reports[0].number,
        declaration=declaration,
        by=manager,
        at=at - timedelta(minutes=ago),
    )
    for (minutes, _, _), report in zip(REPORTS[1:], reports[1:], strict=False):
        moment = at - timedelta(minutes=min(minutes, ago) - 2)
        put_under(parent=incident.ticket_id, number=report.number, by=manager, at=moment)
    for caller in callers[len(REPORTS) :]:
        join_major_incident(incident_id=incident.pk, by=caller, at=at - timedelta(minutes=30))
    for ago, state, status, text in UPDATES[1:]:
        update = Update(state=state, status=status, text=text, is_for_strangers=True)
        moment = at - timedelta(minutes=ago)
        post_update(incident_id=incident.pk, update=update, by=manager, at=moment)


def _callers_of_black_country() -> Sequence[PractitionerRole]:
    """Return people of several organizations there: those who report, and more who join."""
    roles = PractitionerRole.objects.filter(
        organization__parent__ods_code=BLACK_COUNTRY, user__username__startswith="caller."
    ).exclude(job_role=JobRole.HELPDESK_ANALYST)
    each = roles.select_related("user", "organization__parent").order_by("user__username")
    return list(each[: len(REPORTS) + 5])


def _report(caller: PractitionerRole, subject: str, text: str, *, at: datetime) -> Ticket:
    opening = Opening(
        kind=TicketKind.INCIDENT,
        category=TicketCategory.SOFTWARE,
        channel=Channel.PORTAL,
        subject=subject,
        text=text,
        requester=caller.user,
        organization=caller.organization,
        impact=Impact.CARE_SOME,
        urgency=Urgency.NOW,
        queue=Queue.objects.get(code="applications"),
        component=ServiceComponent.objects.filter(code="record-viewer-black-country").first(),
    )
    return open_ticket(opening, by=caller, at=at)


def _find_problems(lead: PractitionerRole, manager: PractitionerRole, *, at: datetime) -> None:
    """
    Open problems behind tickets of the lead's queues that are open and under none yet.

    The lead hands each over to those who look for causes, and their manager takes it.
    """
    causes = Queue.objects.get(code="problems")
    tickets = Ticket.objects.open().filter(
        queue__memberships__role=lead,
        kind=TicketKind.INCIDENT,
        parent=None,
        is_restricted=False,
    )
    fitting = tickets.exclude(state=TicketState.NEW).order_by("number")
    for word, title, text, cause, workaround, is_published in PROBLEMS:
        ticket = fitting.filter(subject__icontains=word).first()
        if ticket is None:
            continue
        moment = at - timedelta(minutes=20)
        problem = open_problem(number=ticket.number, title=title, text=text, by=lead, at=moment)
        known = KnownError(
            title=title, root_cause=cause, workaround=workaround, is_published=is_published
        )
        write_known_error(number=problem.number, known=known, by=lead, at=moment)
        move_ticket(number=problem.number, queue=causes, by=lead, at=moment)
        assign_ticket(number=problem.number, assignee=manager.user, by=manager, at=moment)
