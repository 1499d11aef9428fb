"""Events, what is counted of them, and what benefits and reports rest on."""

from .annotation import Annotation, Rebase, Target
from .benefit import BenefitClaim, BenefitParameter, BenefitProfile, BenefitScenario, RateCard
from .event import IntakeRun, Stratum, UsageEvent, UsagePerson
from .fact import DailyFact, DailyPerson, MonthlyFact, MonthlyPerson
from .population import Population
from .reach import READS_BOARD, FiguresReader, Reach, reach_of
from .report import ExportLine, ReportDefinition, ReportRun
from .sampling import SurveyResponse
from .timing import PageTime

__all__ = [
    "READS_BOARD",
    "Annotation",
    "BenefitClaim",
    "BenefitParameter",
    "BenefitProfile",
    "BenefitScenario",
    "DailyFact",
    "DailyPerson",
    "ExportLine",
    "FiguresReader",
    "IntakeRun",
    "MonthlyFact",
    "MonthlyPerson",
    "PageTime",
    "Population",
    "RateCard",
    "Reach",
    "Rebase",
    "ReportDefinition",
    "ReportRun",
    "Stratum",
    "SurveyResponse",
    "Target",
    "UsageEvent",
    "UsagePerson",
    "reach_of",
]
