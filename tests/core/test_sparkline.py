from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from core.sparkline import HEIGHT, MARGIN, WIDTH, sparkline_points


def points_of(text):
    return [tuple(float(part) for part in point.split(",")) for point in text.split()]


class TestSparklinePoints:
    def test_draws_nothing_for_no_values(self):
        assert sparkline_points([]) == ""

    def test_draws_a_level_line_for_one_value(self):
        assert points_of(sparkline_points([5])) == [(3.0, 12.0), (87.0, 12.0)]

    def test_draws_a_fall_from_top_to_bottom(self):
        points = points_of(sparkline_points([Decimal(61), Decimal(50), Decimal(38)]))

        assert points[0] == (3.0, 3.0)
        assert points[-1] == (87.0, 21.0)

    def test_draws_a_small_change_small(self):
        heights = [y for _, y in points_of(sparkline_points([118, 119]))]

        assert abs(heights[0] - heights[1]) < 1

    @given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=50))
    def test_stays_inside_its_box(self, values):
        for x, y in points_of(sparkline_points(values)):
            assert MARGIN <= x <= WIDTH - MARGIN
            assert MARGIN <= y <= HEIGHT - MARGIN
