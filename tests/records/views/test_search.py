"""Finding a person, and what is said when there is none, or too many."""

import pytest
from django.urls import reverse

from records.forms import PatientSearchForm, read_search_words
from records.models import RecordAccess
from tests.factories.accounts import OrganizationFactory
from tests.factories.records import FeedFactory, PatientFactory, SourcePatientFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client, sign_in, clinician):
    sign_in(client, clinician)
    return clinician


def search(client, **typed):
    return client.post(reverse("records:patient_search"), typed, follow=True)


def known(**kwargs):
    return SourcePatientFactory.create(patient=PatientFactory.create(**kwargs)).patient


class TestPatientSearch:
    @pytest.mark.parametrize("spacing", ["{0}{1}{2}", "{0} {1} {2}", "{0}-{1}-{2}", " {0} {1}{2} "])
    def test_opens_the_person_of_an_nhs_number_in_any_spacing(self, client, reader, spacing):
        patient = known()
        number = patient.nhs_number
        typed = spacing.format(number[:3], number[3:6], number[6:])

        response = search(client, q=typed)

        assert response.redirect_chain[-1][0] == reverse("records:record_detail", args=[patient.pk])

    @pytest.mark.parametrize(
        "typed",
        [
            "TESTWELL, Ada 12/03/1948",
            "ada testwell 12 Mar 1948",
            "Testwell 1948-03-12",
            "testwell, a 12.3.1948",
        ],
    )
    def test_finds_by_name_and_birth_date_in_one_box(self, client, reader, typed):
        known()
        known(family_name="Otherby")

        text = search(client, q=typed).content.decode()

        assert "TESTWELL, Ada Rose (Mrs)" in text
        assert "OTHERBY" not in text

    def test_finds_nobody_whom_no_shared_source_knows(self, client, reader):
        feed = FeedFactory.create(shared_with=[], organization=OrganizationFactory.create())
        source = SourcePatientFactory.create(feed=feed)

        by_number = search(client, nhs_number=source.nhs_number).content.decode()
        by_name = search(client, family_name="Testwell", given_name="Ada").content.decode()

        assert "Nobody in the index has the NHS number" in by_number
        assert "Nobody in the index fits" in by_name

    def test_finds_by_a_name_that_only_one_source_knows(self, client, reader):
        patient = PatientFactory.create(family_name="Married")
        SourcePatientFactory.create(patient=patient, family_name="Maiden", family_key="MAIDEN")

        text = search(client, family_name="maiden", given_name="Ada").content.decode()

        assert "MARRIED, Ada Rose" in text

    def test_finds_accented_and_hyphenated_names_without_either(self, client, reader):
        known(family_name="O'Brien-Łukasz")

        assert (
            "BRIEN"
            in search(client, family_name="obrien lukasz", given_name="ada").content.decode()
        )

    def test_finds_by_postcode_but_never_a_restricted_person(self, client, reader):
        known(family_name="Openly")
        known(family_name="Hiddenby", is_restricted=True)

        text = search(client, q="sy38xq").content.decode()

        assert "OPENLY" in text
        assert "HIDDENBY" not in text

    def test_finds_a_restricted_person_by_number_without_their_address(self, client, reader):
        patient = known(is_restricted=True)

        response = search(client, nhs_number=patient.nhs_number)

        assert "SY3 8XQ" not in response.content.decode()

    def test_says_that_nobody_has_the_number(self, client, reader):
        text = search(client, q="999 000 0018").content.decode()

        assert "Nobody in the index has the NHS number that you typed" in text

    def test_says_what_is_wrong_with_a_number(self, client, reader):
        text = search(client, q="999 000 0019").content.decode()

        assert "the last digit does not fit the others" in text
        assert not RecordAccess.objects.exists()

    def test_says_how_many_digits_are_missing(self, client, reader):
        assert "has 10 digits; this has 6" in search(client, q="999 012").content.decode()

    def test_refuses_a_placeholder(self, client, reader):
        assert "stands for nobody" in search(client, q="9999999999").content.decode()

    def test_says_that_there_are_more_than_it_shows(self, client, reader):
        for number in range(26):
            known(given_names=f"Ada{number}", given_key=f"ADA{number}")

        text = search(client, family_name="Testwell", given_name="Ada").content.decode()

        assert "More than 25 people" in text

    def test_asks_for_more_than_a_family_name(self, client, reader):
        assert "with a date of birth" in search(client, q="Testwell").content.decode()

    def test_no_address_holds_what_was_typed(self, client, reader):
        patient = known()

        response = search(client, q=f"{patient.nhs_number}")

        assert all(patient.nhs_number not in url for url, _ in response.redirect_chain)

    def test_keeps_what_it_was_searched_by_and_never_the_values(self, client, reader):
        known()

        search(client, family_name="Testwell", given_name="Ada")

        assert RecordAccess.objects.get().searched_by == "family name, given name"

    def test_leads_a_privacy_officer_to_who_looked(self, client, sign_in, privacy_officer):
        patient = known()
        sign_in(client, privacy_officer)

        response = search(client, q=patient.nhs_number)

        assert response.redirect_chain[-1][0] == reverse("records:access_list", args=[patient.pk])

    def test_is_refused_to_an_engineer(self, client, sign_in, engineer):
        sign_in(client, engineer)

        assert search(client, q="9990000018").status_code == 403

    def test_wildcards_are_only_letters(self, client, reader):
        known()

        text = search(client, family_name="%%%", given_name="___").content.decode()

        assert "TESTWELL" not in text


class TestReadSearchWords:
    @pytest.mark.parametrize(
        ("typed", "fields"),
        [
            ("", {"family_name": "", "given_name": "", "postcode": ""}),
            ("Smith", {"family_name": "Smith", "given_name": "", "postcode": ""}),
            (
                "SMITH, Jo SY3 8XQ",
                {"family_name": "SMITH", "given_name": "Jo", "postcode": "SY3 8XQ"},
            ),
            (
                "31/02/1990 Smith",
                {"family_name": "Smith", "given_name": "31/02/1990", "postcode": ""},
            ),
        ],
    )
    def test_parts_what_is_typed(self, typed, fields):
        assert read_search_words(typed) == fields

    def test_leaves_a_number_whole(self):
        assert read_search_words("999-000-0018") == {"nhs_number": "999-000-0018"}

    def test_takes_too_few_digits_for_a_number_to_be_told_so(self):
        assert read_search_words("999 012") == {"nhs_number": "999 012"}

    def test_takes_a_date_alone_for_a_date(self):
        assert read_search_words("1948-03-12")["birth_date_year"] == "1948"


class TestPatientSearchForm:
    def test_takes_the_number_alone_where_there_is_one(self):
        form = PatientSearchForm({"nhs_number": "9990000018", "family_name": "x"})

        assert form.is_valid()
        assert form.criteria.family_name == ""
