"""What the database keeps as it is, whoever saves: approved minutes, publications, declarations."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from core.errors import NotPermittedNow
from governance.actions.minutes import reopen_minutes
from governance.actions.publishing import publish
from governance.models import ItemInterest, MinutesVersion, Publication
from governance.presenters.publications import draw_public
from tests.factories.governance import THURSDAY, declare
from tests.governance.minutes_world import NEXT, make_minutes_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    world = make_minutes_world()
    world.committee.is_public = True
    world.committee.save()
    return world


def refuses(rows, **change):
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**change)


class TestApprovedMinutes:
    @pytest.mark.parametrize(
        "change",
        [
            {"pdf": b"%PDF another"},
            {"pdf_sha256": "0" * 64},
            {"pdf_sha256": ""},
            {"sha256": "0" * 64},
            {"number": 9},
            {"changes": [{"entry": "x"}]},
            {"checked_at": NEXT + timedelta(days=1)},
        ],
    )
    def test_never_change(self, world, change):
        world.to_approved()

        refuses(MinutesVersion.objects.all(), **change)

    def test_are_never_certified_a_second_time(self, world):
        world.to_approved()
        MinutesVersion.objects.update(pdf=None)

        refuses(MinutesVersion.objects.all(), pdf=b"%PDF", pdf_sha256="1" * 64)

    def test_are_never_deleted(self, world):
        approval = world.to_approved()

        with (
            pytest.raises(IntegrityError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(
                "DELETE FROM governance_minutesversion WHERE id = %s", [approval.version_id]
            )

    def test_are_never_an_earlier_version(self, world):
        world.check()
        reopen_minutes(meeting_id=world.meeting.pk, by=world.reach(world.secretary), at=THURSDAY)
        world.check()
        world.circulate()

        with pytest.raises(NotPermittedNow, match="later version"):
            world.approve(version=1)
        assert world.approve(version=2).version.number == 2


class TestPublications:
    def published(self, world):
        world.to_approved()
        by = world.reach(world.secretary)
        publish(meeting_id=world.meeting.pk, draw=draw_public, by=by, at=NEXT)
        return Publication.objects.all()

    @pytest.mark.parametrize(
        "change",
        [
            {"content": {"items": []}},
            {"words": "Other words."},
            {"pdf": b"%PDF another"},
            {"sha256": "0" * 64},
            {"sha256": ""},
            {"number": 2},
        ],
    )
    def test_never_say_anything_else(self, world, change):
        refuses(self.published(world), **change)

    def test_may_be_emptied_and_not_filled_again(self, world):
        rows = self.published(world)
        rows.update(withdrawn_at=NEXT, content={}, words="", pdf=None)

        refuses(rows, content={"items": []})
        refuses(rows, words="Other words.")

    def test_are_not_published_anew_where_nothing_changed(self, world):
        self.published(world)

        with pytest.raises(NotPermittedNow, match="just this already"):
            publish(
                meeting_id=world.meeting.pk,
                draw=draw_public,
                by=world.reach(world.secretary),
                at=NEXT,
            )


def test_a_declaration_is_lifted_once(world):
    declaration = declare(world.open_item, world.member)
    rows = ItemInterest.objects.filter(pk=declaration.pk)
    rows.update(lifted_at=NEXT, lifted_by=world.chair, lifted_reason="It was another supplier.")

    refuses(rows, lifted_reason="Another reason.")
    refuses(rows, lifted_at=None, lifted_by=None, lifted_reason="")
    refuses(rows, words="Other words.")
