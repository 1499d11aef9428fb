"""The queues of the demonstration's desk, and who works in which."""

from typing import Final, NamedTuple

from accounts.demo.organizations import BLACK_COUNTRY, SHROPSHIRE, STAFFORDSHIRE
from helpdesk.codes import TicketCategory

C = TicketCategory

FRONTLINE_CATEGORIES: Final = (C.CONFIGURATION, C.HARDWARE, C.SOFTWARE, C.HOW_TO)


class DemoQueue(NamedTuple):
    """A queue: its code, what it is called, and what comes to it."""

    code: str
    name: str
    board: str = ""
    tier: int = 1
    categories: tuple[TicketCategory, ...] = ()
    escalates_to: str = ""
    is_confidential: bool = False
    assigns_in_turn: bool = False


class Works(NamedTuple):
    """That somebody works in some queues."""

    username: str
    queues: tuple[str, ...]
    leads: bool = False
    sees_restricted: bool = False


# Those to which others escalate come first. A caller whom nobody could place has no region: the
# first thing that they need is an account, so the queue for accounts takes their calls of any kind.
QUEUES: Final = (
    DemoQueue("integration", "Integration and feeds", tier=2),
    DemoQueue("applications", "Applications", tier=2),
    DemoQueue("infrastructure", "Infrastructure and sign-in", tier=2),
    DemoQueue("clinical-safety", "Clinical safety", tier=2),
    DemoQueue("problems", "Problems and major incidents", tier=3),
    DemoQueue("information-governance", "Information governance", tier=2, is_confidential=True),
    DemoQueue(
        "frontline-black-country",
        "Frontline: Black Country",
        BLACK_COUNTRY,
        categories=FRONTLINE_CATEGORIES,
        escalates_to="applications",
        assigns_in_turn=True,
    ),
    DemoQueue(
        "frontline-staffordshire",
        "Frontline: Staffordshire and Stoke-on-Trent",
        STAFFORDSHIRE,
        categories=FRONTLINE_CATEGORIES,
        escalates_to="applications",
        assigns_in_turn=True,
    ),
    DemoQueue(
        "frontline-shropshire",
        "Frontline: Shropshire, Telford and Wrekin",
        SHROPSHIRE,
        categories=FRONTLINE_CATEGORIES,
        escalates_to="applications",
    ),
    DemoQueue(
        "access",
        "Access and accounts",
        categories=(C.ACCESS, C.SECURITY, *FRONTLINE_CATEGORIES),
        escalates_to="infrastructure",
    ),
    DemoQueue(
        "data-quality",
        "Data quality",
        categories=(C.DATA_QUALITY,),
        escalates_to="integration",
    ),
    DemoQueue("training", "Training and guidance", categories=(C.TRAINING,)),
)
FRONTLINES: Final = tuple(queue.code for queue in QUEUES if queue.board)

STAFF: Final = (
    Works("helpdesk", ("frontline-shropshire", "access", "data-quality")),
    Works("agent.shropshire", ("frontline-shropshire", "access", "training")),
    Works("agent.black.country", ("frontline-black-country", "access", "data-quality")),
    Works("agent.staffordshire", ("frontline-staffordshire", "access", "data-quality")),
    Works(
        "team.lead",
        (*FRONTLINES, "access", "data-quality", "training"),
        leads=True,
        sees_restricted=True,
    ),
    Works(
        "incident.manager",
        ("problems", "applications", "infrastructure", "integration"),
        leads=True,
        sees_restricted=True,
    ),
    Works("ig.analyst", ("information-governance",), leads=True, sees_restricted=True),
    Works("privacy.officer", ("information-governance",), sees_restricted=True),
    Works("safety.officer", ("clinical-safety",), leads=True, sees_restricted=True),
    Works("engineer", ("integration", "data-quality")),
    Works("applications.engineer", ("applications", "clinical-safety", "problems")),
    Works("infrastructure.engineer", ("infrastructure", "problems")),
    Works("trainer", ("training",)),
)
# Who leads for their organization: they see its tickets that are not restricted.
CONTACTS: Final = ("practice.manager",)
