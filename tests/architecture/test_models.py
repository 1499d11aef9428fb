"""Models keep to the house rules."""

from itertools import groupby

from django.apps import apps

FIRST_PARTY = {"accounts", "analytics", "core", "governance", "helpdesk", "records", "training"}
OURS = [
    model
    for model in apps.get_models()
    if model._meta.app_label in FIRST_PARTY and not model.__name__.startswith("Historical")
]


def test_class_names_are_unique_across_apps():
    names = sorted(model.__name__ for model in OURS)

    assert [name for name, group in groupby(names) if len(list(group)) > 1] == []


def test_every_model_says_what_it_is():
    # Django writes "Name(field, field)" where nobody wrote a docstring.
    silent = [m.__name__ for m in OURS if (m.__doc__ or m.__name__).startswith(m.__name__ + "(")]

    assert silent == []


def test_no_model_names_a_patient_in_its_words():
    patient = apps.get_model("records", "Patient")(family_name="Testwell", nhs_number="9990000018")

    assert "Testwell" not in str(patient)
    assert "9990000018" not in str(patient)
