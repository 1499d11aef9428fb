import string

from hypothesis import example, given
from hypothesis import strategies as st

from helpdesk.mail.failures import read_failure
from helpdesk.mail.reading import LARGEST_MAIL, read_mail
from helpdesk.mail.replies import split_reply
from helpdesk.mail.verdicts import classify

WORDS = st.text(
    string.ascii_letters + string.digits + " =?;:<>@\"'(),.-_/\\\r\n\té€\x00", max_size=60
)
HEADERS = st.sampled_from(
    [
        "From",
        "To",
        "Subject",
        "Content-Type",
        "Content-Transfer-Encoding",
        "Content-Disposition",
        "References",
        "In-Reply-To",
        "Message-ID",
        "Return-Path",
        "Date",
        "MIME-Version",
        "--b",
    ]
)
VALUES = st.one_of(
    WORDS,
    st.sampled_from(
        [
            "multipart/mixed; boundary=b",
            "multipart/report; report-type=delivery-status; boundary=b",
            "message/rfc822",
            "message/delivery-status",
            "text/html; charset=nonsense",
            "base64",
            "quoted-printable",
            "attachment; filename*0*=utf-8''%ff",
            "=?utf-8?b?4pyT?=",
        ]
    ),
)


@st.composite
def mails(draw):
    """Something that looks like a mail, in many ways wrong."""
    lines = [f"{name}: {value}" for name, value in draw(st.lists(st.tuples(HEADERS, VALUES)))]
    body = draw(st.lists(st.one_of(WORDS, st.sampled_from(["--b", "--b--", "", "> quoted"]))))
    encoding = draw(st.sampled_from(["utf-8", "cp1252", "utf-16"]))
    return "\n".join([*lines, "", *body]).encode(encoding, "replace")


def mail(*headers, body="Hello"):
    return read_mail("\n".join(["From: ann@example.org", *headers, "", body]).encode())


class TestReadMail:
    @given(st.one_of(st.binary(max_size=400), mails()))
    @example(b"")
    @example(b"From: a@b.c\nContent-Type: message/rfc822\n\nContent-Type: message/rfc822\n\n")
    def test_reads_any_bytes(self, raw):
        read = read_mail(raw)

        classify(read)
        read_failure(read)
        for word in (read.text, read.subject, read.sender, read.sender_name, read.message_id):
            assert "\x00" not in word
            word.encode()  # a database keeps it
        assert split_reply(read.text).said or not read.text.strip()

    def test_does_not_read_what_is_too_large(self):
        read = read_mail(b"From: ann@example.org\nSubject: Big\n\n" + b"x" * LARGEST_MAIL)

        assert (read.subject, read.text) == ("Big", "")
        assert read.problems == ("It is too large; only its headers were read.",)

    def test_stops_at_parts_nested_too_deep(self):
        raw = b"From: a@example.org\nContent-Type: multipart/mixed; boundary=b0\n\n" + b"".join(
            b"--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n" % (n, n + 1)
            for n in range(200)
        )

        assert "Its parts are nested too deep; the rest was not read." in read_mail(raw).problems

    def test_stops_at_too_many_parts(self):
        raw = b"From: a@example.org\nContent-Type: multipart/mixed; boundary=b\n\n"
        read = read_mail(raw + b"--b\n\nx\n" * 500)

        assert read.text.count("x") == 200
        assert read.problems == ("It has too many parts; the rest was not read.",)

    def test_reads_names_and_subjects_in_encoded_words(self):
        read = read_mail(
            b"From: =?utf-8?q?Zo=C3=AB?= <zoe@example.org>\n"
            b"Subject: =?iso-8859-1?q?caf=E9?= =?utf-8?b?4pyT?=\n\n"
        )

        assert (read.sender_name, read.sender) == ("Zoë", "zoe@example.org")
        assert read.subject == "café✓"

    def test_reads_headers_that_are_not_encoded(self):
        read = read_mail(b"From: a@example.org\nSubject: caf\xe9 and \xc3\xa9\n\n")

        assert read.subject == "café and Ã©"

    def test_reads_text_that_lies_about_its_encoding(self):
        read = read_mail(
            b"From: a@example.org\nContent-Type: text/plain; charset=utf-8\n\ncaf\xe9 \x80 5"
        )

        assert read.text == "café € 5"
        assert read.problems == ("Some of its text is not in the encoding that it claims.",)

    def test_trusts_no_mail_with_two_senders(self):
        read = read_mail(b"From: a@example.org\nFrom: b@example.org\n\nHello")

        assert read.sender == ""
        assert "It names more than one sender." in read.problems

    def test_takes_the_address_and_not_the_name_that_looks_like_one(self):
        read = read_mail(b'From: "boss@nhs.example" <thief@example.org>\n\nHello')

        assert read.sender == "thief@example.org"

    def test_names_what_it_answers_nearest_first(self):
        read = mail("In-Reply-To: <c@x>", "References: <a@x>", " <b@x> <c@x>")

        assert read.references == ("c@x", "b@x", "a@x")

    def test_reads_html_alone_as_words(self):
        read = mail(
            "Content-Type: text/html",
            body="<style>p{}</style><p>Hello &amp; <b>welcome</b></p><script>x()</script><p>Bye",
        )

        assert read.text.split() == ["Hello", "&", "welcome", "Bye"]

    def test_reads_html_nested_too_deep_for_the_layout(self):
        read = mail("Content-Type: text/html", body="<b>a</b><i>" * 3_000)

        assert read.text.count("a") == 3_000

    def test_keeps_files_apart_from_pictures_in_the_text(self):
        read = read_mail(
            b"From: a@example.org\nContent-Type: multipart/mixed; boundary=b\n\n"
            b"--b\nContent-Type: text/plain\n\nSee below\n"
            b"--b\nContent-Type: image/png\nContent-ID: <logo>\nContent-Disposition: inline;"
            b" filename=logo.png\n\nPNG\n"
            b'--b\nContent-Type: application/pdf; name="=?utf-8?q?l=C3=A9tter=2Epdf?="\n'
            b"Content-Disposition: attachment\n\nPDF\n"
            b"--b\nContent-Type: application/ms-tnef; name=WINMAIL.DAT\n\nTNEF\n--b--\n"
        )

        assert [(file.name, file.is_inline) for file in read.files] == [
            ("logo.png", True),
            ("létter.pdf", False),
            ("winmail.dat", False),
        ]
        assert read.text == "See below"
        assert "Its files are packed in winmail.dat, which was kept as it is." in read.problems

    def test_never_takes_a_path_for_a_name(self):
        read = read_mail(
            b"From: a@example.org\nContent-Type: image/png\n"
            b'Content-Disposition: attachment; filename="..\\\\..\\\\pass\xe2\x80\xaewd.png"\n\nx'
        )

        assert [file.name for file in read.files] == ["passwd.png"]

    def test_reads_a_mail_of_an_old_mac(self):
        read = read_mail(b"From: a@example.org\rSubject: Hi\r\rOne\rTwo")

        assert (read.subject, read.text) == ("Hi", "One\nTwo")

    def test_has_one_digest_however_it_was_delivered(self):
        first = mail("Received: by one", "Subject: Hi")
        second = mail("Received: by two", "Subject: Hi")

        assert first.body_sha256 == second.body_sha256 != mail("Subject: Ho").body_sha256
