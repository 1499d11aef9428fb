"""NutritionOrder: diets, textures and feeds that a person is to have."""

from records.codes import RecordSection

from .amounts import date_words, quantity_words
from .headings import section_of
from .narratives import gist
from .people import said, who
from .reading import (
    all_concept_words,
    clinical,
    coding_of,
    concept_words,
    doubts,
    humanize,
    join,
    notes_of,
    part,
    parts,
    read_date,
    read_moment,
    rows,
    sensitivity_of,
    word,
)
from .shape import Coding, Extract, Presentation, References, Resource


def extract(resource: Resource, references: References) -> Extract:
    coding = coding_of(part(part(resource, "oralDiet"), "type"))
    return Extract(
        section=section_of(resource, RecordSection.PLAN_AND_REQUESTED_ACTIONS),
        coding=Coding(system=coding.system, code=coding.code, display=_title(resource)),
        status=word(resource, "status"),
        clinical_date=clinical(read_date(resource, "dateTime")),
        recorded_at=read_moment(resource, "dateTime"),
        author=who(resource, references, "orderer"),
        sensitivity=sensitivity_of(resource),
    )


def _title(resource: Resource) -> str:
    """Return the diet, the supplement or the feed that is ordered."""
    supplements = parts(resource, "supplement")
    feed = part(resource, "enteralFormula")
    return (
        all_concept_words(part(resource, "oralDiet"), "type")
        or ", ".join(filter(None, (_product(item, "type", "productName") for item in supplements)))
        or _product(feed, "baseFormulaType", "baseFormulaProductName")
        or "Diet"
    )


def _product(item: Resource, kind: str, name: str) -> str:
    """Return what is given: its kind and the name of the product."""
    return join(", ", concept_words(item, kind), word(item, name))


def present(resource: Resource) -> Presentation:
    diet, feed = part(resource, "oralDiet"), part(resource, "enteralFormula")
    told = join(". ", word(diet, "instruction"), word(feed, "administrationInstruction"))
    textures = (concept_words(item, "modifier") for item in parts(diet, "texture"))
    title = _title(resource)
    return Presentation(
        headline=gist(resource) or title if title == "Diet" else title,
        detail=told,
        rows=rows(
            ("Status", humanize(word(resource, "status"))),
            ("Texture", ", ".join(filter(None, textures))),
            ("Fluids", all_concept_words(diet, "fluidConsistencyType")),
            ("Instruction", told),
            ("Volume", quantity_words(part(feed, "maxVolumeToDeliver"))),
            ("Preferences", all_concept_words(resource, "foodPreferenceModifier")),
            ("To be left out", all_concept_words(resource, "excludeFoodModifier")),
            ("Ordered", date_words(resource, "dateTime")),
            ("Ordered by", said(part(resource, "orderer"), resource)),
            ("Notes", notes_of(resource)),
        ),
        cautions=doubts(resource),
    )
