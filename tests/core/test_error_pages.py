import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpResponse
from django.views import csrf, defaults

from core.errors import Forbidden, NotPermittedNow
from core.http import RefusalMiddleware


@pytest.fixture
def request_(rf):
    return rf.get("/records/")


class TestErrorPages:
    def test_says_why_somebody_may_not(self, request_):
        response = defaults.permission_denied(request_, Forbidden("Only privacy officers see this"))

        assert response.status_code == 403
        assert "Only privacy officers see this" in response.content.decode()

    def test_has_words_where_no_reason_is_given(self, request_):
        response = defaults.permission_denied(request_, PermissionDenied())

        assert "Your role does not allow it." in response.content.decode()

    def test_shows_nothing_of_a_missing_address(self, request_):
        response = defaults.page_not_found(request_, Http404("patient 1"))

        assert response.status_code == 404
        assert "patient 1" not in response.content.decode()

    def test_answers_what_it_did_not_understand(self, request_):
        response = defaults.bad_request(request_, SuspiciousOperation())

        assert "was not understood" in response.content.decode()

    def test_answers_a_defect_without_a_request(self, request_):
        response = defaults.server_error(request_)

        assert response.status_code == 500
        assert "Something went wrong" in response.content.decode()

    def test_explains_a_form_that_came_too_late(self, request_):
        response = csrf.csrf_failure(request_)

        assert response.status_code == 403
        assert "open for too long" in response.content.decode()


class TestRefusals:
    """A refusal that no page shows: somebody else was faster, and that is no defect."""

    def answer(self, rf, error):
        return RefusalMiddleware(lambda _: HttpResponse()).process_exception(rf.post("/"), error)

    def test_says_why_it_cannot_be_done_now(self, rf):
        response = self.answer(rf, NotPermittedNow("The motion is “carried”."))

        assert response.status_code == 409
        assert "The motion is “carried”." in response.content.decode()

    @pytest.mark.parametrize("error", [Forbidden("Not you."), ValueError("A defect.")])
    def test_leaves_everything_else_as_it_is(self, rf, error):
        assert self.answer(rf, error) is None

    def test_stands_before_every_view(self, settings):
        assert "core.http.RefusalMiddleware" in settings.MIDDLEWARE
