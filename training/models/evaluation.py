from django.db import models

from core.models import BaseModel
from training.codes import EvaluationKind

from .learning import Enrolment


class Evaluation(BaseModel):
    """What a learner thinks of what they learned; asked at the end and after eight weeks."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="evaluations")
    kind = models.CharField(max_length=10, choices=EvaluationKind)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    ratings = models.JSONField(default=dict, blank=True, help_text="Question to 1 to 5")
    comment = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "kind"], name="training_evaluation_once")
        ]
        indexes = [models.Index(fields=["kind", "asked_at"], name="training_evaluation_asked")]

    def __str__(self) -> str:
        return f"Evaluation {self.pk}"
