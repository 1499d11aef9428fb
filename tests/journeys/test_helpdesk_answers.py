"""A clinician begins to ask, and finds the answer before the form is sent."""

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import PractitionerRole
from helpdesk.codes import ArticleUse
from helpdesk.demo.articles import load_articles
from helpdesk.models import KnowledgeUse, Ticket
from tests.browser import needs_browser

from .steps import (
    given_signed_in,
    then_heading_is,
    then_page_fits_a_telephone,
    then_page_is_accessible,
    when_they_press,
)

pytestmark = [*needs_browser, pytest.mark.journey]


@pytest.fixture
def answers(first_night: None) -> None:
    """Set the desk up, with what it has written down."""
    call_command("load_demo_helpdesk", only="desk", verbosity=0)
    lead = PractitionerRole.objects.get(user__username="team.lead")
    load_articles({"team.lead": lead}, at=timezone.now())


class TestFindingAnAnswer:
    def test_while_typing(self, page, site, answers):
        given_signed_in(page, site, "ae.doctor")
        page.goto(f"{site}/helpdesk/new/printer-or-screen/")
        page.get_by_label("What has happened?").press_sequentially("My smartcard is not read")
        found = page.get_by_role("link", name="My smartcard is not read")
        expect(found).to_be_visible()
        then_page_is_accessible(page)
        then_page_fits_a_telephone(page)

        with page.expect_popup() as opened:
            found.click()
        article = opened.value
        then_heading_is(article, "My smartcard is not read")
        then_page_is_accessible(article)
        then_page_fits_a_telephone(article)
        when_they_press(article, "Yes")
        expect(article.locator(".ohc-notices")).to_contain_text("Thank you.")

        kinds = set(KnowledgeUse.objects.values_list("kind", flat=True))
        assert kinds == {ArticleUse.SHOWN, ArticleUse.OPENED, ArticleUse.HELPFUL}
        assert not Ticket.objects.exists()
        page.goto(f"{site}/helpdesk/answers/")
        then_heading_is(page, "Answers")
        then_page_is_accessible(page)
        then_page_fits_a_telephone(page)
