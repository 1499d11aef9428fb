"""Which job roles see which sections of records: the rules, not any record."""

from collections import defaultdict
from collections.abc import Mapping

from records.codes import SectionAccess
from records.models import SectionRule


def map_roles_by_section() -> Mapping[str, frozenset[str]]:
    """Return for each section the job roles that see all its entries."""
    roles: defaultdict[str, set[str]] = defaultdict(set)
    rules = SectionRule.objects.filter(access=SectionAccess.FULL)
    for section, job_role in rules.values_list("section", "job_role"):
        roles[section].add(job_role)
    return {section: frozenset(each) for section, each in roles.items()}


def list_full_sections(job_role: str) -> list[str]:
    """Return the sections of which a job role sees all entries."""
    rules = SectionRule.objects.filter(job_role=job_role, access=SectionAccess.FULL)
    return list(rules.order_by("section").values_list("section", flat=True))
