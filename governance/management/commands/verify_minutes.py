from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from governance.actions.heads import read_store, store_path
from governance.models import Committee
from governance.policies.stored_heads import NotHeads, StoredHead, read_heads
from governance.presenters.evidence import lodged_in_words
from governance.queries.verifying import verify_committee


class Command(BaseCommand):
    help = (
        "Verify the evidence of every committee: links, texts, rows, PDFs, against lodged heads. "
        "Ends with 1 where something is wrong."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a file of heads, and the code of one committee."""
        parser.add_argument(
            "--heads", type=Path, help=f"heads that were kept elsewhere; else {store_path()}"
        )
        parser.add_argument("--committee", help="its code; else all of them")

    def handle(self, *_args: object, **options: object) -> None:
        """
        Say how each committee's evidence stands.

        :raises CommandError: something is wrong, or the heads cannot be read
        """
        kept = self._heads(options["heads"])
        committees = Committee.objects.order_by("code")
        if options["committee"]:
            committees = committees.filter(code=options["committee"])
        wrong = sum(self._verify(committee, kept) for committee in committees)
        if wrong:
            raise CommandError(f"The evidence of {wrong} of {len(committees)} is not whole.")

    def _verify(self, committee: Committee, kept: list[StoredHead]) -> bool:
        finding = verify_committee(committee.pk, retained=kept)
        self.stdout.write(f"{committee.code}: {finding.length} links. {lodged_in_words(finding)}")
        for fault in finding.faults:
            self.stdout.write(f"  FAULT {fault.words}")
        return not finding.is_whole

    def _heads(self, path: object) -> list[StoredHead]:
        try:
            if isinstance(path, Path):
                return read_heads(path.read_text().splitlines())
            return read_store()
        except (NotHeads, OSError) as error:
            raise CommandError(f"The heads cannot be read: {error}") from error
