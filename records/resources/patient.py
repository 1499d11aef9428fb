"""Patient: who a person is, as one source knows them. It feeds the index, not the record."""

from core.dates import DAY
from records.codes import DatePrecision

from .people import said
from .reading import (
    clinical,
    coding_of,
    extension,
    part,
    parts,
    read_date,
    word,
    words_of,
)
from .shape import Identifier, PatientDetails, PersonName, References, Resource

NHS_NUMBER_SYSTEM = "https://fhir.nhs.uk/Id/nhs-number"

_NHS_NUMBER_SYSTEMS = frozenset(
    {
        NHS_NUMBER_SYSTEM,
        "https://fhir.nhs.uk/id/nhs-number",
        "http://fhir.nhs.net/Id/nhs-number",
        "urn:oid:2.16.840.1.113883.2.1.4.1",
    }
)
_ODS_SYSTEM_ENDING = "ods-organization-code"
_RESTRICTED = frozenset({"R", "V"})
# Which of several names, addresses or numbers is the one to show.
_NAME_ORDER = {"official": 0, "usual": 1, "": 2, "temp": 3, "anonymous": 4, "nickname": 5}
_ADDRESS_ORDER = {"home": 0, "": 1, "temp": 2, "billing": 3, "work": 4}
_TELECOM_ORDER = {"mobile": 0, "home": 1, "": 2, "temp": 3, "work": 4}
_LAST = 9
_PREFERRED_USES = ("nickname", "usual")


def read_patient(resource: Resource, references: References | None = None) -> PatientDetails:
    """
    Return what a Patient resource says of a person.

    :raises UnreadableValue: the birth date or date of death is no date
    """
    number = _nhs_number(resource)
    names = _names(resource)
    birth = read_date(resource, "birthDate")
    died = clinical(read_date(resource, "deceasedDateTime"))
    lines, postcode = _address(resource)
    practice_code, practice_name = _practice(resource, references)
    return PatientDetails(
        nhs_number=word(number, "value").replace(" ", "").replace("-", ""),
        nhs_number_status=_coded(number, "NHSNumberVerificationStatus"),
        identifiers=_identifiers(resource, number),
        name=names[0] if names else None,
        names=tuple(names),
        preferred_name=_preferred_name(names),
        birth_date=birth.start.date() if birth else None,
        birth_precision=DatePrecision(birth.precision if birth else DAY),
        gender=word(resource, "gender"),
        birth_sex=_coded(resource, "BirthSex"),
        ethnic_category=_coded(resource, "EthnicCategory"),
        is_deceased=died is not None or resource.get("deceasedBoolean") is True,
        died_at=died,
        death_notification_status=_coded(resource, "DeathNotificationStatus"),
        address_lines=lines,
        postcode=postcode,
        phones=_telecoms(resource, ("phone", "sms")),
        emails=_telecoms(resource, ("email",)),
        language=_language(resource),
        interpreter_needed=_interpreter(resource),
        gp_practice_code=practice_code,
        gp_practice_name=practice_name,
        is_restricted=any(
            word(label, "code") in _RESTRICTED
            for label in parts(part(resource, "meta"), "security")
        ),
        is_active=resource.get("active") is not False,
        replaced_by=_links(resource, "replaced-by"),
        replaces=_links(resource, "replaces"),
    )


def _nhs_number(resource: Resource) -> Resource:
    """Return the identifier that is the person's NHS number now."""
    numbers = [
        item
        for item in parts(resource, "identifier")
        if word(item, "system") in _NHS_NUMBER_SYSTEMS and word(item, "value")
    ]
    return min(numbers, key=lambda item: word(item, "use") == "old", default={})


def _identifiers(resource: Resource, number: Resource) -> tuple[Identifier, ...]:
    """Return every other identifier that says in which system it counts."""
    return tuple(
        [
            Identifier(system=word(item, "system"), value=word(item, "value"))
            for item in parts(resource, "identifier")
            if item is not number and word(item, "value") and word(item, "system")
        ]
    )


def _standing(item: Resource, order: dict[str, int]) -> tuple[bool, int]:
    """Return how early an item comes among its like: still in use first, then by its use."""
    return "end" in part(item, "period"), order.get(word(item, "use"), _LAST)


def _names(resource: Resource) -> list[PersonName]:
    """Return the person's names, the one to show first."""
    found = sorted(parts(resource, "name"), key=lambda name: _standing(name, _NAME_ORDER))
    return [_name(item) for item in found]


def _name(name: Resource) -> PersonName:
    """Return one name; where it is only a text, its last word is the family name."""
    family, given = word(name, "family"), tuple(words_of(name, "given"))
    if not family and not given:
        *first, family = word(name, "text").split() or [""]
        given = tuple(first)
    return PersonName(
        family=family,
        given=given,
        prefix=" ".join(words_of(name, "prefix")),
        suffix=" ".join(words_of(name, "suffix")),
        use=word(name, "use"),
    )


def _preferred_name(names: list[PersonName]) -> str:
    """Return the given name that the person goes by, where it is not their first."""
    first = names[0].given[:1] if names else ()
    for use in _PREFERRED_USES:
        for name in names[1:]:
            if name.use == use and name.given[:1] != first:
                return " ".join(name.given)
    return ""


def _address(resource: Resource) -> tuple[tuple[str, ...], str]:
    """Return the lines and the postcode of where the person lives."""
    addresses = [item for item in parts(resource, "address") if word(item, "use") != "old"]
    home = min(addresses, key=lambda item: _standing(item, _ADDRESS_ORDER), default={})
    lines = [line.strip() for line in words_of(home, "line")]
    lines += [word(home, name) for name in ("city", "district") if word(home, name) not in lines]
    if not any(lines):
        lines = word(home, "text").split(", ")
    return tuple([line for line in lines if line]), " ".join(
        word(home, "postalCode").upper().split()
    )


def _telecoms(resource: Resource, systems: tuple[str, ...]) -> tuple[str, ...]:
    """Return how the person can be reached, the best way first."""
    found = [
        item
        for item in parts(resource, "telecom")
        if word(item, "system") in systems and word(item, "use") != "old" and word(item, "value")
    ]
    found.sort(key=lambda item: _standing(item, _TELECOM_ORDER))
    return tuple(dict.fromkeys(word(item, "value") for item in found))


def _coded(resource: Resource, name: str) -> str:
    """Return the code of a UK Core extension, whether it stands in it or one level inside."""
    found = extension(resource, f"-{name}") or extension(resource, f"-{name}-1")
    code = coding_of(part(found, "valueCodeableConcept")).code or word(found, "valueCode")
    if code:
        return code
    inside = (
        coding_of(part(item, "valueCodeableConcept")).code for item in parts(found, "extension")
    )
    return next(filter(None, inside), "")


def _language(resource: Resource) -> str:
    """Return the language that the person prefers, else the first that they speak."""
    spoken = sorted(
        parts(resource, "communication"), key=lambda item: item.get("preferred") is not True
    )
    named = extension(extension(resource, "NHSCommunication"), "language")
    language = part(spoken[0], "language") if spoken else part(named, "valueCodeableConcept")
    return coding_of(language).display


def _interpreter(resource: Resource) -> bool | None:
    """Return whether the person needs an interpreter, where that is said."""
    found = extension(resource, "patient-interpreterRequired") or extension(
        extension(resource, "NHSCommunication"), "interpreterRequired"
    )
    answer = found.get("valueBoolean")
    return answer if isinstance(answer, bool) else None


def _practice(resource: Resource, references: References | None) -> tuple[str, str]:
    """Return the ODS code and the name of the GP practice, as far as they are known."""
    for general in parts(resource, "generalPractitioner"):
        identifier = part(general, "identifier")
        target = references.resolve(word(general, "reference")) if references else None
        if target and word(target, "resourceType") == "Organization":
            code = next((word(i, "value") for i in parts(target, "identifier") if _is_ods(i)), "")
            return code, word(target, "name")
        if _is_ods(identifier):
            return word(identifier, "value"), said(general) if "display" in general else ""
    return "", ""


def _is_ods(identifier: Resource) -> bool:
    """Whether an identifier is an organization's ODS code."""
    return word(identifier, "system").lower().endswith(_ODS_SYSTEM_ENDING)


def _links(resource: Resource, kind: str) -> tuple[str, ...]:
    """Return the references to the Patient resources that this one replaces, or is replaced by."""
    found = (link for link in parts(resource, "link") if word(link, "type") == kind)
    return tuple(filter(None, (word(part(link, "other"), "reference") for link in found)))
