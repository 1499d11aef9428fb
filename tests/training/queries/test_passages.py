from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from core.errors import Forbidden
from core.record_gate import StandingState
from records.actions.passages import Emergency, open_passage
from records.codes import EmergencyKind
from tests.factories.accounts import OrganizationFactory
from tests.factories.gate import stands, the_record_asks
from tests.factories.training import a_manager, a_trainer
from training.models import reach_of
from training.presenters.passages import present_passages
from training.queries.passages import list_recent_passages

pytestmark = pytest.mark.django_db


@pytest.fixture
def passage(clinician):
    the_record_asks()
    role = stands(clinician, StandingState.LAPSED).practitioner_roles.get()
    emergency = Emergency(kind=EmergencyKind.LIFE, words="Nobody else can look.")
    return open_passage(role=role, emergency=emergency, session_key="s", at=timezone.now())


def found(role, at):
    return [line.passage_id for line in list_recent_passages(viewer=reach_of(role), at=at)]


class TestListRecentPassages:
    def test_shows_a_trainer_their_own_people_for_four_weeks(self, passage):
        assert found(a_trainer(), passage.at) == [passage.pk]
        assert found(a_trainer(), passage.at + timedelta(days=29)) == []

    def test_shows_no_other_boards_people(self, passage):
        elsewhere = a_trainer(organization=OrganizationFactory.create())

        assert found(elsewhere, passage.at) == []

    def test_is_for_trainers(self, passage):
        with pytest.raises(Forbidden):
            found(a_manager(), passage.at)


class TestTheTrainersDay:
    def test_shows_whom_to_help(self, client, sign_in, passage, django_assert_max_num_queries):
        sign_in(client, a_trainer().user)
        client.get(reverse("training:day"))

        with django_assert_max_num_queries(12):
            text = client.get(reverse("training:day")).content.decode()

        assert "Opened records with lapsed training" in text
        assert passage.user_name in text


class TestThePanel:
    def test_says_whom_to_help_with_what_and_not_why(self, passage):
        lines = list_recent_passages(viewer=reach_of(a_trainer()), at=passage.at)
        notes = present_passages(lines, at=passage.at)

        text = render_to_string("training/_passages.html", {"passages": notes}, using="jinja2")

        assert passage.user_name in text
        assert "Record safe use" in text
        assert "Nobody else can look" not in text
