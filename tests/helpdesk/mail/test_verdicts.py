import pytest

from helpdesk.codes import MailVerdict
from helpdesk.mail.failures import read_failure
from helpdesk.mail.reading import read_mail
from helpdesk.mail.verdicts import OWN_HEADER, classify


def verdict(*headers, sender="Ann <ann@example.org>", body="Hello", envelope=None):
    raw = "\n".join([f"From: {sender}", "Subject: Help", *headers, "", body])
    return classify(read_mail(raw.encode()), envelope_sender=envelope)


class TestClassify:
    @pytest.mark.parametrize(
        "header",
        [
            "X-Auto-Response-Suppress: All",  # Exchange and NHSmail set it on ordinary mail
            "Auto-Submitted: no",
            "Importance: high",
            "Thread-Index: AQHZ",
            "Return-Path: <ann@example.org>",
        ],
    )
    def test_takes_mail_of_people_for_ordinary(self, header):
        assert verdict(header).kind == MailVerdict.ORDINARY

    @pytest.mark.parametrize(
        "subject",
        ["Undelivered discharge letters", "On leave from Monday: who covers?", "Re: Out of office"],
    )
    def test_judges_no_one_by_what_they_write_about(self, subject):
        text = f"From: ann@example.org\nSubject: {subject}\n\nThe letters could not be delivered."

        assert classify(read_mail(text.encode())).kind == MailVerdict.ORDINARY

    @pytest.mark.parametrize(
        ("header", "kind"),
        [
            ("Auto-Submitted: auto-replied", MailVerdict.AUTO_REPLY),
            ("Auto-Submitted: auto-generated (rejected)", MailVerdict.AUTO_REPLY),
            ("Auto-Submitted: auto-notified; owner-email=a@b", MailVerdict.AUTO_REPLY),
            ("X-Autoreply: yes", MailVerdict.AUTO_REPLY),
            ("Precedence: auto_reply", MailVerdict.AUTO_REPLY),
            ("Precedence: bulk", MailVerdict.AUTO_REPLY),
            ("Return-Path: <>", MailVerdict.AUTO_REPLY),
            ("List-Id: <news.example.org>", MailVerdict.LIST),
            ("List-Unsubscribe: <mailto:a@b>", MailVerdict.LIST),
            (f"{OWN_HEADER}: anything", MailVerdict.LOOP),
            ("Return-Path: <MAILER-DAEMON@example.org>", MailVerdict.BOUNCE),
            ("X-Failed-Recipients: bob@example.org", MailVerdict.BOUNCE),
            (
                "Content-Type: multipart/report; report-type=disposition-notification; boundary=b",
                MailVerdict.AUTO_REPLY,
            ),
            (
                "Content-Type: multipart/report; report-type=delivery-status; boundary=b",
                MailVerdict.BOUNCE,
            ),
            (
                "Content-Type: multipart/report; report-type=feedback-report; boundary=b",
                MailVerdict.COMPLAINT,
            ),
        ],
    )
    def test_goes_by_markers(self, header, kind):
        found = verdict(header)

        assert found.kind == kind
        assert found.marker

    def test_takes_the_list_mail_of_a_list_that_is_sent_in_bulk(self):
        assert verdict("Precedence: bulk", "List-Id: <a.b>").kind == MailVerdict.LIST

    def test_goes_by_the_envelope(self):
        assert verdict(envelope="").kind == MailVerdict.AUTO_REPLY
        assert verdict(envelope="ann@example.org").kind == MailVerdict.ORDINARY

    @pytest.mark.parametrize(
        "sender",
        ["MAILER-DAEMON", "MAILER-DAEMON <>", "Postmaster@example.org", '"x" <mailer-daemon@a.b>'],
    )
    def test_goes_by_a_mail_server_as_sender(self, sender):
        assert verdict(sender=sender).kind == MailVerdict.BOUNCE

    def test_leaves_a_forwarded_bounce_to_its_sender(self):
        found = verdict(
            "Content-Type: multipart/mixed; boundary=b",
            body="--b\n\nWhat is this?\n--b\nContent-Type: message/rfc822\n\nFrom: MAILER-DAEMON\n"
            "Content-Type: multipart/report; report-type=delivery-status; boundary=c\n\n--c\n"
            "Content-Type: message/delivery-status\n\nAction: failed\n--c--\n--b--",
        )

        assert found.kind == MailVerdict.ORDINARY

    def test_says_where_nothing_can_be_read(self):
        assert classify(read_mail(b"")).kind == MailVerdict.UNREADABLE


class TestReadFailure:
    def bounce(self, action, status):
        return read_failure(
            read_mail(
                "From: MAILER-DAEMON@a.example\n"
                "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
                "--b\n\nSorry, see user@elsewhere.example\n"
                "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; a.example\n\n"
                f"Final-Recipient: rfc822; Bob@Example.org\nAction: {action}\nStatus: {status}\n"
                "\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <hd@desk>\n".encode()
            )
        )

    def test_names_the_address_and_the_mail(self):
        failure = self.bounce("failed", "5.1.1")

        assert failure.addresses == ("bob@example.org",)
        assert failure.ids == ("hd@desk",)
        assert failure.is_permanent

    @pytest.mark.parametrize(("action", "status"), [("delayed", "4.4.1"), ("failed", "4.2.2")])
    def test_gives_no_address_up_for_what_may_pass(self, action, status):
        assert not self.bounce(action, status).is_permanent
