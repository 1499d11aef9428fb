"""What the API gives of sharing agreements and of impact assessments."""

from rest_framework import serializers

from governance.codes import (
    AgreementStanding,
    AgreementState,
    ArticleNine,
    ArticleSix,
    AssessmentState,
)


class PartyLine(serializers.Serializer[object]):
    """An organization that is party to an agreement."""

    organization = serializers.CharField(source="organization.ods_code")
    name = serializers.CharField(source="organization.name")
    is_controller = serializers.BooleanField()
    gives = serializers.BooleanField()
    receives = serializers.BooleanField()
    signatory = serializers.CharField()
    signed_on = serializers.DateField(allow_null=True)


class AgreementRow(serializers.Serializer[object]):
    """A sharing agreement; its standing is worked out from its days, never stored."""

    id = serializers.UUIDField(source="agreement.pk")
    committee = serializers.CharField(source="agreement.committee.code")
    reference = serializers.CharField(source="agreement.reference")
    version = serializers.IntegerField(source="agreement.version")
    title = serializers.CharField(source="agreement.title")
    purposes = serializers.CharField(source="agreement.purposes")
    data_sets = serializers.ListField(child=serializers.CharField(), source="agreement.data_sets")
    article_six = serializers.ChoiceField(ArticleSix.choices, source="agreement.article_six")
    article_nine = serializers.ChoiceField(ArticleNine.choices, source="agreement.article_nine")
    confidentiality_basis = serializers.CharField(source="agreement.confidentiality_basis")
    state = serializers.ChoiceField(AgreementState.choices, source="agreement.state")
    standing = serializers.ChoiceField(AgreementStanding.choices)
    starts_on = serializers.DateField(source="agreement.starts_on")
    expires_on = serializers.DateField(source="agreement.expires_on")
    ended_on = serializers.DateField(source="agreement.ended_on", allow_null=True)
    ended_reason = serializers.CharField(source="agreement.ended_reason")
    owner = serializers.CharField(source="agreement.owner.display_name")
    parties = PartyLine(source="agreement.parties.all", many=True)
    feeds = serializers.ListField(child=serializers.CharField())


class AgreementDetail(AgreementRow):
    """An agreement with the decision that it rests on, to those who may know of that."""

    decision = serializers.CharField(source="decision.number", default="")


class AssessmentRow(serializers.Serializer[object]):
    """A data protection impact assessment."""

    id = serializers.UUIDField()
    committee = serializers.CharField(source="committee.code")
    reference = serializers.CharField()
    title = serializers.CharField()
    state = serializers.ChoiceField(AssessmentState.choices)
    review_on = serializers.DateField()
    owner = serializers.CharField(source="owner.display_name")


class AssessedWords(AssessmentRow):
    """An impact assessment with all that it says."""

    purpose = serializers.CharField()
    processing = serializers.CharField()
    necessity = serializers.CharField()
    risks = serializers.CharField()
    consultation = serializers.CharField()
    advice = serializers.CharField()
    advice_by = serializers.CharField(source="advice_by.display_name", default="")
    advised_at = serializers.DateTimeField(allow_null=True)
    signed_off_by = serializers.CharField(source="signed_off_by.display_name", default="")
    signed_off_at = serializers.DateTimeField(allow_null=True)


class AgreementName(serializers.Serializer[object]):
    """An agreement that rests on an assessment."""

    id = serializers.UUIDField()
    reference = serializers.CharField()
    version = serializers.IntegerField()
    title = serializers.CharField()


class AssessmentDetail(serializers.Serializer[object]):
    """An impact assessment, and the agreements that rest on it."""

    assessment = AssessedWords()
    agreements = AgreementName(many=True)
