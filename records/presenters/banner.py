"""The banner: who this is, and what must not be missed (records handbook: banner rules)."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, cast
from uuid import UUID

from core.dates import (
    DAY,
    LONDON,
    Precision,
    age_in_words,
    format_short_date,
    format_short_day,
)
from core.nhs_number import NhsNumber
from records.codes import DatePrecision, RecordSection
from records.models import Patient
from records.models.patient import Demographics
from records.queries.head import RecordHead
from records.queries.rows import EntryRow
from records.resources.reading import humanize
from records.resources.shape import Row

from .entries import date_words, present
from .links import section_url

GENDERS = {"female": "Female", "male": "Male", "other": "Other", "unknown": "Not known"}

# UKCore-NHSNumberVerificationStatusEngland; what is not there has not been checked.
VERIFICATIONS = {"01": "verified", "05": "in conflict"}
FLAGGED_SECTIONS = (
    (RecordSection.SAFEGUARDING, "Safeguarding", "red"),
    (RecordSection.ALERTS, "Alert", "amber"),
    (RecordSection.INDIVIDUAL_REQUIREMENTS, "Reasonable adjustment", "amber"),
)
ALLERGY_LEADS = ("allergy to ", "allergic to ")
CPR_WORDS = re.compile("cardiopulmonary resuscitation", re.IGNORECASE)
CPR_DECISION = re.compile(r"resuscitation|\b(CPR|DNA?CPR|DNAR)\b", re.IGNORECASE)
AGAINST_CPR = re.compile(r"\b(not|no|DNA?CPR|DNAR)\b", re.IGNORECASE)
ARTICLES = re.compile(r"\b(a|an|the) ")
NO_KNOWN_ALLERGY_WORDS = ("no known", "nil known", "none known", "no allergies", "nkda")
# What is in force, or was said; any other status is said with the words.
QUIET_STATUSES = ("active", "completed", "current", "final", "")


class Born(Protocol):
    """Anyone with a birth date, however exactly it is known."""

    @property
    def birth_date(self) -> date | None: ...
    @property
    def birth_precision(self) -> str: ...
    @property
    def is_deceased(self) -> bool: ...
    @property
    def deceased_on(self) -> date | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """Something that must not be missed: its kind, then the words. Tone red, amber or plain."""

    word: str
    text: str
    tone: str
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Banner:
    """A person as the top of every page of their record shows them."""

    name: str
    facts: list[Row]
    flags: list[Flag]
    died: str


def person_name(title: str, family_name: str, given_names: str) -> str:
    """Return a name as SURNAME, Forename (Title)."""
    name = ", ".join(part for part in (family_name.upper(), given_names) if part)
    return f"{name} ({title})" if name and title else name or "Name not known"


def present_banner(head: RecordHead, *, at: datetime) -> Banner:
    """Return the banner of a record; a restricted person's whereabouts are left out."""
    patient = head.patient
    facts = [
        Row(label="Born", value=born_words(patient, at=at)),
        Row(label="NHS number", value=nhs_number_words(patient)),
        Row(label="Sex", value=GENDERS.get(patient.gender, "Not known")),
    ]
    if patient.is_restricted:
        facts.append(Row(label="Address and GP", value="Restricted: not shown"))
    else:
        facts += [
            Row(label="Registered with", value=patient.gp_practice_name or "Not known"),
            Row(label="Lives", value=_lives(patient) or "Not known"),
        ]
    return Banner(
        name=person_name(patient.title, patient.family_name, patient.given_names),
        facts=facts,
        flags=present_flags(head, at=at),
        died=_died(patient),
    )


def born_words(patient: Born, *, at: datetime) -> str:
    """Return the birth date, as exactly as it is known, with the age: "12 Mar 1948 (78 years)"."""
    if patient.birth_date is None:
        return "Not known"
    age = age_in_words(
        patient.birth_date,
        today=at.astimezone(LONDON).date(),
        died=patient.deceased_on,
        precision=cast(Precision, patient.birth_precision),
    )
    day = {
        DatePrecision.YEAR.value: str(patient.birth_date.year),
        DatePrecision.MONTH.value: format_short_day(patient.birth_date).partition(" ")[2],
    }.get(patient.birth_precision, format_short_day(patient.birth_date))
    if not age or (patient.is_deceased and not patient.deceased_on):
        return day
    return f"{day} ({age} at death)" if patient.deceased_on else f"{day} ({age})"


def nhs_number_words(patient: Demographics) -> str:
    """Return an NHS number 3-3-4, with what is known of its being checked."""
    if not patient.nhs_number:
        return "Not known"
    checked = VERIFICATIONS.get(patient.nhs_number_status, "not verified")
    return f"{NhsNumber(patient.nhs_number).formatted} ({checked})"


def _lives(patient: Patient) -> str:
    parts = [*patient.address_lines, patient.postcode]
    return ", ".join(part for part in parts if part)


def _died(patient: Patient) -> str:
    if not patient.is_deceased:
        return ""
    return f"Died {format_short_day(patient.deceased_on)}" if patient.deceased_on else "Has died"


def present_flags(head: RecordHead, *, at: datetime) -> list[Flag]:
    """Return the flags: allergies first, always answered; then safety, then needs."""
    by_section: dict[str, list[EntryRow]] = {}
    for entry in head.flags:
        by_section.setdefault(entry.section, []).append(entry)
    flags = _allergy_flags(head, by_section.get(RecordSection.ALLERGIES, []), at)
    flags += _cpr_flags(head, by_section.get(RecordSection.END_OF_LIFE_CARE, []), at)
    for section, word, tone in FLAGGED_SECTIONS:
        href = section_url(head.patient.pk, section)
        flags += [
            Flag(word=word, text=text, tone=tone, href=href)
            for text in _distinct(by_section.get(section, []), at)
        ]
    return flags


def _allergy_flags(head: RecordHead, entries: list[EntryRow], at: datetime) -> list[Flag]:
    section = RecordSection.ALLERGIES
    if section not in head.scope.full_sections:
        return []
    href = section_url(head.patient.pk, section)
    words = [_without_lead(text) for text in _distinct(entries, at)]
    known = [text for text in words if not text.lower().startswith(NO_KNOWN_ALLERGY_WORDS)]
    flags = [Flag(word="Allergy", text=text, tone="red", href=href) for text in known]
    if known and not head.withheld.get(section):
        return flags
    text = _allergies_in_all(head, words[0] if words else "")
    return [*flags, Flag(word="Allergies", text=text, tone="plain", href=href)]


def _allergies_in_all(head: RecordHead, said: str) -> str:
    """Return what is known of allergies beside those that are named."""
    section = RecordSection.ALLERGIES
    if head.withheld.get(section):
        return "some are withheld from you"
    if said:
        return said
    earlier = head.visible[section]
    return "none current, see earlier ones" if earlier else "none recorded by any source"


def _without_lead(text: str) -> str:
    """Return an allergy without the words that its flag says already."""
    for lead in ALLERGY_LEADS:
        if text.lower().startswith(lead):
            return text[len(lead) :][:1].upper() + text[len(lead) + 1 :]
    return text


def _cpr_flags(head: RecordHead, entries: list[EntryRow], at: datetime) -> list[Flag]:
    """Return the newest decision about resuscitation; where sources disagree, one of each."""
    newest: dict[UUID, EntryRow] = {}
    for entry in entries:
        if CPR_DECISION.search(entry.display):
            newest.setdefault(entry.feed_id, entry)
    by_sense: dict[bool, EntryRow] = {}
    for entry in newest.values():
        by_sense.setdefault(bool(AGAINST_CPR.search(entry.display)), entry)
    href = section_url(head.patient.pk, RecordSection.END_OF_LIFE_CARE)
    return [
        Flag(
            word="CPR, sources disagree" if len(by_sense) > 1 else "CPR",
            text=CPR_WORDS.sub("CPR", _dated(entry, at)),
            tone="red",
            href=href,
        )
        for entry in by_sense.values()
    ]


def _dated(entry: EntryRow, at: datetime) -> str:
    """Return the words of an entry with its date, unless they hold one, and how it stands."""
    has_date = any(letter.isdigit() for letter in entry.display)
    day = "" if has_date else date_words(entry, at=at)
    state = "" if entry.status in QUIET_STATUSES else humanize(entry.status).lower()
    return ", ".join(filter(None, (entry.display, day, state, _ended(entry, at))))


def _ended(entry: EntryRow, at: datetime) -> str:
    """Say that the time of an entry is over, where its source still has it in force."""
    if entry.section == RecordSection.ALLERGIES or not entry.clinical_end:
        return ""
    if entry.clinical_end > at:
        return ""
    return f"ended {format_short_date(entry.clinical_end, DAY, now=at)}"


def _distinct(entries: list[EntryRow], at: datetime) -> list[str]:
    """Return the words of entries once each, with all that the sources add to them."""
    headlines: dict[str, str] = {}
    details: dict[str, list[str]] = {}
    for entry in entries:
        shown = present(entry)
        key = ARTICLES.sub("", shown.headline.lower())
        headlines.setdefault(key, shown.headline)
        detail = ", ".join(filter(None, (shown.detail, _ended(entry, at))))
        details[key] = _without_parts([*details.get(key, []), detail])
    return [
        f"{headline}: {'; '.join(details[key])}" if details[key] else headline
        for key, headline in headlines.items()
    ]


def _without_parts(texts: list[str]) -> list[str]:
    """Return texts without those that another one holds."""
    kept: list[str] = []
    for text in sorted(texts, key=len, reverse=True):
        if not any(text.casefold() in other.casefold() for other in kept):
            kept.append(text)
    return [text for text in dict.fromkeys(texts) if text and text in kept]
