"""Declared maps from the columns of a table to FHIR R4 resources, one for each agreed contract."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from records.resources.shape import Resource

from .council_resources import (
    build_assessment,
    build_care_package,
    build_care_team,
    build_equipment,
    build_flag,
    build_legal,
    build_patient,
    build_personal_contact,
    build_referral,
    build_support_reason,
)
from .rows import RowValues

Builder = Callable[[RowValues], Resource]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of the contract; a date may be DD/MM/YYYY or ISO."""

    name: str
    is_required: bool = False
    is_date: bool = False
    choices: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordType:
    """What rows of one kind become, and the columns that they cannot do without."""

    resource_type: str
    build: Builder
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMap:
    """The contract of one table: its columns, and the resource that each kind of row becomes."""

    name: str
    columns: tuple[Column, ...]
    person_column: str
    kind_column: str
    identity_column: str
    person_kind: str
    build_person: Builder
    record_types: Mapping[str, RecordType]

    @property
    def required(self) -> frozenset[str]:
        return frozenset(column.name for column in self.columns if column.is_required)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


SEXES = {"female": "female", "male": "male", "unknown": "unknown", "": ""}


def _columns(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name=name) for name in names)


SOCIAL_CARE = ColumnMap(
    name="social-care",
    columns=(
        Column(name="person_id", is_required=True),
        Column(name="nhs_number", is_required=True),
        *_columns("title", "forename"),
        Column(name="surname", is_required=True),
        Column(name="date_of_birth", is_required=True, is_date=True),
        Column(name="sex", choices=SEXES),
        *_columns("address_line_1", "address_line_2", "town", "postcode", "phone"),
        Column(name="record_type", is_required=True),
        Column(name="record_id", is_required=True),
        Column(name="code"),
        Column(name="description", is_required=True),
        Column(name="start_date", is_date=True),
        Column(name="end_date", is_date=True),
        *_columns("status", "worker_name", "worker_role", "team", "team_phone"),
        Column(name="recorded_on", is_date=True),
        Column(name="notes"),
    ),
    person_column="person_id",
    kind_column="record_type",
    identity_column="record_id",
    person_kind="person",
    build_person=build_patient,
    record_types={
        "alert": RecordType(resource_type="Flag", build=build_flag, needs=("description",)),
        "safeguarding": RecordType(resource_type="Flag", build=build_flag, needs=("description",)),
        "legal": RecordType(resource_type="Consent", build=build_legal, needs=("description",)),
        "professional_contact": RecordType(resource_type="CareTeam", build=build_care_team),
        "local_authority": RecordType(resource_type="CareTeam", build=build_care_team),
        "personal_contact": RecordType(
            resource_type="RelatedPerson", build=build_personal_contact, needs=("worker_name",)
        ),
        "referral": RecordType(
            resource_type="ServiceRequest", build=build_referral, needs=("description",)
        ),
        "care_package": RecordType(
            resource_type="CarePlan", build=build_care_package, needs=("description",)
        ),
        "primary_support_reason": RecordType(
            resource_type="Condition", build=build_support_reason, needs=("description",)
        ),
        "assessment": RecordType(
            resource_type="Observation", build=build_assessment, needs=("description",)
        ),
        "equipment": RecordType(
            resource_type="DeviceUseStatement", build=build_equipment, needs=("description",)
        ),
    },
)

COLUMN_MAPS: Mapping[str, ColumnMap] = {SOCIAL_CARE.name: SOCIAL_CARE}
