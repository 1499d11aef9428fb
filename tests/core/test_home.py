import pytest
from django.test import RequestFactory

from core import home
from core.home import HomePanel


@pytest.fixture(autouse=True)
def empty_registries(monkeypatch):
    for name in ("_panels", "_parts", "_searches"):
        monkeypatch.setattr(home, name, [])


def build(title, order):
    panel = HomePanel(title=title, template=f"{title}.html", order=order)
    return lambda request: panel if request.path == "/" else None


class TestBuildHomePanels:
    def test_puts_the_panels_of_a_role_in_order(self):
        request = RequestFactory().get("/")
        for title, order, roles in (("b", 20, ["x"]), ("a", 10, ["x", "y"]), ("c", 1, ["y"])):
            home.register_home_panel(roles, build(title, order))

        assert [panel.title for panel in home.build_home_panels("x", request)] == ["a", "b"]

    def test_is_empty_for_a_role_that_has_none(self):
        assert home.build_home_panels("x", RequestFactory().get("/")) == []


class TestListParts:
    def test_marks_the_part_that_holds_the_page(self):
        home.register_part("Account", "accounts:account", ["x"], order=2)
        home.register_part("Roles", "accounts:role_choose", ["x", "y"], order=1)

        parts = home.list_parts("x", "/accounts/role/switch/")

        assert [(part.label, part.is_current) for part in parts] == [
            ("Roles", True),
            ("Account", False),
        ]

    def test_marks_none_where_the_page_is_elsewhere(self):
        home.register_part("Account", "accounts:account", ["x"])

        assert not home.list_parts("x", "/elsewhere/")[0].is_current
        assert home.list_parts("y", "/accounts/") == ()

    def test_a_part_may_have_pages_beside_its_own(self):
        home.register_part("Account", "accounts:account", ["x"], order=1)
        home.register_part("Roles", "accounts:role_choose", ["x"], also_at=["/accounts/password/"])

        parts = home.list_parts("x", "/accounts/password/")

        assert [part.is_current for part in parts] == [False, True]


class TestFindPatientSearch:
    def test_is_there_only_for_its_roles(self):
        home.register_patient_search("accounts:account", ["x"])

        assert home.find_patient_search("x") == "/accounts/"
        assert home.find_patient_search("y") == ""
