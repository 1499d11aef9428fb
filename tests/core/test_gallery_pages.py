"""The sample pages in a real browser: accessible, no sideways scroll, nothing blocked."""

import mimetypes

import pytest
from csp.utils import build_policy
from django.template.loader import render_to_string

from core.gallery_form import GalleryForm
from core.shell import NavigationItem, RoleChoice, Shell
from core.views import PAGES
from tests.browser import BUILT, CHROMIUM, FLAGS, NARROW, WIDE, check_page, needs_browser

SITE = "http://gallery.test"

pytestmark = needs_browser


def shell(seconds):
    return Shell(
        person="Dr C Sample",
        role="A&E doctor",
        organization="Royal Shrewsbury",
        home_url="/",
        sign_out_url="/left/",
        sign_in_url="/ended/",
        stay_signed_in_url="/stay/",
        session_seconds=seconds,
        search_url="/find/",
        role_switch_url="/role/",
        other_roles=(RoleChoice(value="2", label="Privacy officer", organization="Council"),),
        navigation=(NavigationItem(label="Records", url="/records/", is_current=True),),
    )


def answer(route):
    """Serve a sample page, a built file or a session from memory, under the real policy."""
    path, _, seconds = route.request.url.removeprefix(SITE).partition("?seconds=")
    if path.startswith("/static/"):
        file = BUILT.parent / path.removeprefix("/static/")
        kind = mimetypes.guess_type(file.name)[0]
        route.fulfill(body=file.read_bytes(), content_type=kind)
    elif path == "/stay/":
        route.fulfill(json={"seconds_left": 2700})
    else:
        name = path.removeprefix("/gallery/").strip("/")
        context = {"pages": PAGES, "form": GalleryForm(), "shell": shell(int(seconds or 2700))}
        page = render_to_string(f"core/gallery/{name or 'index'}.html", context)
        policy = {"Content-Security-Policy": build_policy()}
        route.fulfill(body=page, content_type="text/html; charset=utf-8", headers=policy)


@pytest.fixture(scope="session")
def base_url():
    return SITE


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {"executable_path": CHROMIUM, "args": FLAGS}


def complain(page, message):
    if message.type in ("error", "warning"):
        page.complaints.append(message.text)


@pytest.fixture
def page(page):
    page.complaints = []
    page.on("console", lambda message: complain(page, message))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.route("**/*", answer)
    return page


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("name", ["", *PAGES])
class TestSamplePage:
    def test_is_accessible_and_fits(self, page, name, size):
        page.goto(f"{SITE}/gallery/{name}")

        check_page(page, size)
        assert page.complaints == []


class TestLive:
    def test_reads_a_running_import_again_without_counting_as_use(self, page):
        page.goto(f"{SITE}/gallery/run/")

        with page.expect_request(lambda it: it.headers.get("x-background-refresh") == "1"):
            page.get_by_text("Entries merged").wait_for()

        assert page.locator("#run-now").count() == 1


class TestSession:
    def test_warns_before_the_end_and_can_be_kept(self, page):
        page.goto(f"{SITE}/gallery/record/?seconds=90")

        page.get_by_role("dialog").get_by_role("button", name="Stay signed in").click()

        page.get_by_role("dialog").wait_for(state="hidden")
        assert page.locator("[data-session-left]").text_content() == "45 min"

    def test_takes_the_record_off_the_screen_at_the_end(self, page):
        page.route("**/ended/", lambda route: route.fulfill(body="signed out"))

        page.goto(f"{SITE}/gallery/record/?seconds=1")

        page.wait_for_url("**/ended/")


class TestMenu:
    def test_opens_inside_a_narrow_screen(self, page):
        page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
        page.goto(f"{SITE}/gallery/record/")

        page.locator(".ohc-who summary").click()

        assert page.get_by_role("button", name="Sign out").first.is_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


class TestKeyboard:
    def test_reaches_a_table_as_soon_as_it_outgrows_its_place(self, page):
        page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
        page.goto(f"{SITE}/gallery/access/")
        region = page.locator("[data-scroll-region]").first
        assert region.get_attribute("tabindex") is None

        # Height as before: the place itself keeps its size, as when a font arrives.
        region.evaluate("it => it.style.height = `${it.offsetHeight}px`")

        region.locator("table").evaluate("it => it.style.width = '3000px'")
        page.locator("[data-scroll-region][tabindex='0'][role='region']").first.wait_for()
        region.locator("table").evaluate("it => it.style.width = ''")

        page.locator("[data-scroll-region]:not([tabindex])").first.wait_for()

    def test_slash_moves_to_the_search(self, page):
        page.goto(f"{SITE}/gallery/record/")

        page.keyboard.press("/")

        assert page.evaluate("document.activeElement.name") == "q"

    def test_first_stop_skips_to_the_content(self, page):
        page.goto(f"{SITE}/gallery/record/")

        page.keyboard.press("Tab")
        page.keyboard.press("Enter")

        assert page.evaluate("document.activeElement.id") == "main"

    def test_slash_is_a_letter_where_somebody_types(self, page):
        page.goto(f"{SITE}/gallery/section/")

        page.get_by_label("Search these results").press("/")

        assert page.get_by_label("Search these results").input_value() == "/"
