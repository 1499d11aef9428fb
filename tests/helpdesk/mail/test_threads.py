import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk.mail.threads import (
    SigningKeys,
    find_signed,
    make_message_id,
    make_reply_address,
    read_message_id,
    read_reply_address,
)

KEYS = SigningKeys.from_secrets(["a secret"])
OTHER = SigningKeys.from_secrets(["another"])
DESK = "helpdesk@example.org"


def message_id(ticket, keys=KEYS):
    return make_message_id(ticket=ticket, nonce="abcdefgh12", domain="example.org", keys=keys)


class TestMessageId:
    @given(st.integers(1, 10**12))
    def test_leads_back_to_its_ticket(self, ticket):
        assert read_message_id(message_id(ticket), keys=KEYS) == ticket
        assert read_message_id(f"<{message_id(ticket).upper()}>", keys=KEYS) == ticket

    @given(st.text(max_size=80))
    def test_of_others_leads_nowhere(self, made_up):
        assert read_message_id(made_up, keys=KEYS) is None

    @pytest.mark.parametrize(
        "forged",
        [
            message_id(7).replace("hd.7.", "hd.8."),
            message_id(7).replace("abcdefgh12", "abcdefgh13"),
            message_id(7, OTHER),
        ],
    )
    def test_that_was_altered_leads_nowhere(self, forged):
        assert read_message_id(forged, keys=KEYS) is None

    def test_is_believed_after_the_secret_changed(self):
        rotated = SigningKeys.from_secrets(["another", "a secret"])

        assert read_message_id(message_id(7), keys=rotated) == 7
        assert read_message_id(message_id(7, rotated), keys=OTHER) == 7


class TestReplyAddress:
    @given(st.integers(1, 10**12))
    def test_leads_back_to_its_ticket(self, ticket):
        address = make_reply_address(ticket=ticket, address=DESK, keys=KEYS)

        assert read_reply_address(address.upper(), keys=KEYS) == ticket
        assert len(address.partition("@")[0]) <= 64

    @given(st.text(max_size=80))
    def test_of_others_leads_nowhere(self, made_up):
        assert read_reply_address(made_up, keys=KEYS) is None

    def test_that_was_altered_leads_nowhere(self):
        address = make_reply_address(ticket=7, address=DESK, keys=KEYS)

        assert read_reply_address(address.replace("+t7-", "+t8-"), keys=KEYS) is None


class TestFindSigned:
    def test_takes_the_nearest_reference(self):
        references = ["unknown@x", message_id(2), message_id(1)]

        assert find_signed(references=references, recipients=[], keys=KEYS) == 2

    def test_takes_the_address_where_no_reference_is_ours(self):
        recipients = [DESK, make_reply_address(ticket=3, address=DESK, keys=KEYS)]

        assert find_signed(references=["a@b"], recipients=recipients, keys=KEYS) == 3
        assert find_signed(references=["a@b"], recipients=[DESK], keys=KEYS) is None
