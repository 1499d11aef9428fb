"""Whatever a source sends, a type is read, or refused with a path; a page never fails."""

import contextlib
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records.resources.catalogue import MODULES, take_attachments
from records.resources.patient import read_patient
from records.resources.people import fill_displays
from records.resources.shape import UnreadableValue
from records.resources.subjects import subjects_of

# Elements that several types read, with the shapes that they should have and others.
NAMES = [
    "status", "code", "category", "coding", "text", "display", "system", "subject", "reference",
    "period", "start", "end", "extension", "url", "valueCodeableConcept", "valueQuantity", "value",
    "unit", "component", "referenceRange", "low", "high", "interpretation", "note", "name", "given",
    "family", "identifier", "telecom", "address", "line", "participant", "actor", "member",
    "content", "attachment", "data", "contained", "id", "resourceType", "section", "div", "entry",
    "item", "answer", "meta", "tag", "security", "profile", "birthDate", "deceasedDateTime",
    "onsetDateTime", "effectivePeriod", "medicationReference", "dosageInstruction", "timing",
    "repeat", "reaction", "manifestation", "verificationStatus", "clinicalStatus", "target",
    "activity", "detail", "prediction", "specimen", "collection", "vaccineCode", "series",
    "hospitalization", "class", "oralDiet", "payload", "recommendation", "condition", "link",
]  # fmt: skip
WORDS = st.sampled_from(
    ["", "x", "#a", "Patient/1", "Binary/1", "2026", "2026-02-30", "0000", "QQ==", "<p>x</p>", "R"]
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | WORDS
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4)
    ),
    max_leaves=20,
)
RESOURCES = st.dictionaries(st.sampled_from(NAMES), ANYTHING, max_size=8)
NOBODY = SimpleNamespace(resolve=lambda _reference: None)


def read(resource):
    module = MODULES[resource["resourceType"]]
    subjects_of(resource)
    with contextlib.suppress(UnreadableValue):
        take_attachments(resource, NOBODY)
    fill_displays(resource, NOBODY)
    with contextlib.suppress(UnreadableValue):
        module.extract(resource, NOBODY)
    return module.present(resource)


class TestOddResources:
    @pytest.mark.parametrize("resource_type", MODULES)
    @given(resource=RESOURCES)
    @settings(max_examples=25)
    def test_every_type_is_read_or_refused(self, resource_type, resource):
        assert read(resource | {"resourceType": resource_type}).headline

    @given(resource=RESOURCES)
    def test_every_patient_is_read_or_refused(self, resource):
        with contextlib.suppress(UnreadableValue):
            assert read_patient(resource | {"resourceType": "Patient"}) is not None
