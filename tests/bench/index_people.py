"""A patient index of any size, filled in SQL, with names as common and as rare as people's are."""

from datetime import date
from typing import NamedTuple

from django.db import connection, transaction

from records.demo import names
from records.models import Feed
from tests.bench.feed_files import empty_records

PEOPLE_A_POSTCODE = 40
# One family name in eighty is Smith, as in England; the others fall off as names do.
COMMON_SHARE = 0.0125
RARE_NAMES = 20_000
GIVEN_NAMES = (
    *names.FEMALE_MIDDLE, *names.MALE_MIDDLE, *names.FEMALE_YOUNG, *names.MALE_YOUNG,
    *names.FEMALE_OLD, *names.MALE_OLD,
)  # fmt: skip

FILL_PATIENTS = """
    INSERT INTO records_patient (
        id, created_at, updated_at, nhs_number, nhs_number_status, title, family_name, given_names,
        preferred_name, family_key, given_key, birth_date, birth_precision, gender, address_lines,
        postcode, postcode_key, phone, email, gp_practice_code, gp_practice_name, is_deceased,
        is_restricted)
    SELECT gen_random_uuid(), now(), now(), lpad((9990000000 - n)::text, 10, '0'), '01', '',
        initcap(family), initcap(given), '', family, given,
        DATE '1926-01-01' + (random() * 36500)::int, 'D', 'unknown', ARRAY['1 Sample Street'],
        code, code, '', '', 'M82016', 'Radbrook Green Surgery', false, n %% 1000 = 0
    FROM (
        SELECT n,
            CASE WHEN random() < %(common)s THEN 'SMITH'
                WHEN random() < 0.7
                THEN (%(families)s::text[])[1 + floor(power(random(), 2) * %(family_count)s)::int]
                ELSE upper(translate(left(md5((n %% %(rare)s)::text), 7),
                    '0123456789abcdef', 'aeioubcdghlmnrst'))
            END AS family,
            (%(givens)s::text[])[1 + floor(power(random(), 2) * %(given_count)s)::int] AS given,
            'ZZ' || (random() * %(postcodes)s)::int || 'AA' AS code
        FROM generate_series(1, %(patients)s) AS n
    ) named
"""

# Every third person is known to a second source, some under an earlier family name.
FILL_SOURCES = """
    INSERT INTO records_sourcepatient (
        id, created_at, updated_at, feed_id, source_id, patient_id, hold_reason, resource,
        content_hash, received_at, nhs_number, nhs_number_status, title, family_name, given_names,
        preferred_name, family_key, given_key, birth_date, birth_precision, gender, address_lines,
        postcode, postcode_key, phone, email, gp_practice_code, gp_practice_name, is_deceased,
        is_restricted)
    SELECT gen_random_uuid(), now(), now(), %(feed)s, id, id, '', '{}', ''::bytea, now(),
        nhs_number, nhs_number_status, title, family_name, given_names, preferred_name,
        CASE WHEN %(renamed)s AND right(nhs_number, 1) = '1' THEN 'FORMER' || family_key
            ELSE family_key END,
        given_key, birth_date, birth_precision, gender, address_lines, postcode, postcode_key,
        phone, email, gp_practice_code, gp_practice_name, is_deceased, is_restricted
    FROM records_patient
    WHERE NOT %(renamed)s OR right(nhs_number, 1) IN ('1', '4', '7')
"""


class NamedPerson(NamedTuple):
    """Somebody of the index, as a clinician would look for them."""

    nhs_number: str
    family_key: str
    given_key: str
    birth_date: date
    postcode_key: str


@transaction.atomic
def fill_index(patients: int) -> None:
    """Make an index of so many people, known to two sources."""
    empty_records()
    families = [
        name.upper() for one in names.COMMUNITIES for name in one.surnames if name != "Smith"
    ]
    givens = [name.upper() for name in GIVEN_NAMES]
    gp, hospital = (Feed.objects.get(code=code).pk for code in ("gp-radbrook-green", "sath"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.5)")
        cursor.execute(
            FILL_PATIENTS,
            {
                "patients": patients,
                "common": COMMON_SHARE,
                "families": families,
                "family_count": len(families),
                "givens": givens,
                "given_count": len(givens),
                "rare": RARE_NAMES,
                "postcodes": max(1, patients // PEOPLE_A_POSTCODE),
            },
        )
        cursor.execute(FILL_SOURCES, {"feed": gp, "renamed": False})
        cursor.execute(FILL_SOURCES, {"feed": hospital, "renamed": True})
    analyze_index()


def analyze_index() -> None:
    """Let the planner know what the index holds, as the server does by itself in time."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE records_patient, records_sourcepatient")


def sample_people(most: int) -> list[NamedPerson]:
    """Return people from all over the index."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nhs_number, family_key, given_key, birth_date, postcode_key "
            "FROM records_patient WHERE NOT is_restricted ORDER BY md5(nhs_number) LIMIT %s",
            [most],
        )
        return [NamedPerson(*row) for row in cursor.fetchall()]
