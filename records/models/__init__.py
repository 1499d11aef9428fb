"""The shared care record: people, entries, feeds, and who looked at what."""

from .access import RecordAccess, SectionRule
from .entry import DocumentContent, RecordEntry, RecordEntryVersion
from .feed import Feed, ImportFile, ImportRun, ImportRunNote, QuarantinedItem
from .passage import EmergencyPassage
from .patient import Patient, PatientIdentifier, SourcePatient

__all__ = [
    "DocumentContent",
    "EmergencyPassage",
    "Feed",
    "ImportFile",
    "ImportRun",
    "ImportRunNote",
    "Patient",
    "PatientIdentifier",
    "QuarantinedItem",
    "RecordAccess",
    "RecordEntry",
    "RecordEntryVersion",
    "SectionRule",
    "SourcePatient",
]
