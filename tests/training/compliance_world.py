"""Random worlds of people, roles, rules and grants: what bulk statements are checked against."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from uuid import uuid4

from accounts.codes import JobRole, OrganizationKind
from accounts.models import Competency, CompetencyGrant, Organization, PractitionerRole, User
from records.codes import RecordSection, SectionAccess
from records.models import SectionRule
from tests.factories.training import MONDAY
from training.models import Requirement

TODAY = MONDAY.date()
JOB_ROLES = [JobRole.CLINICIAN, JobRole.NURSE, JobRole.TRAINER]
SETTINGS = ["", "", OrganizationKind.ACUTE, OrganizationKind.GP_PRACTICE]
SECTIONS = ["", "", RecordSection.SAFEGUARDING, RecordSection.DOCUMENTS]


@dataclass
class World:
    """Organizations in three layers, with people, competencies, rules and grants at random."""

    organizations: list[Organization] = field(default_factory=list)
    competencies: list[Competency] = field(default_factory=list)
    people: list[User] = field(default_factory=list)


def make_world(seed: int, *, people: int = 160, rules: int = 36) -> World:
    """Make a world of so many people; the same for the same seed."""
    chance, world = Random(seed), World()  # noqa: S311 - no secret
    _make_organizations(world, chance)
    world.competencies = [
        Competency.objects.create(code=f"skill-{seed}-{each}", name=f"Skill {each}")
        for each in range(5)
    ]
    SectionRule.objects.all().delete()
    SectionRule.objects.bulk_create(
        SectionRule(job_role=job_role, section=section, access=chance.choice(list(SectionAccess)))
        for job_role in JOB_ROLES
        for section in SECTIONS[2:]
    )
    for number in range(rules):
        _make_rule(world, chance, number)
    world.people = User.objects.bulk_create(
        User(username=f"world-{seed}-{each}", is_active=chance.random() > 0.1)
        for each in range(people)
    )
    PractitionerRole.objects.bulk_create(_roles(world, chance))
    CompetencyGrant.objects.bulk_create(_grants(world, chance))
    return world


def day(chance: Random, spread: int) -> date:
    return TODAY + timedelta(days=chance.randint(-spread, spread))


def _make_organizations(world: World, chance: Random) -> None:
    def add(kind: OrganizationKind, parent: Organization | None) -> Organization:
        number = len(world.organizations)
        made = Organization.objects.create(
            ods_code=f"W{chance.randrange(10**8):08}",
            name=f"Place {number}",
            short_name=f"Place {number}",
            kind=kind,
            parent=parent,
            is_active=chance.random() > 0.1,
        )
        world.organizations.append(made)
        return made

    region = add(OrganizationKind.REGION, None)
    for _ in range(2):
        board = add(OrganizationKind.ICB, region)
        trust = add(OrganizationKind.ACUTE, board)
        add(OrganizationKind.GP_PRACTICE, board)
        add(OrganizationKind.COMMUNITY, trust)


def _make_rule(world: World, chance: Random, number: int) -> None:
    since = day(chance, 60) - timedelta(days=30)
    Requirement.objects.create(
        organization=chance.choice(world.organizations),
        job_role=chance.choice(["", *JOB_ROLES]),
        setting=chance.choice(SETTINGS),
        section=chance.choice(SECTIONS),
        competency=chance.choice(world.competencies),
        applies_from=since - timedelta(days=number),
        applies_until=chance.choice([None, None, since + timedelta(days=chance.randint(0, 90))]),
        grace_days=chance.choice([7, 14, 30]),
        opens_record=chance.random() > 0.5,
        policy="Policy",
    )


def _roles(world: World, chance: Random) -> list[PractitionerRole]:
    roles = {}
    for user in world.people:
        for _ in range(chance.randint(0, 3)):
            role = PractitionerRole(
                user=user,
                organization=chance.choice(world.organizations),
                job_role=chance.choice(JOB_ROLES),
                starts_on=day(chance, 20) - timedelta(days=15),
                ends_on=chance.choice([None, None, TODAY + timedelta(days=chance.randint(6, 9))]),
            )
            if role.ends_on and chance.random() > 0.5:
                role.ends_on = max(role.starts_on, TODAY - timedelta(days=1))
            roles[user.pk, role.organization_id, role.job_role, role.starts_on] = role
    return list(roles.values())


def _grants(world: World, chance: Random) -> list[CompetencyGrant]:
    grants = []
    for user in world.people:
        for competency in world.competencies:
            for _ in range(chance.choice([0, 1, 1, 2])):
                since = day(chance, 30) - timedelta(days=25)
                until = chance.choice([None, *[since + timedelta(days=chance.randint(0, 60))] * 4])
                renew = None if until is None else max(since, until - timedelta(days=20))
                grants.append(
                    CompetencyGrant(
                        user=user,
                        competency=competency,
                        source=uuid4(),
                        valid_from=since,
                        renew_from=chance.choice([renew, renew, None]),
                        valid_until=until,
                        granted_at=MONDAY,
                        revoked_at=chance.choice([None, None, None, MONDAY]),
                    )
                )
    return grants
