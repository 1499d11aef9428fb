"""Fold what people are called, so that spellings of one name compare as equal."""

import unicodedata

# Letters that do not decompose into a base letter and a mark.
LETTERS_APART = str.maketrans(
    {"Ø": "O", "Ł": "L", "Đ": "D", "Ð": "D", "Þ": "TH", "Æ": "AE", "Œ": "OE", "ẞ": "SS", "İ": "I"}
)


def fold_name(name: str) -> str:
    """Return a name in capitals without accents, spaces or marks: `O'Neill-Łuk` is `ONEILLLUK`."""
    capitals = name.upper().translate(LETTERS_APART)
    decomposed = unicodedata.normalize("NFKD", capitals)
    return "".join(letter for letter in decomposed if letter.isalnum())


def fold_postcode(postcode: str) -> str:
    """Return a postcode in capitals without spaces: `sy3 8xq` is `SY38XQ`."""
    return "".join(letter for letter in postcode.upper() if letter.isalnum())
