"""Give each job role its first rules; from here on they are changed as data, with history."""

from django.db import migrations

EVERY_SECTION = (
    "person-demographics", "gp-practice", "about-me", "individual-requirements", "alerts",
    "legal-information", "safeguarding", "professional-contacts", "personal-contacts",
    "participation-in-research", "referral-details", "contact-with-professionals",
    "admission-details", "discharge-details", "future-appointments", "vaccinations", "problems",
    "procedures-and-therapies", "social-context", "services-and-care", "primary-support-reason",
    "family-history", "investigation-results", "investigations-requested", "examination-findings",
    "pregnancy-status", "assessments", "formulation", "risk-information",
    "allergies-and-adverse-reaction", "medications-and-medical-devices",
    "equipment-and-adaptations", "plan-and-requested-actions", "care-and-support-plan",
    "contingency-plans", "additional-support-plans", "end-of-life-care",
    "documents-including-correspondence-audio-and-images",
)  # fmt: skip

# Sections of which the role learns only that there is something, or nothing at all.
EXISTENCE = {
    "health-professional": {"safeguarding", "formulation"},
    "social-care-professional": {
        "vaccinations", "procedures-and-therapies", "investigation-results",
        "investigations-requested", "examination-findings", "formulation",
        "documents-including-correspondence-audio-and-images",
    },
}  # fmt: skip
NOTHING = {
    "health-professional": {"participation-in-research"},
    "social-care-professional": {"family-history", "pregnancy-status", "participation-in-research"},
}
IDENTITY_ONLY = {
    "demographics-viewer": ("person-demographics", "gp-practice"),
    "privacy-officer": ("person-demographics",),
}


def rules():
    for role in ("clinician", "nurse", "health-professional", "social-care-professional"):
        for section in EVERY_SECTION:
            if section in NOTHING.get(role, ()):
                continue
            only_existence = section in EXISTENCE.get(role, ())
            yield role, section, "existence" if only_existence else "full"
    for role, sections in IDENTITY_ONLY.items():
        for section in sections:
            yield role, section, "full"


def create_rules(apps, schema_editor):
    section_rule = apps.get_model("records", "SectionRule")
    section_rule.objects.bulk_create(
        section_rule(job_role=role, section=section, access=access)
        for role, section, access in rules()
    )


class Migration(migrations.Migration):
    dependencies = [("records", "0002_partitioned_entries")]

    operations = [migrations.RunPython(create_rules, migrations.RunPython.noop)]
