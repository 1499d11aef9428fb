"""The shapes that every resource module takes and answers with."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, Protocol, TypeAlias

from records.codes import DatePrecision, RecordSection

JsonValue: TypeAlias = bool | int | float | str | list["JsonValue"] | dict[str, "JsonValue"] | None
Resource: TypeAlias = dict[str, JsonValue]
Flag: TypeAlias = Literal["", "low", "high", "abnormal"]


class UnreadableValue(ValueError):
    """A value that no person could make sense of either; the message never repeats the value."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path} {why}")
        self.path = path
        self.why = why


class References(Protocol):
    """Finds the resources that an entry leans on: practitioners, organizations, medications."""

    def resolve(self, reference: str) -> Resource | None:
        """Return the resource that a reference names, or None where the source did not send it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """A coded value with its words: a CodeableConcept, cut to what is shown and searched."""

    system: str = ""
    code: str = ""
    display: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClinicalDate:
    """When something was true of the person, as exactly as the source said it, in aware times."""

    start: datetime
    precision: DatePrecision
    end: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """The typed columns of a record entry, taken from its FHIR resource."""

    section: RecordSection
    coding: Coding
    status: str
    clinical_date: ClinicalDate | None = None
    recorded_at: datetime | None = None
    author: str = ""
    value: Decimal | None = None
    unit: str = ""
    sensitivity: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A labelled value of an entry's detail, both in words."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A document that an entry carries; `key` is the lower-case hex SHA-256 of its bytes."""

    title: str
    content_type: str
    key: str = ""
    size: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Presentation:
    """
    An entry in words, without markup: what a list shows, and what detail adds.

    Where an entry is a measurement, `name` and `value` are the two parts of its headline, for
    tables with a column for each, and `flag` says how the value stands to its range.
    """

    headline: str
    detail: str = ""
    rows: tuple[Row, ...] = ()
    cautions: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    name: str = ""
    value: str = ""
    flag: Flag = ""


class ResourceModule(Protocol):
    """What each module of `records.resources` offers."""

    def extract(self, resource: Resource, references: References) -> Extract:
        """Return the typed columns; raises UnreadableValue where a value cannot be read."""

    def present(self, resource: Resource) -> Presentation:
        """Return the entry in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whom a resource says it is about: a reference, an identifier, or both."""

    reference: str = ""
    identifier_system: str = ""
    identifier: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenAttachment:
    """A document taken out of its resource, to be kept once by the digest of its bytes."""

    content: bytes
    content_type: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """A number by which one organization or country knows a person."""

    system: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonName:
    """One of a person's names."""

    family: str
    given: tuple[str, ...] = ()
    prefix: str = ""
    suffix: str = ""
    use: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientDetails:
    """
    What a Patient resource says of a person, as the index keeps it.

    `nhs_number` is the text as sent, without spaces: its check digit may be wrong. `name` is the
    name to show; `names` are all of them, for matching. `replaced_by` and `replaces` are
    references to other Patient resources of the same source.
    """

    nhs_number: str = ""
    nhs_number_status: str = ""
    identifiers: tuple[Identifier, ...] = ()
    name: PersonName | None = None
    names: tuple[PersonName, ...] = ()
    preferred_name: str = ""
    birth_date: date | None = None
    birth_precision: DatePrecision = DatePrecision.DAY
    gender: str = ""
    birth_sex: str = ""
    ethnic_category: str = ""
    is_deceased: bool = False
    died_at: ClinicalDate | None = None
    death_notification_status: str = ""
    address_lines: tuple[str, ...] = ()
    postcode: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    language: str = ""
    interpreter_needed: bool | None = None
    gp_practice_code: str = ""
    gp_practice_name: str = ""
    is_restricted: bool = False
    is_active: bool = True
    replaced_by: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
