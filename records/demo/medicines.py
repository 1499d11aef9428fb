"""
Medicines of the demo, with the dose that an adult or child would really be given.

`family` keeps a person from two of a kind: the second of a family is not prescribed.
Codes as `records.demo.terms` explains: most medicines have words only.
"""

from typing import NamedTuple

from records.demo.terms import DMD, Term


class Medicine(NamedTuple):
    """A product and how it is taken; frequency 0 means as needed."""

    product: Term
    dose: float
    unit: str
    frequency: int
    words: str
    family: str
    course_days: int = 0


def _once(name: str, family: str, words: str = "One each morning") -> Medicine:
    return Medicine(Term(name), 1, "tablet", 1, words, family)


def _twice(name: str, family: str, words: str = "One twice a day") -> Medicine:
    return Medicine(Term(name), 1, "tablet", 2, words, family)


# Heart and blood
AMLODIPINE_5 = _once("Amlodipine 5mg tablets", "calcium-blocker")
AMLODIPINE_10 = _once("Amlodipine 10mg tablets", "calcium-blocker")
RAMIPRIL_5 = _once("Ramipril 5mg tablets", "ace")
RAMIPRIL_10 = _once("Ramipril 10mg tablets", "ace")
LISINOPRIL_10 = _once("Lisinopril 10mg tablets", "ace")
LOSARTAN_50 = _once("Losartan 50mg tablets", "ace")
INDAPAMIDE = _once("Indapamide 2.5mg tablets", "thiazide")
DOXAZOSIN = Medicine(
    Term("Doxazosin 4mg tablets", "318783003", DMD), 1, "tablet", 1, "One each night", "alpha"
)
BISOPROLOL_2_5 = _once("Bisoprolol 2.5mg tablets", "beta-blocker")
FUROSEMIDE_20 = _once("Furosemide 20mg tablets", "loop")
FUROSEMIDE_40 = _once("Furosemide 40mg tablets", "loop")
DAPAGLIFLOZIN = _once("Dapagliflozin 10mg tablets", "sglt2")
APIXABAN_5 = _twice("Apixaban 5mg tablets", "anticoagulant")
APIXABAN_2_5 = _twice("Apixaban 2.5mg tablets", "anticoagulant")
ASPIRIN = Medicine(
    Term("Aspirin 75mg tablets", "319775004", DMD),
    1,
    "tablet",
    1,
    "One each morning",
    "antiplatelet",
)
CLOPIDOGREL = _once("Clopidogrel 75mg tablets", "antiplatelet")
ATORVASTATIN_20 = _once("Atorvastatin 20mg tablets", "statin", "One each night")
ATORVASTATIN_80 = _once("Atorvastatin 80mg tablets", "statin", "One each night")

# Diabetes
METFORMIN = _twice("Metformin 500mg tablets", "metformin", "One twice a day with meals")
METFORMIN_1G = Medicine(
    Term("Metformin 500mg tablets"), 2, "tablet", 2, "Two twice a day with meals", "metformin"
)
SITAGLIPTIN = _once("Sitagliptin 100mg tablets", "gliptin")
GLICLAZIDE = _twice("Gliclazide 80mg tablets", "sulfonylurea", "One twice a day with meals")
INSULIN = Medicine(
    Term("Insulin glargine 100units/ml solution for injection 3ml pre-filled disposable devices"),
    18,
    "unit",
    1,
    "18 units under the skin each night",
    "basal-insulin",
)

# Breathing
SALBUTAMOL = Medicine(
    Term("Salbutamol 100micrograms/dose inhaler CFC free", "39113611000001102", DMD),
    2,
    "dose",
    0,
    "Two puffs when needed, up to four times a day",
    "reliever",
)
BECLOMETASONE = Medicine(
    Term("Beclometasone 100micrograms/dose inhaler CFC free"),
    2,
    "dose",
    2,
    "Two puffs twice a day with a spacer",
    "preventer",
)
BECLOMETASONE_CHILD = Medicine(
    Term("Beclometasone 50micrograms/dose inhaler CFC free"),
    2,
    "dose",
    2,
    "Two puffs twice a day with a spacer",
    "preventer",
)
BUDESONIDE_FORMOTEROL = Medicine(
    Term("Budesonide 200micrograms/dose / Formoterol 6micrograms/dose dry powder inhaler"),
    1,
    "dose",
    2,
    "One puff twice a day, and one when needed",
    "preventer",
)
TIOTROPIUM = Medicine(
    Term("Tiotropium bromide 2.5micrograms/dose inhalation solution"),
    2,
    "dose",
    1,
    "Two puffs each morning",
    "antimuscarinic",
)
PREDNISOLONE = Medicine(
    Term("Prednisolone 5mg tablets"), 6, "tablet", 1, "Six each morning for 5 days", "steroid", 5
)
PREDNISOLONE_CHILD = Medicine(
    Term("Prednisolone 5mg soluble tablets"),
    6,
    "tablet",
    1,
    "Six each morning for 3 days",
    "steroid",
    3,
)

# Mind and nerves
SERTRALINE_50 = _once("Sertraline 50mg tablets", "antidepressant")
SERTRALINE_100 = _once("Sertraline 100mg tablets", "antidepressant")
MIRTAZAPINE = _once("Mirtazapine 15mg tablets", "antidepressant", "One each night")
OLANZAPINE = _once("Olanzapine 10mg tablets", "antipsychotic", "One each night")
ARIPIPRAZOLE = _once("Aripiprazole 10mg tablets", "antipsychotic")
DONEPEZIL = _once("Donepezil 10mg tablets", "dementia", "One each night")
MEMANTINE = _once("Memantine 10mg tablets", "dementia")
LEVETIRACETAM = _twice("Levetiracetam 500mg tablets", "antiepileptic")
PROPRANOLOL = _twice("Propranolol 40mg tablets", "beta-blocker")
SUMATRIPTAN = Medicine(
    Term("Sumatriptan 50mg tablets"), 1, "tablet", 0, "One when a migraine starts", "triptan"
)

# Pain, bones, everyday
PARACETAMOL = Medicine(
    Term("Paracetamol 500mg tablets", "322236009", DMD),
    2,
    "tablet",
    0,
    "Two when needed, up to four times a day",
    "paracetamol",
)
CO_CODAMOL = Medicine(
    Term("Co-codamol 30mg/500mg tablets", "322341003", DMD),
    1,
    "tablet",
    0,
    "One or two when needed, up to four times a day",
    "paracetamol",
)
NAPROXEN = _twice("Naproxen 500mg tablets", "nsaid", "One twice a day with food")
OMEPRAZOLE = Medicine(
    Term("Omeprazole 20mg gastro-resistant capsules"), 1, "capsule", 1, "One each morning", "ppi"
)
ALENDRONIC = Medicine(
    Term("Alendronic acid 70mg tablets"),
    1,
    "tablet",
    0,
    "One once a week, upright with water",
    "bone",
)
COLECALCIFEROL = Medicine(
    Term("Colecalciferol 800unit capsules"), 1, "capsule", 1, "One each day", "vitamin-d"
)
LEVOTHYROXINE = _once("Levothyroxine sodium 75microgram tablets", "thyroid")
MORPHINE_MR = Medicine(
    Term("Morphine 10mg modified-release tablets", "36126511000001106", DMD),
    1,
    "tablet",
    2,
    "One every 12 hours",
    "opioid",
)
MORPHINE_LIQUID = Medicine(
    Term("Morphine sulfate 10mg/5ml oral solution"),
    5,
    "mg",
    0,
    "2.5 ml (5 mg) when needed for pain or breathlessness, up to hourly",
    "opioid-rescue",
)
SENNA = Medicine(Term("Senna 7.5mg tablets"), 2, "tablet", 1, "Two each night", "laxative")
MIDAZOLAM_JUST_IN_CASE = Medicine(
    Term("Midazolam 10mg/2ml solution for injection ampoules"),
    2.5,
    "mg",
    0,
    "2.5 mg under the skin when needed for agitation, just in case",
    "anticipatory-midazolam",
)
MORPHINE_JUST_IN_CASE = Medicine(
    Term("Morphine 10mg/1ml solution for injection ampoules"),
    2.5,
    "mg",
    0,
    "2.5 mg under the skin when needed for pain, just in case",
    "anticipatory-opioid",
)
LETROZOLE = _once("Letrozole 2.5mg tablets", "hormone")
LATANOPROST = Medicine(
    Term("Latanoprost 50micrograms/ml eye drops"),
    1,
    "drop",
    1,
    "One drop in each eye at night",
    "eye",
)
CETIRIZINE = _once("Cetirizine 10mg tablets", "antihistamine", "One a day when needed")
EMOLLIENT = Medicine(
    Term("White soft paraffin 15% / Liquid paraffin 6% cream"),
    1,
    "application",
    0,
    "Apply to dry skin as often as needed",
    "emollient",
)
FOLIC_ACID = _once("Folic acid 400microgram tablets", "folic", "One a day until 12 weeks")
FERROUS = _once("Ferrous sulfate 200mg tablets", "iron", "One a day")
PILL = _once("Desogestrel 75microgram tablets", "contraceptive", "One a day")

# Short courses
AMOXICILLIN = Medicine(
    Term("Amoxicillin 500mg capsules"),
    1,
    "capsule",
    3,
    "One three times a day for 5 days",
    "penicillin",
    5,
)
NITROFURANTOIN = Medicine(
    Term("Nitrofurantoin 100mg modified-release capsules"),
    1,
    "capsule",
    2,
    "One twice a day for 3 days",
    "urinary",
    3,
)
CLARITHROMYCIN = Medicine(
    Term("Clarithromycin 500mg tablets", "41946511000001109", DMD),
    1,
    "tablet",
    2,
    "One twice a day for 5 days",
    "macrolide",
    5,
)
AMOXICILLIN_CHILD = Medicine(
    Term("Amoxicillin 250mg/5ml oral suspension"),
    5,
    "ml",
    3,
    "One 5 ml spoonful three times a day for 5 days",
    "penicillin",
    5,
)
CLARITHROMYCIN_CHILD = Medicine(
    Term("Clarithromycin 125mg/5ml oral suspension"),
    5,
    "ml",
    2,
    "One 5 ml spoonful twice a day for 5 days",
    "macrolide",
    5,
)
