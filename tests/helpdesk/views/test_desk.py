"""The desk's lists as pages."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from helpdesk.codes import PresenceKind
from helpdesk.models import Presence, QueueMembership, SavedView, Ticket
from tests.factories.accounts import UserFactory
from tests.factories.helpdesk import (
    ConfidentialQueueFactory,
    QueueFactory,
    agent,
    make_ticket,
)

pytestmark = pytest.mark.django_db

DESK = "/helpdesk/desk/"
PAGES = [DESK, f"{DESK}rows/", f"{DESK}export/"]
MOST_QUERIES = 12


def page(client, address=DESK):
    return client.get(address).content.decode()


def export(client, address):
    content = b"".join(client.get(address).streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content)))


@pytest.fixture
def at_desk(client, sign_in, desk_agent):
    sign_in(client, desk_agent)
    return client


class TestWhoMayEnter:
    @pytest.mark.parametrize("address", PAGES)
    def test_strangers_are_sent_to_sign_in(self, client, address):
        assert client.get(address).url.startswith("/accounts/sign-in/")

    @pytest.mark.parametrize("address", PAGES)
    def test_callers_are_refused(self, client, sign_in, clinician, address):
        make_ticket(by=clinician.active_role)
        sign_in(client, clinician)

        assert client.get(address).status_code == 403

    @pytest.mark.parametrize("address", PAGES)
    def test_analysts_and_leads_enter(self, client, sign_in, desk_agent, team_lead, address):
        for person in (desk_agent, team_lead):
            sign_in(client, person)
            assert client.get(address).status_code == 200


class TestSecondLine:
    def test_an_engineer_who_works_in_a_queue_finds_the_desk(self, client, sign_in, engineer):
        queue = QueueFactory.create(code="integration")
        QueueMembership.objects.create(queue=queue, role=engineer.active_role)
        make_ticket(subject="The feed stands still", queue=queue)
        make_ticket(subject="Somebody else’s")
        sign_in(client, engineer)

        assert f'href="{DESK}"' in page(client, "/")
        assert "The feed stands still" in page(client)
        assert "Somebody else’s" not in page(client, f"{DESK}?state=any")

    def test_one_in_no_queue_is_told_so(self, client, sign_in, engineer):
        sign_in(client, engineer)

        answer = client.get(DESK)

        assert answer.status_code == 403
        assert "Only the helpdesk" in answer.content.decode()


class TestTicketList:
    def test_starts_with_what_is_open_in_ones_queues(self, at_desk):
        make_ticket(subject="In my queue")
        make_ticket(subject="In another", queue=QueueFactory.create(code="access"))

        html = page(at_desk)

        assert "In my queue" in html
        assert "In another" not in html

    def test_says_who_calls_for_whom_and_how_it_stands(self, at_desk):
        ticket = make_ticket(has_safety_flag=True)
        Ticket.objects.filter(pk=ticket.pk).update(due_at=timezone.now() - timedelta(hours=2))

        html = page(at_desk)

        assert str(ticket.requester) in html
        assert "Shrewsbury and Telford Hospital" in html
        assert "Clinical safety" in html
        assert "Overdue 2 h" in html

    def test_restricted_tickets_are_neither_listed_nor_counted(self, at_desk):
        confidential = ConfidentialQueueFactory.create()
        make_ticket(subject="About a colleague", queue=confidential, has_governance_flag=True)

        for address in (DESK, f"{DESK}?state=any", f"{DESK}?state=any&q=colleague"):
            html = page(at_desk, address)
            assert "About a colleague" not in html
            assert 'class="ohc-side__count">1<' not in html
        assert "Information governance" not in page(at_desk).split("More filters")[0]

    def test_shows_who_has_a_ticket_before_them(self, at_desk):
        other = UserFactory.create(display_name="Owen Makeshift")
        Presence.objects.create(
            ticket=make_ticket(), user=other, kind=PresenceKind.WRITING, seen_at=timezone.now()
        )

        assert "Owen Makeshift is writing" in page(at_desk)

    def test_says_why_a_list_is_blank(self, at_desk):
        assert "No tickets here" in page(at_desk)
        assert "No ticket that you may see says this" in page(at_desk, f"{DESK}?q=unicorn")

    @pytest.mark.parametrize(
        "address",
        [
            "?queue=nowhere&state=sideways&priority=9&assignee=me%00&organization=x&flag=1&due=x",
            "?after=1-2-3&before=x&page=-1&sort=upwards",
            "?after=99999999999999999999-1&assignee=%27%3B--",
            "?q=%00&q=%22unclosed",
            "?priority=1,2&state=new,closed",
        ],
    )
    def test_takes_any_address(self, at_desk, address):
        assert at_desk.get(DESK + address).status_code == 200

    def test_an_nhs_number_is_searched_for_by_its_reference_alone(self, at_desk):
        named = make_ticket(text="It is about 999 000 0018.")
        make_ticket()

        answer = at_desk.get(DESK, {"q": "999 000 0018", "state": "any"}, follow=True)

        assert "0018" not in answer.request["QUERY_STRING"]
        assert re.findall(r'id="ticket-(\d+)"', answer.content.decode()) == [str(named.number)]

    def test_no_list_is_kept_with_an_nhs_number(self, at_desk):
        kept = {"name": "About 999 000 0018", "filters": "q=999+000+0018&state=any"}
        at_desk.post(f"{DESK}views/", kept)

        view = SavedView.objects.get()
        assert "0018" not in view.name + view.filters

    def test_asks_no_more_questions_for_more_rows(self, at_desk):
        SavedView.objects.create(name="Urgent", filters="priority=1")
        asked: list[int] = []
        at_desk.get(DESK)
        for made in (1, 12):
            for _ in range(made):
                make_ticket()
            for address in (DESK, f"{DESK}?q=blank", f"{DESK}rows/?state=open"):
                with CaptureQueriesContext(connection) as queries:
                    at_desk.get(address)
                asked.append(len(queries))

        assert asked[:3] == asked[3:]
        assert max(asked) <= MOST_QUERIES


class TestTicketListRows:
    def test_answers_nothing_while_nothing_changes(self, at_desk):
        make_ticket()
        html = page(at_desk, f"{DESK}rows/")
        again = html.split('hx-get="')[1].split('"')[0].replace("&amp;", "&")

        assert at_desk.get(again).status_code == 204

        make_ticket(subject="Just now")
        assert "Just now" in page(at_desk, again)


class TestTicketExport:
    def test_holds_the_same_tickets_as_the_list(self, at_desk):
        kept = make_ticket(subject="Kept", has_safety_flag=True)
        make_ticket(subject="Left out")
        make_ticket(
            subject="Restricted",
            queue=ConfidentialQueueFactory.create(),
            has_governance_flag=True,
        )

        head, *rows = export(at_desk, f"{DESK}export/?flag=safety&state=any")

        assert head[0] == "Number"
        assert [row[0] for row in rows] == [str(kept.number)]
        assert [row[5] for row in export(at_desk, f"{DESK}export/?q=kept")[1:]] == ["Kept"]

    def test_no_cell_is_a_formula(self, at_desk):
        for subject in ("=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", " =1"):
            make_ticket(subject=subject)

        rows = export(at_desk, f"{DESK}export/?state=open")[1:]

        assert all(row[5].startswith("'") for row in rows)

    def test_holds_nothing_that_somebody_wrote_but_the_subject(self, at_desk):
        make_ticket(text="Xylophone.")

        assert "Xylophone" not in str(export(at_desk, f"{DESK}export/?state=open"))


class TestSavedViews:
    def test_an_analyst_keeps_a_list_and_removes_it(self, at_desk, desk_agent):
        answer = at_desk.post(
            f"{DESK}views/", {"name": "Urgent ones", "filters": "priority=1&evil=1"}, follow=True
        )
        view = SavedView.objects.get()

        assert "Urgent ones" in answer.content.decode()
        assert (view.owner_id, view.filters) == (desk_agent.pk, "priority=1")

        at_desk.post(f"{DESK}views/{view.pk}/")
        assert not SavedView.objects.exists()

    def test_a_list_that_searches_for_words_has_no_false_count(self, at_desk, desk_agent):
        make_ticket()
        SavedView.objects.create(name="Unicorns", owner=desk_agent, filters="q=unicorn&state=any")

        assert re.search(r">Unicorns</a>", page(at_desk))

    def test_only_leads_keep_lists_for_the_whole_desk(self, client, sign_in, desk_agent, team_lead):
        wanted = {"name": "Everyone’s", "filters": "priority=1", "is_for_all": "on"}
        sign_in(client, desk_agent)
        client.post(f"{DESK}views/", wanted)
        assert not SavedView.objects.exists()

        sign_in(client, team_lead)
        client.post(f"{DESK}views/", wanted)
        view = SavedView.objects.get()
        assert view.owner_id is None

        sign_in(client, desk_agent)
        assert "Everyone’s" in page(client)
        client.post(f"{DESK}views/{view.pk}/")
        assert SavedView.objects.exists()

    def test_nobody_sees_or_removes_anothers_list(self, at_desk):
        other = agent()
        view = SavedView.objects.create(name="Private", owner=other.user, filters="priority=1")

        assert "Private" not in page(at_desk)
        at_desk.post(f"{DESK}views/{view.pk}/")
        assert SavedView.objects.filter(pk=view.pk).exists()

    def test_callers_keep_none(self, client, sign_in, clinician):
        sign_in(client, clinician)
        client.post(f"{DESK}views/", {"name": "Mine", "filters": "priority=1"})

        assert not SavedView.objects.exists()


class TestHomePage:
    def test_shows_an_analyst_what_waits(self, at_desk):
        make_ticket(subject="Waits for somebody")

        html = page(at_desk, "/")

        assert "Assigned to you, due first" in html
        assert "Nothing is assigned to you." in html
        assert html.count("Waits for somebody") == 2

    def test_others_have_no_desk(self, client, sign_in, clinician):
        sign_in(client, clinician)

        assert DESK not in page(client, "/")
