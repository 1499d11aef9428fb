"""Sharing agreements and impact assessments in the API, for those who may read them."""

from datetime import date

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ParseError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from core.dates import LONDON
from governance.api.agreement_serializers import (
    AgreementDetail,
    AgreementRow,
    AssessmentDetail,
    AssessmentRow,
)
from governance.api.meetings import reach_for, read_key
from governance.codes import AgreementStanding
from governance.models import SharingAgreement
from governance.policies.agreements import standing
from governance.queries.agreements import (
    agreements_of,
    get_agreement,
    get_assessment,
    known_decision,
    list_agreements,
    list_assessments,
    term_of,
)


class AgreementViewSet(ViewSet):
    """Sharing agreements, with how each stands today."""

    lookup_field = "agreement_id"
    lookup_value_regex = "[-0-9a-f]{36}"

    @extend_schema(
        parameters=[
            OpenApiParameter("standing", str, enum=AgreementStanding.values),
            OpenApiParameter("feed", str, description="The code of a feed that rests on it"),
        ],
        responses=AgreementRow(many=True),
    )
    def list(self, request: Request) -> Response:
        asked = request.query_params
        found = list_agreements(reach_for(request))
        if feed := asked.get("feed", ""):
            found = [each for each in found if feed in _feeds(each)]
        rows = [_stand(each) for each in found]
        if stands := asked.get("standing", ""):
            if stands not in AgreementStanding:
                raise ParseError("There is no such standing.")
            rows = [row for row in rows if row["standing"] == stands]
        return Response(AgreementRow(rows, many=True).data)

    @extend_schema(responses=AgreementDetail)
    def retrieve(self, request: Request, agreement_id: str) -> Response:
        """Answer with an agreement; the decision behind it is told to who may know of that."""
        reach = reach_for(request)
        agreement = get_agreement(read_key(agreement_id), reach=reach)
        decision = known_decision(agreement, reach=reach)
        return Response(AgreementDetail({**_stand(agreement), "decision": decision}).data)


class AssessmentViewSet(ViewSet):
    """Data protection impact assessments (UK GDPR, Article 35), the next to review first."""

    lookup_field = "assessment_id"
    lookup_value_regex = "[-0-9a-f]{36}"

    @extend_schema(responses=AssessmentRow(many=True))
    def list(self, request: Request) -> Response:
        found = list_assessments(reach_for(request))
        return Response(AssessmentRow(found, many=True).data)

    @extend_schema(responses=AssessmentDetail)
    def retrieve(self, request: Request, assessment_id: str) -> Response:
        reach = reach_for(request)
        assessment = get_assessment(read_key(assessment_id), reach=reach)
        agreements = agreements_of(assessment, reach=reach)
        return Response(AssessmentDetail({"assessment": assessment, "agreements": agreements}).data)


def _stand(agreement: SharingAgreement) -> dict[str, object]:
    return {
        "agreement": agreement,
        "standing": standing(term_of(agreement), on=_today()),
        "feeds": _feeds(agreement),
    }


def _feeds(agreement: SharingAgreement) -> list[str]:
    return sorted(feed.feed_code for feed in agreement.feeds.all())


def _today() -> date:
    return timezone.now().astimezone(LONDON).date()
