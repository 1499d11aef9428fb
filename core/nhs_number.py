"""NHS numbers: reading what people type, the check digit, and numbers that stand for nobody."""

import unicodedata
from dataclasses import dataclass

LENGTH = 10

_SEPARATORS = dict.fromkeys(map(ord, " \t\u00a0\u2009\u202f-\u2010\u2011\u2012\u2013\u2014"))
_WEIGHTS = (10, 9, 8, 7, 6, 5, 4, 3, 2)
# These pass the check digit, and people type them when they have no number to type.
_PLACEHOLDERS = frozenset([digit * LENGTH for digit in "0123456789"] + ["0123456789", "9876543210"])


class NotAnNhsNumber(ValueError):
    """The text is not an NHS number. The message never repeats the text."""


@dataclass(frozen=True, slots=True, repr=False)
class NhsNumber:
    """
    A number of ten digits with a right check digit.

    `str` and `repr` hide the digits, so that a log line cannot give them away; pages show
    `formatted`, stores keep `value`. Build one with `parse_nhs_number`.
    """

    value: str

    def __repr__(self) -> str:
        return "NhsNumber(hidden)"

    @property
    def formatted(self) -> str:
        """The number as people read it: 3, 3 and 4 digits."""
        return f"{self.value[:3]} {self.value[3:6]} {self.value[6:]}"

    @property
    def is_placeholder(self) -> bool:
        """Whether the number is one that is typed in place of a real one."""
        return self.value in _PLACEHOLDERS

    @property
    def is_usable_for_matching(self) -> bool:
        """Whether two records that share this number may be the same person's."""
        return not self.is_placeholder


def parse_nhs_number(text: str) -> NhsNumber:
    """
    Read an NHS number as people and systems write it: spaces, hyphens, wide digits.

    :raises NotAnNhsNumber: it has not ten digits, or its check digit is wrong
    """
    digits = text
    if len(text) != LENGTH or not (text.isascii() and text.isdigit()):
        digits = unicodedata.normalize("NFKC", text).translate(_SEPARATORS)
        if not (digits.isascii() and digits.isdigit()):
            raise NotAnNhsNumber("An NHS number has digits only.")
        if len(digits) != LENGTH:
            raise NotAnNhsNumber(f"An NHS number has 10 digits, this has {len(digits)}.")
    if _check_digit(digits[:9]) != digits[9]:
        raise NotAnNhsNumber("The digits do not make an NHS number: one or more is mistyped.")
    return NhsNumber(digits)


def find_nhs_number(text: str) -> NhsNumber | None:
    """Return the NHS number that the text is, or None where it is none."""
    try:
        return parse_nhs_number(text)
    except NotAnNhsNumber:
        return None


def with_check_digit(nine_digits: str) -> NhsNumber | None:
    """
    Return the NHS number that begins with nine digits, or None: one in eleven has no check digit.

    :raises NotAnNhsNumber: the text is not nine digits
    """
    if len(nine_digits) != LENGTH - 1 or not (nine_digits.isascii() and nine_digits.isdigit()):
        raise NotAnNhsNumber("A check digit is worked out from nine digits.")
    last = _check_digit(nine_digits)
    return NhsNumber(nine_digits + last) if last else None


def _check_digit(nine_digits: str) -> str:
    """Return the modulus 11 check digit, or nothing where these digits cannot have one."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, nine_digits, strict=True))
    check = -total % 11
    return str(check) if check < LENGTH else ""
