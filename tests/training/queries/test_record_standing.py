from datetime import date

import pytest

from core.record_gate import StandingState
from tests.factories.gate import the_record_asks, trained_until
from tests.factories.training import RequirementFactory
from training.queries.record_standing import read_record_standing

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)


class TestReadRecordStanding:
    def test_is_open_where_the_record_asks_for_nothing(self, clinician):
        RequirementFactory.create(opens_record=False)

        assert read_record_standing(clinician.active_role, on=TODAY).state == StandingState.OPEN

    @pytest.mark.parametrize(
        ("last_day", "state"),
        [
            (date(2027, 2, 22), StandingState.OPEN),
            (date(2027, 2, 21), StandingState.DUE),
            (date(2026, 11, 23), StandingState.DUE),
            (date(2026, 11, 22), StandingState.GRACE),
            (date(2026, 10, 24), StandingState.GRACE),
            (date(2026, 10, 23), StandingState.LAPSED),
        ],
    )
    def test_follows_the_days(self, clinician, last_day, state):
        the_record_asks()
        trained_until(clinician, last_day)

        assert read_record_standing(clinician.active_role, on=TODAY).state == state

    def test_is_the_worst_and_names_only_that(self, clinician, django_assert_max_num_queries):
        for code in ("a", "b", "c"):
            the_record_asks(code)
        trained_until(clinician, date(2026, 1, 1), "a")
        trained_until(clinician, date(2026, 11, 30), "b")
        with django_assert_max_num_queries(3):
            untrained = read_record_standing(clinician.active_role, on=TODAY)
        trained_until(clinician, date(2027, 10, 31), "c")

        lapsed = read_record_standing(clinician.active_role, on=TODAY)

        assert untrained.state == StandingState.NEVER
        assert [need.name for need in untrained.needs] == ["C"]
        assert lapsed.state == StandingState.LAPSED
        assert [need.name for need in lapsed.needs] == ["A"]
        assert lapsed.needs[0].url == "/training/for/a/"
