from accounts.codes import JobRole
from core import home
from tests.factories.accounts import PractitionerRoleFactory


class TestHome:
    def test_says_in_which_role_one_acts(self, client, engineer, sign_in):
        sign_in(client, engineer)

        page = client.get("/").text

        assert "Integration engineer" in page
        assert "NHS Shropshire, Telford and Wrekin Integrated Care Board" in page

    def test_explains_a_role_that_has_no_panels_yet(self, client, db, sign_in, monkeypatch):
        monkeypatch.setattr(home, "_panels", [])
        user = PractitionerRoleFactory.create(job_role=JobRole.TRAINER, job_title="").user
        sign_in(client, user)

        assert "There is nothing here yet for the role trainer." in client.get("/").text
