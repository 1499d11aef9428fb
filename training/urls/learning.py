"""E-learning and quizzes: for learners, and for those who write them."""

from django.urls import URLPattern, path

from training.views import (
    authoring_pages,
    authoring_questions,
    item_analysis,
    quizzes,
    reading,
)

_COURSE = "set-up/courses/<slug:code>"
_VERSION = f"{_COURSE}/versions/<int:number>"
_PAGE = f"{_VERSION}/pages/<int:position>"

PATTERNS: list[URLPattern] = [
    path("learn/<slug:code>/", reading.learn, name="learn"),
    path("learn/<slug:code>/<int:position>/", reading.learn_page, name="learn_page"),
    path("learn/<slug:code>/images/<slug:name>/", reading.image, name="image"),
    path("learn/<slug:code>/quiz/", quizzes.quiz, name="quiz"),
    path("attempts/<uuid:attempt_id>/", quizzes.attempt, name="attempt"),
    path("attempts/<uuid:attempt_id>/answers/<int:position>/", quizzes.answer, name="answer"),
    path("attempts/<uuid:attempt_id>/result/", quizzes.result, name="result"),
    path(f"{_VERSION}/pages/", authoring_pages.page_list, name="page_list"),
    path(f"{_VERSION}/pages/new/", authoring_pages.page_new, name="page_new"),
    path(f"{_PAGE}/", authoring_pages.page_edit, name="page_edit"),
    path(f"{_PAGE}/preview/", authoring_pages.page_preview, name="page_preview"),
    path(f"{_PAGE}/move/", authoring_pages.page_move, name="page_move"),
    path(f"{_PAGE}/delete/", authoring_pages.page_delete, name="page_delete"),
    path(f"{_VERSION}/quiz/", authoring_questions.quiz_preview, name="quiz_preview"),
    path(f"{_COURSE}/images/", authoring_pages.image_list, name="image_list"),
    path(
        f"{_COURSE}/images/<slug:name>/delete/", authoring_pages.image_delete, name="image_delete"
    ),
    path(f"{_COURSE}/questions/", authoring_questions.question_list, name="question_list"),
    path(f"{_COURSE}/questions/new/", authoring_questions.question_new, name="question_new"),
    path(
        f"{_COURSE}/questions/<slug:question>/",
        authoring_questions.question_edit,
        name="question_edit",
    ),
    path(
        f"{_COURSE}/questions/<slug:question>/retire/",
        authoring_questions.question_retire,
        name="question_retire",
    ),
    path(f"{_COURSE}/analysis/", item_analysis.item_analysis, name="item_analysis"),
    path(f"{_COURSE}/analysis.csv", item_analysis.item_analysis_csv, name="item_analysis_csv"),
]
