"""What was answered to the question in the record, by the settings that benefits rest on."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from django.db.models import Count

from analytics.measures.periods import Period
from analytics.measures.publishing import INTERNAL
from analytics.measures.survey import Evidence, weigh_answers
from analytics.models import SurveyResponse

from .selection import StratumRow


def read_evidence(
    groups: Mapping[str, str], rows: Sequence[StratumRow], period: Period
) -> dict[str, Evidence]:
    """
    Return what the answers of a period say, by benefit.

    An answer is a person's word: from fewer than may be published nothing is said.
    """
    named = {row.id: groups[row.setting] for row in rows if row.setting in groups}
    answers = (
        SurveyResponse.objects.filter(
            stratum__in=named, asked_on__gte=period.first, asked_on__lte=period.end
        )
        .values_list("stratum", "answer")
        .annotate(n=Count("id"))
    )
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for stratum, answer, n in answers:
        counts[named[stratum]][answer] += n
    found = {name: weigh_answers(counted) for name, counted in counts.items()}
    return {
        name: evidence
        for name, evidence in found.items()
        if evidence and evidence.answered >= INTERNAL.threshold
    }
