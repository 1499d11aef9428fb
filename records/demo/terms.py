"""
The coded words of the demo.

Codes are only those that published UK Core, NHS England, EPS, GP Connect and Synthea examples
show for the same meaning, and the few that the standards' own lists name. Where no public example
shows a code there is none: the words stand alone.
"""

from typing import NamedTuple

from records.resources.shape import Resource

SNOMED = "http://snomed.info/sct"
LOINC = "http://loinc.org"
DMD = "https://dmd.nhs.uk"
HEADINGS = "https://fhir.hl7.org.uk/CodeSystem/UKCore-RecordStandardHeadings"


class Term(NamedTuple):
    """Words, with a code where a public example shows one."""

    text: str
    code: str = ""
    system: str = SNOMED


def concept(term: Term) -> Resource:
    """Return a CodeableConcept."""
    if not term.code:
        return {"text": term.text}
    coding: Resource = {"system": term.system, "code": term.code, "display": term.text}
    return {"coding": [coding], "text": term.text}


def coded(system: str, code: str, display: str = "") -> Resource:
    """Return a CodeableConcept of one coding from a value set."""
    coding: Resource = {"system": system, "code": code}
    if display:
        coding["display"] = display
    return {"coding": [coding]}


# Problems
DIABETES_2 = Term("Type 2 diabetes mellitus", "44054006")
HYPERTENSION = Term("Essential hypertension", "59621000")
ATRIAL_FIBRILLATION = Term("Atrial fibrillation", "49436004")
HEART_FAILURE = Term("Heart failure with reduced ejection fraction")
CKD_3 = Term("Chronic kidney disease stage 3", "433144002")
CKD_4 = Term("Chronic kidney disease stage 4", "431857002")
HEART_ATTACK = Term("Myocardial infarction", "22298006")
ISCHAEMIC_HEART = Term("Ischaemic heart disease", "414545008")
STROKE = Term("Stroke", "230690007")
ASTHMA = Term("Asthma", "195967001")
CHILDHOOD_ASTHMA = Term("Childhood asthma", "233678006")
COPD = Term("Chronic obstructive pulmonary disease")
ECZEMA = Term("Atopic dermatitis", "24079001")
HAY_FEVER = Term("Seasonal allergic rhinitis", "367498001")
DEPRESSION = Term("Depressive disorder")
ANXIETY = Term("Generalised anxiety disorder")
PSYCHOSIS = Term("First episode psychosis")
SCHIZOPHRENIA = Term("Schizophrenia")
DEMENTIA = Term("Alzheimer's dementia")
FALLS = Term("Recurrent falls")
FRAILTY = Term("Severe frailty")
OSTEOPOROSIS = Term("Osteoporosis", "64859006")
ARTHRITIS_HIP = Term("Osteoarthritis of hip", "239872002")
ARTHRITIS_KNEE = Term("Osteoarthritis of knee", "239873007")
BREAST_CANCER = Term("Malignant neoplasm of breast", "254837009")
LUNG_CANCER = Term("Primary malignant neoplasm of lung", "93880001")
BOWEL_CANCER = Term("Adenocarcinoma of sigmoid colon")
PROSTATE_CANCER = Term("Adenocarcinoma of prostate")
HIP_FRACTURE = Term("Fracture of neck of femur", "5913000")
HYPOTHYROIDISM = Term("Hypothyroidism")
LEARNING_DISABILITY = Term("Moderate learning disability")
DOWN_SYNDROME = Term("Down syndrome")
EPILEPSY = Term("Epilepsy", "84757009")
PREGNANCY = Term("Normal pregnancy", "72892002")
MIGRAINE = Term("Migraine")
BACK_PAIN = Term("Chronic low back pain", "278860009")
GLAUCOMA = Term("Glaucoma", "23986001")
HEARING_LOSS = Term("Bilateral hearing loss")
APPENDICITIS = Term("Appendicitis", "74400008")

# Procedures
HIP_REPLACEMENT = Term("Total prosthetic replacement of hip joint using cement", "265157000")
KNEE_REPLACEMENT = Term("Total prosthetic replacement of knee joint using cement", "265170009")
CAESAREAN = Term("Caesarean section", "11466000")
BIRTH = Term("Childbirth", "66348005")
INSTRUMENTAL = Term("Instrumental delivery", "236974004")
CHEST_XRAY = Term("Plain chest X-ray", "399208008")
ECG = Term("Electrocardiographic procedure", "29303009")
MAMMOGRAPHY = Term("Screening mammography", "24623002")
COLONOSCOPY = Term("Colonoscopy", "73761001")
STENT = Term("Percutaneous coronary intervention", "415070008")
HIP_FIXATION = Term("Hemiarthroplasty of hip")
APPENDICECTOMY = Term("Laparoscopic appendicectomy")
ECHO = Term("Transthoracic echocardiogram")
SPIROMETRY = Term("Spirometry")

# Findings and observations
SMOKER = Term("Current smoker", "77176002")
EX_SMOKER = Term("Ex-smoker", "8517006")
NEVER_SMOKED = Term("Never smoked", "266919005")
NON_DRINKER = Term("Non-drinker", "105542008")
LIGHT_DRINKER = Term("Light drinker, 1 to 2 units a day", "160575005")
MODERATE_DRINKER = Term("Moderate drinker, 3 to 6 units a day", "160576006")

# Flags
NOT_FOR_RESUSCITATION = Term("Not for attempted cardiopulmonary resuscitation", "450476008")
REASONABLE_ADJUSTMENT = Term(
    "Requires reasonable adjustment for health and care access", "1108111000000107"
)
PROTECTION_PLAN = Term("Subject to child protection plan", "342191000000101")

# Documents
DISCHARGE_SUMMARY = Term("Discharge summary", "373942005")
CLINIC_LETTER = Term("Clinical letter", "823691000000103")
RESPECT_FORM = Term("ReSPECT form", "1382601000000107")
CRISIS_PLAN = Term("Mental health crisis plan", "736253002")
MISCELLANEOUS = Term("Miscellaneous record", "826501000000100")

# Encounters
FACE_TO_FACE = Term("Face to face consultation", "325861000000105")
CONSULTATION = Term("Consultation", "325851000000107")
TELEPHONE = Term("Telephone consultation")
HOME_VISIT = Term("Home visit", "439708006")
ASTHMA_REVIEW = Term("Asthma follow-up", "394701000")
