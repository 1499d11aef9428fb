"""Certificates, earlier learning, and their check by anybody."""

from django.urls import URLPattern, path

from training.views import awards, prior_learning, verify

PATTERNS: list[URLPattern] = [
    path("certificates/", awards.award_list, name="award_list"),
    path("certificates/<uuid:award_id>/", awards.award_detail, name="award_detail"),
    path("certificates/<uuid:award_id>/certificate.pdf", awards.certificate, name="certificate"),
    path("certificates/send/", prior_learning.claim_new, name="claim_new"),
    path("people/<uuid:role_id>/certificates/", awards.person_awards, name="person_awards"),
    path("earlier-learning/", prior_learning.evidence_list, name="evidence_list"),
    path("earlier-learning/<uuid:claim_id>/", prior_learning.claim_detail, name="claim_detail"),
    path("earlier-learning/<uuid:claim_id>/file/", prior_learning.evidence, name="evidence"),
    path("verify/", verify.verify_start, name="verify_start"),
    path("verify/<str:code>/", verify.verify, name="verify"),
]
