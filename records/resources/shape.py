"""The shapes that every resource module takes and answers with."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol, TypeAlias

from records.codes import DatePrecision, RecordSection

JsonValue: TypeAlias = "None | bool | int | float | str | list[JsonValue] | dict[str, JsonValue]"
Resource: TypeAlias = "dict[str, JsonValue]"


class References(Protocol):
    """Finds the resources that an entry leans on: practitioners, organizations, medications."""

    def resolve(self, reference: str) -> Resource | None:
        """Return the resource that a reference names, or None where the source did not send it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """A coded value with its words (FHIR CodeableConcept, reduced to what is shown and searched)."""

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
    """An entry in words, without markup: what a list shows, and what detail adds."""

    headline: str
    detail: str = ""
    rows: tuple[Row, ...] = ()
    cautions: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()


class ResourceModule(Protocol):
    """What each module of `records.resources` offers."""

    def extract(self, resource: Resource, references: References) -> Extract:
        """Return the typed columns; raises UnreadableValue where a value cannot be read."""

    def present(self, resource: Resource) -> Presentation:
        """Return the entry in words."""
