"""Invented people who act for the organizations of the demonstration; they share one password."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from django.db import transaction

from accounts.codes import CareSetting, JobRole
from accounts.demo.desk_people import DESK_PEOPLE
from accounts.demo.governance_people import GOVERNANCE_PEOPLE
from accounts.demo.organizations import SHROPSHIRE, SHROPSHIRE_COUNCIL
from accounts.demo.person import Person, Role
from accounts.demo.training_people import TRAINING_PEOPLE
from accounts.models import Organization, PractitionerRole, User

DEFAULT_PASSWORD: Final = "seven swans on the Severn"  # noqa: S105 - the demo prints it


SOME_OF_EACH = (
    Person(
        "ae.doctor",
        "Dr",
        "Amina",
        "Example",
        (Role("RXW", JobRole.CLINICIAN, "A&E doctor", CareSetting.EMERGENCY),),
        "find a person and read their record",
    ),
    Person(
        "gp",
        "Dr",
        "Tom",
        "Sample",
        (
            Role("M82016", JobRole.CLINICIAN, "General practitioner"),
            Role("RXW", JobRole.CLINICIAN, "GP in urgent care", CareSetting.EMERGENCY),
        ),
        "two roles at two organisations",
    ),
    Person(
        "community.nurse",
        "Ms",
        "Grace",
        "Specimen",
        (Role("R1D", JobRole.NURSE, "Community nurse"),),
        "a nurse's view of a record",
    ),
    Person(
        "mental.health.nurse",
        "Mr",
        "Kwame",
        "Template",
        (Role("RRE", JobRole.NURSE, "Mental health nurse"),),
        "a nurse in another board",
    ),
    Person(
        "social.worker",
        "Mrs",
        "Bronwen",
        "Demo",
        (Role(SHROPSHIRE_COUNCIL, JobRole.SOCIAL_CARE_PROFESSIONAL, "Social worker"),),
        "what social care sees, and what is withheld",
    ),
    Person(
        "administrator",
        "Mr",
        "Lee",
        "Placeholder",
        (Role("RXW", JobRole.DEMOGRAPHICS_VIEWER, "Ward administrator"),),
        "personal details only",
    ),
    Person(
        "privacy.officer",
        "Mrs",
        "Judith",
        "Pretend",
        (Role(SHROPSHIRE, JobRole.PRIVACY_OFFICER, "Privacy officer"),),
        "who looked at a record",
    ),
    Person(
        "engineer",
        "Mr",
        "Marek",
        "Invented",
        (Role(SHROPSHIRE, JobRole.INTEGRATION_ENGINEER, "Integration engineer"),),
        "feeds, import runs and quarantine",
    ),
    Person(
        "helpdesk",
        "Ms",
        "Sunita",
        "Fictional",
        (Role(SHROPSHIRE, JobRole.HELPDESK_ANALYST, "Helpdesk analyst"),),
        "the helpdesk",
    ),
    Person(
        "trainer",
        "Mr",
        "Carl",
        "Imaginary",
        (Role(SHROPSHIRE, JobRole.TRAINER, "Trainer"),),
        "training",
    ),
    Person(
        "board.member",
        "Dame",
        "Ruth",
        "Makebelieve",
        (Role(SHROPSHIRE, JobRole.BOARD_MEMBER, "Board member"),),
        "governance",
    ),
    Person(
        "analyst",
        "Ms",
        "Wei",
        "Notional",
        (Role(SHROPSHIRE, JobRole.ANALYST, "Analyst"),),
        "measures",
    ),
)
PEOPLE = (*SOME_OF_EACH, *DESK_PEOPLE, *TRAINING_PEOPLE, *GOVERNANCE_PEOPLE)


@transaction.atomic
def load_people(organizations: Mapping[str, Organization], *, password: str, on: date) -> None:
    """Add the people that are missing, and give them all this password and their roles."""
    for person in PEOPLE:
        user, _ = User.objects.update_or_create(
            username=person.username,
            defaults={
                "title": person.title,
                "first_name": person.first_name,
                "last_name": person.last_name,
                "display_name": f"{person.title} {person.first_name} {person.last_name}",
                "email": f"{person.username}@demo.invalid",
                "is_active": True,
            },
        )
        # A password that is right already stays as it is, because a new one would end sessions.
        if not user.check_password(password):
            user.set_password(password)
            user.save(update_fields=["password", "updated_at"])
        for role in person.roles:
            PractitionerRole.objects.get_or_create(
                user=user,
                organization=organizations[role.ods_code],
                job_role=role.job_role,
                defaults={
                    "job_title": role.job_title,
                    "care_setting": role.care_setting or "",
                    "starts_on": on,
                },
            )
