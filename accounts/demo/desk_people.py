"""Invented people of the helpdesk: its agents, second tier and leads, and who deals with them."""

from accounts.codes import JobRole
from accounts.demo.organizations import BLACK_COUNTRY, SHROPSHIRE, STAFFORDSHIRE
from accounts.demo.person import Person, Role

DESK_PEOPLE = (
    Person(
        "agent.shropshire",
        "Mr",
        "Owen",
        "Makeshift",
        (Role(SHROPSHIRE, JobRole.HELPDESK_ANALYST, "Helpdesk analyst"),),
        "a second agent of the same queues",
    ),
    Person(
        "agent.black.country",
        "Ms",
        "Farida",
        "Stand-In",
        (Role(BLACK_COUNTRY, JobRole.HELPDESK_ANALYST, "Helpdesk analyst"),),
        "the helpdesk of another region",
    ),
    Person(
        "agent.staffordshire",
        "Mr",
        "Piotr",
        "Nominal",
        (Role(STAFFORDSHIRE, JobRole.HELPDESK_ANALYST, "Helpdesk analyst"),),
        "the helpdesk of a third region",
    ),
    Person(
        "team.lead",
        "Mrs",
        "Harriet",
        "Hypothetical",
        (Role(SHROPSHIRE, JobRole.HELPDESK_ANALYST, "Service desk team lead"),),
        "who leads the helpdesk",
    ),
    Person(
        "incident.manager",
        "Ms",
        "Adaeze",
        "Conjecture",
        (Role(SHROPSHIRE, JobRole.HELPDESK_ANALYST, "Problem and major incident manager"),),
        "problems and the running major incident",
    ),
    Person(
        "ig.analyst",
        "Mr",
        "Daniel",
        "Supposed",
        (Role(SHROPSHIRE, JobRole.HELPDESK_ANALYST, "Information governance analyst"),),
        "confidential tickets and the 72-hour clock",
    ),
    Person(
        "safety.officer",
        "Dr",
        "Leila",
        "Fabricated",
        (Role(SHROPSHIRE, JobRole.CLINICIAN, "Clinical safety officer"),),
        "tickets with a clinical-safety flag",
    ),
    Person(
        "applications.engineer",
        "Ms",
        "Ines",
        "Mockup",
        (Role(SHROPSHIRE, JobRole.HELPDESK_ANALYST, "Applications engineer"),),
        "second tier: the record and its pages",
    ),
    Person(
        "infrastructure.engineer",
        "Mr",
        "Gethin",
        "Dummy",
        (Role(SHROPSHIRE, JobRole.HELPDESK_ANALYST, "Infrastructure engineer"),),
        "second tier: networks, sign-in and servers",
    ),
    Person(
        "practice.manager",
        "Mrs",
        "Jean",
        "Example",
        (Role("M82016", JobRole.DEMOGRAPHICS_VIEWER, "Practice manager"),),
        "the tickets of a whole organisation",
    ),
    Person(
        "privacy.black.country",
        "Mr",
        "Imran",
        "Pretend",
        (Role(BLACK_COUNTRY, JobRole.PRIVACY_OFFICER, "Privacy officer"),),
        "information-governance tickets of another board",
    ),
    Person(
        "privacy.staffordshire",
        "Ms",
        "Yvonne",
        "Pretend",
        (Role(STAFFORDSHIRE, JobRole.PRIVACY_OFFICER, "Privacy officer"),),
        "information-governance tickets of a third board",
    ),
)
