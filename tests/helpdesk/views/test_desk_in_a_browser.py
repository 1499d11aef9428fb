"""The desk by keyboard, while others work, on a telephone, and for everybody."""

import pytest
from playwright.sync_api import expect

from helpdesk.actions.assigning import assign_ticket
from helpdesk.codes import PresenceKind
from helpdesk.models import BulkChange, Presence
from tests.browser import (
    NARROW,
    WIDE,
    check_page,
    connection_in_use,
    needs_browser,
)
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.helpdesk import MONDAY, agent, make_ticket

pytestmark = [*needs_browser, pytest.mark.django_db]

READ_AGAIN = "htmx.trigger('#tickets', 'every')"


@pytest.fixture
def desk(page, site, team_lead):
    for subject in ("First", "Second", "Third"):
        make_ticket(subject=subject, has_safety_flag=subject == "First")
    page.goto(f"{site}/accounts/sign-in/")
    page.get_by_label("User name or e-mail address").fill(team_lead.username)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{site}/")
    page.goto(f"{site}/helpdesk/desk/")
    return page


def ticked(page):
    return page.locator("#tickets input:checked").evaluate_all("all => all.map(each => each.value)")


def numbers(page):
    cells = page.locator("#tickets tbody tr .ohc-number")
    return cells.all_inner_texts()


class TestKeyboard:
    def test_goes_through_the_list_ticks_and_starts_a_change(self, desk):
        first, second, _ = numbers(desk)
        for key in ("j", "x", "j", "x", "k"):
            desk.keyboard.press(key)

        assert ticked(desk) == [first, second]
        expect(desk.get_by_role("link", name="First", exact=True)).to_be_focused()
        expect(desk.locator("[data-ticked]")).to_have_text("2 ticked")

        desk.keyboard.press("b")
        expect(desk.get_by_role("heading", level=1)).to_have_text("Change 2 tickets")
        assert BulkChange.objects.get().numbers == [int(first), int(second)]

    def test_has_a_sheet_and_can_be_switched_off(self, desk):
        desk.keyboard.press("?")
        sheet = desk.get_by_role("dialog", name="Keyboard shortcuts")
        expect(sheet).to_contain_text("Next in the list")
        expect(sheet).to_contain_text("Search the tickets")

        sheet.get_by_label("Use keyboard shortcuts").uncheck()
        sheet.get_by_role("button", name="Close").click()
        desk.reload()
        desk.keyboard.press("/")
        expect(desk.get_by_label("Words or number")).not_to_be_focused()

        desk.keyboard.press("?")
        sheet.get_by_label("Use keyboard shortcuts").check()
        desk.keyboard.press("Escape")
        desk.keyboard.press("/")
        expect(desk.get_by_label("Words or number")).to_be_focused()

    def test_keys_that_somebody_types_are_words(self, desk):
        desk.get_by_label("Words or number").fill("")
        desk.keyboard.type("jx?b")

        expect(desk.get_by_label("Words or number")).to_have_value("jx?b")
        assert ticked(desk) == []


class TestWhileOthersWork:
    def test_rows_are_read_anew_and_ticks_stay(self, desk, team_lead):
        first, second, _ = numbers(desk)
        desk.locator(f"#tick-{second}").check()
        with connection_in_use:
            colleague = agent()
            assign_ticket(
                number=int(first), assignee=colleague.user, by=team_lead.active_role, at=MONDAY
            )
            other = UserFactory.create(display_name="Owen Makeshift")
            Presence.objects.create(
                ticket_id=int(second),
                user=other,
                kind=PresenceKind.WRITING,
                seen_at="2099-01-01T00:00Z",
            )
            make_ticket(subject="Fourth")

        desk.evaluate(READ_AGAIN)

        expect(desk.locator(f"#ticket-{first}")).to_contain_text(str(colleague.user))
        expect(desk.locator(f"#ticket-{second}")).to_contain_text("Owen Makeshift is writing")
        expect(desk.locator("#tickets")).to_contain_text("Fourth")
        assert ticked(desk) == [second]
        side = desk.get_by_role("navigation", name="Lists of tickets")
        expect(side.get_by_role("link", name="In your queues")).to_contain_text("4")

    def test_nothing_moves_where_nothing_changed(self, desk):
        with desk.expect_response("**/desk/rows/**") as answer:
            desk.evaluate(READ_AGAIN)

        assert answer.value.status == 204


class TestForEverybody:
    @pytest.mark.parametrize("path", ["", "?q=record", "?flag=safety", "shifts/", "report/"])
    @pytest.mark.parametrize("size", [WIDE, NARROW])
    def test_is_accessible_and_fits(self, desk, site, path, size):
        desk.goto(f"{site}/helpdesk/desk/{path}")

        check_page(desk, size)

    def test_a_change_of_many_is_accessible_and_fits(self, desk):
        desk.get_by_role("button", name="Change the whole list").click()
        check_page(desk, WIDE)
        desk.get_by_label("Assigned to").select_option("nobody")
        desk.get_by_label("Impact").select_option("1")
        desk.get_by_role("button", name="See what will happen").click()
        expect(desk.get_by_role("main")).to_contain_text("3 tickets will change")
        check_page(desk, WIDE)
        check_page(desk, NARROW)
        desk.get_by_role("button", name="Make these changes").click()
        expect(desk.get_by_role("main")).to_contain_text("Making the changes")
        check_page(desk, NARROW)
