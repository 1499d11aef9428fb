import pytest

from tests.factories.accounts import UserFactory

PAGES = ["", "accounts/user/", "accounts/organization/", "accounts/practitionerrole/"]


class TestAdministration:
    @pytest.mark.parametrize("page", [*PAGES, "accounts/signinevent/", "accounts/user/add/"])
    def test_opens_for_superusers_without_a_role(self, client, db, sign_in, page):
        sign_in(client, UserFactory.create(is_superuser=True))

        assert client.get(f"/admin/{page}").status_code == 200

    def test_sends_others_home(self, client, clinician, sign_in):
        clinician.is_staff = True
        clinician.save()
        sign_in(client, clinician)

        assert client.get("/admin/accounts/user/", follow=True).redirect_chain[-1][0] == "/"

    def test_has_no_door_of_its_own(self, client, db):
        for page in ("/admin/", "/admin/login/", "/admin/accounts/user/"):
            assert client.get(page)["Location"].startswith("/accounts/sign-in/")

    def test_changes_no_sign_in_event(self, client, db, sign_in):
        sign_in(client, UserFactory.create(is_superuser=True))

        assert client.get("/admin/accounts/signinevent/add/").status_code == 403
