import pytest

from core.charts import bars, draw_chart, lines


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
