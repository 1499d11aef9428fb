"""NHS markup for every Django form, once: a form that mixes this in renders as our pages do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django import forms
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from core.date_fields import PARTS, DatePartsInput

_KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.HiddenInput, "hidden"),
    (forms.PasswordInput, "password"),
    (forms.Textarea, "textarea"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.SelectMultiple, "checkboxes"),
    (forms.CheckboxInput, "checkbox"),
    (forms.RadioSelect, "radios"),
    (forms.Select, "select"),
    (DatePartsInput, "date"),
)
_CHOOSING = {"radios", "select", "checkboxes"}
_OWN_ATTRIBUTES = {"autocomplete", "class", "cols", "id", "inputmode", "rows", "size", "type"}
_DJANGO_ROWS = "10"
_DJANGO_REQUIRED = str(forms.Field.default_error_messages["required"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A choice of a field."""

    value: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldMarkup:
    """What a template needs to draw a field, whatever its widget."""

    kind: str
    name: str
    id: str
    label: str
    hint: str
    error: str
    values: Sequence[str]
    input_type: str = "text"
    options: Sequence[Option] = ()
    error_parts: Sequence[str] = ()
    attributes: dict[str, str] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def value(self) -> str:
        """The only value of a field that has one."""
        return self.values[0] if self.values else ""


class NhsRenderer(DjangoTemplates):
    """Draws forms and fields with our components; the admin keeps Django's own."""

    form_template_name = "core/forms/form.html"
    field_template_name = "core/forms/field.html"

    def render(
        self, template_name: str, context: dict[str, object], request: HttpRequest | None = None
    ) -> str:
        """Render our templates by Jinja2 and Django's widgets by Django."""
        if template_name.startswith("core/forms/"):
            return render_to_string(template_name, context, using="jinja2")
        return super().render(template_name, context, request)


class NhsForm(forms.BaseForm):
    """
    A mixin, first in the bases of a form: `class SignInForm(NhsForm, AuthenticationForm)`.

    In a template, `{{ form.error_summary() }}` stands above the heading and `{{ form }}` inside
    `<form novalidate>`; `{{ form["name"].as_field_group() }}` draws a single field.
    """

    default_renderer = NhsRenderer

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        for name, form_field in self.fields.items():
            if form_field.label is None:
                form_field.label = forms.utils.pretty_name(name)
            if form_field.error_messages.get("required") == _DJANGO_REQUIRED:
                form_field.error_messages["required"] = _required_message(form_field)

    def error_summary(self) -> SafeString:
        """Return the summary of errors with links to their fields, or nothing."""
        errors = [
            {"text": str(message), "href": f"#{self._first_id(name)}"}
            for name, messages in self.errors.items()
            for message in messages
        ]
        context = {"errors": errors}
        return mark_safe(  # noqa: S308 - the template escapes
            render_to_string("core/forms/error_summary.html", context, using="jinja2")
        )

    def _first_id(self, name: str) -> str:
        if name in self.fields:
            return self[name].auto_id
        first = next(iter(self.visible_fields()), None)
        return first.auto_id if first else "main"


def describe_field(bound: forms.BoundField) -> FieldMarkup:
    """Return what a template needs to draw a bound field."""
    widget = bound.field.widget
    kind = _kind(widget)
    attributes = {name: str(value) for name, value in widget.attrs.items() if value is not False}
    if kind == "textarea" and attributes.get("rows") == _DJANGO_ROWS:
        attributes["rows"] = "4"
    return FieldMarkup(
        kind=kind,
        name=bound.html_name,
        id=bound.auto_id,
        label=str(bound.label),
        hint=str(bound.help_text),
        error=" ".join(str(message) for message in bound.errors),
        values=_values(bound, kind),
        input_type=getattr(widget, "input_type", None) or "text",
        options=_options(widget),
        error_parts=_wrong_parts(bound) if kind == "date" else (),
        attributes={k: v for k, v in attributes.items() if k in _OWN_ATTRIBUTES},
        extra={k: v for k, v in attributes.items() if k not in _OWN_ATTRIBUTES},
    )


def _kind(widget: forms.Widget) -> str:
    return next((kind for type_, kind in _KINDS if isinstance(widget, type_)), "text")


def _values(bound: forms.BoundField, kind: str) -> list[str]:
    """Return the values as text; passwords and files are never sent back."""
    widget, value = bound.field.widget, bound.value()
    if kind == "password" or isinstance(widget, forms.FileInput):
        return []
    if isinstance(widget, DatePartsInput):
        parts = value if isinstance(value, list) else widget.decompress(value)
        return [str(part) for part in parts]
    if kind == "checkbox":
        return ["on"] if value else []
    if isinstance(widget, forms.CheckboxSelectMultiple | forms.SelectMultiple):
        return [str(each) for each in value or ()]
    shown = widget.format_value(value)
    return [_text(each) for each in shown] if isinstance(shown, list) else [_text(shown)]


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _options(widget: forms.Widget) -> list[Option]:
    """Return the choices in order; named groups are opened, because lists here are short."""
    if not isinstance(widget, forms.widgets.ChoiceWidget):
        return []
    return list(_flatten(widget.choices))


def _flatten(choices: Iterable[tuple[object, object]]) -> Iterable[Option]:
    for value, text in choices:
        if isinstance(text, list | tuple):
            yield from _flatten(text)
        else:
            yield Option(value=_text(value), text=str(text))


def _wrong_parts(bound: forms.BoundField) -> list[str]:
    """Return which parts of a date its errors name; all of them where none is named."""
    found = bound.form.errors.as_data().get(bound.name, [])
    named = [part for error in found for part in (error.params or {}).get("parts", ())]
    return named or list(PARTS)


def _required_message(form_field: forms.Field) -> str:
    label = str(form_field.label)
    words = label if label[1:2].isupper() else label[:1].lower() + label[1:]
    kind = _kind(form_field.widget)
    if kind == "checkbox":
        return f"Tick “{label}”"
    verb = "Select" if kind in _CHOOSING else "Enter"
    return f"{verb} {words}"
