from datetime import date

from accounts import queries
from accounts.codes import OrganizationKind
from tests.factories.accounts import (
    BoardFactory,
    HospitalFactory,
    OrganizationFactory,
    PractitionerRoleFactory,
)

TODAY = date(2026, 11, 23)


class TestListCurrentRoles:
    def test_counts_the_first_and_the_last_day(self, db):
        role = PractitionerRoleFactory.create(starts_on=TODAY, ends_on=TODAY)

        for day, expected in ((22, []), (23, [role]), (24, [])):
            found = queries.list_current_roles(role.user, date(2026, 11, day))
            assert found == expected

    def test_brings_person_and_organization_along(self, db, django_assert_num_queries):
        user = PractitionerRoleFactory.create().user

        with django_assert_num_queries(1):
            role = queries.list_current_roles(user, TODAY)[0]
            board = queries.board_of(role.organization)
            assert board is not None
            assert board.ods_code == "QOC"
            assert role.user == user


class TestBoardOf:
    def test_follows_the_tree_to_the_board(self, db):
        board = BoardFactory.create()
        ward = OrganizationFactory.create(parent=HospitalFactory.create())

        assert queries.board_of(ward) == queries.board_of(board) == board
        assert queries.get_board_id(ward) == board.pk

    def test_finds_none_above_a_stranger(self, db):
        stranger = OrganizationFactory.create(kind=OrganizationKind.SERVICE_PROVIDER)

        assert queries.board_of(stranger) is None
        assert queries.get_board_id(stranger) == stranger.pk
