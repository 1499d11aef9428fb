"""What is typed into the minutes' box."""

from datetime import date
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.codes import EntryKind
from governance.policies.entry_commands import NotAnEntry, Person, find_person, read_due, read_entry

TODAY = date(2026, 11, 19)
OKAFOR = Person(key=uuid4(), name="Ngozi Okafor")
SMITH = Person(key=uuid4(), name="Ann Smith")
OTHER_SMITH = Person(key=uuid4(), name="Bob Smith")
PEOPLE = [OKAFOR, SMITH, OTHER_SMITH]


def read(typed):
    return read_entry(typed, people=PEOPLE, on=TODAY)


@given(st.text().map(str.strip).filter(lambda text: text and not text.startswith("/")))
def test_plain_words_stay_as_they_are(words):
    entry = read(words)

    assert (entry.kind, entry.body) == (EntryKind.DISCUSSION, words)


@pytest.mark.parametrize(
    ("typed", "kind"),
    [("/d Go", EntryKind.DECISION), ("/r Go", EntryKind.RISK), ("/S Go", EntryKind.ASSURANCE)],
)
def test_a_command_says_what_it_is(typed, kind):
    assert (read(typed).kind, read(typed).body) == (kind, "Go")


def test_an_action_has_an_owner_and_a_day():
    entry = read("/a okafor 12/12 Write to the practices")

    assert entry.kind == EntryKind.ACTION
    assert entry.owner == OKAFOR.key
    assert entry.due_on == date(2026, 12, 12)
    assert entry.body == "Write to the practices"


@pytest.mark.parametrize(
    ("typed", "due"),
    [
        ("12/12/2027", date(2027, 12, 12)),
        ("1/2", date(2027, 2, 1)),
        ("19/11", TODAY),
        ("29/2", date(2028, 2, 29)),
        ("10d", date(2026, 11, 29)),
        ("2W", date(2026, 12, 3)),
    ],
)
def test_days_are_written_as_people_do(typed, due):
    assert read_due(typed, on=TODAY) == due


@given(st.dates(min_value=date(2020, 1, 1), max_value=date(2090, 1, 1)), st.dates())
def test_a_day_without_a_year_is_never_past(today, day):
    due = read_due(f"{day.day}/{day.month}", on=today)

    assert due >= today
    assert (due.day, due.month) == (day.day, day.month)


@pytest.mark.parametrize("typed", ["31/2", "0/1", "x", "1/13", "31/2/2027", ""])
def test_what_is_no_day_is_said(typed):
    with pytest.raises(NotAnEntry):
        read_due(typed, on=TODAY)


@pytest.mark.parametrize(
    "typed", ["", "  ", "/x y", "/d", "/d ", "/a okafor", "/a okafor 12/12", "/a nobody 1d x"]
)
def test_what_cannot_be_taken_is_said(typed):
    with pytest.raises(NotAnEntry):
        read(typed)


def test_a_name_that_means_several_asks_for_initials():
    with pytest.raises(NotAnEntry, match="Ann Smith, Bob Smith"):
        find_person("smith", PEOPLE)
    assert find_person("BS", PEOPLE) == OTHER_SMITH
