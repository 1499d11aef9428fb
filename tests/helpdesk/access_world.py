"""A small desk with a ticket of each kind, and who may know of which: the rules said once more."""

from dataclasses import dataclass
from typing import Any

from accounts.codes import JobRole
from accounts.models import PractitionerRole
from helpdesk.actions.people import change_participant
from helpdesk.codes import Impact, ParticipantKind, Urgency
from helpdesk.models import OrganizationContact, Queue, QueueMembership, Ticket
from tests.factories.accounts import BoardFactory, PractitionerRoleFactory, SurgeryFactory
from tests.factories.helpdesk import (
    MONDAY,
    ConfidentialQueueFactory,
    QueueFactory,
    QueueMembershipFactory,
    agent,
    caller,
    make_ticket,
)

WORD = "kaleidoscope"


@dataclass(frozen=True)
class World:
    """Roles and tickets by what they are called in the rules below."""

    roles: dict[str, PractitionerRole]
    tickets: dict[str, Ticket]

    def may_know(self, role: str) -> set[int]:
        """Return the numbers of the tickets that a role may know of, by the rules below."""
        return {self.tickets[name].number for name in RULES[role]}


# Which tickets a role may know of. This is written out on purpose, and shares nothing with the
# code that it checks. "governance" and "confidential" are restricted; "safety" is not.
OPEN_TO_THE_DESK = {"doctors", "doctors-other-queue", "doctors-safety", "surgerys", "closed"}
RESTRICTED = {"doctors-governance", "confidential", "by-an-analyst"}
OF_THE_DOCTOR = {"doctors", "doctors-other-queue", "doctors-safety", "doctors-governance", "closed"}

RULES: dict[str, set[str]] = {
    "doctor": OF_THE_DOCTOR,
    "surgery": {"surgerys", "confidential"},
    "stranger": set(),
    "trainer": set(),
    "watcher": {"doctors"},
    "contact": {"doctors", "doctors-other-queue", "closed"},
    "analyst": OPEN_TO_THE_DESK | {"by-an-analyst"},
    "analyst without a queue": OPEN_TO_THE_DESK,
    "analyst who watches": OPEN_TO_THE_DESK,
    "engineer of the second tier": {"doctors-other-queue"},
    "member without the right": OPEN_TO_THE_DESK,
    "governance officer": OPEN_TO_THE_DESK | RESTRICTED,
    "privacy officer": {"doctors-governance", "by-an-analyst"},
    "privacy officer of another board": set(),
    "engineer of no queue": set(),
}


def make_world() -> World:
    """Make the desk, its people and its tickets."""
    first, second = QueueFactory.create(), QueueFactory.create(code="second-tier", tier=2)
    closed_shop = ConfidentialQueueFactory.create()
    roles = _people(first, second, closed_shop)
    tickets = _tickets(roles, first, second, closed_shop)
    watch(tickets["doctors"], roles["watcher"], by=roles["analyst"])
    watch(
        tickets["doctors-governance"], roles["analyst who watches"], by=roles["governance officer"]
    )
    return World(roles=roles, tickets=tickets)


def watch(ticket: Ticket, role: PractitionerRole, *, by: PractitionerRole) -> None:
    change_participant(
        number=ticket.number,
        user=role.user,
        kind=ParticipantKind.WATCHER,
        takes_part=True,
        by=by,
        at=MONDAY,
    )


def _people(first: Queue, second: Queue, closed_shop: Queue) -> dict[str, PractitionerRole]:
    board = BoardFactory.create()
    contact = caller()
    OrganizationContact.objects.create(role=contact)
    engineer = PractitionerRoleFactory.create(
        organization=board, job_role=JobRole.INTEGRATION_ENGINEER
    )
    QueueMembership.objects.create(queue=second, role=engineer)
    officer = agent(closed_shop, sees_restricted=True, is_lead=True)
    for queue in (first, second):
        QueueMembershipFactory.create(queue=queue, role=officer)
    return {
        "doctor": caller(),
        "surgery": PractitionerRoleFactory.create(organization=SurgeryFactory.create()),
        "stranger": caller(),
        "trainer": PractitionerRoleFactory.create(organization=board, job_role=JobRole.TRAINER),
        "watcher": caller(),
        "contact": contact,
        "analyst": agent(first),
        "analyst without a queue": PractitionerRoleFactory.create(
            organization=board, job_role=JobRole.HELPDESK_ANALYST
        ),
        "analyst who watches": agent(first),
        "engineer of the second tier": engineer,
        "member without the right": agent(closed_shop),
        "governance officer": officer,
        "privacy officer": PractitionerRoleFactory.create(
            organization=board, job_role=JobRole.PRIVACY_OFFICER
        ),
        "privacy officer of another board": PractitionerRoleFactory.create(
            organization=BoardFactory.create(ods_code="QUA"), job_role=JobRole.PRIVACY_OFFICER
        ),
        "engineer of no queue": PractitionerRoleFactory.create(
            organization=board, job_role=JobRole.INTEGRATION_ENGINEER
        ),
    }


def _tickets(
    roles: dict[str, PractitionerRole], first: Queue, second: Queue, closed_shop: Queue
) -> dict[str, Ticket]:
    doctor, surgery = roles["doctor"], roles["surgery"]
    named = {
        "doctors": make_ticket(by=doctor, queue=first, **_words("a")),
        "doctors-other-queue": make_ticket(by=doctor, queue=second, **_words("b")),
        "doctors-safety": make_ticket(by=doctor, queue=first, has_safety_flag=True, **_words("c")),
        "doctors-governance": make_ticket(
            by=doctor, queue=closed_shop, has_governance_flag=True, **_words("d")
        ),
        "surgerys": make_ticket(by=surgery, queue=first, **_words("e")),
        "confidential": make_ticket(by=surgery, queue=closed_shop, **_words("f")),
        "by-an-analyst": make_ticket(
            by=roles["analyst"], queue=closed_shop, has_governance_flag=True, **_words("g")
        ),
        "closed": make_ticket(by=doctor, queue=first, **_words("h")),
    }
    Ticket.objects.filter(pk=named["closed"].pk).update(
        state="closed", resolved_at=MONDAY, closed_at=MONDAY
    )
    return named


def _words(mark: str) -> dict[str, Any]:
    """Return words that every ticket shares, so that each path would find all of them."""
    return {
        "subject": f"The {WORD} does not open {mark}",
        "text": f"Since this morning my {WORD} is blank.",
        "impact": Impact.WORK_SOME,
        "urgency": Urgency.TODAY,
    }
