"""Sharing agreements and impact assessments."""

from django.urls import URLPattern, path

from governance.views import agreement_parties, agreements, assessments

_AGREEMENT = "agreements/<uuid:agreement_id>"
_PARTY = f"{_AGREEMENT}/parties/<uuid:party_id>"
_DPIA = "agreements/assessments/<uuid:assessment_id>"

PATTERNS: list[URLPattern] = [
    path("agreements/", agreements.agreement_list, name="agreement_list"),
    path("agreements/new/", agreements.agreement_new, name="agreement_new"),
    path("agreements/new/<slug:code>/", agreements.agreement_new_of, name="agreement_new_of"),
    path("agreements/assessments/", assessments.dpia_list, name="dpia_list"),
    path("agreements/assessments/new/", assessments.dpia_new, name="dpia_new"),
    path("agreements/assessments/new/<slug:code>/", assessments.dpia_new_of, name="dpia_new_of"),
    path(f"{_DPIA}/", assessments.dpia_detail, name="dpia_detail"),
    path(f"{_DPIA}/edit/", assessments.dpia_edit, name="dpia_edit"),
    path(f"{_DPIA}/advise/", assessments.dpia_advise, name="dpia_advise"),
    path(f"{_DPIA}/sign-off/", assessments.dpia_sign_off, name="dpia_sign_off"),
    path(f"{_DPIA}/review/", assessments.dpia_review, name="dpia_review"),
    path(f"{_DPIA}/follow/", assessments.dpia_follow, name="dpia_follow"),
    path(f"{_AGREEMENT}/", agreements.agreement_detail, name="agreement_detail"),
    path(f"{_AGREEMENT}/edit/", agreements.agreement_edit, name="agreement_edit"),
    path(f"{_AGREEMENT}/sign/", agreements.agreement_sign, name="agreement_sign"),
    path(f"{_AGREEMENT}/renew/", agreements.agreement_renew, name="agreement_renew"),
    path(f"{_AGREEMENT}/end/", agreements.agreement_end, name="agreement_end"),
    path(f"{_AGREEMENT}/parties/new/", agreement_parties.party_new, name="party_new"),
    path(f"{_PARTY}/sign/", agreement_parties.party_sign, name="party_sign"),
    path(f"{_PARTY}/remove/", agreement_parties.party_remove, name="party_remove"),
]
