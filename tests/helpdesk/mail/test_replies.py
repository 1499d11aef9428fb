import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from helpdesk.mail.replies import split_reply

LINES = st.sampled_from(
    [
        "Hello",
        "> quoted",
        "",
        "On 3 Apr 2026, at 16:19, Bob <b@x.example> wrote:",
        "From: Bob",
        "--",
        "Sent: Monday",
        "To: Ann",
        "Subject: Help",
        "**********",
        "Regards, Ann",
        "  indented",
        "This message may contain confidential information.",
        "________________________________",
    ]
)
DISCLAIMER = """\
********************************************************************************************

This message may contain confidential information. If you are not the intended recipient please:
i) inform the sender that you have received the message in error before deleting it; and
ii) do not disclose, copy or distribute information in this e-mail.
Thank you for your co-operation.

NHSmail is the secure email, collaboration and directory service available for all NHS staff.
"""


class TestSplitReply:
    @given(st.one_of(st.text(), st.lists(LINES).map("\n".join)))
    @example("> only quoted")
    def test_loses_nothing(self, text):
        reply = split_reply(text)

        assert f"{reply.said}\n{reply.quoted}".split() == text.split()
        assert reply.said.strip() or not text.strip()

    def test_parts_an_answer_from_an_outlook_mail_below_it(self):
        reply = split_reply(
            "It works now, thank you.\n\n________________________________\n"
            "From: Helpdesk <helpdesk@example.org>\nSent: 24 November 2026 09:10\n"
            "To: Ann Other\nSubject: Your ticket\n\nDoes it work?"
        )

        assert reply.said.startswith("It works now, thank you.")
        assert "Does it work?" not in reply.said
        assert reply.quoted.endswith("Does it work?")

    def test_parts_an_answer_from_quoted_lines(self):
        reply = split_reply("Yes.\n\nOn 3 Apr 2026, at 16:19, Bob <b@x.example> wrote:\n\n> Is it?")

        assert (reply.said, reply.quoted.count(">")) == ("Yes.", 2)

    def test_keeps_a_line_that_begins_with_from(self):
        text = "The letter on screen says\nFrom: Ward 7\nand nothing else."

        assert split_reply(text).said == text

    def test_keeps_answers_between_quoted_lines(self):
        text = (
            "On 3 Apr 2026, at 16:19, Bob <b@x.example> wrote:\n"
            "> Which screen?\nThe first one.\n> Since when?\nSince Monday."
        )

        assert split_reply(text).said == text

    def test_takes_the_nhsmail_disclaimer_off(self):
        reply = split_reply(f"Please reset my access.\n\nAnn\n\n{DISCLAIMER}")

        assert reply.said == "Please reset my access.\n\nAnn"
        assert "NHSmail is the secure email" in reply.quoted

    def test_keeps_a_disclaimer_where_there_is_nothing_else(self):
        assert split_reply(DISCLAIMER).said == DISCLAIMER.strip()

    @pytest.mark.parametrize(
        "text", ["On " + "a " * 50_000, "On a b c\n" * 20_000, "*" * 100_000, "From:\n" * 20_000]
    )
    def test_is_quick_whatever_it_is_given(self, text):
        assert split_reply(text).said
