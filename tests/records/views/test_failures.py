"""A failure is a page that says so, as strict as any other, and tells nothing of anybody."""

import pytest
from django.urls import reverse

from records.views import search

pytestmark = pytest.mark.django_db


class TestServerError:
    def test_says_nothing_of_what_went_wrong(self, client, sign_in, clinician, monkeypatch):
        def fail(*_args):
            raise RuntimeError("TESTWELL, Ada 999 000 0018")

        monkeypatch.setattr(search, "_page_of_person", fail)
        client.raise_request_exception = False
        sign_in(client, clinician)

        answer = client.get(reverse("records:patient_list"))

        assert answer.status_code == 500
        assert b"TESTWELL" not in answer.content
        assert b"Something went wrong on our side" in answer.content
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert "no-store" in answer["Cache-Control"]
        assert answer["X-Frame-Options"] == "DENY"


class TestNotFound:
    def test_is_as_strict_as_any_page(self, client, sign_in, clinician):
        sign_in(client, clinician)

        answer = client.get("/records/nothing/")

        assert answer.status_code == 404
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert "no-store" in answer["Cache-Control"]
