"""Invented people of governance: who chairs, writes, observes and signs off."""

from typing import Final

from accounts.codes import JobRole
from accounts.demo.organizations import BLACK_COUNTRY, SHROPSHIRE, STAFFORDSHIRE
from accounts.demo.person import Person, Role

GOVERNANCE_PEOPLE: Final = (
    Person(
        "board.chair",
        "Sir",
        "Edmund",
        "Makebelieve",
        (Role(SHROPSHIRE, JobRole.BOARD_MEMBER, "Chair of the governance board"),),
        "chairs a governance board",
    ),
    Person(
        "board.secretary",
        "Mrs",
        "Hannah",
        "Minutely",
        (Role(SHROPSHIRE, JobRole.BOARD_MEMBER, "Governance secretary"),),
        "prepares agendas and packs, writes minutes",
    ),
    Person(
        "board.conflicted",
        "Dr",
        "Idris",
        "Supposed",
        (Role(SHROPSHIRE, JobRole.BOARD_MEMBER, "General practice member"),),
        "has an interest in an item: loses its paper and the vote",
    ),
    Person(
        "board.observer",
        "Ms",
        "Lucia",
        "Onlooker",
        (Role(STAFFORDSHIRE, JobRole.BOARD_MEMBER, "Observer from another board"),),
        "observes: open items alone",
    ),
    Person(
        "safety.officer",
        "Dr",
        "Meera",
        "Fictional",
        (Role(SHROPSHIRE, JobRole.BOARD_MEMBER, "Clinical safety officer"),),
        "the clinical hazard log, and its sign-off",
    ),
    Person(
        "data.protection",
        "Mr",
        "Owen",
        "Guardwell",
        (Role(SHROPSHIRE, JobRole.BOARD_MEMBER, "Data protection officer"),),
        "sharing agreements and impact assessments",
    ),
    Person(
        "leadership.lead",
        "Ms",
        "Priya",
        "Conceived",
        (Role(BLACK_COUNTRY, JobRole.BOARD_MEMBER, "Programme director"),),
        "leads the fortnightly meeting",
    ),
)
