from django.db import models

from analytics.codes import Answer
from core.models import BaseModel

from .event import Stratum


class SurveyResponse(BaseModel):
    """
    One answer to the question in the record, by where it was given and by nobody.

    `access` is the line of the audit trail that it was asked at, so that it is answered once; it
    is made unreadable, so that nobody's answer can be looked up.
    """

    access = models.BigIntegerField(unique=True)
    stratum = models.ForeignKey(Stratum, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()
    answer = models.CharField(max_length=10, choices=Answer)

    class Meta:
        indexes = [models.Index(fields=["asked_on"], name="analytics_survey_on")]

    def __str__(self) -> str:
        return f"Answer {self.pk}"
