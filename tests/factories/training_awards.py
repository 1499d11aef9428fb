from datetime import date, datetime

from accounts.models import Competency, PractitionerRole
from tests.factories.training import MONDAY, CompetencyFactory, make_version
from training.actions.completion import Step, complete_step, start_enrolment
from training.actions.prior_learning import NewClaim, send_claim
from training.codes import FileCheck
from training.models import Award, CourseVersion, PriorLearning

# The smallest file that readers take for a PDF.
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def award_to(
    role: PractitionerRole, *, version: CourseVersion | None = None, at: datetime = MONDAY
) -> Award:
    """Award a course of one competency to somebody, as a register would."""
    enrolment = start_enrolment(learner=role, version=version or make_version(), at=at)
    done = complete_step(enrolment=enrolment, step=Step.ATTENDANCE, by=None, at=at)
    return Award.objects.get(enrolment=done)


def a_claim(
    role: PractitionerRole,
    *,
    competency: Competency | None = None,
    completed_on: date = date(2026, 9, 1),
    provider: str = "Record safety, another trust",
    file_name: str = "certificate.pdf",
    content: bytes = PDF,
) -> PriorLearning:
    """Send what somebody learned elsewhere, as its form does."""
    claim = NewClaim(
        competency=competency or CompetencyFactory.create(),
        completed_on=completed_on,
        provider=provider,
        file_name=file_name,
        content=content,
    )
    return send_claim(claim=claim, learner=role, at=MONDAY)


def let_in(claim: PriorLearning) -> PriorLearning:
    """Have evidence pass the virus check."""
    PriorLearning.objects.filter(pk=claim.pk).update(file_check=FileCheck.CLEAN)
    claim.refresh_from_db()
    return claim
