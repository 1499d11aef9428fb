from hypothesis import given
from hypothesis import strategies as st

from governance.policies.evidence import FreeText, seal_texts
from governance.policies.opening import (
    ERASED,
    StoredText,
    find_differences,
    find_digests,
    open_texts,
    put_back,
    read_plain,
)

leaves = st.one_of(
    st.none(), st.booleans(), st.integers(-1000, 1000), st.text(max_size=10),
    st.builds(FreeText, st.text(max_size=10)),
)  # fmt: skip
contents = st.recursive(
    leaves,
    lambda below: (
        st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=4), below, max_size=3)
    ),
    max_leaves=12,
)


def sealed_with_texts(content):
    sealed, taken = seal_texts(content)
    return sealed, {
        each.path: StoredText(salt=each.salt, text=each.text, is_erased=False) for each in taken
    }


class TestOpenTexts:
    @given(contents)
    def test_gives_back_what_was_sealed(self, content):
        sealed, texts = sealed_with_texts(content)

        assert open_texts(sealed, texts) == read_plain(content)

    @given(contents)
    def test_makes_a_content_again_that_says_the_same(self, content):
        sealed, texts = sealed_with_texts(content)

        again = put_back(sealed, open_texts(sealed, texts))

        assert list(find_differences(again, sealed, texts)) == []

    def test_says_where_words_were_erased(self):
        sealed, texts = sealed_with_texts({"text": FreeText("Gone.")})
        texts["/text"] = StoredText(salt="", text="", is_erased=True)

        assert open_texts(sealed, texts) == {"text": ERASED}


class TestFindDigests:
    @given(contents)
    def test_finds_each_text_that_was_taken_out(self, content):
        sealed, texts = sealed_with_texts(content)

        assert {path for path, _ in find_digests(sealed)} == set(texts)


class TestFindDifferences:
    def find(self, content, now):
        sealed, texts = sealed_with_texts(content)
        return list(find_differences(now, sealed, texts))

    def test_finds_words_that_are_others(self):
        was = {"items": [{"text": FreeText("Yes.")}]}

        assert self.find(was, {"items": [{"text": FreeText("No.")}]}) == ["/items/0/text"]

    def test_finds_what_is_missing_and_what_came_to_it(self):
        assert self.find({"a": 1}, {"b": 1}) == ["/a", "/b"]

    def test_finds_a_list_of_another_length(self):
        assert self.find({"a": [1, 2]}, {"a": [1]}) == ["/a"]

    def test_compares_nothing_with_words_that_were_erased(self):
        sealed, texts = sealed_with_texts({"text": FreeText("Gone.")})
        texts["/text"] = StoredText(salt="", text="", is_erased=True)

        assert list(find_differences({"text": FreeText("Gone.")}, sealed, texts)) == []
