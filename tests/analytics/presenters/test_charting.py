"""Charts are drawn once, lead to what they rest on, and can be read without being seen."""

from datetime import date

import pytest

from analytics.codes import AnnotationKind
from analytics.models import Annotation
from analytics.presenters.charting import (
    ChartView,
    Point,
    Series,
    bars_across,
    draw_inline,
    list_marks,
    monthly_bars,
    monthly_lines,
)
from analytics.presenters.tables import Number, TableView

SEPTEMBER, OCTOBER, NOVEMBER = (date(2026, month, 1) for month in (9, 10, 11))


def points(*values, href=""):
    months = (SEPTEMBER, OCTOBER, NOVEMBER)
    return [
        Point(month=month, value=value, words=f"{month:%b}: {value}", href=href)
        for month, value in zip(months, values, strict=False)
    ]


def lines(*values, href="", **others):
    series = Series(name="Openings", points=points(*values, href=href))
    return monthly_lines([series], up="Openings", **others)


class TestDrawInline:
    def test_is_one_picture_with_its_alternative(self):
        drawn = draw_inline(lines(10, 20), "Openings rose from 10 to 20 <together>")

        assert drawn.startswith(
            '<svg role="img" aria-label="Openings rose from 10 to 20 &lt;together&gt;"'
        )
        assert "aria-roledescription" not in drawn

    def test_leads_from_a_mark_to_our_own_page_and_not_by_the_tab_key(self):
        drawn = draw_inline(lines(10, href="/analytics/?period=1&role=nurse"), "")

        assert '<a tabindex="-1" href="/analytics/?period=1&amp;role=nurse">' in drawn
        assert drawn.startswith('<svg aria-hidden="true"')
        assert "vega.github.io" not in drawn

    def test_leads_nowhere_from_a_mark_without_an_address(self):
        month = Point(month=NOVEMBER, value=5, words="so far", partial=True)
        whole = [*points(10, 20, href="/analytics/"), month]

        drawn = draw_inline(monthly_lines([Series(name="x", points=whole)], up="y"), "")

        assert drawn.count('href="') == 2
        assert "null" not in drawn

    def test_needs_no_style_that_a_strict_policy_refuses(self):
        drawn = draw_inline(lines(10, None, 30, log=True), "")

        assert "style=" not in drawn
        assert "<script" not in drawn

    def test_shows_words_of_others_as_words(self):
        spec = bars_across([("<script>x</script>", 3, "3", "")], along="Openings")

        assert "<script" not in draw_inline(spec, "")


class TestMonthlyLines:
    def test_stars_a_month_that_is_withheld(self):
        assert ">*</text>" in draw_inline(lines(10, None, 30), "")
        assert ">*</text>" not in draw_inline(lines(10, 20, 30), "")

    def test_leaves_nought_out_of_a_log_scale(self):
        assert "NaN" not in draw_inline(lines(0, 10, 100, log=True), "")

    def test_draws_a_month_that_is_not_over_hollow_and_apart(self):
        whole = [*points(10, 20), Point(month=NOVEMBER, value=5, words="so far", partial=True)]

        drawn = draw_inline(monthly_lines([Series(name="x", points=whole)], up="y"), "")

        assert 'fill="white"' in drawn
        assert 'stroke-dasharray="3,3"' in drawn

    def test_says_large_figures_with_their_thousands(self):
        assert ">20,000<" in draw_inline(lines(5_000, 20_000), "")


class TestMonthlyBars:
    def test_draws_a_bar_a_month(self):
        spec = monthly_bars(Series(name="Openings", points=points(10, 20, None)), up="Openings")

        drawn = draw_inline(spec, "")

        assert drawn.count('fill="#002f5c"') == 2
        assert ">*</text>" in drawn


class TestListMarks:
    @pytest.mark.parametrize("day", [date(2026, 8, 31), date(2026, 11, 1)])
    def test_leaves_out_what_lies_beyond_the_chart(self, day):
        mark = Annotation(on=day, kind=AnnotationKind.GO_LIVE, words="Elsewhere")

        assert list_marks([mark], first=SEPTEMBER, last=date(2026, 10, 31)) == []

    def test_numbers_what_happened_in_order_of_time(self):
        later = Annotation(on=date(2026, 10, 9), kind=AnnotationKind.INCIDENT, words="Outage")
        earlier = Annotation(on=date(2026, 9, 9), kind=AnnotationKind.GO_LIVE, words="Go-live")

        marks = list_marks([later, earlier], first=SEPTEMBER, last=date(2026, 10, 31))

        assert [(mark.number, mark.words) for mark in marks] == [(1, "Go-live"), (2, "Outage")]
        assert ">2</text>" in draw_inline(lines(1, 2, marks=marks), "")


class TestChartView:
    def test_goes_into_a_board_pack_with_the_same_specification(self):
        table = TableView(
            caption="Openings",
            headings=["Month", "Openings"],
            rows=[["Sep 2026", Number("1,234", 1234)], ["Oct 2026", Number("*")]],
            numeric=[1],
        )
        view = ChartView(title="Openings", spec=lines(1234, None), alternative="…", table=table)

        pack = view.as_pack()

        assert pack.spec == view.spec
        assert pack.table.rows == [["Sep 2026", "1,234"], ["Oct 2026", "*"]]
        assert table.as_sheet() == [["Sep 2026", 1234], ["Oct 2026", "*"]]
        assert table.withheld == 1
