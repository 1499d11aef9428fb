"""Recognising by name what arrives in place of FHIR R4 JSON: XML, HL7 v2, STU3, templates."""

import re

import orjson

_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_HL7V2_STARTS = (b"MSH|", b"\x0bMSH|", b"FHS|", b"BHS|")
_HEAD = 4096

_XML_KINDS = (
    (
        "http://hl7.org/fhir",
        "This is FHIR written as XML; this feed takes FHIR R4 as JSON.",
    ),
    ("urn:hl7-org:v3", "This is an HL7 v3 document (CDA, in XML); this feed takes FHIR R4 JSON."),
)

# What says that a template was sent before its blanks were filled in: Karate and shell styles.
_TEMPLATE = re.compile(
    rb'"(?:##?(?:\(|\?|\[|string|number|boolean|regex|uuid|notnull|present|ignore|array|object)'
    rb"|#today|\$\{|\{\{)"
)

# Types that existed before R4 and are gone from it, with what R4 has instead.
_FORMER_TYPES = {
    "BodySite": "BodyStructure",
    "Conformance": "CapabilityStatement",
    "DataElement": "StructureDefinition",
    "DeviceComponent": "Device",
    "DeviceUseRequest": "DeviceRequest",
    "DiagnosticOrder": "ServiceRequest",
    "EligibilityRequest": "CoverageEligibilityRequest",
    "EligibilityResponse": "CoverageEligibilityResponse",
    "ExpansionProfile": "Parameters",
    "ImagingManifest": "ImagingStudy",
    "ImagingObjectSelection": "ImagingStudy",
    "MedicationOrder": "MedicationRequest",
    "Order": "ServiceRequest",
    "OrderResponse": "Task",
    "ProcedureRequest": "ServiceRequest",
    "ProcessRequest": "Task",
    "ProcessResponse": "Task",
    "ReferralRequest": "ServiceRequest",
    "Sequence": "MolecularSequence",
    "ServiceDefinition": "PlanDefinition",
}
# Elements that R4 renamed or dropped.
_FORMER_ELEMENTS = {
    "Binary": ("content",),
    "Composition": ("class",),
    "Condition": ("assertedDate",),
    "DiagnosticReport": ("codedDiagnosis", "image"),
    "DocumentReference": ("class", "indexed", "created"),
    "Encounter": ("incomingReferral", "indication"),
    "AllergyIntolerance": ("assertedDate", "substance"),
    "Immunization": ("notGiven", "wasNotGiven", "explanation", "vaccinationProtocol"),
    "MedicationAdministration": ("notGiven", "wasNotGiven", "prescription"),
    "MedicationDispense": ("notDone", "notDoneReasonCodeableConcept"),
    "MedicationRequest": ("context", "definition"),
    "MedicationStatement": ("taken", "wasNotTaken"),
    "Observation": ("comment", "comments", "related"),
    "Patient": ("animal",),
    "Procedure": ("notDone", "notPerformed", "definition"),
}
_WERE_WORDS = ("clinicalStatus", "verificationStatus")
_OLD_PROFILE = re.compile(r"/(STU3|DSTU2)/", re.ASCII)


def name_foreign_format(head: bytes) -> str:
    """Return in a sentence what the beginning of a file or item is, where it is not JSON at all."""
    if head.startswith(_UTF16_MARKS):
        return "This is written in UTF-16; FHIR JSON must be UTF-8."
    text = head[:_HEAD].removeprefix(_UTF8_MARK).lstrip()
    if text.startswith(_HL7V2_STARTS):
        return "This is an HL7 v2 message; this feed takes FHIR R4 written as JSON."
    if text.startswith(b"<"):
        return _name_xml(text.decode("utf-8", "replace"))
    if text.startswith((b"%PDF", b"PK\x03\x04", b"\x1f\x8b")):
        return "This is a PDF or a compressed file; this feed takes FHIR R4 written as JSON."
    return ""


def _name_xml(text: str) -> str:
    """Return what kind of XML a text is."""
    for namespace, sentence in _XML_KINDS:
        if namespace in text:
            return sentence
    return "This is XML; this feed takes FHIR R4 written as JSON."


def is_template(raw: bytes) -> bool:
    """Whether the text still holds blanks of a template, such as `#(birthDate)`."""
    return _TEMPLATE.search(raw) is not None


def claims_old_profile(raw: bytes) -> bool:
    """Whether the text may claim a profile of STU3 or DSTU2; cheap, for every item of a feed."""
    return b"/STU3/" in raw or b"/DSTU2/" in raw


def name_old_version(raw: bytes) -> str:
    """Return in a sentence what makes a resource STU3 or DSTU2, or nothing where it is R4."""
    try:
        content = orjson.loads(raw.removeprefix(_UTF8_MARK))
    except orjson.JSONDecodeError:
        return ""
    sign = _sign_of_old_version(content)
    return f"This is FHIR STU3 or older, not R4: {sign}." if sign else ""


def _sign_of_old_version(content: object) -> str:
    """Return what is of an old version in a resource, or in any entry of a Bundle."""
    if not isinstance(content, dict):
        return ""
    sign = _old_type(content) or _old_profile(content) or _old_element(content)
    entries = content.get("entry")
    if sign or content.get("resourceType") != "Bundle" or not isinstance(entries, list):
        return sign
    inside = (
        _sign_of_old_version(entry.get("resource")) for entry in entries if isinstance(entry, dict)
    )
    return next(filter(None, inside), "")


def _old_type(resource: dict[str, object]) -> str:
    """Return which type of an old version it is, if one."""
    kind = str(resource.get("resourceType"))
    instead = _FORMER_TYPES.get(kind)
    return f"{kind} was replaced by {instead}" if instead else ""


def _old_profile(resource: dict[str, object]) -> str:
    """Return which profile of an old version the resource claims, if one."""
    meta = resource.get("meta")
    profiles = meta.get("profile") if isinstance(meta, dict) else None
    for profile in profiles if isinstance(profiles, list) else ():
        found = _OLD_PROFILE.search(str(profile))
        if found:
            return f"its profile is of {found[1]} ({str(profile).rsplit('/', 1)[-1]})"
    return ""


def _old_element(resource: dict[str, object]) -> str:
    """Return which element has the name or the shape of an old version, if one."""
    kind = str(resource.get("resourceType"))
    for name in _FORMER_ELEMENTS.get(kind, ()):
        if name in resource:
            return f"{kind}.{name} is not an element of R4"
    for name in _WERE_WORDS:
        if isinstance(resource.get(name), str):
            return f"{kind}.{name} is a word where R4 has a CodeableConcept"
    return ""
