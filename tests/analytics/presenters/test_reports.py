import io

import pikepdf
import pypdfium2
import pytest
from python_calamine import CalamineWorkbook

from analytics.measures.publishing import INTERNAL, PUBLICATION
from analytics.presenters.pack_section import build_pack_section
from analytics.presenters.report import draw_pdf, write_report
from analytics.presenters.report_frozen import present_frozen
from core.board_pack import SectionWish, pack_sections
from tests.analytics.report_world import NOW, a_definition, a_run, a_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return a_world()


@pytest.fixture
def run(world):
    return a_run(a_definition(world))


def rows_of(report, caption):
    [table] = [
        table
        for part in report.parts
        for table in part.words.all_tables
        if table.caption.startswith(caption)
    ]
    return {str(row[0]): [str(cell) for cell in row[1:]] for row in table.rows}


def words_of(pdf):
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(
        document[index].get_textpage().get_text_bounded() for index in range(len(document))
    )


class TestPresentFrozen:
    def test_withholds_the_small_hospital_and_a_neighbour(self, run):
        rows = rows_of(present_frozen(run, INTERNAL), "By organisation")

        assert rows["All"] == ["96", "94", "30"]
        assert rows["Small Hospital"] == ["*", "*", "*"]
        assert rows["Middle Hospital"][:2] == ["*", "*"]
        assert rows["Large Hospital"] == ["60", "50", "20"]

    def test_for_publication_rounds_and_withholds_more(self, world):
        run = a_run(a_definition(world, organization=world.hospitals[1]))

        inside, outside = (
            rows_of(present_frozen(run, policy), "By organisation")
            for policy in (INTERNAL, PUBLICATION)
        )

        assert inside["All"] == outside["All"] == ["27", "28", "10"]

    def test_of_a_team_of_three_says_nothing(self, world):
        run = a_run(a_definition(world, organization=world.hospitals[2]))

        report = present_frozen(run, INTERNAL)

        assert "too few people" in report.parts[0].words.summary
        assert rows_of(report, "By organisation")["All"] == ["*", "*", "*"]
        assert rows_of(report, "Use, month")["Oct 2026"] == ["*", "*", "*"]

    def test_compares_with_the_month_before(self, run):
        [sign_ins, openings, people, per_person] = (
            present_frozen(run, INTERNAL).parts[0].words.figures
        )

        assert (openings.value, openings.change) == ("94", "+3.3% on Sep 2026")
        assert sign_ins.change == "+0.0% on Sep 2026"
        assert people.value == "30"
        assert per_person.value == "3.1"


class TestPdf:
    def test_is_for_screen_readers_and_the_same_each_time(self, run):
        pdf = draw_pdf(run, INTERNAL)

        with pikepdf.open(io.BytesIO(pdf)) as opened:
            assert "/StructTreeRoot" in opened.Root
            assert b"pdfuaid" in bytes(opened.Root.Metadata.read_bytes())
        assert pdf == draw_pdf(run, INTERNAL) == bytes(run.pdf)

    def test_says_how_it_was_made_and_what_is_counted(self, run):
        words = words_of(draw_pdf(run, PUBLICATION))

        assert "For publication. Fewer than 8 people withheld" in words.replace("\r\n", " ")
        assert run.code_version in words
        assert "Opened again within" in words.replace("\r\n", " ")

    def test_holds_no_withheld_number(self, world):
        # 16 openings and 9 sign-ins of three people, 28 and 27 of nine.
        run = a_run(a_definition(world))

        words = words_of(draw_pdf(run, PUBLICATION))

        small = words[words.index("Small Hospital") :].splitlines()[0]
        assert not any(letter.isdigit() for letter in small)


class TestWorkbook:
    def test_has_a_sheet_a_table_the_definitions_and_how_it_was_made(self, run):
        book = CalamineWorkbook.from_filelike(io.BytesIO(write_report(run, INTERNAL)))

        assert book.sheet_names == [
            "1 Use, month by month",
            "2 Use in Oct 2026",
            "3 By organisation, Oct 2026",
            "What is counted",
            "How it was made",
        ]
        sheet = book.get_sheet_by_name("3 By organisation, Oct 2026").to_python()
        assert sheet[1] == ["All", 96.0, 94.0, 30.0]
        made = {row[0]: row[1] for row in book.get_sheet_by_name("How it was made").to_python()}
        assert made["Hash of the figures"] == run.sha256

    def test_for_publication_holds_no_withheld_number(self, run):
        sheet = CalamineWorkbook.from_filelike(
            io.BytesIO(write_report(run, PUBLICATION))
        ).get_sheet_by_name("3 By organisation, Oct 2026")

        assert [row[1:] for row in sheet.to_python() if row[0] == "Small Hospital"] == [
            ["*", "*", "*"]
        ]

    def test_is_the_same_each_time(self, run):
        assert write_report(run, INTERNAL) == write_report(run, INTERNAL)


class TestPackSection:
    def test_is_offered_first_to_every_pack(self):
        assert pack_sections()[0].key == "analytics-use"

    def test_shows_the_last_month_that_is_over(self, world):
        content = build_pack_section(
            SectionWish(organization_id=world.board.pk, since=NOW, until=NOW)
        )

        assert content.summary == "In Oct 2026 about 30 people opened records 94 times."
        assert "too few people stand behind it" in content.source
        assert content.charts[0].table.rows[-1] == ["Oct 2026", "96", "94", "30"]
