"""What the public reads: words left out are gone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.codes import Exemption
from governance.policies.redaction import Span, find_words, leave_out, list_texts, make_public

EXEMPTIONS = st.sampled_from(Exemption.values)


@st.composite
def texts_with_spans(draw):
    """A text of distinct letters, so that each can be told apart, and spans within it."""
    length = draw(st.integers(1, 60))
    text = "".join(chr(0x4E00 + number) for number in range(length))
    edges = st.integers(0, length)
    spans = [
        Span(min(pair), max(pair), draw(EXEMPTIONS))
        for pair in draw(st.lists(st.tuples(edges, edges), max_size=6))
        if pair[0] != pair[1]
    ]
    return text, spans


@given(texts_with_spans())
def test_no_character_of_a_span_is_left_and_no_other_is_lost(case):
    text, spans = case
    gone = {place for span in spans for place in range(span.start, span.end)}

    public = leave_out(text, spans)

    letters = [letter for letter in public if ord(letter) >= 0x4E00]
    assert letters == [letter for place, letter in enumerate(text) if place not in gone]


@given(texts_with_spans())
def test_the_order_in_which_words_were_left_out_does_not_matter(case):
    text, spans = case

    assert leave_out(text, spans) == leave_out(text, list(reversed(spans)))


@given(text=st.text(max_size=80), words=st.text(min_size=1, max_size=5))
def test_words_that_were_found_are_no_longer_there(text, words):
    spans = [Span(start, end, Exemption.PERSONAL_DATA) for start, end in find_words(text, words)]

    public = leave_out(text, spans)

    sought = words.strip()
    if sought:
        rest = public.replace("[left out: section 40]", "\ue000")
        assert sought not in rest
    else:
        assert public == text


def test_the_reason_stands_in_the_place_of_what_is_left_out():
    text = "Mr Example asked about the price of 40 pounds."

    public = leave_out(
        text, [Span(0, 10, Exemption.PERSONAL_DATA), Span(36, 45, Exemption.COMMERCIAL)]
    )

    assert public == ("[left out: section 40] asked about the price of [left out: section 43].")


def test_words_are_found_whatever_the_case_and_wherever_they_stand():
    assert find_words("Care homes and CARE HOMES", "care homes") == [(0, 10), (15, 25)]


@pytest.mark.parametrize(
    "text",
    [
        "Jordan  O'Example",
        "Jordan\nO'Example",
        "**Jordan** O'Example",
        "Jordan _O'Example_",
        "Jordan O\u2019Example",
        "JORDAN\u00a0O'EXAMPLE",
    ],
)
def test_words_are_found_as_they_are_read_not_as_they_were_typed(text):
    ((start, end),) = find_words(f"Then {text} left.", "Jordan O'Example")

    assert "xample" not in leave_out(f"Then {text} left.", [Span(start, end, Exemption.CONFIDENCE)])


def test_half_a_pair_of_marks_does_not_stay_behind():
    text = "Then **Jordan** Example left. **Jordan Example** came."

    (whole, marked) = find_words(text, "jordan example")

    assert text[slice(*whole)] == "**Jordan** Example"
    assert text[slice(*marked)] == "Jordan Example"


def test_nothing_is_found_where_nothing_is_sought():
    assert find_words("Care homes", " ") == []


def minutes():
    def item(key, title):
        return {
            "id": key,
            "number": key,
            "parent": None,
            "title": title,
            "purpose": "discuss",
            "visibility": "open",
            "interests": [],
            "entries": [{"id": "e", "kind": "discussion", "said_at": "x", "text": f"{title} text"}],
            "motions": [],
            "decisions": [],
            "actions": [{"number": 1, "text": "do", "owner": "Alex", "due_on": "2026-01-01"}],
        }

    return {
        "committee": {"code": "b", "name": "Board", "reference": "OHC"},
        "meeting": {"id": "m", "number": 3},
        "attendance": [{"name": "Alex", "kind": "present", "role": "chair", "spells": []}],
        "items": [item("1", "heron"), item("2", "quokka")],
    }


def test_of_an_item_that_is_not_open_the_number_alone_is_public():
    public = make_public(minutes(), {"1"}, {})

    assert "quokka" not in str(public)
    assert [(item["number"], item["title"]) for item in public["items"]] == [
        ("1", "heron"),
        ("2", ""),
    ]


def test_what_can_be_left_out_is_what_people_wrote():
    found = dict(list_texts(minutes(), {"1"}))

    assert found["/items/0/entries/0/text"] == "heron text"
    assert found["/attendance/0/name"] == "Alex"
    assert found["/items/0/actions/0/owner"] == "Alex"
    assert "2026-01-01" not in found.values()
    assert not any("quokka" in text for text in found.values())


def test_spans_reach_names_as_well():
    spans = {
        "/attendance/0/name": [Span(0, 4, Exemption.PERSONAL_DATA)],
        "/items/0/actions/0/owner": [Span(0, 4, Exemption.PERSONAL_DATA)],
    }

    assert "Alex" not in str(make_public(minutes(), {"1"}, spans))
