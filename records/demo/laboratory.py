"""What the laboratory measures: units, reference ranges and the panels they are reported in."""

import math
from typing import NamedTuple

from records.demo.terms import LOINC, Term


class Analyte(NamedTuple):
    """One measured thing; a bound is None where the range is open."""

    key: str
    term: Term
    unit: str
    ucum: str
    low: float | None
    high: float | None
    digits: int = 0


class Panel(NamedTuple):
    """A report and the analytes it groups."""

    term: Term
    analytes: tuple[Analyte, ...]


MMOL = "mmol/L"
SODIUM = Analyte("sodium", Term("Serum sodium level", "1000661000000107"), MMOL, MMOL, 133, 146)
POTASSIUM = Analyte(
    "potassium", Term("Serum potassium level", "1000651000000109"), MMOL, MMOL, 3.5, 5.3, 1
)
UREA = Analyte("urea", Term("Serum urea level", "1000951000000103"), MMOL, MMOL, 2.5, 7.8, 1)
CREATININE = Analyte(
    "creatinine", Term("Serum creatinine level", "1000731000000107"), "umol/L", "umol/L", 45, 110
)
EGFR = Analyte(
    "egfr",
    Term("eGFR using creatinine (CKD-EPI) per 1.73 square metres", "1011481000000105"),
    "mL/min/1.73m2",
    "mL/min/{1.73_m2}",
    60,
    None,
)
HAEMOGLOBIN = Analyte("haemoglobin", Term("Haemoglobin", "718-7", LOINC), "g/L", "g/L", 115, 165)
WHITE_CELLS = Analyte(
    "white-cells", Term("White cell count", "6690-2", LOINC), "10*9/L", "10*9/L", 4, 11, 1
)
PLATELETS = Analyte(
    "platelets", Term("Platelet count", "777-3", LOINC), "10*9/L", "10*9/L", 150, 450
)
MCV = Analyte("mcv", Term("Mean cell volume", "787-2", LOINC), "fL", "fL", 80, 100)
ALT = Analyte(
    "alt", Term("Serum alanine aminotransferase level", "1018251000000107"), "U/L", "U/L", 5, 50
)
ALP = Analyte(
    "alp", Term("Serum alkaline phosphatase level", "1000621000000104"), "U/L", "U/L", 30, 130
)
BILIRUBIN = Analyte(
    "bilirubin", Term("Serum total bilirubin level", "997591000000109"), "umol/L", "umol/L", 1, 21
)
ALBUMIN = Analyte("albumin", Term("Serum albumin level", "1000821000000103"), "g/L", "g/L", 35, 50)
CHOLESTEROL = Analyte(
    "cholesterol", Term("Serum cholesterol level", "1005671000000105"), MMOL, MMOL, None, 5.0, 1
)
HDL = Analyte(
    "hdl", Term("Serum HDL cholesterol level", "1005681000000107"), MMOL, MMOL, 1.0, None, 1
)
NON_HDL = Analyte(
    "non-hdl", Term("Serum non HDL cholesterol level", "1006191000000106"), MMOL, MMOL, None, 4.0, 1
)
HBA1C = Analyte(
    "hba1c",
    Term("Haemoglobin A1c level (IFCC standardised)", "999791000000106"),
    "mmol/mol",
    "mmol/mol",
    20,
    41,
)
TSH = Analyte(
    "tsh", Term("Serum thyroid stimulating hormone level"), "mU/L", "m[IU]/L", 0.3, 4.2, 1
)
NT_PRO_BNP = Analyte("nt-pro-bnp", Term("Serum NT-proBNP level"), "ng/L", "ng/L", None, 400)
CRP = Analyte(
    "crp", Term("Serum CRP (C reactive protein) level", "1001371000000100"), "mg/L", "mg/L", None, 5
)
TROPONIN = Analyte("troponin", Term("High sensitivity troponin I level"), "ng/L", "ng/L", None, 34)

RENAL = Panel(
    Term("Urea and electrolytes", "252167001"), (SODIUM, POTASSIUM, UREA, CREATININE, EGFR)
)
BLOOD_COUNT = Panel(
    Term("Full blood count", "26604007"), (HAEMOGLOBIN, WHITE_CELLS, PLATELETS, MCV)
)
LIVER = Panel(Term("Liver function tests", "26958001"), (ALT, ALP, BILIRUBIN, ALBUMIN))
LIPIDS = Panel(Term("Measurement of serum lipid level", "271244005"), (CHOLESTEROL, HDL, NON_HDL))
SUGAR = Panel(Term("Haemoglobin A1c measurement", "43396009"), (HBA1C,))
THYROID = Panel(Term("Thyroid function test"), (TSH,))
HEART_STRAIN = Panel(Term("NT-proBNP measurement"), (NT_PRO_BNP,))
INFLAMMATION = Panel(Term("C reactive protein measurement"), (CRP,))
HEART_DAMAGE = Panel(Term("Troponin measurement"), (TROPONIN,))
EMERGENCY = (RENAL, BLOOD_COUNT, INFLAMMATION)


def interpretation(analyte: Analyte, value: float) -> tuple[str, str]:
    """Return the HL7 code and word that say how a value lies against its range."""
    if analyte.low is not None and value < analyte.low:
        return ("L", "Low")
    if analyte.high is not None and value > analyte.high:
        return ("H", "High")
    return ("N", "Normal")


def creatinine_for(egfr: float, age: int, *, female: bool) -> float:
    """Return the creatinine (µmol/L) that the CKD-EPI 2009 equation turns into this eGFR."""
    kappa, alpha, factor = (61.9, -0.329, 1.018) if female else (79.6, -0.411, 1.0)
    at_kappa = 141 * 0.993**age * factor
    ratio = egfr / at_kappa
    power = -1 / 1.209 if ratio < 1 else 1 / alpha
    return kappa * max(0.4, math.pow(ratio, power))
