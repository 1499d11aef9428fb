"""The question in the record: how much time it saved, put at one opening in fifty."""

from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.http import SignedInRequest, page_of
from accounts.models import PractitionerRole
from analytics.actions.sampling import answer_question
from analytics.codes import ASKED_ONE_IN, Answer
from analytics.forms.sampling import AnswerForm
from analytics.queries.sampling import find_question
from core.dates import LONDON
from core.errors import NotPermittedNow
from core.record_prompts import RecordOpened, RecordPrompt

THANKS: Final = "Thank you. Your answer was kept without your name."
NOT_TODAY: Final = "You will not be asked again today."
UNKNOWN: Final = "Choose one of the answers."


def ask(opened: RecordOpened, *, role: PractitionerRole) -> RecordPrompt | None:
    """Put the question at an opening that is chosen."""
    token = find_question(opened, role=role, on=opened.at.astimezone(LONDON).date())
    if token is None:
        return None
    return RecordPrompt(
        template="analytics/_question.html",
        context={
            "url": reverse("analytics:survey_answer", args=[token]),
            "answers": [each for each in Answer if each != Answer.DISMISSED],
            "dismissed": Answer.DISMISSED,
            "one_in": ASKED_ONE_IN,
        },
    )


@require_POST
def survey_answer(request: SignedInRequest, token: str) -> HttpResponse:
    """Keep an answer, and go back to the record."""
    form = AnswerForm(request.POST)
    words, is_kept = UNKNOWN, False
    if form.is_valid():
        answer = form.cleaned_data["answer"]
        try:
            answer_question(token, answer, by=request.active_role, at=timezone.now())
        except NotPermittedNow as error:
            words = str(error)
        else:
            words, is_kept = (NOT_TODAY if answer == Answer.DISMISSED else THANKS), True
    if request.htmx:
        return render(request, "analytics/_answered.html", {"words": words})
    messages.add_message(request, messages.SUCCESS if is_kept else messages.INFO, words)
    return redirect(page_of(request) or "home")
