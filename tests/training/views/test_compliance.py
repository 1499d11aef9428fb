"""How training stands: the grid, an organization, its people."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.codes import JobRole, OrganizationKind
from accounts.models import CompetencyGrant
from tests.factories.accounts import (
    BoardFactory,
    HospitalFactory,
    OrganizationFactory,
    PractitionerRoleFactory,
    SurgeryFactory,
)
from tests.factories.training import (
    CompetencyFactory,
    RequirementFactory,
    a_manager,
    a_trainer,
    learner,
)
from training.actions.snapshots import snapshot_compliance
from training.models import ComplianceSnapshot

pytestmark = pytest.mark.django_db

GRID = "/training/compliance/"
HOSPITAL = f"{GRID}organisations/RXW/"
MOST_STATEMENTS = 12


def grant(role, competency, *, days=None):
    """Grant a competency that runs out so many days from today; None never does."""
    today = timezone.localdate()
    return CompetencyGrant.objects.create(
        user=role.user,
        competency=competency,
        source=uuid4(),
        valid_from=today - timedelta(days=400),
        valid_until=None if days is None else today + timedelta(days=days),
        granted_at=timezone.now(),
    )


def somebody(name, **facts):
    role = learner(**facts)
    role.user.display_name = name
    role.user.save()
    return role


@pytest.fixture
def world(db):
    """Two at the hospital, one of them lapsed, and one at the surgery; all need safe use."""
    rule = RequirementFactory.create(grace_days=0)
    dora = somebody("Dora Done")
    grant(dora, rule.competency, days=200)
    lara = somebody("Lara Lapsed")
    grant(lara, rule.competency, days=-20)
    nina = somebody("Nina Never", organization=SurgeryFactory.create(), job_role=JobRole.NURSE)
    snapshot_compliance(on=timezone.localdate())
    return {"rule": rule, "dora": dora, "lara": lara, "nina": nina}


def other_board():
    return BoardFactory.create(ods_code="QNC", name="Staffordshire", short_name="Staffordshire")


class TestCompliance:
    def test_a_trainer_sees_the_worst_organization_first(self, client, sign_in, world):
        sign_in(client, a_trainer().user)

        html = client.get(GRID).content.decode()

        assert "1 of 3" in html
        assert html.index("Radbrook Green Surgery") < html.index("Shrewsbury and Telford Hospital")
        by_name = client.get(f"{GRID}?sort=name").content.decode()
        assert by_name.index("Radbrook") < by_name.index("Shrewsbury and Telford Hospital")
        assert "Lara Lapsed" not in html

    def test_is_narrowed_by_what_the_address_says(self, client, sign_in, world):
        sign_in(client, a_trainer().user)

        kind = client.get(f"{GRID}?kind=acute").content.decode()
        role = client.get(f"{GRID}?role=nurse").content.decode()
        nonsense = client.get(f"{GRID}?board=nowhere%00&kind=x&role=y&trend=z&sort=w")

        assert "Radbrook" not in kind
        assert "1 of 2" in kind
        assert "Shrewsbury and Telford Hospital" not in role
        assert "0 of 1" in role
        assert "nothing fits these filters" in nonsense.content.decode()

    def test_shows_how_it_has_moved(self, client, sign_in, world):
        today = timezone.localdate()
        for row in ComplianceSnapshot.objects.filter(on=today):
            row.pk, row.on = None, today - timedelta(days=34)
            row.never, row.lapsed = 0, 0
            row.current = row.in_scope
            row.save()
        sign_in(client, a_trainer().user)

        html = client.get(GRID).content.decode()

        assert "67 points down" in html
        assert "50 points down" in html
        assert "No figures from 90 days before" in client.get(f"{GRID}?trend=90").content.decode()

    def test_a_region_is_narrowed_to_a_board(self, client, sign_in, world):
        region = OrganizationFactory.create(kind=OrganizationKind.REGION)
        for board in (world["rule"].organization, other_board()):
            board.parent = region
            board.save()
        other = HospitalFactory.create(ods_code="RJE", short_name="Stoke", parent=other_board())
        RequirementFactory.create(organization=region)
        learner(organization=other)
        snapshot_compliance(on=timezone.localdate())
        sign_in(client, a_trainer(organization=region).user)

        assert "Stoke" in client.get(GRID).content.decode()
        html = client.get(f"{GRID}?board=QNC").content.decode()

        assert ">Stoke<" in html
        assert "Radbrook" not in html

    @pytest.mark.parametrize("job_role", [JobRole.ANALYST, JobRole.BOARD_MEMBER])
    def test_analysts_and_board_members_see_figures_only(self, client, sign_in, world, job_role):
        reader = PractitionerRoleFactory.create(
            organization=BoardFactory.create(), job_role=job_role
        )
        sign_in(client, reader.user)

        grid, place = client.get(GRID), client.get(HOSPITAL)
        person = client.get(f"/training/people/{world['lara'].pk}/")

        assert "1 of 3" in grid.content.decode()
        assert "1 of 2" in place.content.decode()
        assert "Lara Lapsed" not in place.content.decode()
        assert "Names are for its training managers" in place.content.decode()
        assert person.status_code == 404

    def test_learners_and_strangers_see_none(self, client, sign_in, world):
        assert client.get(GRID).url.startswith("/accounts/sign-in/")
        sign_in(client, world["dora"].user)

        assert client.get(GRID).status_code == 403
        assert client.get(HOSPITAL).status_code == 403

    def test_a_trainer_of_another_board_sees_nothing_of_it(self, client, sign_in, world):
        sign_in(client, a_trainer(organization=other_board()).user)

        assert "Radbrook" not in client.get(GRID).content.decode()
        assert client.get(HOSPITAL).status_code == 404
        assert client.get(f"/training/people/{world['lara'].pk}/").status_code == 404

    def test_asks_the_database_few_questions(
        self, client, sign_in, world, django_assert_max_num_queries
    ):
        for number in range(6):
            RequirementFactory.create(competency=CompetencyFactory.create(code=f"skill-{number}"))
        snapshot_compliance(on=timezone.localdate())
        trainer = a_trainer()
        sign_in(client, trainer.user)
        client.get(GRID)

        with django_assert_max_num_queries(MOST_STATEMENTS):
            client.get(GRID)
        with django_assert_max_num_queries(MOST_STATEMENTS):
            client.get(HOSPITAL)

    def test_says_that_nothing_was_counted_yet(self, client, sign_in):
        sign_in(client, a_trainer().user)

        assert "Everybody is counted each night" in client.get(GRID).content.decode()


class TestComplianceOrganization:
    def test_a_manager_is_led_there_and_sees_who_has_most_to_do(self, client, sign_in, world):
        sign_in(client, a_manager().user)
        assert client.get(GRID).url == HOSPITAL

        html = client.get(HOSPITAL).content.decode()

        assert html.index("Lara Lapsed") < html.index("Dora Done")
        assert "Nina Never" not in html

    def test_people_are_narrowed_by_what_the_address_says(self, client, sign_in, world):
        sign_in(client, a_manager().user)

        def people(query):
            html = client.get(f"{HOSPITAL}?{query}").content.decode()
            return [name for name in ("Dora Done", "Lara Lapsed") if name in html]

        assert people("status=open") == ["Lara Lapsed"]
        assert people("status=lapsed&competency=record-safe-use") == ["Lara Lapsed"]
        assert people("status=current") == ["Dora Done"]
        assert people("status=never") == []
        assert people("role=nurse") == []
        assert people("page=2") == []
        assert people("page=0&status=x&competency=y&role=z") == ["Dora Done", "Lara Lapsed"]

    def test_a_manager_elsewhere_sees_nothing_of_it(self, client, sign_in, world):
        sign_in(client, a_manager(organization=SurgeryFactory.create()).user)

        assert client.get(HOSPITAL).status_code == 404
        assert client.get(f"/training/people/{world['lara'].pk}/").status_code == 404

    def test_asks_the_database_few_questions(
        self, client, sign_in, world, django_assert_max_num_queries
    ):
        for number in range(12):
            somebody(f"Person {number}")
        sign_in(client, a_manager().user)
        client.get(HOSPITAL)

        with django_assert_max_num_queries(MOST_STATEMENTS):
            client.get(HOSPITAL)
