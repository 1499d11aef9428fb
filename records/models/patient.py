from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.models import Organization
from core.models import BaseModel
from records.codes import DatePrecision, QuarantineReason

from .feed import Feed


class Demographics(models.Model):
    """What identifies a person. Keys are folded for search: capitals, no accents, letters only."""

    nhs_number = models.CharField("NHS number", max_length=10, blank=True)
    nhs_number_status = models.CharField(
        max_length=2, blank=True, help_text="UKCore-NHSNumberVerificationStatusEngland"
    )
    title = models.CharField(max_length=35, blank=True)
    family_name = models.CharField(max_length=200, blank=True)
    given_names = models.CharField(max_length=200, blank=True)
    preferred_name = models.CharField(max_length=200, blank=True)
    family_key = models.CharField(max_length=200, blank=True)
    given_key = models.CharField(max_length=200, blank=True)
    birth_date = models.DateField(null=True, blank=True)
    birth_precision = models.CharField(
        max_length=1, choices=DatePrecision, default=DatePrecision.DAY
    )
    gender = models.CharField(max_length=10, blank=True, help_text="FHIR administrative-gender")
    address_lines = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    postcode_key = models.CharField(max_length=10, blank=True)
    phone = models.CharField(max_length=50, blank=True)
    email = models.CharField(max_length=254, blank=True)
    gp_practice_code = models.CharField(max_length=10, blank=True)
    gp_practice_name = models.CharField(max_length=200, blank=True)
    is_deceased = models.BooleanField(default=False)
    deceased_on = models.DateField(null=True, blank=True)
    is_restricted = models.BooleanField(
        default=False, help_text="PDS confidentiality R: no address, phone or GP is shown"
    )

    class Meta:
        abstract = True


class Patient(BaseModel, Demographics):
    """A person who receives care, once, whatever sources know them (FHIR Patient)."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["nhs_number"],
                condition=~Q(nhs_number=""),
                name="records_patient_nhs_number_once",
            )
        ]

    def __str__(self) -> str:
        return f"Patient {self.pk}"


class PatientIdentifier(BaseModel):
    """A number by which an organization knows a person (FHIR Identifier)."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="identifiers")
    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="+")
    system = models.CharField(max_length=300)
    value = models.CharField(max_length=200)
    assigning_organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["feed", "system", "value", "patient"],
                name="records_patientidentifier_once",
            )
        ]
        indexes = [models.Index(fields=["value", "system"], name="records_identifier_value")]

    def __str__(self) -> str:
        return f"Identifier {self.pk}"


class SourcePatientQuerySet(models.QuerySet["SourcePatient"]):
    def linked(self) -> Self:
        return self.filter(patient__isnull=False)

    def held(self) -> Self:
        return self.filter(patient__isnull=True)


class SourcePatient(BaseModel, Demographics):
    """
    A person as one feed knows them: linked to the index, or held for review and shown nowhere.

    Every feed's own words are kept, so the index can say which source calls a person what.
    """

    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="source_patients")
    source_id = models.CharField(max_length=200)
    patient = models.ForeignKey(
        Patient, on_delete=models.PROTECT, related_name="sources", null=True, blank=True
    )
    hold_reason = models.CharField(max_length=30, choices=QuarantineReason, blank=True)
    resource = models.JSONField()
    content_hash = models.BinaryField(max_length=16)
    source_updated_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = SourcePatientQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["feed", "source_id"], name="records_sourcepatient_once_per_feed"
            ),
            models.CheckConstraint(
                condition=Q(patient__isnull=False, hold_reason="")
                | (Q(patient__isnull=True) & ~Q(hold_reason="")),
                name="records_sourcepatient_linked_or_held",
            ),
        ]
        indexes = [
            models.Index(fields=["birth_date", "family_key"], name="records_source_born_family"),
            models.Index(
                fields=["family_key", "given_key", "patient"],
                name="records_source_names",
                opclasses=["text_pattern_ops", "text_pattern_ops", "uuid_ops"],
                include=["feed", "withdrawn_at"],
            ),
            models.Index(fields=["postcode_key", "family_key"], name="records_source_postcode"),
        ]

    def __str__(self) -> str:
        return f"Source patient {self.pk}"
