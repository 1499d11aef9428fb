import pytest
from hypothesis import assume, given, reject
from hypothesis import strategies as st

from core.identifiers import find_nhs_numbers, replace_nhs_numbers
from core.nhs_number import with_check_digit

NUMBER = "9990123454"
GAPS = (
    " ", "-", "\u00a0", "\u2009", "\u202f", "\u2013", "\u2011", ".", "_", "/", " - ", "\n",
    "\r\n> ", "\u200b", "\u00ad", "  ", ") (",
)  # fmt: skip
SOFT_GAPS = (" ", "-", "\u00a0", "\u2013", "\u200b", "_")
ZEROS = ("0", "\uff10", "\u0660", "\U0001d7ce")  # plain, wide, Arabic, bold
SCRIPTS = ["".join(chr(ord(zero) + each) for each in range(10)) for zero in ZEROS]
SCRIPTS.append("\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079")


@st.composite
def numbers(draw):
    nine = draw(st.text(alphabet="0123456789", min_size=9, max_size=9))
    number = with_check_digit(draw(st.sampled_from("4679")) + nine[1:])
    return reject() if number is None else number.value


@st.composite
def typed(draw, number):
    """Return a number as somebody may type it, and whether other digits may stand near it."""
    script = draw(st.sampled_from(SCRIPTS))
    digits = number.translate(str.maketrans("0123456789", script))
    shape = draw(st.sampled_from([(10,), (3, 3, 4), (3, 3, 2, 2), (4, 3, 3), (5, 5), (1,) * 10]))
    is_written = shape in ((10,), (3, 3, 4))
    gap = st.sampled_from(GAPS if is_written else SOFT_GAPS)
    text, start = "", 0
    for length in shape:
        text += (draw(gap) if start else "") + digits[start : start + length]
        start += length
    return text, is_written


def fillers():
    """Return texts that make nothing else of a number that stands next to them."""
    signs = st.characters(exclude_characters="+0123456789", exclude_categories=("Cs", "Nd", "No"))
    return st.text(signs, max_size=30)


class TestFindNhsNumbers:
    @given(numbers(), st.data())
    def test_finds_any_number_typed_in_any_way_in_any_text(self, number, data):
        text, _ = data.draw(typed(number))
        before, after = data.draw(fillers()), data.draw(fillers())
        assume(not before.lower().endswith(("inc", "req", "ritm", "chg", "prb", "task", "cs")))

        found = find_nhs_numbers(before + text + after)

        assert [each.number.value for each in found] == [number]
        assert (before + text + after)[found[0].start : found[0].end] == text

    @given(numbers(), st.sampled_from(GAPS), st.from_regex(r"\A[0-9]{1,4}( [0-9]{1,2}){0,3}\Z"))
    def test_finds_a_number_in_its_usual_groups_among_other_digits(self, number, gap, other):
        text = f"{other} {number[:3]}{gap}{number[3:6]}{gap}{number[6:]} {other}"
        assume(find_nhs_numbers(other) == [])

        assert number in [each.number.value for each in find_nhs_numbers(text)] or any(
            each.start < len(other) for each in find_nhs_numbers(text)
        )

    @pytest.mark.parametrize(
        "text",
        [
            "9990123454",
            "NHS no: 999 012 3454",
            "nhs number 99901 23454 and 12 more",
            "scan_9990123454.pdf",
            "Scan9990123454final.docx",
            "the patient (999-012-3454) was",
            "999 012\n3454",
            "> 999 012\r\n> 3454",
            "999.012.3454, 24.11.2026",
            "24/11/2026 9990123454 17:01",
            NUMBER.translate(str.maketrans("0123456789", SCRIPTS[1])),
            "9 9 9 0 1 2 3 4 5 4",
            "https://record/?nhs=9990123454&x=1",
            "9️⃣9️⃣9️⃣0️⃣1️⃣2️⃣3️⃣4️⃣5️⃣4️⃣",
        ],
    )
    def test_finds_what_people_send_to_a_desk(self, text):
        assert [each.number.value for each in find_nhs_numbers(text)] == [NUMBER]

    def test_finds_several(self):
        text = "9990123454, 999 012 3454 / 9990000018."

        assert [each.number.value for each in find_nhs_numbers(text)] == [
            NUMBER,
            NUMBER,
            "9990000018",
        ]

    def test_takes_out_a_mistyped_number_that_is_called_one(self):
        found = find_nhs_numbers("NHS number: 999 012 3455")

        assert [each.number.value for each in found] == ["9990123455"]
        assert find_nhs_numbers("Asset 999 012 3455") == []

    @pytest.mark.parametrize("digit", "0123456789")
    def test_finds_placeholders(self, digit):
        found = find_nhs_numbers(f"I typed {digit * 10}.")

        assert [each.number.is_placeholder for each in found] == [True]

    @pytest.mark.parametrize(
        ("text", "why"),
        [
            ("07700 900123", "a mobile number has eleven digits"),
            ("+44 7911 123457", "a country code"),
            ("+447911123457", "a country code"),
            ("0044 999 012 3454", "a country code"),
            ("01204 123452", "a telephone number of eleven digits"),
            ("09990 12343", "five and five, and a leading 0"),
            ("INC9990123454", "a ticket number of another desk"),
            ("9990123454123", "a run of thirteen digits"),
            ("20261124170124", "a date and time"),
            ("2026-11-24 17:01:24", "a date and time"),
            ("timestamp 1764003680", "seconds"),
            ("ts=1764003680", "seconds"),
            ("99901234-5499-4012-8454-999012345400", "a UUID"),
            ("12345678-1234-4234-8234-a9990123454b", "a UUID"),
            ("a9990123454b" * 2 + "12345678", "a hash"),
            ("192.168.10.25", "an address of a computer"),
            ("1,999,012,345", "an amount"),
            ("Ticket 104512", "a ticket number of ours"),
        ],
    )
    def test_leaves_other_numbers_alone(self, text, why):
        assert find_nhs_numbers(text) == [], why

    @given(st.text(max_size=200))
    def test_finds_nothing_without_ten_digits(self, text):
        assume(sum(sign.isdigit() for sign in text) < 10)

        assert find_nhs_numbers(text) == []


class TestReplaceNhsNumbers:
    @given(st.text(st.one_of(st.sampled_from("0123456789 -.\n+N"), st.characters()), max_size=80))
    def test_finds_nothing_in_what_it_has_cleaned(self, text):
        clean = replace_nhs_numbers(text, lambda _: "\u2039P-234567\u203a")

        assert replace_nhs_numbers(clean, lambda _: "again") == clean

    @given(st.lists(numbers(), max_size=5), st.sampled_from(["\n", " and ", "; ", " "]))
    def test_leaves_all_other_words_as_they_are(self, several, between):
        text = between.join(["Before", *several, "after"])

        clean = replace_nhs_numbers(text, lambda _: "§")

        assert clean == between.join(["Before", *["§"] * len(several), "after"])
