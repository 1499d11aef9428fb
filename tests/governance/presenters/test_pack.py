import io

import pikepdf
import pytest
from guardian.shortcuts import assign_perm
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from core import board_pack
from core.board_pack import SectionContent, register_pack_section
from governance.codes import Mitigation, PackState
from governance.models import Paper
from tests.factories.governance import declare, make_item, viewer
from tests.governance.pack_world import (
    add_file,
    all_words,
    draw_all,
    draw_own,
    issue,
    make_world,
    own_pack,
    small_pdf,
    words_of,
)

pytestmark = pytest.mark.django_db


class TestWhatAReaderIsGiven:
    def test_holds_the_open_and_private_items_of_a_member_and_only_the_number_of_the_rest(self):
        world = make_world()

        pack = draw_all(issue(world))

        own = own_pack(pack, world.member)
        said = all_words(own.pdf)
        assert "Go by ward." in said
        assert "Two more analysts." in said
        assert own.withheld == ["3"]
        for word in ("Award", "Bids", "Umber"):
            assert word not in said

    def test_holds_the_open_items_alone_of_an_observer(self):
        world = make_world()

        pack = draw_all(issue(world))

        own = own_pack(pack, world.observer)
        said = all_words(own.pdf)
        assert "Go by ward." in said
        assert own.withheld == ["2", "3"]
        for word in ("Staffing", "Rota", "analysts", "Award", "Bids", "Umber"):
            assert word not in said

    def test_leaves_an_item_out_in_which_even_the_chair_has_an_interest(self):
        world = make_world()
        declare(world.restricted_paper.paper.item, world.chair, Mitigation.LEAVE)

        pack = draw_all(issue(world))

        said = all_words(own_pack(pack, world.chair).pdf)
        assert "Go by ward." in said
        for word in ("Award", "Bids", "Umber"):
            assert word not in said
        assert "Umber" in all_words(own_pack(pack, world.secretary).pdf)

    def test_bears_the_name_of_its_reader_the_number_of_pages_and_the_item_on_every_page(self):
        world = make_world()

        pack = draw_all(issue(world))

        own = own_pack(pack, world.member)
        pages = words_of(own.pdf)
        assert own.pages == len(pages)
        for number, page in enumerate(pages, start=1):
            assert page.count(str(world.member)) >= 2
            assert f"{number} of {len(pages)}" in page
        assert any(f"of {len(pages)} · Item 1" in page for page in pages)

    def test_pins_the_pack_on_its_cover(self):
        world = make_world()

        pack = draw_all(issue(world))

        cover = words_of(own_pack(pack, world.member).pdf)[0]
        assert pack.sha256 in cover.replace(" ", "")
        assert str(pack.head["hash"]) in cover.replace(" ", "")

    def test_is_tagged_and_has_bookmarks_for_items_and_papers(self):
        world = make_world()

        pack = draw_all(issue(world))

        with pikepdf.open(io.BytesIO(own_pack(pack, world.member).pdf or b"")) as pdf:
            assert "/StructTreeRoot" in pdf.Root
            assert "pdfuaid" in str(bytes(pdf.Root.Metadata.read_bytes()))
            with pdf.open_outline() as outline:
                titles = [item.title for item in outline.root]
        assert "Agenda" in titles
        assert any("Results in the record" in title for title in titles)


class TestUploadedPapers:
    def test_lie_under_the_footer_and_the_mark_with_their_words_told(self):
        world = make_world()
        add_file(world.open_paper, small_pdf("Wards in turn", sizes=((595, 842), (842, 595))))

        pack = draw_all(issue(world))

        pages = words_of(own_pack(pack, world.member).pdf)
        found = [page for page in pages if "Wards in turn" in page]
        assert len(found) == 2
        assert all("· Item 1" in page and str(world.member) in page for page in found)
        with pikepdf.open(io.BytesIO(own_pack(pack, world.member).pdf or b"")) as pdf:
            told = [
                str(each.Alt)
                for each in pdf.objects
                if isinstance(each, pikepdf.Dictionary) and "/Alt" in each
            ]
        assert told.count("Wards in turn") == 2

    def test_that_cannot_be_opened_are_a_sentence_and_never_the_failure_of_the_pack(self):
        world = make_world()
        add_file(world.open_paper, b"%PDF-1.7 spoilt")

        pack = draw_all(issue(world))

        assert pack.state == PackState.READY
        said = all_words(own_pack(pack, world.member).pdf)
        assert "could not be put into the pack" in said
        assert "Two more analysts." in said

    def test_that_the_virus_check_has_not_passed_are_named_and_not_put_in(self):
        world = make_world()
        Paper.objects.create(item=world.open_paper.paper.item, title="Unchecked", position=2)

        pack = draw_all(issue(world))

        said = all_words(own_pack(pack, world.member).pdf)
        assert "Unchecked" in said
        assert "has not passed the virus check" in said


class TestLiveFigures:
    @pytest.fixture
    def own_sections(self, monkeypatch):
        monkeypatch.setattr(board_pack, "_sections", {})

    def test_that_cannot_be_made_are_a_sentence_in_their_place(self, own_sections):
        def build(_wish):
            raise LookupError

        register_pack_section("broken", "Broken figures", build)
        world = make_world()

        pack = draw_all(issue(world))

        assert pack.state == PackState.READY
        said = all_words(own_pack(pack, world.member).pdf)
        assert "Figures: Broken figures" in said
        assert "could not be had when the pack was issued" in said

    def test_are_not_for_somebody_who_was_named_for_one_paper(self, own_sections):
        register_pack_section(
            "desk", "Desk", lambda _wish: SectionContent(summary="Quiet weeks.", source="Desk.")
        )
        world = make_world()
        guest = viewer().user
        assign_perm("governance.read_paper", guest, world.restricted_paper.paper)

        pack = draw_all(issue(world))

        said = all_words(own_pack(pack, guest).pdf)
        assert "The lowest bid is Umber." in said
        for word in ("Quiet", "Award", "Results in the record", "Go by ward", "Rota"):
            assert word not in said
        assert "Quiet weeks." in all_words(own_pack(pack, world.observer).pdf)


class TestAnyText:
    @given(text=st.text(max_size=200))
    @hypothesis_settings(max_examples=15)
    def test_can_be_drawn(self, text):
        world = make_world()
        make_item(world.meeting, "Anything", body=text.replace("\0", ""))

        drawn = draw_own(issue(world), world.member)

        assert drawn.state == PackState.READY
