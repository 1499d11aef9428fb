"""Three thousand invented people who learn, at every organization; none of them can sign in."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from django.contrib.auth.hashers import make_password

from accounts.codes import CareSetting, JobRole, OrganizationKind
from accounts.demo.names import FIRST_NAMES, LAST_NAMES
from accounts.models import Organization, PractitionerRole, User

LEARNERS: Final = 3_000
J, K = JobRole, OrganizationKind
# Whom an organization of a kind has, each as often as it stands here.
JOBS: Final = {
    K.GP_PRACTICE: (
        (J.CLINICIAN, "General practitioner"),
        (J.CLINICIAN, "General practitioner"),
        (J.NURSE, "Practice nurse"),
        (J.DEMOGRAPHICS_VIEWER, "Receptionist"),
        (J.HEALTH_PROFESSIONAL, "Clinical pharmacist"),
    ),
    K.LOCAL_AUTHORITY: (
        (J.SOCIAL_CARE_PROFESSIONAL, "Social worker"),
        (J.SOCIAL_CARE_PROFESSIONAL, "Occupational therapist"),
        (J.SOCIAL_CARE_PROFESSIONAL, "Social care assessor"),
    ),
    K.ICB: ((J.ANALYST, "Analyst"),),
}
ELSEWHERE: Final = (
    (J.NURSE, "Staff nurse"),
    (J.NURSE, "Senior nurse"),
    (J.CLINICIAN, "Specialty doctor"),
    (J.DEMOGRAPHICS_VIEWER, "Ward clerk"),
    (J.HEALTH_PROFESSIONAL, "Physiotherapist"),
    (J.HEALTH_PROFESSIONAL, "Pharmacist"),
)
# How large organizations of a kind are beside one another.
WEIGHTS: Final = {
    K.ACUTE: 55, K.MENTAL_HEALTH: 35, K.COMMUNITY: 35, K.LOCAL_AUTHORITY: 22, K.AMBULANCE: 20,
    K.GP_PRACTICE: 8, K.ICB: 4, K.HOSPICE: 5, K.SERVICE_PROVIDER: 2, K.REGION: 0,
}  # fmt: skip
# At an acute trust, one in so many works in A&E.
IN_EMERGENCY: Final = 5


def load_learners(
    organizations: Mapping[str, Organization], *, on: date, count: int = LEARNERS
) -> list[PractitionerRole]:
    """Add those that are missing, and return their roles."""
    chance = Random("learners")
    places = _spread(list(organizations.values()), count)
    users, roles = [], []
    # A password that nobody can use costs nothing; to make one for each would.
    closed = make_password(None)
    for number, organization in enumerate(places):
        user = _user(number, closed)
        jobs = JOBS.get(OrganizationKind(organization.kind), ELSEWHERE)
        job_role, title = jobs[number % len(jobs)]
        users.append(user)
        roles.append(
            PractitionerRole(
                id=_key(f"learner-role:{number}"),
                user=user,
                organization=organization,
                job_role=job_role,
                job_title=title,
                care_setting=_setting(number, organization),
                starts_on=on - timedelta(days=chance.randrange(30, 1500)),
            )
        )
    User.objects.bulk_create(users, ignore_conflicts=True, batch_size=1000)
    PractitionerRole.objects.bulk_create(roles, ignore_conflicts=True, batch_size=1000)
    return roles


def _spread(organizations: Sequence[Organization], count: int) -> list[Organization]:
    """Return an organization for each learner, the large ones more often."""
    weights = [WEIGHTS.get(OrganizationKind(each.kind), 2) for each in organizations]
    total = sum(weights)
    places: list[Organization] = []
    owed = 0.0
    for organization, weight in zip(organizations, weights, strict=True):
        owed += count * weight / total
        places += [organization] * (round(owed) - len(places))
    return places


def _setting(number: int, organization: Organization) -> str:
    """Return the setting of a role where it is not that of the organization."""
    is_there = organization.kind == K.ACUTE and number % IN_EMERGENCY == 0
    return CareSetting.EMERGENCY.value if is_there else ""


def _user(number: int, password: str) -> User:
    first = FIRST_NAMES[number % len(FIRST_NAMES)]
    last = LAST_NAMES[(number // len(FIRST_NAMES)) % len(LAST_NAMES)]
    return User(
        id=_key(f"learner:{number}"),
        username=f"learner.{number:04}",
        first_name=first,
        last_name=last,
        display_name=f"{first} {last}",
        email=f"learner.{number:04}@demo.invalid",
        password=password,
    )


def _key(name: str) -> UUID:
    """Return the same key for the same thing each time, so that loading twice adds nothing."""
    return uuid5(NAMESPACE_URL, f"training:{name}")
