"""What the API gives of risks and of clinical hazards: two registers, each on its own matrix."""

from rest_framework import serializers

from governance.codes import (
    AssessmentKind,
    Consequence,
    ControlKind,
    HazardLikelihood,
    HazardSeverity,
    HazardState,
    Likelihood,
    Rag,
    RiskBand,
    RiskCategory,
    RiskState,
    RiskTrend,
    ScoreKind,
    Visibility,
)
from governance.policies.hazard_matrix import ACCEPTABILITY, level_of
from governance.policies.risk_scores import score_of


class ScoreLine(serializers.Serializer[object]):
    """A score that a risk was given: consequence × likelihood (NPSA, 2008)."""

    kind = serializers.ChoiceField(ScoreKind.choices)
    consequence = serializers.ChoiceField(Consequence.choices)
    likelihood = serializers.ChoiceField(Likelihood.choices)
    score = serializers.SerializerMethodField()
    scored_at = serializers.DateTimeField()

    def get_score(self, row: object) -> int:
        """Work the score out, from 1 to 25."""
        return score_of(getattr(row, "consequence", 0), getattr(row, "likelihood", 0))


class RiskLine(serializers.Serializer[object]):
    """A risk and how it stands today; what it scores is always worked out, never stored."""

    id = serializers.UUIDField(source="risk.pk")
    committee = serializers.CharField(source="risk.committee.code")
    number = serializers.IntegerField(source="risk.number")
    title = serializers.CharField(source="risk.title")
    cause = serializers.CharField(source="risk.cause")
    effect = serializers.CharField(source="risk.effect")
    controls = serializers.CharField(source="risk.controls")
    category = serializers.ChoiceField(RiskCategory.choices, source="risk.category")
    visibility = serializers.ChoiceField(Visibility.choices, source="risk.visibility")
    owner = serializers.CharField(source="risk.owner.display_name")
    state = serializers.ChoiceField(RiskState.choices, source="risk.state")
    opened_on = serializers.DateField(source="risk.opened_on")
    review_on = serializers.DateField(source="risk.review_on")
    score = serializers.IntegerField(source="standing.score", help_text="0 before the first")
    band = serializers.ChoiceField(RiskBand.choices, source="standing.band", allow_null=True)
    trend = serializers.ChoiceField(RiskTrend.choices, source="standing.trend")
    rag = serializers.ChoiceField(Rag.choices, source="standing.rag")
    appetite = serializers.IntegerField(allow_null=True)
    is_above_appetite = serializers.BooleanField(source="standing.is_above_appetite")
    escalates = serializers.BooleanField(source="standing.escalates")
    is_review_overdue = serializers.BooleanField(source="standing.is_review_overdue")
    initial = ScoreLine(source="standing.initial", allow_null=True)
    current = ScoreLine(source="standing.current", allow_null=True)
    target = ScoreLine(source="standing.target", allow_null=True)


class ScoredLine(ScoreLine):
    """A score with who gave it, and why."""

    why = serializers.CharField()
    by = serializers.CharField(source="scored_by.display_name")


class LinkedAction(serializers.Serializer[object]):
    """An action that works on a risk."""

    id = serializers.UUIDField()
    number = serializers.IntegerField()
    text = serializers.CharField()


class RiskDetail(serializers.Serializer[object]):
    """A risk with all its scores, oldest first, and the actions that the viewer may know of."""

    risk = RiskLine()
    scores = ScoredLine(many=True)
    actions = LinkedAction(many=True)


class ControlLine(serializers.Serializer[object]):
    """A control of a hazard, and where it is realised."""

    kind = serializers.ChoiceField(ControlKind.choices)
    description = serializers.CharField()
    evidence = serializers.CharField()
    in_place_on = serializers.DateField(allow_null=True)


class HazardAssessmentLine(serializers.Serializer[object]):
    """How severe and how likely a hazard is, on the matrix of DCB0129 and DCB0160."""

    kind = serializers.ChoiceField(AssessmentKind.choices)
    severity = serializers.ChoiceField(HazardSeverity.choices)
    likelihood = serializers.ChoiceField(HazardLikelihood.choices)
    level = serializers.SerializerMethodField()
    why = serializers.CharField()
    assessed_at = serializers.DateTimeField()
    by = serializers.CharField(source="assessed_by.display_name")

    def get_level(self, row: object) -> int:
        """Read the level from the matrix, from 1 to 5."""
        return level_of(getattr(row, "severity", ""), getattr(row, "likelihood", ""))


class HazardLine(serializers.Serializer[object]):
    """A clinical hazard; `is_signed` says that what was signed off is still what stands here."""

    id = serializers.UUIDField(source="hazard.pk")
    committee = serializers.CharField(source="hazard.committee.code")
    number = serializers.IntegerField(source="hazard.number")
    name = serializers.CharField(source="hazard.name")
    description = serializers.CharField(source="hazard.description")
    causes = serializers.CharField(source="hazard.causes")
    effect = serializers.CharField(source="hazard.effect")
    harm = serializers.CharField(source="hazard.harm")
    existing_controls = serializers.CharField(source="hazard.existing_controls")
    owner = serializers.CharField(source="hazard.owner.display_name")
    state = serializers.ChoiceField(HazardState.choices, source="hazard.state")
    transferred_to = serializers.CharField(source="hazard.transferred_to")
    opened_on = serializers.DateField(source="hazard.opened_on")
    review_on = serializers.DateField(source="hazard.review_on")
    is_review_overdue = serializers.BooleanField()
    level = serializers.IntegerField(help_text="0 before the first assessment")
    acceptability = serializers.SerializerMethodField()
    initial = HazardAssessmentLine(allow_null=True)
    residual = HazardAssessmentLine(allow_null=True)
    controls = ControlLine(source="hazard.controls.all", many=True)
    is_signed = serializers.BooleanField()
    signed_by = serializers.CharField(source="sign_off.signed_by.display_name", default="")
    signed_at = serializers.DateTimeField(
        source="sign_off.signed_at", default=None, allow_null=True
    )

    def get_acceptability(self, row: object) -> str:
        """Say what its level allows."""
        return ACCEPTABILITY.get(getattr(row, "level", 0), "")
