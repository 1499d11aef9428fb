"""Analyse the questions of a course by the answers of all attempts that have ended."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import connection

from training.models import Course, QuestionVersion
from training.policies.items import ItemFlag, flags_of

# Answers of a course's ended attempts, each with how the other questions of its attempt went.
_JUDGED: Final = """
WITH attempt AS (
    SELECT t.id, t.right_count, count(*) AS total
      FROM training_attempt t
      JOIN training_enrolment e ON e.id = t.enrolment_id
      JOIN training_courseversion v ON v.id = e.version_id
      JOIN training_answer a ON a.attempt_id = t.id
     WHERE v.course_id = %s AND t.state <> 'running'
     GROUP BY t.id
), judged AS (
    SELECT a.wording_id, a.chosen, a.is_right::int AS got,
           (attempt.right_count - a.is_right::int)::float / nullif(attempt.total - 1, 0) AS others
      FROM training_answer a
      JOIN attempt ON attempt.id = a.attempt_id
)
"""
_ITEMS: Final = (
    _JUDGED
    + """
SELECT wording_id, count(*), count(*) FILTER (WHERE chosen IS NULL), avg(got)::float,
       corr(got, others)
  FROM judged GROUP BY wording_id
"""
)
_CHOSEN: Final = (
    _JUDGED
    + """
SELECT wording_id, option, count(*)
  FROM judged CROSS JOIN unnest(chosen) AS option GROUP BY wording_id, option
"""
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenOption:
    """How often an option of a question was chosen."""

    text: str
    is_right: bool
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A wording of a question, and what its answers say about it."""

    wording: QuestionVersion
    times: int
    blank: int
    difficulty: float
    discrimination: float | None
    options: Sequence[ChosenOption]
    flags: Sequence[ItemFlag]


def analyse_items(course: Course) -> list[Item]:
    """Return each wording that was ever asked, by topic; in three statements."""
    figures = _read_figures(course.pk)
    chosen = _read_chosen(course.pk)
    wordings = QuestionVersion.objects.filter(pk__in=figures).select_related("question")
    return [
        _item(wording, figures[wording.pk], chosen[wording.pk])
        for wording in wordings.order_by("question__topic", "question__code", "number")
    ]


def _item(
    wording: QuestionVersion,
    figures: tuple[int, int, float, float | None],
    chosen: dict[int, int],
) -> Item:
    times, blank, difficulty, discrimination = figures
    return Item(
        wording=wording,
        times=times,
        blank=blank,
        difficulty=difficulty,
        discrimination=discrimination,
        options=[
            ChosenOption(text=text, is_right=place in wording.right, times=chosen.get(place, 0))
            for place, text in enumerate(wording.options)
        ],
        flags=flags_of(times, difficulty, discrimination),
    )


def _read_figures(course_id: UUID) -> dict[UUID, tuple[int, int, float, float | None]]:
    with connection.cursor() as cursor:
        cursor.execute(_ITEMS, [course_id])
        return {key: (times, blank, easy, tells) for key, times, blank, easy, tells in cursor}


def _read_chosen(course_id: UUID) -> dict[UUID, dict[int, int]]:
    found: dict[UUID, dict[int, int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(_CHOSEN, [course_id])
        for key, option, times in cursor:
            found[key][option] = times
    return found
