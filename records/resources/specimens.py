"""When a specimen was taken: the clinical date of a result that does not give its own."""

from .reading import NOTHING, part, read_clinical_date, resolve_in
from .shape import ClinicalDate, References, Resource


def collected(resource: Resource, references: References) -> ClinicalDate | None:
    """Return when the first specimen of a result was taken, if the source sent the specimen."""
    specimen = resolve_in(resource, part(resource, "specimen"), references)
    return read_clinical_date(part(specimen or NOTHING, "collection"), "collected")
