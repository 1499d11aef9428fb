from uuid import uuid4

import pytest
import vl_convert

from core import charts
from core.charts import bars, draw_chart, draw_shared_chart, lines
from core.valkey import ValkeyAway


class TestDrawChart:
    def test_draws_bars_with_their_labels(self):
        drawn = draw_chart(bars([("Jan", 3), ("Feb", 5)], across="Month", up="Tickets"))

        assert drawn.startswith("<svg")
        assert all(word in drawn for word in ("Jan", "Feb", "Month", "Tickets"))

    def test_tells_lines_apart_without_colour(self):
        rows = [("Jan", "Opened", 3), ("Jan", "Closed", 2), ("Feb", "Opened", 1)]

        drawn = draw_chart(lines(rows, across="Month", up="Tickets"))

        assert "stroke-dasharray" in drawn
        assert "Opened" in drawn
        assert "Closed" in drawn

    def test_draws_the_same_each_time(self):
        spec = bars([("Jan", 3)], across="Month", up="Tickets")

        assert draw_chart(spec) == draw_chart(dict(spec))

    def test_fetches_nothing(self):
        with pytest.raises(ValueError, match="not allowed"):
            draw_chart({"data": {"url": "https://example.org/figures.json"}, "mark": "bar"})

    def test_says_that_a_specification_is_none(self):
        with pytest.raises(ValueError, match="failed"):
            draw_chart({"mark": "no such mark"})


class TestDrawSharedChart:
    @pytest.fixture
    def spec(self):
        return bars([("Jan", 3)], across="Month", up=f"Tickets {uuid4()}")

    @pytest.fixture
    def drawings(self, monkeypatch):
        """What is drawn while a test lasts."""
        drawn, draw = [], vl_convert.vegalite_to_svg

        def note_and_draw(spec, **settings):
            drawn.append(spec)
            return draw(spec, **settings)

        monkeypatch.setattr(vl_convert, "vegalite_to_svg", note_and_draw)
        return drawn

    def forget(self):
        """Be another process."""
        charts._draw_shared.cache_clear()
        charts._draw.cache_clear()

    def test_draws_the_same(self, spec):
        assert draw_shared_chart(spec) == draw_chart(spec)

    def test_is_drawn_once_for_all_processes(self, spec, drawings):
        first = draw_shared_chart(spec)
        self.forget()

        assert draw_shared_chart(spec) == first
        assert len(drawings) == 1

    def test_another_look_is_drawn_anew(self, spec, drawings, monkeypatch):
        draw_shared_chart(spec)
        self.forget()
        monkeypatch.setattr(charts, "_THEME", {**charts._THEME, "font": "Arial"})

        draw_shared_chart(spec)

        assert len(drawings) == 2

    def test_is_drawn_where_valkey_is_away(self, spec, monkeypatch):
        def away():
            raise ValkeyAway

        monkeypatch.setattr(charts, "in_reach", away)

        assert draw_shared_chart(spec) == draw_chart(spec)
