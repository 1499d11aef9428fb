"""Who must be competent for what in the demonstration, board by board."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from accounts.codes import JobRole, OrganizationKind
from accounts.models import Competency, Organization, PractitionerRole
from records.codes import RecordSection
from training.models import Requirement

J, K = JobRole, OrganizationKind
WITH_PATIENTS: Final = (
    J.CLINICIAN, J.NURSE, J.HEALTH_PROFESSIONAL, J.SOCIAL_CARE_PROFESSIONAL,
)  # fmt: skip
READERS: Final = (*WITH_PATIENTS, J.DEMOGRAPHICS_VIEWER)
AGREEMENT: Final = "Record access agreement, section 3"
CORE_SKILLS: Final = "Core skills training framework"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A line of the matrix as it is written for each board."""

    competency: str
    roles: tuple[JobRole, ...] = ()
    settings: tuple[OrganizationKind, ...] = ()
    section: str = ""
    grace: int = 30
    opens_record: bool = False
    policy: str = CORE_SKILLS

    def fits(self, role: PractitionerRole, sections: Iterable[str]) -> bool:
        """Whether somebody falls under it, who sees these sections in full."""
        if self.roles and role.job_role not in self.roles:
            return False
        if self.settings and role.organization.kind not in self.settings:
            return False
        return not self.section or self.section in sections


RULES: Final = (
    Rule(
        competency="record-safe-use",
        roles=READERS,
        opens_record=True,
        policy=AGREEMENT,
    ),
    Rule(competency="information-governance", policy="Data security toolkit, standard 3"),
    Rule(competency="cyber-security", grace=60, policy="Data security toolkit, standard 3"),
    Rule(competency="safeguarding-adults-2", roles=WITH_PATIENTS),
    Rule(
        competency="safeguarding-children-3",
        roles=(J.CLINICIAN, J.SOCIAL_CARE_PROFESSIONAL),
        section=RecordSection.SAFEGUARDING.value,
        grace=60,
    ),
    Rule(
        competency="resuscitation-adult-2",
        roles=(J.CLINICIAN, J.NURSE),
        settings=(K.ACUTE, K.AMBULANCE),
        grace=14,
    ),
    Rule(
        competency="moving-and-handling-2",
        roles=(J.NURSE,),
        settings=(K.ACUTE, K.COMMUNITY),
    ),
    Rule(
        competency="social-care-record",
        roles=(J.SOCIAL_CARE_PROFESSIONAL,),
        settings=(K.LOCAL_AUTHORITY,),
        policy=AGREEMENT,
    ),
    Rule(
        competency="mental-health-record",
        roles=(J.CLINICIAN, J.NURSE),
        settings=(K.MENTAL_HEALTH,),
        grace=60,
        policy=AGREEMENT,
    ),
    Rule(
        competency="medicines-reconciliation",
        roles=(J.HEALTH_PROFESSIONAL,),
        settings=(K.ACUTE, K.GP_PRACTICE),
        grace=60,
        policy="Medicines optimisation policy",
    ),
    Rule(competency="emergency-access", roles=(J.CLINICIAN,), grace=60, policy=AGREEMENT),
)


def load_matrix(
    boards: Iterable[Organization], competencies: Mapping[str, Competency], *, since: date
) -> None:
    """Write the matrix of each board, where it has none."""
    for board in boards:
        if Requirement.objects.filter(organization=board).exists():
            continue
        for rule in RULES:
            for job_role in rule.roles or ("",):
                for setting in rule.settings or ("",):
                    Requirement.objects.create(
                        organization=board,
                        job_role=job_role,
                        setting=setting,
                        section=rule.section,
                        competency=competencies[rule.competency],
                        applies_from=since,
                        grace_days=rule.grace,
                        opens_record=rule.opens_record,
                        policy=rule.policy,
                    )
