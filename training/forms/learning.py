"""What trainers type: pages, pictures and questions."""

from typing import Final

from django import forms

from core.forms import NhsForm
from training.actions.pages import NewImage, PageWords
from training.actions.questions import MOST_OPTIONS, QuestionWords
from training.models import Question, QuestionVersion
from training.queries.authoring import BankLine

LONGEST_BODY: Final = 40_000
LONGEST_QUESTION: Final = 2_000


class PageForm(NhsForm, forms.Form):
    """A page of e-learning."""

    title = forms.CharField(label="Title", max_length=120)
    body = forms.CharField(
        label="Text",
        help_text="In Markdown: # for headings, - for lists, **bold**, ![](name) for a picture of "
        "the course. HTML is shown as text.",
        max_length=LONGEST_BODY,
        widget=forms.Textarea(attrs={"rows": "18"}),
    )
    question = forms.ChoiceField(
        label="Question to try oneself on (optional)",
        help_text="It does not count. Take one that the quiz does not draw: its answer is shown.",
        required=False,
    )

    def __init__(self, *args: object, bank: list[BankLine], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self._questions = {line.question.code: line.question for line in bank}
        field = self.fields["question"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "None"), *[(line.question.code, _named(line)) for line in bank]]

    def words(self) -> PageWords:
        """Return what was typed."""
        cleaned = self.cleaned_data
        return PageWords(
            title=cleaned["title"],
            body=cleaned["body"],
            question=self._questions.get(cleaned["question"]),
        )


def _named(line: BankLine) -> str:
    words = line.wording.words.splitlines()[0]
    return f"{line.question.topic}: {words[:80]}"


class ImageForm(NhsForm, forms.Form):
    """A picture for the pages of a course."""

    image = forms.FileField(label="Picture", help_text="PNG, JPEG, GIF or WebP, up to 2 MB")
    name = forms.SlugField(
        label="Name", help_text="By which pages show it, such as front-door", max_length=60
    )
    alternative = forms.CharField(
        label="What it shows, in words",
        help_text="For people who do not see it. Say what matters in it.",
        max_length=300,
    )

    def picture(self) -> NewImage:
        """Return what was chosen and typed."""
        upload = self.cleaned_data["image"]
        return NewImage(
            name=self.cleaned_data["name"],
            alternative=self.cleaned_data["alternative"],
            file_name=upload.name or "",
            content=upload.read(),
        )


class QuestionForm(NhsForm, forms.Form):
    """A question with up to six options; those that are ticked are right."""

    topic = forms.CharField(label="Topic", max_length=60)
    words = forms.CharField(
        label="Question",
        help_text="In Markdown",
        max_length=LONGEST_QUESTION,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )
    explanation = forms.CharField(
        label="Explanation (optional)",
        help_text="Shown after the attempt: why it is so",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": "2"}),
    )

    def __init__(self, *args: object, topics: list[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if topics:
            self.fields["topic"].help_text = f"So far: {', '.join(topics)}"
        for place in range(MOST_OPTIONS):
            label = f"Option {place + 1}"
            self.fields[f"option_{place}"] = forms.CharField(
                label=label, max_length=300, required=False
            )
            self.fields[f"right_{place}"] = forms.BooleanField(
                label=f"{label} is right", required=False
            )

    def clean(self) -> dict[str, object]:
        """Require two options or more that differ, and one of them right."""
        cleaned = super().clean() or self.cleaned_data
        options = [str(cleaned.get(f"option_{place}") or "") for place in range(MOST_OPTIONS)]
        written = [option for option in options if option]
        is_right = [bool(cleaned.get(f"right_{place}")) for place in range(MOST_OPTIONS)]
        if len(written) < 2:  # noqa: PLR2004 — one option is no choice
            self.add_error("option_0", "Write two options or more")
        elif len({option.casefold() for option in written}) < len(written):
            self.add_error("option_0", "Two options say the same")
        elif not any(is_right):
            self.add_error("right_0", "Tick at least one option that is right")
        for place, option in enumerate(options):
            if is_right[place] and not option:
                self.add_error(f"option_{place}", "Write the option that is ticked as right")
        return cleaned

    def question_words(self) -> QuestionWords:
        """Return what was typed, without the options that were left empty."""
        cleaned = self.cleaned_data
        written = [place for place in range(MOST_OPTIONS) if cleaned[f"option_{place}"]]
        return QuestionWords(
            topic=cleaned["topic"],
            words=cleaned["words"],
            options=[cleaned[f"option_{place}"] for place in written],
            right=[at for at, place in enumerate(written) if cleaned[f"right_{place}"]],
            explanation=cleaned["explanation"],
        )


def question_as_it_is(question: Question, wording: QuestionVersion) -> dict[str, object]:
    """Return what stands in the form of a question that is edited."""
    initial: dict[str, object] = {
        "topic": question.topic,
        "words": wording.words,
        "explanation": wording.explanation,
    }
    for place, option in enumerate(wording.options):
        initial[f"option_{place}"] = option
        initial[f"right_{place}"] = place in wording.right
    return initial
