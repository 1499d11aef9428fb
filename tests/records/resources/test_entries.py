"""Every type: one small resource, and what becomes of it."""

import pytest

from records.resources.catalogue import MODULES

HEADINGS = "https://fhir.hl7.org.uk/CodeSystem/UKCore-RecordStandardHeadings"


def text(words):
    return {"text": words}


def coded(code, display=""):
    return {"coding": [{"system": "http://snomed.info/sct", "code": code, "display": display}]}


def in_category(code):
    return [{"coding": [{"code": code}]}]


def under(heading):
    return [{"coding": [{"system": HEADINGS, "code": heading}]}]


# Each: the resource, section, status, headline, detail.
ENTRIES = {
    "adverse event": (
        {"resourceType": "AdverseEvent", "actuality": "actual", "event": text("Fall"),
         "seriousness": text("Serious")},
        "risk-information", "actual", "Fall", "serious",
    ),
    "allergy": (
        {"resourceType": "AllergyIntolerance", "code": coded("91936005", "Penicillin"),
         "clinicalStatus": coded("active"), "verificationStatus": coded("confirmed"),
         "reaction": [{"manifestation": [text("Anaphylaxis")], "severity": "severe"}]},
        "allergies-and-adverse-reaction", "active", "Penicillin", "anaphylaxis, severe",
    ),
    "allergy that is over": (
        {"resourceType": "AllergyIntolerance", "code": text("Nuts"),
         "clinicalStatus": coded("resolved")},
        "allergies-and-adverse-reaction", "resolved", "Nuts", "resolved",
    ),
    "allergy without a code": (
        {"resourceType": "AllergyIntolerance", "reaction": [{"substance": text("Latex")}]},
        "allergies-and-adverse-reaction", "", "Latex", "",
    ),
    "allergy from another system": (
        {"resourceType": "AllergyIntolerance",
         "code": coded("196461000000101", "Degraded") | text("9339101000001105 | Septrin")},
        "allergies-and-adverse-reaction", "", "Septrin", "",
    ),
    "appointment": (
        {"resourceType": "Appointment", "status": "booked", "serviceType": [text("Physiotherapy")],
         "description": "Knee"},
        "future-appointments", "booked", "Physiotherapy", "Knee",
    ),
    "care plan": (
        {"resourceType": "CarePlan", "status": "active", "title": "Falls plan",
         "description": "Keep safe"},
        "plan-and-requested-actions", "active", "Falls plan", "Keep safe",
    ),
    "care package": (
        {"resourceType": "CarePlan", "status": "active", "category": under("services-and-care"),
         "description": "Home care"},
        "services-and-care", "active", "Home care", "",
    ),
    "crisis plan": (
        {"resourceType": "CarePlan", "status": "completed",
         "category": [coded("736253002", "Mental health crisis plan")]},
        "contingency-plans", "completed", "Mental health crisis plan", "completed",
    ),
    "care team": (
        {"resourceType": "CareTeam", "status": "active", "participant": [
            {"role": [text("Social worker")], "member": {"display": "Jo Hill"}}],
         "managingOrganization": [{"display": "Shropshire Council"}]},
        "professional-contacts", "active", "Jo Hill", "Social worker, Shropshire Council",
    ),
    "formulation": (
        {"resourceType": "ClinicalImpression", "status": "completed", "summary": "Grief"},
        "formulation", "completed", "Grief", "",
    ),
    "communication": (
        {"resourceType": "Communication", "status": "completed", "topic": text("Results"),
         "payload": [{"contentString": "All is well"}]},
        "contact-with-professionals", "completed", "Results", "All is well",
    ),
    "composition": (
        {"resourceType": "Composition", "status": "final", "type": text("Discharge summary"),
         "title": "Stay of March", "author": [{"display": "Dr Gose"}]},
        "documents-including-correspondence-audio-and-images", "final",
        "Stay of March", "Discharge summary",
    ),
    "problem": (
        {"resourceType": "Condition", "code": text("Asthma"), "severity": text("Mild"),
         "clinicalStatus": coded("active")},
        "problems", "active", "Asthma", "mild",
    ),
    "problem that has ended": (
        {"resourceType": "Condition", "code": text("Gout"), "clinicalStatus": coded("resolved"),
         "abatementDateTime": "2015"},
        "problems", "resolved", "Gout", "resolved 2015",
    ),
    "problem that never was": (
        {"resourceType": "Condition", "code": text("Gout"), "clinicalStatus": coded("active"),
         "verificationStatus": coded("entered-in-error")},
        "problems", "entered-in-error", "Gout", "entered in error",
    ),
    "support reason": (
        {"resourceType": "Condition", "code": text("Memory"),
         "category": in_category("primary-support-reason")},
        "primary-support-reason", "", "Memory", "",
    ),
    "need": (
        {"resourceType": "Condition", "code": text("Learning"),
         "category": in_category("national-reasonable-adjustment-flag")},
        "individual-requirements", "", "Learning", "",
    ),
    "consent": (
        {"resourceType": "Consent", "status": "active", "provision": {"type": "deny"},
         "category": [{"coding": [{"system": HEADINGS, "code": "consent-for-information-sharing"}]},
                      text("Sharing with the shared record")]},
        "legal-information", "active", "Sharing with the shared record", "refused",
    ),
    "equipment": (
        {"resourceType": "DeviceUseStatement", "status": "completed",
         "device": {"display": "Bath seat"}, "reasonCode": [text("Falls")]},
        "equipment-and-adaptations", "completed", "Bath seat", "Falls, completed",
    ),
    "report": (
        {"resourceType": "DiagnosticReport", "status": "final", "code": text("Chest X-ray"),
         "conclusion": "Clear"},
        "investigation-results", "final", "Chest X-ray", "Clear",
    ),
    "report of results": (
        {"resourceType": "DiagnosticReport", "status": "final", "code": text("Lipids"),
         "result": [{"reference": "Observation/1"}]},
        "investigation-results", "final", "Lipids", "1 result",
    ),
    "letter": (
        {"resourceType": "DocumentReference", "status": "current", "type": text("Clinic letter"),
         "description": "Cardiology", "content": [{"attachment": {"contentType": "text/plain"}}]},
        "documents-including-correspondence-audio-and-images", "current",
        "Clinic letter", "Cardiology",
    ),
    "ReSPECT form": (
        {"resourceType": "DocumentReference", "status": "current", "docStatus": "entered-in-error",
         "type": coded("1382601000000107", "ReSPECT"), "content": []},
        "end-of-life-care", "entered-in-error", "ReSPECT", "",
    ),
    "stay": (
        {"resourceType": "Encounter", "status": "in-progress", "class": {"code": "IMP"},
         "reasonCode": [text("Hip fracture")]},
        "admission-details", "in-progress", "Inpatient stay", "Hip fracture, in progress",
    ),
    "visit": (
        {"resourceType": "Encounter", "status": "finished", "class": {"code": "AMB"},
         "type": [text("Asthma review")]},
        "contact-with-professionals", "finished", "Asthma review", "Outpatient or surgery visit",
    ),
    "discharge": (
        {"resourceType": "Encounter", "status": "finished", "class": {"code": "IMP"},
         "meta": {"tag": [{"system": HEADINGS, "code": "discharge-details"}]}},
        "discharge-details", "finished", "Inpatient stay", "",
    ),
    "episode": (
        {"resourceType": "EpisodeOfCare", "status": "active", "type": [text("District nursing")]},
        "contact-with-professionals", "active", "District nursing", "active",
    ),
    "family history": (
        {"resourceType": "FamilyMemberHistory", "status": "completed",
         "relationship": text("father"), "condition": [{"code": text("Diabetes")}]},
        "family-history", "completed", "Father: Diabetes", "",
    ),
    "alert": (
        {"resourceType": "Flag", "status": "active", "code": text("Hearing loss"),
         "category": [text("Contact")]},
        "alerts", "active", "Hearing loss", "Contact",
    ),
    "safeguarding": (
        {"resourceType": "Flag", "status": "inactive", "code": text("At risk"),
         "category": under("safeguarding")},
        "safeguarding", "inactive", "At risk", "inactive",
    ),
    "not for resuscitation": (
        {"resourceType": "Flag", "status": "active", "code": coded("450476008", "Not for CPR")},
        "end-of-life-care", "active", "Not for CPR", "",
    ),
    "goal": (
        {"resourceType": "Goal", "lifecycleStatus": "active", "description": text("Walk to shop")},
        "care-and-support-plan", "active", "Walk to shop", "active",
    ),
    "imaging": (
        {"resourceType": "ImagingStudy", "status": "available", "series": [
            {"modality": {"display": "CT"}, "bodySite": {"display": "Chest"}}]},
        "investigation-results", "available", "CT chest", "CT",
    ),
    "vaccine": (
        {"resourceType": "Immunization", "status": "completed", "vaccineCode": text("Influenza"),
         "protocolApplied": [{"doseNumberPositiveInt": 2}]},
        "vaccinations", "completed", "Influenza", "dose 2",
    ),
    "vaccine refused": (
        {"resourceType": "Immunization", "status": "not-done", "vaccineCode": text("Influenza"),
         "statusReason": text("Patient refused")},
        "vaccinations", "not-done", "Influenza", "not given",
    ),
    "vaccine due": (
        {"resourceType": "ImmunizationRecommendation", "recommendation": [
            {"vaccineCode": [text("Shingles")], "forecastStatus": coded("due", "Due")}]},
        "vaccinations", "due", "Vaccines due: Shingles", "Due",
    ),
    "list": (
        {"resourceType": "List", "status": "current", "title": "Allergies",
         "code": coded("886921000000105"), "emptyReason": coded("nilknown")},
        "allergies-and-adverse-reaction", "current", "Allergies", "None known",
    ),
    "picture": (
        {"resourceType": "Media", "status": "completed", "type": text("Photograph"),
         "content": {"title": "Left leg"}},
        "documents-including-correspondence-audio-and-images", "completed",
        "Left leg", "Photograph",
    ),
    "medicine given": (
        {"resourceType": "MedicationAdministration", "status": "completed",
         "medicationCodeableConcept": text("Morphine"),
         "dosage": {"dose": {"value": 5, "unit": "mg"}}},
        "medications-and-medical-devices", "completed", "Morphine", "given: 5 mg",
    ),
    "medicine dispensed": (
        {"resourceType": "MedicationDispense", "status": "completed",
         "medicationCodeableConcept": text("Aspirin"), "quantity": {"value": 28, "unit": "tablet"}},
        "medications-and-medical-devices", "completed", "Aspirin", "dispensed 28 tablets",
    ),
    "medicine prescribed": (
        {"resourceType": "MedicationRequest", "status": "active", "intent": "order",
         "medicationCodeableConcept": text("Bisoprolol"),
         "dosageInstruction": [{"text": "1 each morning."}]},
        "medications-and-medical-devices", "active", "Bisoprolol", "1 each morning",
    ),
    "medicine elsewhere": (
        {"resourceType": "MedicationRequest", "status": "stopped", "intent": "order",
         "medicationReference": {"reference": "Medication/1", "display": "Aspirin 75mg tablets"}},
        "medications-and-medical-devices", "stopped", "Aspirin 75mg tablets", "stopped",
    ),
    "medicine inside": (
        {"resourceType": "MedicationRequest", "status": "active", "intent": "order",
         "contained": [{"resourceType": "Medication", "id": "m", "code": text("Insulin")}],
         "medicationReference": {"reference": "#m"}},
        "medications-and-medical-devices", "active", "Insulin", "",
    ),
    "medicine taken": (
        {"resourceType": "MedicationStatement", "status": "active",
         "medicationCodeableConcept": text("Ibuprofen"), "dosage": [{"text": "as needed"}]},
        "medications-and-medical-devices", "active", "Ibuprofen", "as needed",
    ),
    "diet": (
        {"resourceType": "NutritionOrder", "status": "active", "oralDiet": {
            "type": [text("Soft")], "instruction": "Small meals"}},
        "plan-and-requested-actions", "active", "Soft", "Small meals",
    ),
    "procedure": (
        {"resourceType": "Procedure", "status": "completed", "code": text("Hip replacement"),
         "bodySite": [text("Left")]},
        "procedures-and-therapies", "completed", "Hip replacement", "Left",
    ),
    "about me": (
        {"resourceType": "QuestionnaireResponse", "status": "completed",
         "questionnaire": "https://example.org/Questionnaire/about-me|1",
         "meta": {"tag": [{"system": HEADINGS, "code": "about-me"}]}},
        "about-me", "completed", "About me", "",
    ),
    "next of kin": (
        {"resourceType": "RelatedPerson", "name": [{"given": ["Tom"], "family": "Sample"}],
         "relationship": [{"coding": [{"code": "N"}]}]},
        "personal-contacts", "active", "Tom Sample", "Next of kin",
    ),
    "research": (
        {"resourceType": "ResearchSubject", "status": "on-study", "study": {"display": "HEART-2"}},
        "participation-in-research", "on-study", "HEART-2", "on study",
    ),
    "risk": (
        {"resourceType": "RiskAssessment", "status": "final", "code": text("Falls"),
         "prediction": [{"qualitativeRisk": text("High")}]},
        "risk-information", "final", "Falls", "high",
    ),
    "referral": (
        {"resourceType": "ServiceRequest", "status": "active", "priority": "urgent",
         "code": text("Cardiology"), "reasonCode": [text("Chest pain")]},
        "referral-details", "active", "Cardiology", "urgent, Chest pain",
    ),
    "test": (
        {"resourceType": "ServiceRequest", "status": "active", "code": text("Full blood count"),
         "category": [coded("108252007")]},
        "investigations-requested", "active", "Full blood count", "",
    ),
    "task": (
        {"resourceType": "Task", "status": "requested", "code": text("Call back"),
         "description": "About the scan"},
        "plan-and-requested-actions", "requested", "Call back", "About the scan, requested",
    ),
}  # fmt: skip


def shown(resource):
    return MODULES[resource["resourceType"]].present(resource)


class TestEntries:
    @pytest.mark.parametrize("name", ENTRIES)
    def test_stands_under_its_heading_with_its_words(self, name, references):
        resource, section, status, headline, detail = ENTRIES[name]
        module = MODULES[resource["resourceType"]]

        extract, presentation = module.extract(resource, references), module.present(resource)

        assert (extract.section, extract.status) == (section, status)
        assert (presentation.headline, presentation.detail) == (headline, detail)

    @pytest.mark.parametrize("resource_type", MODULES)
    def test_even_an_empty_resource_has_words(self, resource_type, nothing_sent):
        resource = {"resourceType": resource_type}

        MODULES[resource_type].extract(resource, nothing_sent)

        assert MODULES[resource_type].present(resource).headline

    @pytest.mark.parametrize("resource_type", MODULES)
    def test_every_type_can_be_in_error(self, resource_type):
        resource = {"resourceType": resource_type, "status": "entered-in-error"}

        assert "Entered in error" in MODULES[resource_type].present(resource).cautions

    @pytest.mark.parametrize("resource_type", MODULES)
    def test_a_date_that_is_none_never_stops_a_page(self, resource_type):
        names = (
            "recordedDate", "authoredOn", "issued", "date", "created", "start", "end", "sent",
            "effectiveDateTime", "onsetDateTime", "performedDateTime", "dateTime", "recorded",
            "expirationDate", "dateAsserted", "lastOccurrence", "whenPrepared", "authored",
        )  # fmt: skip
        broken = dict.fromkeys(names, "0000-00-00") | {"period": {"start": "0000"}}

        assert MODULES[resource_type].present({"resourceType": resource_type} | broken).headline

    def test_what_only_a_template_says_is_no_name(self):
        div = "<div><p><b>Generated Narrative with Details</b></p></div>"
        resource = {"resourceType": "Condition", "text": {"status": "generated", "div": div}}

        assert shown(resource).headline == "Problem without a name"

    def test_a_narrative_names_what_has_no_code(self):
        div = "<div xmlns='x'><p>Fear of <i>heights</i> &amp; more</p><p>Second</p></div>"
        resource = {"resourceType": "Condition", "text": {"status": "additional", "div": div}}

        assert shown(resource).headline == "Fear of heights & more"
