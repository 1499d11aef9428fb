"""The pages of benefits in a real browser: usable at every width, and the slider as it moves."""

import os
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from analytics.codes import Answer
from tests.browser import NARROW, WIDE, check_page, needs_browser
from tests.factories.accounts import HospitalFactory
from tests.factories.analytics import an_analyst
from tests.factories.benefits import answer, make_register, make_use

pytestmark = [pytest.mark.django_db, *needs_browser]
# Where pictures of the pages are kept, if anybody wants to look at them.
PICTURES = os.environ.get("PICTURES", "")


@pytest.fixture
def analyst():
    role = an_analyst()
    make_register()
    stratum = make_use(HospitalFactory.create(parent=role.organization))
    answer(stratum, {Answer.NONE: 20, Answer.UNDER_5: 30, Answer.OVER_10: 30})
    return role


@pytest.fixture
def visit(page, site, client, sign_in):
    """Return how to go to a page as somebody who is signed in."""

    def _visit(role, name, *args, query=""):
        sign_in(client, role.user)
        for cookie in client.cookies.values():
            page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])
        page.goto(site + reverse(f"analytics:{name}", args=args) + query)

    return _visit


@pytest.mark.parametrize(
    ("name", "args", "query"),
    [
        ("benefits", (), ""),
        ("benefits", (), "?scenario=published"),
        ("benefit_detail", ("a-and-e",), ""),
        ("accesses", ("a-and-e",), ""),
        ("claims", (), ""),
        ("switching", (), "?scenario=published"),
        ("parameter_new", ("a-and-e",), ""),
        ("benefit_edit", ("a-and-e",), ""),
    ],
    ids=str,
)
def test_pages_are_usable_at_every_width(page, visit, analyst, name, args, query):
    visit(analyst, name, *args, query=query)

    for size in (WIDE, NARROW):
        check_page(page, size)
        if PICTURES:
            path = Path(PICTURES) / f"{name}{query.strip('?').replace('=', '-')}-{size[0]}.png"
            page.screenshot(path=path, full_page=True)


def test_the_slider_says_what_comes_of_it_as_it_moves(page, visit, analyst):
    visit(analyst, "switching", query="?scenario=published&benefit=a-and-e")
    slider = page.get_by_role("slider")
    expect(page.get_by_text("It still pays: £55,040")).to_be_visible()

    slider.focus()
    for _ in range(10):
        slider.press("ArrowLeft")

    expect(page.get_by_text("It does not pay: £84,960")).to_be_visible()
    expect(slider).to_be_focused()
