"""Figures as JSON. What is withheld has no value, and says why."""

from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from analytics.codes import AnnotationKind, Direction, ReportState
from analytics.measures.measure import Scoring
from analytics.measures.publishing import Withheld
from analytics.models import Annotation, ReportDefinition
from analytics.presenters.tables import Number, TableView

# Figures are put together by queries, not by models: serializers only say their shape.
Serializer = serializers.Serializer[Any]


class MeasureLine(Serializer):
    """A measure in its present version."""

    code = serializers.CharField()
    version = serializers.IntegerField()
    since = serializers.DateField()
    title = serializers.CharField()
    unit = serializers.CharField()
    definition = serializers.CharField()
    scoring = serializers.ChoiceField(choices=[each.value for each in Scoring])
    direction = serializers.ChoiceField(choices=Direction.choices)
    owner = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]  # a field of that name
    caution = serializers.CharField()


class MeasureChange(Serializer):
    """An earlier version of a measure."""

    version = serializers.IntegerField()
    until = serializers.DateField()
    what = serializers.CharField()


class MeasureDetail(MeasureLine):
    """A measure with how it is counted from raw events, and its earlier versions."""

    numerator = serializers.CharField()
    denominator = serializers.CharField()
    plain_sql = serializers.CharField()
    changes = MeasureChange(many=True)


class ValueOut(Serializer):
    """A value as it may be seen."""

    value = serializers.FloatField(allow_null=True)
    withheld = serializers.ChoiceField(choices=[each.value for each in Withheld], allow_null=True)
    months_left_out = serializers.IntegerField(
        source="left_out", help_text="Months of the period that are withheld and not in it"
    )


class MonthOut(Serializer):
    """A month by its first day, and the value in it."""

    month = serializers.DateField()
    figure = ValueOut()


class GroupOut(Serializer):
    """A group of the breakdown, and the value in the period."""

    code = serializers.CharField()
    figure = ValueOut()


class FiguresOut(Serializer):
    """A measure in a selection: by month, by group, and in all."""

    measure = serializers.CharField()
    version = serializers.IntegerField()
    first_month = serializers.DateField()
    last_month = serializers.DateField()
    by = serializers.CharField()
    total = ValueOut()
    months = MonthOut(many=True)
    groups = GroupOut(many=True)


class TodayFigure(Serializer):
    """A count of the day so far, and of the whole day a week before."""

    measure = serializers.CharField()
    so_far = serializers.IntegerField(allow_null=True)
    week_before = serializers.IntegerField(allow_null=True)


class TodayOut(Serializer):
    """The day so far, as events have been taken in."""

    taken_at = serializers.DateTimeField(allow_null=True)
    active_people = serializers.IntegerField(allow_null=True)
    figures = TodayFigure(many=True)


@extend_schema_field({"oneOf": [{"type": "string"}, {"type": "number"}], "nullable": True})
class CellField(serializers.Field[Any, Any, Any, Any]):
    """A cell: words, a number, or nothing where a figure is withheld or there is none."""

    def to_representation(self, value: object) -> object:
        return value.value if isinstance(value, Number) else value


class TableOut(Serializer):
    """A table as a page shows it; `note` says what of it is withheld, and why."""

    caption = serializers.CharField()
    headings = serializers.ListField(child=serializers.CharField())
    rows = serializers.ListField(child=serializers.ListField(child=CellField()))
    note = serializers.CharField()
    withheld = serializers.IntegerField(help_text="How many figures are withheld")


class AnnotationLine(Serializer):
    """Something that happened, as charts mark it."""

    on = serializers.DateField()
    until = serializers.DateField(allow_null=True)
    kind = serializers.ChoiceField(choices=AnnotationKind.choices)
    words = serializers.CharField()
    organization = serializers.SerializerMethodField()

    def get_organization(self, annotation: Annotation) -> str:
        """Return the ODS code of whom it is about; blank is the whole service."""
        return annotation.organization.ods_code if annotation.organization else ""


class ReportLine(Serializer):
    """A report that can be run."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    organization = serializers.SerializerMethodField()
    frequency = serializers.CharField()
    is_active = serializers.BooleanField()

    def get_organization(self, definition: ReportDefinition) -> str:
        """Return the ODS code of whose figures it holds; blank is the whole service."""
        return definition.organization.ods_code if definition.organization else ""


class RunLine(Serializer):
    """A run of a report: what is frozen in it, and from what."""

    id = serializers.UUIDField()
    state = serializers.ChoiceField(choices=ReportState.choices)
    first_month = serializers.DateField()
    last_month = serializers.DateField()
    cut = serializers.IntegerField(source="cut_id", allow_null=True)
    asked_at = serializers.DateTimeField()
    made_at = serializers.DateTimeField(allow_null=True)
    code_version = serializers.CharField()
    sha256 = serializers.CharField()


class ReportDetail(ReportLine):
    """A report with its runs, the latest first."""

    runs = RunLine(many=True)


class RunDetail(RunLine):
    """A run with its tables as they may be seen, and whether it was counted the same again."""

    tables = TableOut(many=True)
    recounted_equal = serializers.ListField(child=serializers.BooleanField())


def table_data(table: TableView) -> dict[str, object]:
    """Return a table as JSON."""
    return dict(TableOut(table).data)


def tables_data(tables: Sequence[TableView]) -> list[dict[str, object]]:
    """Return tables as JSON."""
    return [table_data(each) for each in tables]
