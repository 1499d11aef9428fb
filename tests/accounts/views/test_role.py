import pytest

from accounts.codes import SignInEventKind
from tests.factories.accounts import PractitionerRoleFactory, SurgeryFactory

CHOOSE = "/accounts/role/"
SWITCH = "/accounts/role/switch/"


@pytest.fixture
def second_role(clinician):
    return PractitionerRoleFactory.create(
        user=clinician, organization=SurgeryFactory.create(), job_title="General practitioner"
    )


class TestRoleChoose:
    def test_lists_the_roles_that_can_be_used(self, client, clinician, second_role, sign_in):
        sign_in(client, clinician)

        page = client.get(CHOOSE, {"next": "/accounts/"}).text

        assert "A&amp;E doctor" in page
        assert "General practitioner" in page
        assert 'name="next" value="/accounts/"' in page

    def test_marks_the_role_in_use(self, client, clinician, sign_in):
        sign_in(client, clinician)

        assert "In use now" in client.get(CHOOSE).text


class TestRoleSwitch:
    def test_takes_up_the_role(self, client, clinician, second_role, sign_in):
        sign_in(client, clinician)
        before = client.session.session_key

        response = client.post(SWITCH, {"role": str(second_role.pk), "next": "/accounts/"})

        assert response["Location"] == "/accounts/"
        page = client.get("/")
        assert page.wsgi_request.active_role == second_role
        assert client.session.session_key != before
        assert clinician.sign_in_events.get().kind == SignInEventKind.ROLE_CHANGED

    def test_offers_the_other_roles_in_the_header(self, client, clinician, second_role, sign_in):
        sign_in(client, clinician)
        client.post(SWITCH, {"role": str(second_role.pk)})

        page = client.get("/").text

        assert f'name="role" value="{clinician.active_role.pk}"' in page
        assert f'name="role" value="{second_role.pk}"' not in page

    @pytest.mark.parametrize("role", ["", "nonsense", "00000000-0000-0000-0000-000000000000"])
    def test_refuses_what_is_no_role(self, client, clinician, sign_in, role):
        sign_in(client, clinician)

        page = client.post(SWITCH, {"role": role}, follow=True)

        assert page.redirect_chain[0][0] == CHOOSE
        assert "You do not hold that role" in page.text

    def test_refuses_a_role_of_somebody_else(self, client, clinician, engineer, sign_in):
        sign_in(client, clinician)

        client.post(SWITCH, {"role": str(engineer.active_role.pk)})

        assert client.get("/").wsgi_request.active_role == clinician.active_role

    def test_goes_to_no_other_site(self, client, clinician, second_role, sign_in):
        sign_in(client, clinician)

        response = client.post(
            SWITCH, {"role": str(second_role.pk), "next": "https://example.com/"}
        )

        assert response["Location"] == "/"
