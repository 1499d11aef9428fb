"""Forms of the record. They check what is typed; they never save or read records."""

import re
from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from core.date_fields import DatePartsField
from core.forms import NhsForm
from core.names import fold_name, fold_postcode
from core.nhs_number import LENGTH, NotAnNhsNumber, parse_nhs_number
from records.actions.passages import LONGEST_WORDS, Emergency
from records.codes import EmergencyKind
from records.queries.patients import SearchCriteria

POSTCODE = re.compile(r"\b[A-Za-z]{1,2}\d[A-Za-z\d]?\s*\d[A-Za-z]{2}\b")
TYPED_DATE = re.compile(r"\b(\d{1,2})[ ./-](\d{1,2}|[A-Za-z]{3,9})[ ./-](\d{4})\b")
ISO_DATE = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DIGITS_ALONE = re.compile(r"[\d\s-]+")
SHORTEST_NAME = 2


class PatientSearchForm(NhsForm, forms.Form):
    """Find a person by NHS number, by name with what narrows it, or by postcode."""

    nhs_number = forms.CharField(
        label="NHS number", required=False, max_length=40, help_text="For example, 999 012 3454"
    )
    family_name = forms.CharField(label="Family name", required=False, max_length=100)
    given_name = forms.CharField(label="First name", required=False, max_length=100)
    birth_date = DatePartsField(
        label="Date of birth", required=False, help_text="For example, 12 3 1948"
    )
    postcode = forms.CharField(label="Postcode", required=False, max_length=10)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name in ("nhs_number", "family_name", "given_name", "postcode"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean_nhs_number(self) -> str:
        typed: str = self.cleaned_data["nhs_number"]
        if not typed:
            return ""
        try:
            number = parse_nhs_number(typed)
        except NotAnNhsNumber as error:
            raise ValidationError(_number_fault(typed)) from error
        if number.is_placeholder:
            raise ValidationError("This number is a placeholder that stands for nobody")
        return number.value

    def clean_postcode(self) -> str:
        typed: str = self.cleaned_data["postcode"]
        if typed and not POSTCODE.fullmatch(typed.strip()):
            raise ValidationError("Postcode must be a full postcode, such as SY3 8XQ")
        return fold_postcode(typed)

    def clean(self) -> None:
        cleaned = self.cleaned_data
        if self.errors or cleaned.get("nhs_number") or cleaned.get("postcode"):
            return
        family, given = fold_name(cleaned["family_name"]), fold_name(cleaned["given_name"])
        if cleaned["birth_date"] and (family or given):
            return
        if len(family) >= SHORTEST_NAME and given:
            return
        raise ValidationError(
            "Enter an NHS number, a name with a date of birth, a family name with a first name, "
            "or a postcode"
        )

    @property
    def criteria(self) -> SearchCriteria:
        """What to search by; an NHS number alone where there is one."""
        cleaned = self.cleaned_data
        if cleaned["nhs_number"]:
            return SearchCriteria(nhs_number=cleaned["nhs_number"])
        return SearchCriteria(
            family_name=cleaned["family_name"],
            given_name=cleaned["given_name"],
            birth_date=cleaned["birth_date"],
            postcode=cleaned["postcode"],
        )


def _number_fault(typed: str) -> str:
    """Say what is wrong with a number, so that it can be put right."""
    digits = sum(letter.isdigit() for letter in typed)
    if digits != LENGTH:
        return f"An NHS number has 10 digits; this has {digits}"
    return "This is nobody's NHS number: the last digit does not fit the others. Check each digit"


def read_search_words(words: str) -> dict[str, str]:
    """
    Part what is typed in the one search box into the fields of PatientSearchForm.

    Digits alone are an NHS number; a date and a postcode are known by their form; "SURNAME, First"
    or "First Surname" are names.
    """
    words = words.strip()
    rest, day = _take_date(words)
    if words and not day and DIGITS_ALONE.fullmatch(words):
        return {"nhs_number": words}
    rest, postcode = _take_postcode(rest)
    family_name, given_name = _part_names(rest)
    fields = {"family_name": family_name, "given_name": given_name, "postcode": postcode}
    if day:
        fields |= {
            "birth_date_day": str(day.day),
            "birth_date_month": str(day.month),
            "birth_date_year": str(day.year),
        }
    return fields


def _take_date(words: str) -> tuple[str, date | None]:
    if found := ISO_DATE.search(words):
        year, month, day = found.groups()
    elif found := TYPED_DATE.search(words):
        day, month, year = found.groups()
        start = month[:3].lower()
        month = str(MONTHS.index(start) + 1) if start in MONTHS else month
    else:
        return words, None
    try:
        value = date(int(year), int(month), int(day))
    except ValueError:
        return words, None
    return f"{words[: found.start()]} {words[found.end() :]}", value


def _take_postcode(words: str) -> tuple[str, str]:
    found = POSTCODE.search(words)
    if not found:
        return words, ""
    return f"{words[: found.start()]} {words[found.end() :]}", found.group()


def _part_names(words: str) -> tuple[str, str]:
    """Return family name and first name, from "SURNAME, First" or "First Surname"."""
    before, comma, after = words.partition(",")
    if comma:
        return before.strip(), after.strip()
    parts = words.split()
    if len(parts) <= 1:
        return "".join(parts), ""
    return parts[-1], " ".join(parts[:-1])


class EmergencyForm(NhsForm, forms.Form):
    """Say why the record cannot wait."""

    kind = forms.TypedChoiceField(
        label="What is the emergency?",
        choices=EmergencyKind,
        coerce=EmergencyKind,
        widget=forms.RadioSelect(),
        error_messages={"required": "Say what the emergency is"},
    )
    words = forms.CharField(
        label="Why can it not wait?",
        help_text="In a sentence. Leave out names, birth dates and NHS numbers.",
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": "3", "data-identifiers": ""}),
        error_messages={"required": "Say in a sentence why it cannot wait"},
    )

    @property
    def emergency(self) -> Emergency:
        """What was filled in."""
        return Emergency(kind=self.cleaned_data["kind"], words=self.cleaned_data["words"])
