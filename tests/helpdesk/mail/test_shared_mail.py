"""Every mail of the shared sets is read and classified; what machines sent is never ordinary."""

from collections import Counter

import pytest
from django.conf import settings

from helpdesk.codes import MailVerdict
from helpdesk.mail.failures import read_failure
from helpdesk.mail.reading import read_mail
from helpdesk.mail.replies import split_reply
from helpdesk.mail.verdicts import classify

DATA = settings.BASE_DIR.parent / "shared" / "data"
BOUNCES = "email-sisimai-bounces"
REPLIES = "email-replies-talon"
# Family of files: how many are what. Where a folder gains files, these numbers say so.
EXPECTED = {
    "arf": {MailVerdict.COMPLAINT: 8, MailVerdict.AUTO_REPLY: 1},
    "rfc3834": {MailVerdict.AUTO_REPLY: 4},
    "rfc3464": {MailVerdict.BOUNCE: 22},
    "is-not-bounce": {MailVerdict.ORDINARY: 1},
    "make-test": {MailVerdict.BOUNCE: 17},
    "lhost-amazonses": {MailVerdict.BOUNCE: 10, MailVerdict.AUTO_REPLY: 1},
    "lhost-fml": {MailVerdict.AUTO_REPLY: 1},
}


def folder(name):
    if not (DATA / name).is_dir():
        pytest.skip(f"The shared mails {name} are not on this machine.")
    return DATA / name


def family(path):
    return path.stem.partition("__")[2].rsplit("-", 1)[0]


class TestBounces:
    def table(self):
        table: dict[str, Counter[MailVerdict]] = {}
        for path in sorted(folder(BOUNCES).glob("*.eml")):
            verdict = classify(read_mail(path.read_bytes()))
            table.setdefault(family(path), Counter())[verdict.kind] += 1
        return table

    def test_are_told_from_what_people_write(self):
        table = self.table()
        for name, counts in sorted(table.items()):
            print(f"{name:28}", dict(counts))  # noqa: T201 — seen with -s, for the record

        assert sum(table.values(), Counter()) == {
            MailVerdict.BOUNCE: 325,
            MailVerdict.COMPLAINT: 8,
            MailVerdict.AUTO_REPLY: 7,
            MailVerdict.ORDINARY: 1,
        }
        for name, counts in table.items():
            whole = {MailVerdict.BOUNCE: counts.total()}
            assert dict(counts) == EXPECTED.get(name, whole), name

    def test_say_what_decided(self):
        for path in sorted(folder(BOUNCES).glob("*.eml")):
            verdict = classify(read_mail(path.read_bytes()))

            assert verdict.marker or verdict.kind == MailVerdict.ORDINARY, path.name

    def test_mostly_name_the_address_that_fails(self):
        """Those that do not tell of a delay, or of a failure that may pass."""
        mails = [read_mail(path.read_bytes()) for path in folder(BOUNCES).glob("*.eml")]
        bounces = [mail for mail in mails if classify(mail).kind == MailVerdict.BOUNCE]

        named = [mail for mail in bounces if read_failure(mail).addresses]
        assert (len(named), len(bounces)) == (295, 325)


class TestReplies:
    def test_are_all_ordinary(self):
        kinds: Counter[MailVerdict] = Counter()
        for path in sorted(folder(REPLIES).glob("*.eml")):
            kinds[classify(read_mail(path.read_bytes())).kind] += 1

        assert kinds == {MailVerdict.ORDINARY: 13}

    def test_are_parted_from_what_they_quote(self):
        """What each is expected to say is in a file beside it, and is Hello in the others."""
        right, all_of_them = 0, 0
        for path in sorted(folder(REPLIES).glob("standard_replies__*.eml")):
            beside = path.with_name(f"{path.stem}_reply_text")
            expected = beside.read_text() if beside.exists() else "Hello"
            said = split_reply(read_mail(path.read_bytes()).text).said
            all_of_them += 1
            right += said.split() == expected.split()
        print(f"{right} of {all_of_them} replies as expected")  # noqa: T201

        # The rest: answers in Russian, of which the lead-in stays, and one below its quote.
        assert (right, all_of_them) == (10, 12)

    def test_keep_all_that_was_written(self):
        for path in sorted(folder(REPLIES).glob("*.eml")):
            text = read_mail(path.read_bytes()).text
            reply = split_reply(text)

            assert f"{reply.said}\n{reply.quoted}".split() == text.split(), path.name
            assert reply.said

    def test_of_html_alone_have_words(self):
        for path in sorted(folder(REPLIES).glob("*.html")):
            raw = b"From: a@example.org\nContent-Type: text/html; charset=utf-8\n\n"
            mail = read_mail(raw + path.read_bytes())

            assert classify(mail).kind == MailVerdict.ORDINARY
            assert split_reply(mail.text).said
            assert "</" not in mail.text
