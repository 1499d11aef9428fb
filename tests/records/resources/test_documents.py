"""Documents: attachments taken out, sections in plain words, lists with what they lack."""

import base64
import hashlib

import pytest

from records.resources import composition, document_reference
from records.resources import list as resource_list
from records.resources.catalogue import take_attachments
from records.resources.shape import UnreadableValue

CONTENT = b"Hello"
DIGEST = hashlib.sha256(CONTENT).hexdigest()
ENCODED = base64.b64encode(CONTENT).decode()


def letter(**attachment):
    return {"resourceType": "DocumentReference", "content": [{"attachment": attachment}]}


def warned(code):
    return {
        "url": "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-ListWarningCode",
        "valueCodeableConcept": {"coding": [{"code": code}]},
    }


def shown_by(module, resource):
    return module.present(resource)


def columns_of(resource, references):
    return document_reference.extract(resource, references)


class TestTakeAttachments:
    @pytest.mark.parametrize("data", [ENCODED, f"{ENCODED[:3]}\r\n  {ENCODED[3:]}"])
    def test_takes_the_bytes_and_leaves_their_digest(self, data, nothing_sent):
        resource = letter(contentType="text/plain", data=data, title="Note")

        [taken] = take_attachments(resource, nothing_sent)

        assert (taken.content, taken.content_type, taken.sha256) == (CONTENT, "text/plain", DIGEST)
        [shown] = shown_by(document_reference, resource).attachments
        assert (shown.key, shown.size, shown.title) == (DIGEST, 5, "Note")
        assert "data" not in resource["content"][0]["attachment"]

    def test_takes_them_from_a_binary_of_the_source(self, references):
        resource = letter(url="Binary/1")

        [taken] = take_attachments(resource, references)

        assert (taken.content, taken.content_type) == (CONTENT, "text/plain")
        assert resource["content"][0]["attachment"]["url"] == f"Binary/{DIGEST}"

    def test_takes_them_from_a_binary_inside(self, nothing_sent):
        inner = {"resourceType": "Binary", "id": "b", "contentType": "text/plain", "data": ENCODED}
        resource = letter(url="#b") | {"contained": [inner, {"resourceType": "Device", "id": "d"}]}
        alone = letter(url="#b") | {"contained": [inner]}

        assert len(take_attachments(resource, nothing_sent)) == 1
        assert len(take_attachments(alone, nothing_sent)) == 1
        assert [item["resourceType"] for item in resource["contained"]] == ["Device"]
        assert "contained" not in alone

    @pytest.mark.parametrize(
        "attachment", [{"url": "https://elsewhere.example/1"}, {"data": " "}, {"title": "None"}]
    )
    def test_leaves_what_is_not_here(self, attachment, references):
        resource = letter(**attachment)

        assert take_attachments(resource, references) == []
        assert shown_by(document_reference, resource).attachments[0].key == ""

    @pytest.mark.parametrize("data", ["not base64!", "QQ", "Q=Q="])
    def test_refuses_what_is_not_base64(self, data, nothing_sent):
        with pytest.raises(UnreadableValue, match="is not base64"):
            take_attachments(letter(data=data), nothing_sent)

    @pytest.mark.parametrize(
        "resource",
        [
            {"resourceType": "DiagnosticReport", "presentedForm": [{"data": ENCODED}]},
            {"resourceType": "Consent", "sourceAttachment": {"data": ENCODED}},
            {"resourceType": "Media", "content": {"data": ENCODED}},
        ],
    )
    def test_takes_them_from_every_type_that_carries_any(self, resource, nothing_sent):
        [taken] = take_attachments(resource, nothing_sent)

        assert taken.sha256 == DIGEST
        assert taken.content_type == "application/octet-stream"

    def test_other_types_carry_none(self, nothing_sent):
        assert take_attachments({"resourceType": "Flag"}, nothing_sent) == []


class TestDocumentReference:
    def test_is_dated_by_what_it_is_about(self, nothing_sent):
        resource = letter() | {
            "date": "2026-03-20T10:00:00Z",
            "context": {"period": {"start": "2026-03-01", "end": "2026-03-05"}},
        }

        found = columns_of(resource, nothing_sent)

        assert found.clinical_date.start.day == 1
        assert found.recorded_at.day == 20

    @pytest.mark.parametrize(
        ("elements", "caution"),
        [
            ({"docStatus": "preliminary"}, "Not final"),
            ({"docStatus": "entered-in-error"}, "Entered in error"),
            ({"status": "superseded"}, "Replaced by a newer document"),
        ],
    )
    def test_warns_of_a_better_one(self, elements, caution):
        assert caution in shown_by(document_reference, letter() | elements).cautions


class TestComposition:
    def test_shows_its_sections_in_plain_words(self):
        div = "<div><table><tr><td>Aspirin</td><td>75&nbsp;mg</td></tr></table><p>Stop</p></div>"
        resource = {
            "resourceType": "Composition",
            "section": [
                {
                    "title": "Medicines",
                    "text": {"div": div},
                    "section": [{"title": "Stopped", "entry": [{"display": "Ibuprofen"}]}],
                },
                {"code": {"text": "Allergies"}, "emptyReason": {"coding": [{"code": "withheld"}]}},
            ],
        }

        rows = [(row.label, row.value) for row in shown_by(composition, resource).rows]

        assert rows == [
            ("Medicines", "Aspirin 75 mg\nStop"),
            ("Medicines: Stopped", "Ibuprofen"),
            ("Allergies", "The source withholds what it has"),
        ]


class TestList:
    @pytest.mark.parametrize(
        ("code", "sentence"),
        [
            ("confidential-items", "Some items are left out because they are confidential"),
            ("data-in-transit", "Some items are left out: the record is on its way"),
            ("data-awaiting-filing", "Some items are left out: they wait to be filed"),
        ],
    )
    @pytest.mark.parametrize("kind", ["concept", "coding", "code"])
    def test_says_what_is_missing(self, code, sentence, kind):
        value = {
            "concept": {"valueCodeableConcept": {"coding": [{"code": code}]}},
            "coding": {"valueCoding": {"code": code}},
            "code": {"valueCode": code},
        }[kind]
        extension = {"url": "https://example.org/ListWarningCode"} | value

        [caution] = shown_by(
            resource_list, {"resourceType": "List", "extension": [extension]}
        ).cautions

        assert caution.startswith(sentence)

    @pytest.mark.parametrize(
        ("code", "sentence"),
        [
            ("no-content-recorded", "The source holds nothing under this heading"),
            ("nilknown", "None known"),
            ("withheld", "The source withholds what it has"),
        ],
    )
    def test_says_why_it_is_empty(self, code, sentence):
        resource = {"resourceType": "List", "emptyReason": {"coding": [{"code": code}]}}

        assert shown_by(resource_list, resource).detail == sentence

    def test_lists_its_items(self):
        items = [
            {"item": {"display": "Aspirin"}},
            {"item": {"display": "Ibuprofen"}, "deleted": True},
        ]

        shown = shown_by(resource_list, {"resourceType": "List", "entry": items})

        assert shown.detail == "2 items"
        assert [row.value for row in shown.rows] == ["Aspirin", "Ibuprofen, no longer on the list"]

    def test_a_warning_in_a_document_section_is_a_caution(self):
        resource = {
            "resourceType": "Composition",
            "section": [{"title": "Allergies", "extension": [warned("confidential-items")]}],
        }

        assert shown_by(composition, resource).cautions == (
            "Some items are left out because they are confidential",
        )
