"""A store of records of any size: the synthetic people as imported, and very many like them."""

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from django.db import connection
from django.utils import timezone

from records.actions.imports import import_now
from records.codes import FeedState, RecordSection
from records.demo.generate import Order, generate
from records.models import Feed
from tests.bench.feed_files import AS_OF, empty_records, files_of

STORY_PEOPLE = 60
ENTRIES_A_PERSON = 40
COLUMNS = (
    "feed_id, run_id, organization_id, received_at, clinical_start, clinical_end, recorded_at, "
    "source_updated_at, content_hash, clinical_precision, resource_type, section, source_id, "
    "code_system, code, display, status, author, value, unit, sensitivity, resource"
)

# Other people's records: each has the entries of one stretch of all that were imported.
FILL = f"""
    WITH model AS MATERIALIZED (
        SELECT *, row_number() OVER (ORDER BY patient_id, id) - 1 AS nth FROM records_recordentry
    ), person AS (
        INSERT INTO records_patient (
            id, created_at, updated_at, nhs_number, nhs_number_status, title, family_name,
            given_names, preferred_name, family_key, given_key, birth_date, birth_precision,
            gender, address_lines, postcode, postcode_key, phone, email, gp_practice_code,
            gp_practice_name, is_deceased, is_restricted)
        SELECT gen_random_uuid(), now(), now(), '', '', '', 'Sample', 'Number ' || n, '', 'SAMPLE',
            'NUMBER', '1950-01-01', 'D', 'unknown', '{{}}', '', '', '', '', '', '', false, false
        FROM generate_series(1, %(patients)s) AS n
        RETURNING id, split_part(given_names, ' ', 2)::int AS n
    )
    INSERT INTO records_recordentry (patient_id, id, {COLUMNS})
    SELECT person.id, gen_random_uuid(), {COLUMNS}
    FROM person CROSS JOIN generate_series(1, %(entries)s) AS each
    JOIN model ON model.nth = (person.n * 7 + each) %% (SELECT count(*) FROM model)
"""  # noqa: S608 — built of constants

# The same test again and again, a day earlier each time, from the entries that there are.
LENGTHEN = f"""
    INSERT INTO records_recordentry (patient_id, id, {COLUMNS})
    SELECT %(patient)s, gen_random_uuid(), {COLUMNS.replace("clinical_start,", "earlier,", 1)}
    FROM (
        SELECT e.*, e.clinical_start - n * interval '1 day' AS earlier
        FROM records_recordentry e CROSS JOIN generate_series(1, %(entries)s) AS n
        WHERE e.patient_id = %(patient)s AND e.section = %(section)s
        ORDER BY n, e.id LIMIT %(entries)s
    ) longer
"""  # noqa: S608 — built of constants

COUNT_ALL = "SELECT count(*) FROM records_recordentry WHERE patient_id = %(patient)s"
COUNT = f"{COUNT_ALL} AND section = %(section)s"

SHORTEN = """
    DELETE FROM records_recordentry WHERE patient_id = %(patient)s AND id IN (
        SELECT id FROM records_recordentry WHERE patient_id = %(patient)s AND section = %(section)s
        ORDER BY clinical_start, id LIMIT %(entries)s)
"""


def import_stories(folder: Path) -> None:
    """Import what every source sends of a few people, in the place of all that was there."""
    empty_records()
    generate(
        Order(patients=STORY_PEOPLE, out=folder, seed=7, as_of=AS_OF, letters=0), lambda _done: None
    )
    for feed in Feed.objects.filter(state=FeedState.ACTIVE).order_by("code"):
        sent = files_of(folder, feed.code)
        if sent.paths:
            import_now(sent.feed, sent.paths, clock=timezone.now)


def fill_records(patients: int) -> None:
    """Add people until there are so many, each with their entries, and let the planner know."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM records_patient")
        there: int = cursor.fetchone()[0]
        cursor.execute(FILL, {"patients": patients - there, "entries": ENTRIES_A_PERSON})
        cursor.execute("ANALYZE")


def choose_person(taken: Sequence[UUID]) -> UUID:
    """Return whoever of the imported people has the most sources and entries, and is not taken."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT patient_id FROM records_recordentry WHERE patient_id <> ALL(%s) "
            "GROUP BY patient_id ORDER BY count(DISTINCT feed_id) DESC, count(*) DESC LIMIT 1",
            [list(taken)],
        )
        chosen: UUID = cursor.fetchone()[0]
    return chosen


def bring_to(patient_id: UUID, entries: int, *, section: RecordSection, of_section: bool) -> None:
    """Give a person exactly so many entries, in all or of a section, whose oldest are changed."""
    values: dict[str, UUID | str] = {"patient": patient_id, "section": section.value}
    with connection.cursor() as cursor:
        cursor.execute(COUNT if of_section else COUNT_ALL, values)
        missing: int = entries - cursor.fetchone()[0]
        if missing > 0:
            cursor.execute(LENGTHEN, {**values, "entries": missing})
        elif missing < 0:
            cursor.execute(SHORTEN, {**values, "entries": -missing})
