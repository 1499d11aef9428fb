"""The forms of minutes: amendments as they are approved, and words to erase."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms

from core.forms import NhsForm
from governance.policies.running import WRITTEN_BY_THE_ROOM

LONGEST_ENTRY: Final = 20_000
_SHOWN: Final = 60


class AmendForm(NhsForm, forms.Form):
    """Other words for entries of minutes that are being approved; untouched ones stay."""

    version_number = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        version_number: int,
        items: Sequence[Mapping[str, Any]],
    ) -> None:
        super().__init__(data, initial={"version_number": version_number})
        self.keys: dict[str, str] = {}
        for item in items:
            for index, entry in enumerate(item["entries"], start=1):
                if entry["kind"] not in WRITTEN_BY_THE_ROOM:
                    self._add(item, index, entry)

    def amendments(self) -> dict[str, str]:
        """Return the entries, by their keys, whose words are to be others."""
        said = {key: (name, _tidy(self.cleaned_data[name])) for name, key in self.keys.items()}
        return {
            key: words
            for key, (name, words) in said.items()
            if words != _tidy(str(self.fields[name].initial))
        }

    def _add(self, item: Mapping[str, Any], index: int, entry: Mapping[str, Any]) -> None:
        name = f"entry_{entry['id']}"
        self.keys[name] = entry["id"]
        self.fields[name] = forms.CharField(
            label=f"Item {item['number']}, {item['title']}: entry {index}",
            initial=entry["text"],
            max_length=LONGEST_ENTRY,
            error_messages={
                "required": f"Entry {index} of item {item['number']} must say something"
            },
            widget=forms.Textarea(attrs={"rows": "4"}),
        )


class EraseForm(NhsForm, forms.Form):
    """Which entry of the minutes is to be erased, and why the law wants that."""

    entry = forms.ChoiceField(label="Which words", widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Why they must go",
        help_text="Name the request or the duty. Do not repeat the words.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )

    def __init__(
        self, data: Mapping[str, Any] | None, *, items: Sequence[Mapping[str, Any]]
    ) -> None:
        super().__init__(data)
        self.fields["entry"].choices = [  # type: ignore[attr-defined]  # a field of choices
            (entry["id"], f"Item {item['number']}: {_shorten(entry['text'])}")
            for item in items
            for entry in item["entries"]
        ]


def _tidy(words: str) -> str:
    """Return words as they are compared: browsers send line ends of their own."""
    return words.replace("\r\n", "\n").strip()


def _shorten(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"
