from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from records.actions.matching import (
    Identity,
    KnownPatient,
    Step,
    decide_known,
    decide_new,
    is_likely_same,
    swapped,
)
from records.actions.nicknames import may_be_same_name
from records.codes import DatePrecision, QuarantineReason

ADA = Identity(
    nhs_number="9990000018",
    families=frozenset({"TESTERTON"}),
    givens=frozenset({"ADA"}),
    born=date(1950, 3, 12),
    postcode="SY38XQ",
)
NAMELESS = replace(ADA, nhs_number="")


def patient(*identities, number="9990000018"):
    return KnownPatient(id=uuid4(), nhs_number=number, identities=identities or (ADA,))


class TestDecideNewByNumber:
    def test_links_where_birth_date_and_a_name_agree(self):
        holder = patient()

        decision = decide_new(replace(ADA, families=frozenset({"MARRIED"})), holder, [])

        assert (decision.step, decision.patient_id) == (Step.LINK, holder.id)

    def test_counts_names_of_every_source(self):
        other_name = replace(ADA, families=frozenset({"MARRIED"}), givens=frozenset({"ADELE"}))
        holder = patient(ADA, other_name)

        assert decide_new(other_name, holder, []).step is Step.LINK

    def test_counts_short_forms_of_a_given_name(self):
        holder = patient(replace(ADA, givens=frozenset({"MARGARET"})))
        person = replace(ADA, families=frozenset({"NEW"}), givens=frozenset({"PEGGY"}))

        assert decide_new(person, holder, []).step is Step.LINK

    @pytest.mark.parametrize(
        "change",
        [
            {"born": date(1950, 3, 13)},
            {"born": None},
            {"families": frozenset({"OTHER"}), "givens": frozenset({"EVE"})},
        ],
    )
    def test_holds_where_birth_date_or_both_names_differ(self, change):
        decision = decide_new(replace(ADA, **change), patient(), [])

        assert decision.step is Step.HOLD
        assert decision.reason is QuarantineReason.IDENTITY_CONFLICT

    def test_makes_a_new_patient_of_a_number_that_nobody_holds(self):
        assert decide_new(ADA, None, [patient(NAMELESS, number="")]).step is Step.CREATE


class TestDecideNewWithoutNumber:
    @pytest.mark.parametrize(
        "person",
        [
            NAMELESS,
            replace(NAMELESS, postcode=""),
            replace(NAMELESS, families=frozenset({"MARRIED"})),
            replace(NAMELESS, born=date(1950, 12, 3)),
            replace(NAMELESS, givens=frozenset({"A"})),
            replace(NAMELESS, born=date(1950, 1, 1), born_precision=DatePrecision.YEAR),
        ],
    )
    def test_holds_who_is_like_somebody_known(self, person):
        decision = decide_new(person, None, [patient()])

        assert decision.reason is QuarantineReason.LIKELY_MATCH

    @pytest.mark.parametrize(
        "person",
        [
            replace(NAMELESS, givens=frozenset({"EVE"})),
            replace(NAMELESS, born=date(1951, 3, 12)),
            replace(NAMELESS, born=None),
            replace(NAMELESS, families=frozenset({"OTHER"}), postcode="B11AA"),
        ],
    )
    def test_makes_a_new_patient_of_twins_and_strangers(self, person):
        assert decide_new(person, None, [patient()]).step is Step.CREATE

    def test_says_nothing_of_the_person_in_its_explanation(self):
        decision = decide_new(NAMELESS, None, [patient()])

        assert not any(word in decision.explanation for word in ("Ada", "Testerton", "1950"))


class TestDecideKnown:
    def test_keeps_the_link_through_a_change_of_name_or_birth_date(self):
        linked = patient()

        for change in ({"families": frozenset({"NEW"})}, {"born": date(1950, 3, 21)}):
            assert decide_known(replace(ADA, **change), linked, linked).step is Step.LINK

    def test_sets_another_number_aside(self):
        decision = decide_known(replace(ADA, nhs_number="9990000026"), patient(), None)

        assert (decision.step, decision.reason) == (Step.KEEP, QuarantineReason.IDENTITY_CONFLICT)

    def test_sets_a_number_aside_that_somebody_else_holds(self):
        decision = decide_known(ADA, patient(NAMELESS, number=""), patient())

        assert decision.step is Step.KEEP

    def test_takes_a_number_that_nobody_holds(self):
        assert decide_known(ADA, patient(NAMELESS, number=""), None).step is Step.LINK

    def test_sets_another_person_under_the_same_identifier_aside(self):
        stranger = replace(
            NAMELESS, born=date(1990, 1, 1), families=frozenset({"X"}), givens=frozenset({"Y"})
        )

        assert decide_known(stranger, patient(), None).step is Step.KEEP


class TestIsLikelySame:
    def test_is_so_of_somebody_without_names_never(self):
        assert not is_likely_same(replace(NAMELESS, givens=frozenset()), patient())


class TestSwapped:
    def test_exchanges_day_and_month(self):
        assert swapped(date(1950, 3, 12)) == date(1950, 12, 3)

    @pytest.mark.parametrize("born", [None, date(1950, 3, 13)])
    def test_is_nothing_where_there_is_no_such_day(self, born):
        assert swapped(born) is None


class TestMayBeSameName:
    @pytest.mark.parametrize(
        ("one", "other"), [("BILL", "WILLIAM"), ("ADA", "ADA"), ("A", "ADA"), ("LIZ", "BETH")]
    )
    def test_accepts_short_forms_and_initials(self, one, other):
        assert may_be_same_name(one, other)
        assert may_be_same_name(other, one)

    @pytest.mark.parametrize(
        ("one", "other"), [("ADA", "EVE"), ("", "ADA"), ("", ""), ("E", "ADA")]
    )
    def test_keeps_others_apart(self, one, other):
        assert not may_be_same_name(one, other)
