"""What learners said together, in words and figures."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.dates import count_in_words
from training.codes import EvaluationKind
from training.policies.evaluation import FEWEST_SHOWN, QUESTIONS
from training.queries.evaluations import Answers

TITLES = {
    EvaluationKind.END: "At the end of the course",
    EvaluationKind.IN_USE: "After eight weeks: do they use it?",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionLine:
    """A question with how far learners agree on average."""

    words: str
    average: str
    tenths: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersPart:
    """What learners said at one time."""

    title: str
    counted: str
    why_blank: str
    questions: Sequence[QuestionLine]
    comments: Sequence[str]


def present_answers(answers: Answers) -> AnswersPart:
    """Return what learners said at one time, or why it is not shown."""
    counted, why = "", "Nobody has been asked yet."
    if answers.asked:
        counted = f"{answers.answered} of {count_in_words(answers.asked, 'learner')} answered"
        why = f"Answers are shown from {FEWEST_SHOWN} on, so that nobody can be told apart."
    questions = [
        QuestionLine(
            words=QUESTIONS[answers.kind][name],
            average=f"{average:.1f} of 5",
            tenths=round(average * 10),
        )
        for name, average in answers.averages.items()
    ]
    return AnswersPart(
        title=TITLES[answers.kind],
        counted=counted,
        why_blank="" if answers.is_shown else why,
        questions=questions,
        comments=answers.comments,
    )
