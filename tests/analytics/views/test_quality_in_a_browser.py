"""Page times, the question in the record and the service quality page in a real browser."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from analytics.codes import Answer
from analytics.models import SurveyResponse
from core.valkey import connect, key_of
from tests.browser import NARROW, WIDE, check_page, connection_in_use, needs_browser
from tests.factories.accounts import PASSWORD
from tests.factories.analytics import an_analyst
from tests.factories.quality import counted_compliance, page_times, resolved_tickets
from tests.factories.records import FeedFactory, SourcePatientFactory
from tests.factories.sampling import next_opening_is

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("page-times"), *needs_browser]


@pytest.fixture(autouse=True)
def nothing_kept():
    def forget():
        for kept in ("page-times*", "open:*", "not-today:*"):
            for key in connect().scan_iter(key_of(kept)):
                connect().delete(key)

    forget()
    yield
    forget()


def enter(page: Page, site: str, user) -> None:
    page.goto(f"{site}{reverse('accounts:sign_in')}")
    page.get_by_label("User name").fill(user.username)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{site}/")


def test_the_question_is_answered_by_keyboard_and_nothing_moves(page, site, clinician):
    enter(page, site, clinician)
    with connection_in_use:
        patient = SourcePatientFactory.create().patient_id
        next_opening_is(chosen=True)

    with page.expect_request(f"**{reverse('analytics:felt')}") as told:
        page.goto(site + reverse("records:record_detail", args=[patient]))
    assert told.value.response().status == 204

    check_page(page, NARROW)
    check_page(page, WIDE)
    footer = page.locator("footer").bounding_box()
    page.get_by_role("button", name="2 to 5 minutes").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("status").filter(has_text="Thank you.")).to_be_focused()
    assert page.locator("footer").bounding_box() == footer
    with connection_in_use:
        assert SurveyResponse.objects.get().answer == Answer.UNDER_5
    felt = [field for field in connect().hgetall(key_of("page-times")) if "|1|" in field]
    assert any("|records:record_detail|" in field for field in felt)


def test_the_quality_page_is_accessible(page, site):
    role = an_analyst(sees_all=True)
    today = timezone.localdate()
    page_times("records:record_detail", 300, 50, on=today - timedelta(days=1))
    FeedFactory.create(organization=role.organization, last_received_at=timezone.now())
    monday = today - timedelta(days=today.weekday(), weeks=1)
    resolved_tickets(20, in_time=15, week=monday, region=role.organization)
    counted_compliance(role.organization, required=41, held=33, on=today)
    enter(page, site, role.user)

    page.goto(site + reverse("analytics:quality"))

    expect(page.get_by_role("heading", name="Service quality")).to_be_visible()
    check_page(page, NARROW)
    check_page(page, WIDE)
