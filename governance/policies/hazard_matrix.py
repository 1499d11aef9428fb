"""
What a clinical hazard's risk is: the matrix of DCB0129 and DCB0160, and what each level allows.

As in the hazard log of NHS England's UK Core. It is not the matrix of corporate risks, and the two
are never shown as one.
"""

from typing import Final

from core.errors import NotPermittedNow
from governance.codes import HazardLikelihood as L
from governance.codes import HazardSeverity as S

SEVERITIES: Final = (S.MINOR, S.SIGNIFICANT, S.CONSIDERABLE, S.MAJOR, S.CATASTROPHIC)
# Each row from minor to catastrophic.
MATRIX: Final = {
    L.VERY_HIGH: (3, 4, 4, 5, 5),
    L.HIGH: (2, 3, 3, 4, 5),
    L.MEDIUM: (2, 2, 3, 3, 4),
    L.LOW: (1, 2, 2, 3, 4),
    L.VERY_LOW: (1, 1, 2, 2, 3),
}
ACCEPTABILITY: Final = {
    5: "Unacceptable",
    4: "Mandatory elimination or control",
    3: "Undesirable: acceptable only when further reduction is impractical",
    2: "Acceptable where the cost of reduction outweighs the benefit",
    1: "Acceptable",
}
# What severity means, in patients (single, multiple).
SEVERITY_WORDS: Final = {
    S.CATASTROPHIC: "Death, permanent life-changing incapacity, or severe injury with no short-term"
    " recovery, of several patients",
    S.MAJOR: "The same of one patient; severe injury with short-term recovery or severe"
    " psychological trauma, of several",
    S.CONSIDERABLE: "Severe injury with short-term recovery or severe trauma, of one patient; minor"
    " injury without short-term recovery or significant trauma, of several",
    S.SIGNIFICANT: "Minor injury without short-term recovery or significant trauma, of one patient;"
    " minor injury with recovery, or upset, of several",
    S.MINOR: "Minor injury with recovery, upset or inconvenience, of one patient",
}
LIKELIHOOD_WORDS: Final = {
    L.VERY_HIGH: "Certain or almost certain",
    L.HIGH: "Reasonably expected in the majority of cases",
    L.MEDIUM: "Possible",
    L.LOW: "Could occur, mostly will not",
    L.VERY_LOW: "Negligible possibility",
}
# From here on it has to be eliminated or controlled, and nobody may sign that it is acceptable.
UNFIT_FROM: Final = 4


def level_of(severity: str, likelihood: str) -> int:
    """Return the level of risk of a hazard, from 1 to 5."""
    return MATRIX[L(likelihood)][SEVERITIES.index(S(severity))]


def check_is_tolerable(level: int) -> None:
    """
    Require that what remains of a hazard may be tolerated.

    :raises NotPermittedNow: it has to be eliminated or controlled first
    """
    if level >= UNFIT_FROM:
        raise NotPermittedNow(
            f"The residual risk is {level} ({ACCEPTABILITY[level].lower()}): it needs more control"
            " before it can be signed off."
        )
