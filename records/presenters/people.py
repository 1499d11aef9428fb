"""People as search results, and as each source knows them."""

from dataclasses import dataclass
from datetime import datetime

from core.dates import TIME, format_ago, format_date, format_short_day
from core.nhs_number import NhsNumber
from records.models import SourcePatient
from records.queries.access import RecentRecord
from records.queries.patients import PatientMatch
from records.queries.personal_details import PersonalDetails
from records.resources.shape import Row

from .banner import GENDERS, born_words, nhs_number_words, person_name
from .links import summary_url


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """A person that a search found."""

    name: str
    url: str
    facts: list[Row]
    tag: str


def present_match(match: PatientMatch, *, url: str, at: datetime) -> PersonLine:
    """Return a search result that leads to `url`; a restricted person's address is left out."""
    number = NhsNumber(match.nhs_number).formatted if match.nhs_number else "not known"
    lives = ", ".join(filter(None, (*match.address_lines[:1], match.postcode)))
    where = " · ".join(filter(None, (lives, match.gp_practice_name)))
    return PersonLine(
        name=person_name(match.title, match.family_name, match.given_names),
        url=url,
        facts=[
            Row(label="Born", value=born_words(match, at=at)),
            Row(label="NHS number", value=number),
            Row(label="Sex", value=GENDERS.get(match.gender, "Not known")),
            Row(
                label="Lives · registered with",
                value="restricted" if match.is_restricted else where or "not known",
            ),
        ],
        tag=_tag(match),
    )


def _tag(match: PatientMatch) -> str:
    if match.is_deceased:
        return f"died {format_short_day(match.deceased_on)}" if match.deceased_on else "has died"
    return "" if match.nhs_number else "no NHS number"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """A person as one source knows them."""

    title: str
    rows: list[Row]


def present_personal_details(details: PersonalDetails, *, at: datetime) -> list[SourceView]:
    """Return what each source says of the person, in words, in the order of the sources strip."""
    places = {feed_id: place for place, feed_id in enumerate(details.head.sources)}
    return [
        SourceView(
            title=details.head.sources[source.feed_id].organization_name,
            rows=[row for row in _rows(source, details, at) if row.value],
        )
        for source in sorted(
            (each for each in details.sources if each.feed_id in places),
            key=lambda each: places[each.feed_id],
        )
    ]


def _rows(source: SourcePatient, details: PersonalDetails, at: datetime) -> list[Row]:
    hidden = details.head.patient.is_restricted
    address = ", ".join(filter(None, (*source.address_lines, source.postcode)))
    numbers = [
        f"{identifier.value}"
        for identifier in details.identifiers
        if identifier.feed_id == source.feed_id
    ]
    name = person_name(source.title, source.family_name, source.given_names)
    return [
        Row(label="Name", value=name),
        Row(label="Preferred name", value=source.preferred_name),
        Row(label="Born", value=born_words(source, at=at)),
        Row(label="Sex", value=GENDERS.get(source.gender, "Not known")),
        Row(label="NHS number", value=nhs_number_words(source)),
        Row(label="Local numbers", value=", ".join(numbers)),
        Row(label="Address", value="Restricted: not shown" if hidden else address),
        Row(label="Phone", value="" if hidden else source.phone),
        Row(label="E-mail", value="" if hidden else source.email),
        Row(label="Registered with", value="" if hidden else source.gp_practice_name),
        Row(label="Died", value=format_short_day(source.deceased_on) if source.deceased_on else ""),
        Row(label="Received", value=format_date(source.received_at, TIME)),
        Row(
            label="No longer sent since",
            value=format_date(source.withdrawn_at, TIME) if source.withdrawn_at else "",
        ),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentLine:
    """A record that the viewer opened lately."""

    name: str
    url: str
    born: str
    when: str


def present_recent(record: RecentRecord, *, at: datetime) -> RecentLine:
    """Return a record opened lately, in words."""
    return RecentLine(
        name=person_name(record.title, record.family_name, record.given_names),
        url=summary_url(record.patient_id),
        born=f"born {born_words(record, at=at)}" if record.birth_date else "",
        when=f"opened {format_ago(record.at, now=at)}",
    )
