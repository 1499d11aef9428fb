"""What must be held first, between its expression and the form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.policies.prerequisite_parts import join_prerequisites, part_prerequisites
from training.presenters.versions import say_prerequisites

codes = st.lists(st.sampled_from(["consent", "record-safe-use", "ig", "safeguarding"]), unique=True)


@given(all_of=codes, any_of=codes)
def test_the_form_shows_what_it_wrote(all_of, any_of):
    assert part_prerequisites(join_prerequisites(all_of, any_of)) == (all_of, any_of)


@pytest.mark.parametrize(
    "expression",
    [
        {"all": [{"all": ["a"]}]},
        {"any": [{"all": ["a", "b"]}, "c"]},
        {"all": ["a", {"any": ["b", {"all": ["c"]}]}]},
    ],
)
def test_a_deeper_one_is_not_taken_apart(expression):
    assert part_prerequisites(expression) is None


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        (None, "Nothing is asked for"),
        ("ig", "Information governance"),
        ({"all": ["ig", {"any": ["x", "y"]}]}, "Information governance and (x or y)"),
        ({"all": ["ig"], "any": ["x", "y"]}, "Information governance and (x or y)"),
        ({"any": [{"all": ["x", "y"]}, "ig"]}, "(x and y) or Information governance"),
    ],
)
def test_it_is_said_in_words(expression, words):
    assert say_prerequisites(expression, {"ig": "Information governance"}) == words
