import json
import subprocess
import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from governance.models import LedgerEntry, LodgedHead, MinutesVersion
from governance.policies.evidence import FIRST, link_hash_of
from governance.views.evidence import VERIFIER
from tests.factories.governance import viewer
from tests.governance.minutes_world import make_minutes_world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.GOVERNANCE_HEADS_DIR = tmp_path / "heads"


@pytest.fixture
def world(django_capture_on_commit_callbacks):
    world = make_minutes_world()
    with django_capture_on_commit_callbacks(execute=True):
        world.to_approved()
    return world


def get(world, user, name="ledger_detail", query=""):
    client = Client()
    client.force_login(user)
    return client.get(reverse(f"governance:{name}", args=[world.committee.code]) + query)


def export_of(world):
    return b"".join(get(world, world.member, "evidence_export").streaming_content).decode()


class TestLedgerDetail:
    @pytest.mark.parametrize("name", ["ledger_detail", "evidence_export"])
    def test_is_not_there_for_observers_and_strangers(self, world, name):
        for user in (world.observer, viewer().user):
            assert get(world, user, name).status_code == 404

    def test_shows_links_and_where_their_heads_lie(self, world):
        text = get(world, world.member).content.decode()

        assert "Approval of minutes" in text
        assert "Mail with the minutes of meeting 1" in text

    def test_names_no_item_and_no_word(self, world):
        text = get(world, world.chair).content.decode()

        for words in (world.restricted.title, world.open_item.title, "supplier"):
            assert words not in text

    def test_says_that_the_evidence_is_whole(self, world):
        text = get(world, world.member, query="?verify=1").content.decode()

        assert "The evidence is whole" in text
        assert "A lodged head vouches for all of it." in text

    def test_says_what_is_wrong(self, world):
        MinutesVersion.objects.update(pdf=None)

        text = get(world, world.member, query="?verify=1").content.decode()

        assert "The evidence is not whole" in text
        assert "The PDF of the minutes of meeting 1, version 1 is missing." in text

    def test_says_that_the_second_store_cannot_be_read(self, world, settings):
        (settings.GOVERNANCE_HEADS_DIR / "heads.jsonl").write_text("scribble\n")

        text = get(world, world.member, query="?verify=1").content.decode()

        assert "The second store of heads cannot be read." in text


class TestEvidenceExport:
    def test_holds_each_link_and_head(self, world):
        lines = [json.loads(line) for line in export_of(world).splitlines()]

        assert [line["type"] for line in lines] == ["about", "link", "link", "head", "head"]

    def test_leaks_no_title_no_name_and_no_word(self, world):
        text = export_of(world)

        for words in (world.restricted.title, world.open_item.title, "one hour", "supplier"):
            assert words not in text
        assert str(world.chair) not in text


class TestVerifier:
    """The file that members run on their own machines."""

    @pytest.fixture
    def run(self, world, tmp_path):
        export = tmp_path / "evidence.jsonl"
        export.write_text(export_of(world))

        def _run(*arguments, change=None):
            if change:
                export.write_text(change(export.read_text()))
            command = [sys.executable, "-I", str(VERIFIER), str(export), *arguments]
            return subprocess.run(command, capture_output=True, text=True, check=False)

        return _run

    def test_finds_the_chain_whole_by_a_head_from_a_mail(self, run):
        head = LodgedHead.objects.earliest("sequence")

        done = run("--head", f"{head.sequence}:{head.hash}")

        assert done.returncode == 0, done.stdout + done.stderr
        assert "The chain is whole." in done.stdout

    def test_finds_it_whole_by_the_second_store(self, run, settings):
        done = run("--heads", str(settings.GOVERNANCE_HEADS_DIR / "heads.jsonl"))

        assert done.returncode == 0, done.stdout

    def test_finds_the_certified_pdf(self, run, tmp_path):
        pdf = tmp_path / "minutes.pdf"
        certified = MinutesVersion.objects.get().pdf
        assert certified
        pdf.write_bytes(certified)
        assert "approved on" in run("--pdf", str(pdf)).stdout

        pdf.write_bytes(pdf.read_bytes() + b"\n")
        assert run("--pdf", str(pdf)).returncode == 1

    def test_finds_a_chain_that_was_written_anew(self, run, world):
        kept = LodgedHead.objects.earliest("sequence")

        def write_anew(text):
            lines = [json.loads(line) for line in text.splitlines()]
            previous = FIRST
            for line in (each for each in lines if each["type"] == "link"):
                line["previous"], line["kind"] = previous, "terms"
                names = ("sequence", "kind", "subject", "content_sha256", "previous")
                facts = {name: line[name] for name in names}
                line["hash"] = previous = link_hash_of(committee=world.committee.pk, **facts)
            return "\n".join(json.dumps(line) for line in lines if line["type"] != "head")

        done = run("--head", f"{kept.sequence}:{kept.hash[:16]}", change=write_anew)

        assert done.returncode == 1
        assert "the chain was written anew" in done.stdout

    def test_finds_a_head_with_another_signature(self, run):
        signature = LodgedHead.objects.latest("sequence").signature

        done = run(change=lambda text: text.replace(signature, "bm90IHNpZ25lZA=="))

        assert "does not hold" in done.stdout

    def test_asks_for_enough_digits_of_a_head(self, run):
        assert "16 digits or more" in run("--head", "1:abc").stderr


class TestVerifyMinutes:
    def run(self, *arguments):
        said = StringIO()
        call_command("verify_minutes", *arguments, stdout=said)
        return said.getvalue()

    def test_says_how_each_committee_stands(self, world):
        assert "governance-board: 2 links. A lodged head vouches for all of it." in self.run()

    def test_fails_where_something_is_wrong(self, world):
        MinutesVersion.objects.update(pdf=None)

        with pytest.raises(CommandError, match="1 of 1 is not whole"):
            self.run()

    def test_takes_heads_that_were_kept_elsewhere(self, world, tmp_path):
        kept = tmp_path / "kept.jsonl"
        head = LodgedHead.objects.latest("sequence")
        kept.write_text(
            json.dumps(
                {
                    "committee": str(world.committee.pk),
                    "sequence": 9,
                    "hash": head.hash,
                    "lodged_at": head.lodged_at.isoformat(),
                    "signature": head.signature,
                }
            )
        )

        with pytest.raises(CommandError):
            self.run("--heads", str(kept))

    def test_says_which_line_is_no_head(self, world, tmp_path):
        kept = tmp_path / "kept.jsonl"
        kept.write_text("scribble")

        with pytest.raises(CommandError, match="Line 1 is not a lodged head"):
            self.run("--heads", str(kept))


def test_every_link_has_a_hash_of_its_own(world):
    assert LedgerEntry.objects.values("hash").distinct().count() == LedgerEntry.objects.count()
