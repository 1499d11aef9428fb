import pytest
from django.contrib.auth import get_user_model
from django.http import Http404, HttpRequest

from core import views


@pytest.fixture
def developer():
    return get_user_model()(is_staff=True)


@pytest.fixture
def request_of(rf, settings):
    settings.DEBUG = True

    def build(user, **form) -> HttpRequest:
        request: HttpRequest = rf.post("/gallery/", form) if form else rf.get("/gallery/")
        request.user = user
        return request

    return build


class TestGallery:
    def test_shows_the_components_to_staff(self, request_of, developer):
        response = views.gallery(request_of(developer))

        assert response.status_code == 200
        assert "Flags, tags, sources" in response.content.decode()

    def test_shows_errors_of_the_sample_form(self, request_of, developer):
        response = views.gallery(request_of(developer, name=""))

        assert "There is a problem" in response.content.decode()

    def test_is_closed_to_others(self, request_of):
        with pytest.raises(Http404):
            views.gallery(request_of(get_user_model()()))

    def test_is_closed_where_the_service_runs(self, request_of, developer, settings):
        settings.DEBUG = False

        with pytest.raises(Http404):
            views.gallery(request_of(developer))


class TestGalleryPage:
    @pytest.mark.parametrize("name", views.PAGES)
    def test_shows_each_sample_page(self, request_of, developer, name):
        response = views.gallery_page(request_of(developer), name)

        assert response.status_code == 200

    def test_knows_no_other_page(self, request_of, developer):
        with pytest.raises(Http404):
            views.gallery_page(request_of(developer), "base")
