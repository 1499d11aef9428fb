from hypothesis import given
from hypothesis import strategies as st

from helpdesk.mail.authentication import read_authentication

NHS = "mail.nhs.example"


def read(*values):
    return read_authentication(values, trusted=NHS)


class TestReadAuthentication:
    def test_reads_what_the_believed_server_found(self):
        found = read(
            f"{NHS} 1; spf=pass (sender IP is 192.0.2.1; ok) smtp.mailfrom=trust.example;"
            " dkim=pass header.d=trust.example; dmarc=pass action=none header.from=trust.example"
        )

        assert (found.dmarc, found.spf, found.dkim) == ("pass", "pass", "pass")
        assert found.vouches_for("ann@trust.example")
        assert not found.vouches_for("ann@else.example")
        assert found.disowns("ann@else.example")

    def test_believes_no_other_server(self):
        found = read("evil.example; dmarc=pass header.from=trust.example", "; dmarc=pass")

        assert found.dmarc == "none"
        assert not found.vouches_for("ann@trust.example")

    def test_reads_results_that_name_no_server_where_they_are_believed(self):
        value = (
            "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=trust.example; dkim=pass (signature"
            " was verified) header.d=trust.example;dmarc=pass action=none"
            " header.from=trust.example;compauth=pass reason=100"
        )

        assert read(value).dmarc == "none"
        found = read_authentication([value], trusted="exchange-online")
        assert (found.dmarc, found.spf) == ("pass", "pass")
        assert found.vouches_for("ann@trust.example")

    def test_believes_nobody_where_no_server_is_named(self):
        values = [f"{NHS}; dmarc=pass", "; dmarc=pass"]

        assert read_authentication(values, trusted="").dmarc == "none"

    def test_lets_a_failure_stand_against_a_pass(self):
        found = read(f"{NHS}; dmarc=pass header.from=a.example", f"{NHS}; dmarc=fail")

        assert found.disowns("ann@a.example")

    def test_reads_nothing_in_comments_and_quotes(self):
        found = read(f'{NHS}; spf=none (; dmarc=pass) reason="; dmarc=pass"')

        assert (found.dmarc, found.spf) == ("none", "none")

    @given(st.text())
    def test_reads_any_text(self, value):
        read(value, f"{NHS};{value}")
