import csv
from pathlib import Path

import pytest

from accounts.codes import OrganizationKind
from accounts.demo.organizations import BOARDS, SURGERIES, TRUSTS, load_organizations
from accounts.models import Organization
from accounts.queries import board_of

PUBLISHED = Path(__file__).parents[4] / "shared" / "data" / "codes-ods-midlands"


class TestLoadOrganizations:
    def test_can_run_again(self, db):
        first = load_organizations()
        Organization.objects.filter(ods_code="RXW").update(name="A slip")

        again = load_organizations()

        assert {code: each.pk for code, each in first.items()} == {
            code: each.pk for code, each in again.items()
        }
        assert Organization.objects.count() == len(first) >= 100
        assert Organization.objects.get(ods_code="RXW").name.startswith("The Shrewsbury")

    def test_puts_every_organization_under_a_board(self, db):
        for each in load_organizations().values():
            board = board_of(each)
            assert board is not None
            assert board.kind == OrganizationKind.ICB

    def test_agrees_with_what_is_published(self):
        if not PUBLISHED.is_dir():
            pytest.skip("the published organization codes are not beside this checkout")
        with (PUBLISHED / "gp_practices_midlands_epraccur.csv").open() as file:
            practices = {row["c1"]: row for row in csv.DictReader(file)}
        with (PUBLISHED / "trusts_england.csv").open() as file:
            trusts = {row["ods_code"]: row["postcode"] for row in csv.DictReader(file)}
        with (PUBLISHED / "icbs.csv").open() as file:
            boards = {row["ods_code"]: row["name"] for row in csv.DictReader(file)}

        for surgery in SURGERIES:
            published = practices[surgery.ods_code]
            assert (published["c4"], published["c10"]) == (surgery.board, surgery.postcode)
            assert not published["c12"], "has closed"
        for trust in TRUSTS:
            assert not trust.postcode or trusts[trust.ods_code] == trust.postcode
        for board in BOARDS:
            assert boards[board.ods_code] == board.name.upper()
