from datetime import UTC, datetime

import pytest
from django.template import engines

from core.errors import Forbidden


def render(source, **context):
    return engines["jinja2"].from_string(source).render(context)


def refuse():
    raise Forbidden("not you")


class TestEnvironment:
    def test_escapes_what_others_wrote(self):
        assert render("{{ words }}", words="<script>") == "&lt;script&gt;"

    def test_knows_addresses_and_static_files(self):
        assert render("{{ url('home') }} {{ static('app.css') }}") == "/ /static/app.css"

    def test_asks_whether_a_check_would_pass(self):
        assert render("{{ allowed(check) }}", check=refuse) == "False"

    @pytest.mark.parametrize(
        ("source", "words"),
        [
            ("{{ number | nhs_number }}", "999 012 3454"),
            ("{{ at | date('T') }}", "22 November 2026, 07:40"),
            ("{{ at | short_date('D', now=now) }}", "today"),
            ("{{ at | ago(now=now) }}", "3 min ago"),
        ],
    )
    def test_writes_dates_and_numbers_as_the_nhs_does(self, source, words):
        at = datetime(2026, 11, 22, 7, 40, tzinfo=UTC)
        now = datetime(2026, 11, 22, 7, 43, tzinfo=UTC)

        assert render(source, number="9990123454", at=at, now=now) == words
