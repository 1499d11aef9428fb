from hypothesis import given
from hypothesis import strategies as st

from core.markdown_tree import read_blocks


def blocks(text):
    return read_blocks(text)


def kinds(text):
    return [block["kind"] for block in blocks(text)]


class TestReadBlocks:
    def test_reads_what_a_paper_is_made_of(self):
        text = (
            "# Why\n\nWords\n\n- one\n- two\n\n|a|b|\n|-|-|\n|1|2|\n\n> said\n\n    code\n\n---\n"
        )

        assert kinds(text) == ["heading", "paragraph", "list", "table", "quote", "code", "rule"]

    def test_keeps_how_words_are_marked(self):
        [block] = blocks("**bold** *slant* `code`")

        marked = [span["kind"] for span in block["spans"] if span["kind"] != "text"]
        assert marked == ["strong", "em", "code"]

    def test_keeps_links_to_the_web_and_says_the_words_of_others(self):
        [block] = blocks("[web](https://example.org) [run](javascript:x) [here](/x)")

        links = [span["url"] for span in block["spans"] if span["kind"] == "link"]
        assert links == ["https://example.org"]
        assert "here" in str(block)

    def test_leaves_pictures_out_and_takes_html_for_words(self):
        [block] = blocks("![secret](https://example.org/x.png)<b>x</b>")

        assert block["spans"] == [{"kind": "text", "text": "<b>x</b>"}]

    def test_reads_a_table_with_its_headings(self):
        [table] = blocks("|a|b|\n|-|-|\n|1|2|\n|3|4|\n")

        assert len(table["headings"]) == 2
        assert [len(row) for row in table["rows"]] == [2, 2]

    @given(st.text())
    def test_reads_any_text(self, text):
        assert isinstance(read_blocks(text), list)
