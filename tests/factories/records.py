from datetime import UTC, datetime, timedelta
from itertools import count, islice
from uuid import uuid4

import factory

from accounts.models import Organization
from core.names import fold_name, fold_postcode
from core.nhs_number import with_check_digit
from records.codes import (
    DatePrecision,
    FeedFormat,
    FeedMode,
    FeedState,
    RecordSection,
    RunTrigger,
)
from records.models import (
    DocumentContent,
    Feed,
    ImportRun,
    Patient,
    RecordEntry,
    RecordEntryVersion,
    SourcePatient,
)
from tests.factories.accounts import BoardFactory, SurgeryFactory

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_number(index: int) -> str:
    """Return the index-th valid number of the range that is kept for invented people."""
    numbers = filter(None, (with_check_digit(f"999{n:06}") for n in count(index * 2)))
    return next(islice(numbers, 1)).value


test_number.__test__ = False  # type: ignore[attr-defined]  # a helper for factories, no test


class FeedFactory(factory.django.DjangoModelFactory[Feed]):
    class Meta:
        model = Feed
        skip_postgeneration_save = True

    code = factory.Sequence("feed-{}".format)
    name = factory.LazyAttribute(lambda each: each.organization.name)
    organization = factory.SubFactory(SurgeryFactory)
    format = FeedFormat.FHIR_NDJSON
    mode = FeedMode.DELTA
    state = FeedState.ACTIVE
    agreed_lag = timedelta(hours=26)
    last_received_at = NOON - timedelta(hours=2)

    @factory.post_generation
    def shared_with(self, create: bool, boards: list[Organization] | None, **kwargs: object):
        """Share with Shropshire, Telford and Wrekin, or with the boards given."""
        self.shared_with.set([BoardFactory.create()] if boards is None else boards)


class ImportRunFactory(factory.django.DjangoModelFactory[ImportRun]):
    class Meta:
        model = ImportRun

    feed = factory.SubFactory(FeedFactory)
    trigger = RunTrigger.PERSON
    received_at = NOON


class PatientFactory(factory.django.DjangoModelFactory[Patient]):
    class Meta:
        model = Patient

    nhs_number = factory.Sequence(test_number)
    nhs_number_status = "01"
    title = "Mrs"
    family_name = "Testwell"
    given_names = "Ada Rose"
    family_key = factory.LazyAttribute(lambda each: fold_name(each.family_name))
    given_key = factory.LazyAttribute(lambda each: fold_name(each.given_names))
    birth_date = datetime(1948, 3, 12, tzinfo=UTC).date()
    gender = "female"
    address_lines = ["1 Sample Street", "Shrewsbury"]
    postcode = "SY3 8XQ"
    postcode_key = factory.LazyAttribute(lambda each: fold_postcode(each.postcode))
    gp_practice_name = "Radbrook Green Surgery"


DEMOGRAPHICS = (
    "nhs_number", "title", "family_name", "given_names", "family_key", "given_key", "birth_date",
    "gender", "address_lines", "postcode", "postcode_key",
)  # fmt: skip


class SourcePatientFactory(factory.django.DjangoModelFactory[SourcePatient]):
    """A patient as a feed knows them; what is not given is as the index has it."""

    class Meta:
        model = SourcePatient

    feed = factory.SubFactory(FeedFactory)
    patient = factory.SubFactory(PatientFactory)
    source_id = factory.Sequence("Patient/{}".format)
    resource = factory.LazyFunction(lambda: {"resourceType": "Patient"})
    content_hash = bytes(16)
    received_at = NOON

    @classmethod
    def _adjust_kwargs(cls, **kwargs: object) -> dict[str, object]:
        known = {name: getattr(kwargs["patient"], name) for name in DEMOGRAPHICS}
        return known | kwargs


class RecordEntryFactory(factory.django.DjangoModelFactory[RecordEntry]):
    class Meta:
        model = RecordEntry

    id = factory.LazyFunction(uuid4)
    patient = factory.SubFactory(PatientFactory)
    feed = factory.SubFactory(FeedFactory)
    run = factory.SubFactory(ImportRunFactory, feed=factory.SelfAttribute("..feed"))
    organization = factory.SelfAttribute("feed.organization")
    source_id = factory.LazyAttribute(lambda each: f"{each.resource_type}/{each.id}")
    resource_type = "Condition"
    section = RecordSection.PROBLEMS
    display = "Asthma"
    status = "active"
    clinical_start = datetime(2020, 5, 4, tzinfo=UTC)
    clinical_precision = DatePrecision.DAY
    content_hash = bytes(16)
    received_at = NOON
    resource = factory.LazyAttribute(
        lambda each: {"resourceType": each.resource_type, "code": {"text": each.display}}
    )


class RecordEntryVersionFactory(RecordEntryFactory):
    class Meta:
        model = RecordEntryVersion

    received_at = NOON - timedelta(days=2)
    known_until = NOON
    end_reason = "superseded"
    ended_by_run = factory.SelfAttribute("run")


class DocumentContentFactory(factory.django.DjangoModelFactory[DocumentContent]):
    class Meta:
        model = DocumentContent

    patient = factory.SubFactory(PatientFactory)
    sha256 = "a" * 64
    content_type = "text/plain"
    content = b"Dear Dr Sample, she is well."
    size = factory.LazyAttribute(lambda each: len(each.content))
    received_at = NOON
