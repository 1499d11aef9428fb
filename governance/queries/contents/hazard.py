"""What a clinical safety officer signs: a hazard as it stands, and its fingerprint."""

from governance.models import Hazard
from governance.policies.evidence import Json, canonical, sha256


def describe_hazard(hazard: Hazard) -> Json:
    """
    Return what is signed of a hazard: its words, owner, controls, and every assessment.

    Whether it is open is not among it: signing comes before closing, and closing changes nothing
    of what was signed.
    """
    return {
        "name": hazard.name,
        "description": hazard.description,
        "causes": hazard.causes,
        "effect": hazard.effect,
        "harm": hazard.harm,
        "existing_controls": hazard.existing_controls,
        "owner": str(hazard.owner_id),
        "controls": [
            {
                "kind": each.kind,
                "description": each.description,
                "evidence": each.evidence,
                "in_place_on": each.in_place_on.isoformat() if each.in_place_on else "",
            }
            for each in sorted(hazard.controls.all(), key=lambda each: str(each.pk))
        ],
        "assessments": [
            {
                "kind": each.kind,
                "severity": each.severity,
                "likelihood": each.likelihood,
                "why": each.why,
                "assessed_at": each.assessed_at.isoformat(),
            }
            for each in sorted(
                hazard.assessments.all(), key=lambda each: (each.assessed_at, str(each.pk))
            )
        ],
    }


def hash_hazard(hazard: Hazard) -> str:
    """Return the fingerprint of a hazard as it stands."""
    return sha256(canonical(describe_hazard(hazard)))
