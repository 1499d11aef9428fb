"""Answers are read by those they are meant for, suggested while typing, and counted honestly."""

import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.markdown import render_markdown
from helpdesk.actions.article_uses import note_shown, remind_owners, settle_visits
from helpdesk.actions.articles import ArticleWords, publish_article, write_article
from helpdesk.codes import ArticleAudience, ArticleUse, TicketCategory
from helpdesk.demo.articles import load_articles, read_articles
from helpdesk.models import (
    KnowledgeArticle,
    KnowledgeArticleVersion,
    KnowledgeUse,
    OutboundMessage,
    Submission,
    Ticket,
    TicketEvent,
    sight_of,
)
from helpdesk.queries.articles import suggest
from tests.factories.helpdesk import (
    QueueFactory,
    ServiceComponentFactory,
    agent,
    caller,
    make_ticket,
)

ANSWERS = "/helpdesk/answers/"
SUGGEST = f"{ANSWERS}suggest/"
ALL, STAFF = ArticleAudience.SIGNED_IN, ArticleAudience.STAFF


def write(lead, title="How do I print a record?", body="Use **Ctrl** and P.", slug="", **words):
    facts = {
        "title": title,
        "body": body,
        "summary": f"About {title.lower()}",
        "category": TicketCategory.HOW_TO,
        "review_on": timezone.localdate() + timedelta(days=90),
    }
    return write_article(
        words=ArticleWords(**{**facts, **words}), slug=slug, by=lead, at=timezone.now()
    )


def publish(lead, audience=ALL, **words) -> KnowledgeArticle:
    article = write(lead, **words)
    return publish_article(slug=article.slug, audience=audience, by=lead, at=timezone.now())


@pytest.fixture
def lead(team_lead):
    return team_lead.active_role


class TestWhoReads:
    @pytest.mark.parametrize("audience", [None, STAFF])
    def test_drafts_and_what_is_for_staff_are_nowhere_for_callers(
        self, client, sign_in, clinician, lead, audience
    ):
        article = publish(lead, audience) if audience else write(lead)
        sign_in(client, clinician)

        read = f"{ANSWERS}read/{article.slug}/"
        assert client.get(read).status_code == 404
        assert client.post(f"{read}vote/", {"helpful": "yes"}).status_code == 404
        assert article.title not in client.get(ANSWERS).text
        assert article.title not in client.post(ANSWERS, {"q": "print record"}).text
        assert article.title not in client.post(SUGGEST, {"text": "print a record"}).text
        assert client.get(f"{ANSWERS}?state=draft").status_code == 404

    def test_callers_read_what_was_published_and_not_the_newer_draft(
        self, client, sign_in, clinician, lead
    ):
        article = publish(lead)
        write_article(
            words=ArticleWords(
                title="How do I print a record?",
                body="Half of a thought.",
                category=TicketCategory.HOW_TO,
                review_on=timezone.localdate() + timedelta(days=90),
            ),
            slug=article.slug,
            by=lead,
            at=timezone.now(),
        )
        sign_in(client, clinician)

        page = client.get(f"{ANSWERS}read/{article.slug}/?version=2").text

        assert "<strong>Ctrl</strong>" in page
        assert "Half of a thought." not in page
        assert "For staff" not in page

    def test_is_closed_to_strangers(self, client, lead):
        article = publish(lead)

        assert client.get(ANSWERS).status_code == 302
        assert client.get(f"{ANSWERS}read/{article.slug}/").status_code == 302

    @pytest.mark.parametrize("step", ["edit", "publish", "retire"])
    def test_callers_change_nothing(self, client, sign_in, clinician, lead, step):
        article = publish(lead)
        sign_in(client, clinician)

        assert client.post(f"{ANSWERS}read/{article.slug}/{step}/").status_code == 403
        assert client.get(f"{ANSWERS}new/").status_code == 403

    def test_an_analyst_publishes_for_staff_alone(self, client, sign_in, desk_agent, lead):
        article = write(lead)
        sign_in(client, desk_agent)
        url = f"{ANSWERS}read/{article.slug}/publish/"

        assert client.post(url, {"audience": "signed-in"}).status_code == 403
        assert client.post(url, {"audience": "staff"}).status_code == 302
        article.refresh_from_db()
        assert article.audience == STAFF


class TestVersions:
    def test_are_never_changed(self, db, lead):
        write(lead)

        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            KnowledgeArticleVersion.objects.update(body="Something else")

    def test_a_number_typed_there_becomes_a_reference(self, db, lead):
        article = write(lead, body="As with 999 012 3454.")

        assert "999" not in article.versions.get().body

    def test_two_of_one_title_get_two_addresses(self, db, lead):
        assert write(lead).slug != write(lead).slug

    def test_are_written_and_published_on_the_page(self, client, sign_in, team_lead):
        sign_in(client, team_lead)
        day = timezone.localdate() + timedelta(days=100)
        form = {
            "title": "How do I change my role?",
            "summary": "From your name at the top.",
            "category": "access",
            "body": "# Steps\n\n1. Open your name.",
            "review_on_day": day.day,
            "review_on_month": day.month,
            "review_on_year": day.year,
        }

        page = client.post(f"{ANSWERS}new/", form, follow=True).text
        client.post(f"{ANSWERS}read/how-do-i-change-my-role/publish/", {"audience": "signed-in"})

        assert "<h2>Steps</h2>" in page
        assert KnowledgeArticle.objects.get().state == "published"

    def test_offers_only_what_changes_who_reads_it(self, client, sign_in, team_lead):
        article = write(team_lead.active_role)
        sign_in(client, team_lead)
        address = f"{ANSWERS}read/{article.slug}/"
        everyone, staff = "Publish for everyone who is signed in", "Publish for staff only"

        draft = client.get(address).text
        assert (everyone in draft, staff in draft) == (True, True)

        client.post(f"{address}publish/", {"audience": "staff"})
        kept = client.get(address).text
        assert (everyone in kept, staff in kept) == (True, False)
        assert "Staff only" in kept

        write(team_lead.active_role, slug=article.slug, body="Put right.")
        newer = client.get(f"{address}?version=2").text
        assert (everyone in newer, staff in newer) == (True, True)


class TestRenderMarkdown:
    @pytest.mark.parametrize(
        "hostile",
        [
            "<script>alert(1)</script>",
            "[x](javascript:alert(1))",
            "<img src=x onerror=alert(1)>",
            "![x](https://elsewhere.invalid/track.png)",
            "[x](data:text/html;base64,AAAA)",
            "<a href='https://x.invalid' onclick='x()'>x</a>",
        ],
    )
    def test_lets_nothing_run(self, hostile):
        drawn = render_markdown(hostile)

        for part in (
            "<script",
            "<img",
            'href="javascript',
            'href="data',
            "<a href='",
        ):
            assert part not in drawn


class TestSuggest:
    @pytest.fixture
    def articles(self, lead):
        load_articles({"team.lead": lead}, at=timezone.now())

    @pytest.mark.parametrize(
        ("typed", "expected"),
        [
            ("my smartcard is not being read by the reader", "My smartcard is not read"),
            ("I forgot my password and cannot sign in", "I cannot sign in: what to try first"),
            ("it says something is withheld, why", "Why does the record say"),
            ("how do I print the record of a patient", "Printing or saving a record"),
            ("which browser do we need, chrome or edge?", "Which browsers and devices"),
            ("the hospital source is late since this morning", "A source is marked as late"),
            ("new starter on Monday needs an account", "Setting up a new starter"),
        ],
    )
    def test_finds_what_answers(self, articles, typed, expected):
        found = suggest(typed, sight=sight_of(caller()))

        assert any(article.title.startswith(expected) for article in found)

    @pytest.mark.parametrize("typed", ["", "hello", "999 012 3454", "the and of", "'; | & ! ( : *"])
    def test_says_nothing_where_nothing_fits(self, articles, typed):
        assert suggest(typed, sight=sight_of(caller())) == []

    def test_says_first_what_is_known_and_being_worked_on(
        self, client, sign_in, clinician, team_lead, articles
    ):
        sign_in(client, team_lead)
        client.post(
            f"/helpdesk/incidents/declare/{make_ticket().number}/",
            {
                "title": "Letters do not open",
                "text": "We look for the cause.",
                "components": [ServiceComponentFactory.create().pk],
                "status": "disrupted",
                "cadence_minutes": 30,
                "is_sure": "on",
            },
        )
        sign_in(client, clinician)

        page = client.post(SUGGEST, {"text": "letters", "token": str(uuid4())}).text

        assert "Known, and being worked on: Letters do not open." in page

    def test_is_quick(self, client, sign_in, clinician, articles):
        sign_in(client, clinician)
        form = {"text": "My smartcard is not read, and I cannot sign in.", "token": str(uuid4())}
        client.post(SUGGEST, form)

        took = []
        for _ in range(5):
            started = time.process_time()
            client.post(SUGGEST, {**form, "token": str(uuid4())})
            took.append(time.process_time() - started)

        # It takes 0.01 s of this process where nothing else runs: more is another way of searching.
        assert min(took) < 0.5

    def test_what_is_typed_is_kept_nowhere_and_never_in_an_address(
        self, client, sign_in, clinician, articles
    ):
        sign_in(client, clinician)

        page = client.post(SUGGEST, {"text": "smartcard of Winifred", "token": str(uuid4())}).text

        assert "smartcard" in page.lower()
        assert "Winifred" not in page
        assert client.get(SUGGEST).status_code == 405


class TestUses:
    def use(self, client, article, visit):
        client.post(SUGGEST, {"text": "how do I print a record", "token": str(visit)})
        client.get(f"{ANSWERS}read/{article.slug}/?form={visit}")

    def kinds(self, visit):
        return set(KnowledgeUse.objects.filter(visit=visit).values_list("kind", flat=True))

    def later(self):
        return timezone.now() + timedelta(hours=25)

    def test_shown_and_opened_count_once_in_a_form(self, client, sign_in, clinician, lead):
        article, visit = publish(lead), uuid4()
        sign_in(client, clinician)

        for _ in range(3):
            self.use(client, article, visit)

        assert KnowledgeUse.objects.count() == 2
        assert self.kinds(visit) == {ArticleUse.SHOWN, ArticleUse.OPENED}

    def test_who_opened_it_and_left_was_helped(self, client, sign_in, clinician, lead):
        article, visit = publish(lead), uuid4()
        sign_in(client, clinician)
        self.use(client, article, visit)

        assert settle_visits(at=timezone.now()) == 0
        settle_visits(at=self.later())
        settle_visits(at=self.later())

        assert ArticleUse.DEFLECTED in self.kinds(visit)
        assert KnowledgeUse.objects.count() == 3

    def test_who_sent_the_form_was_not(self, client, sign_in, clinician, lead):
        article, visit = publish(lead), uuid4()
        sign_in(client, clinician)
        self.use(client, article, visit)
        ticket = make_ticket(by=clinician.active_role, at=timezone.now())
        Submission.objects.create(user=clinician, token=visit, ticket=ticket)

        settle_visits(at=self.later())

        assert KnowledgeUse.objects.get(kind=ArticleUse.SUBMITTED).ticket == ticket
        assert ArticleUse.DEFLECTED not in self.kinds(visit)

    def test_nor_who_asked_in_another_way_within_a_day(self, client, sign_in, clinician, lead):
        article, visit = publish(lead), uuid4()
        sign_in(client, clinician)
        self.use(client, article, visit)
        make_ticket(by=clinician.active_role, at=timezone.now() + timedelta(hours=3))

        settle_visits(at=self.later())

        assert ArticleUse.SUBMITTED in self.kinds(visit)

    def test_who_only_saw_its_title_counts_for_nothing(self, db, lead, clinician):
        article = publish(lead)
        note_shown([article], visit=uuid4(), user=clinician, at=timezone.now())

        assert settle_visits(at=self.later()) == 0

    def test_the_last_vote_counts(self, client, sign_in, clinician, lead):
        article = publish(lead)
        sign_in(client, clinician)
        url = f"{ANSWERS}read/{article.slug}/vote/"

        client.post(url, {"helpful": "yes"})
        client.post(url, {"helpful": "no"})

        assert KnowledgeUse.objects.get().kind == ArticleUse.UNHELPFUL


class TestTicketBehind:
    def test_offers_what_answers_and_keeps_that_it_did(self, client, sign_in, team_lead):
        publish(team_lead.active_role)
        ticket = make_ticket(subject="How do I print a record")
        sign_in(client, team_lead)
        behind = f"/helpdesk/tickets/{ticket.number}/behind/"
        assert "It answers this" in client.get(behind).text

        client.post(
            f"/helpdesk/tickets/{ticket.number}/article/", {"article": "how-do-i-print-a-record"}
        )

        assert "solved this" in client.get(behind).text
        assert TicketEvent.objects.filter(ticket=ticket, facts__as="solved-by").exists()

    def test_is_not_there_for_callers_and_changes_nothing_from_other_queues(
        self, client, sign_in, clinician, lead
    ):
        publish(lead)
        ticket = make_ticket(by=clinician.active_role)
        sign_in(client, clinician)
        article = {"article": "how-do-i-print-a-record"}
        url = f"/helpdesk/tickets/{ticket.number}"

        assert client.get(f"{url}/behind/").status_code == 404
        assert client.post(f"{url}/article/", article).status_code == 404
        sign_in(client, agent(QueueFactory.create(code="training")).user)
        assert client.post(f"{url}/article/", article).status_code == 403
        assert Ticket.objects.get().events_count == 1


class TestRemindOwners:
    def test_tells_an_owner_once_a_week_of_all_that_is_due(self, db, lead):
        for title in ("One", "Two"):
            write(lead, title=title, review_on=timezone.localdate() - timedelta(days=1))

        remind_owners(at=timezone.now())
        remind_owners(at=timezone.now())

        assert OutboundMessage.objects.get().user_id == lead.user_id
        remind_owners(at=timezone.now() + timedelta(days=7))
        assert OutboundMessage.objects.count() == 2


class TestLoadArticles:
    def test_are_twenty_five_good_ones_and_running_again_changes_nothing(self, db, lead):
        load_articles({"team.lead": lead}, at=timezone.now())
        before = list(KnowledgeArticle.objects.order_by("pk").values())

        load_articles({"team.lead": lead}, at=timezone.now())

        assert list(KnowledgeArticle.objects.order_by("pk").values()) == before
        assert len(before) >= 25
        assert all(len(each.body.split()) > 40 for each in read_articles())
        assert get_user_model().objects.filter(pk=before[0]["owner_id"]).exists()
