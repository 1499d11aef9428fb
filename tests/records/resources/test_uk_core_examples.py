"""The examples of UK Core: each under its heading, with its words."""

import json
from pathlib import Path

import pytest

from records.resources.catalogue import MODULES

SHARED = Path(__file__).parents[4] / "shared" / "data"
DASH = "\N{EN DASH}"
DOCUMENTS = "documents-including-correspondence-audio-and-images"
MEDICINES = "medications-and-medical-devices"
ALLERGIES = "allergies-and-adverse-reaction"
RESULTS = "investigation-results"
FINDINGS = "examination-findings"
VAXZEVRIA = "COVID-19 Vaccine Vaxzevria"
INFLUENZA = "Influenza vaccine (split virion, inactivated)"
# Name, section, status, beginning of headline, beginning of detail.
UK_CORE = [
    ("Extension-UKCore-AllergyIntolEnd", ALLERGIES, "inactive", "Amoxicillin", "inactive"),
    (
        "Extension-UKCore-AssociatedEncounter",
        "family-history",
        "partial",
        "Father: Family history: Angina",
        "",
    ),
    ("Extension-UKCore-BookingOrganization", "future-appointments", "booked", "Appointment", ""),
    ("Extension-UKCore-CareSettingType", DOCUMENTS, "final", "Discharge summary", ""),
    ("Extension-UKCore-CodingSCT-CodeUnknown", "problems", "", "Myocardial infarction", ""),
    ("Extension-UKCore-CodingSCT-Myocardial", "problems", "", "Myocardial infarction", ""),
    ("Extension-UKCore-DischargeMethod", "admission-details", "finished", "Inpatient stay", ""),
    (
        "Extension-UKCore-EmergencyCareDischargeStatus",
        "admission-details",
        "finished",
        "Inpatient stay",
        "",
    ),
    ("Extension-UKCore-Evidence", ALLERGIES, "active", "Amoxicillin", "urticarial rash, mild"),
    (
        "Extension-UKCore-MedicationPrescribingOrganizationType",
        MEDICINES,
        "active",
        "Amoxicillin 250mg capsules",
        "",
    ),
    (
        "Extension-UKCore-MedicationStatementLastIssueDate",
        MEDICINES,
        "active",
        "Amoxicillin 250mg capsules",
        "",
    ),
    (
        "Extension-UKCore-Note",
        RESULTS,
        "final",
        "Blood culture for bacteria, including anaerobic screen",
        "Inconclusive finding of staphylococcus, no evidence of bacteremia.",
    ),
    ("Extension-UKCore-Translation", "problems", "", "Myocardial infarction", ""),
    ("AllergyIntolerance-Amoxicillin", ALLERGIES, "active", "Amoxicillin", "urticarial rash, mild"),
    ("AllergyIntolerance-Sn-DrugAllergy", ALLERGIES, "active", "Septrin", ""),
    (
        "AllergyIntolerance-Sn-DrugAllergyToEggProtein",
        ALLERGIES,
        "active",
        "Allergy to egg protein",
        "",
    ),
    ("AllergyIntolerance-Sn-NonDrugAllergy", ALLERGIES, "active", "Latex", ""),
    (
        "AllergyIntolerance-Sn-TransferDegradedDrugAllergy",
        ALLERGIES,
        "active",
        "Amoxicillin 250mg capsules",
        "",
    ),
    (
        "Appointment-OrthopaedicSurgery",
        "future-appointments",
        "booked",
        "Orthopaedic Surgery",
        "Appointment to investigate the pain in both hips",
    ),
    (
        "CarePlan-WellnessPlan",
        "plan-and-requested-actions",
        "active",
        "Weight management plan",
        "Manage obesity and weight loss",
    ),
    (
        "Composition-Discharge",
        DOCUMENTS,
        "final",
        "Accident & Emergency Discharge summary",
        "Discharge summary",
    ),
    ("Condition-HipReplacement", "problems", "active", "Loosening of total hip replacement", ""),
    (
        "DiagnosticReport-DiagnosticStudiesReport",
        RESULTS,
        "final",
        "Diagnostic studies report",
        "Mild soft tissue injury with slight bruising, consistent wit",
    ),
    ("DiagnosticReport-ECG", RESULTS, "unknown", "Cardiac electrophysiology report", ""),
    (
        "DiagnosticReport-Lab-DiagnosticStudiesReport",
        RESULTS,
        "final",
        "Diagnostic studies report",
        "1 result",
    ),
    (
        "DocumentReference-ECG",
        DOCUMENTS,
        "current",
        "Electrocardiogram (ECG) Report",
        "Electrocardiographic procedure",
    ),
    (
        "FamilyMemberHistory-FatherDiabetes",
        "family-history",
        "partial",
        "Father: Diabetes Mellitues Type 1",
        "",
    ),
    ("ImagingStudy-CTChestScan", RESULTS, "available", "Thoracic segment of trunk", ""),
    ("Immunization-InfluenzaVaccine", "vaccinations", "completed", INFLUENZA, ""),
    ("Immunization-Sn-LeftUpperArmStructure", "vaccinations", "completed", VAXZEVRIA, ""),
    ("Immunization-Sn-PatientConformVaccination", "vaccinations", "completed", VAXZEVRIA, ""),
    ("Immunization-Sn-Performer", "vaccinations", "completed", VAXZEVRIA, ""),
    ("Immunization-Sn-ProtocolApplied", "vaccinations", "completed", VAXZEVRIA, "dose 1"),
    (
        "List-EmptyList",
        DOCUMENTS,
        "current",
        "Miscellaneous record",
        "The source holds nothing under this heading",
    ),
    (
        "MedicationAdministration-Sn-ZeroDosage",
        MEDICINES,
        "on-hold",
        "Medicine without a name",
        "on hold: No administration required.",
    ),
    (
        "MedicationDispense-Amoxicillin",
        MEDICINES,
        "completed",
        "Amoxicillin 500mg capsules (DE Pharmaceuticals)",
        "dispensed 21 capsules, Take 1 capsule, 3 times a day.",
    ),
    (
        "MedicationDispense-CiprofloxacinIV",
        MEDICINES,
        "completed",
        "Ciprofloxacin 400mg/200ml infusion bags (Hikma Pharmaceuticals International Ltd)",
        "dispensed 10 bags, 1 bag, twice daily",
    ),
    (
        "MedicationDispense-ParacetamolOral",
        MEDICINES,
        "completed",
        "Paracetamol 500mg capsules (A A H Pharmaceuticals Ltd)",
        "dispensed 16 capsules, Take 1 capsule, 4 times a day.",
    ),
    (
        "MedicationRequest-CiprofloxacinOral",
        MEDICINES,
        "completed",
        "Ciprofloxacin 500mg tablets",
        "Ciprofloxacin 500mg, twice daily, completed",
    ),
    (
        "MedicationRequest-Clarithromycin",
        MEDICINES,
        "completed",
        "Clarithromycin 500mg tablets",
        "500mg - three times a day, completed",
    ),
    (
        "MedicationRequest-ParacetamolIV",
        MEDICINES,
        "completed",
        "Paracetamol",
        "Paracetamol 500mg, four times a day, completed",
    ),
    (
        "Observation-24HourBloodPressure",
        FINDINGS,
        "final",
        "24 hour blood pressure 102/84 mmHg",
        "",
    ),
    ("Observation-AwarenessOfDiagnosis", FINDINGS, "final", "Awareness of diagnosis", ""),
    ("Observation-BreathingNormally", FINDINGS, "final", "Breathing room air", ""),
    ("Observation-FastingTest", FINDINGS, "final", "Fasting blood glucose level 3.9 mmol/L", ""),
    ("Observation-Group-FullBloodCount", RESULTS, "final", "Full blood count", ""),
    (
        "Observation-Lab-Albumin",
        RESULTS,
        "final",
        "Serum albumin level 47 g/L",
        f"range 35{DASH}50 g/L",
    ),
    (
        "Observation-Lab-WhiteCellCount",
        RESULTS,
        "final",
        "White blood cell count in fluid 11.2 \N{MULTIPLICATION SIGN}10⁹/L",
        f"range 4.0{DASH}17.0",
    ),
    (
        "Observation-PatientConsciousness",
        "assessments",
        "final",
        "Alert Confusion Voice Pain Unresponsive scale score: Responds to voice",
        "",
    ),
    ("Observation-VitalSigns-BMI", FINDINGS, "final", "Body mass index 46 kg/m2", ""),
    ("Observation-VitalSigns-BodyHeight", FINDINGS, "final", "Body height measure 1.64 m", ""),
    (
        "Observation-VitalSigns-BodyTemperature",
        FINDINGS,
        "final",
        "Core body temperature 36.5 °C",
        "",
    ),
    ("Observation-VitalSigns-HeadCircumference", FINDINGS, "final", "Head circumference 59 cm", ""),
    ("Observation-VitalSigns-RespiratoryRate", FINDINGS, "final", "Respiratory rate 21/min", ""),
    (
        "QuestionnaireResponse-InpatientSurvey",
        "assessments",
        "completed",
        "UKCore Questionnaire InpatientSurvey",
        "",
    ),
    ("RelatedPerson-JoySmith", "personal-contacts", "active", "Joy SMITH", "wife"),
    (
        "ServiceRequest-ColonoscopyRequest",
        "referral-details",
        "active",
        "Colonoscopy requested",
        "Swollen abdomen",
    ),
    (
        "ServiceRequest-Lab-CReactiveProtein",
        "investigations-requested",
        "active",
        "Serum C reactive protein level",
        "Finger joint inflamed",
    ),
]


class TestUkCoreExamples:
    @pytest.mark.parametrize(("name", "section", "status", "headline", "detail"), UK_CORE)
    def test_uk_core_examples_have_the_right_words(
        self, name, section, status, headline, detail, nothing_sent
    ):
        folder = SHARED / "fhir-ukcore-examples" / "json-derived"
        if not folder.is_dir():
            pytest.skip("the shared UK Core examples are not on this machine")
        path = folder / (
            f"{name}-Example.json"
            if name.startswith("Extension")
            else f"UKCore-{name}-Example.json"
        )
        resource = json.loads(path.read_bytes())
        module = MODULES[resource["resourceType"]]

        extract, presentation = module.extract(resource, nothing_sent), module.present(resource)

        assert (extract.section, extract.status) == (section, status)
        assert presentation.headline.startswith(headline)
        assert presentation.detail.startswith(detail)
