"""Allergies of the demo, each with the reactions that it is known for."""

from typing import NamedTuple

from records.demo.terms import Term


class Allergy(NamedTuple):
    """What a person reacts to, how, and how badly."""

    agent: Term
    category: str
    reactions: tuple[Term, ...]
    severity: str


HIVES = Term("Urticarial rash", "247472004")
RASH = Term("Allergic skin rash", "21626009")
ANAPHYLAXIS = Term("Anaphylaxis", "39579001")
ANGIOEDEMA = Term("Allergic angioedema", "402387002")
WHEEZE = Term("Wheezing", "56018004")
ITCHING = Term("Itching", "418290006")
VOMITING = Term("Nausea and vomiting")

PENICILLIN = Term("Allergy to penicillin", "91936005")
PENICILLIN_ANAPHYLAXIS = Allergy(PENICILLIN, "medication", (ANAPHYLAXIS,), "severe")
PENICILLIN_RASH = Allergy(PENICILLIN, "medication", (RASH,), "mild")
COMMON = (
    PENICILLIN_RASH,
    Allergy(PENICILLIN, "medication", (HIVES, ITCHING), "moderate"),
    Allergy(Term("Amoxicillin", "372687004"), "medication", (HIVES,), "mild"),
    Allergy(Term("Codeine"), "medication", (VOMITING,), "moderate"),
    Allergy(Term("Trimethoprim"), "medication", (RASH,), "moderate"),
    Allergy(Term("Erythromycin"), "medication", (VOMITING,), "mild"),
    Allergy(Term("Allergy to latex", "300916003"), "environment", (ITCHING, HIVES), "mild"),
    Allergy(Term("Allergy to grass pollen", "418689008"), "environment", (WHEEZE,), "mild"),
    Allergy(Term("House dust mite allergy", "232350006"), "environment", (WHEEZE,), "mild"),
    Allergy(Term("Peanut"), "food", (ANGIOEDEMA, HIVES), "severe"),
    Allergy(Term("Bee venom", "288328004"), "environment", (ANGIOEDEMA,), "moderate"),
    Allergy(Term("Adhesive plaster"), "environment", (ITCHING,), "mild"),
)
NONE_KNOWN = Term("No known allergies")
