import pytest
from django import forms

from core.date_fields import DatePartsField
from core.forms import NhsForm, describe_field
from core.gallery_form import GalleryForm


class ContactForm(NhsForm, forms.Form):
    nhs_number = forms.CharField(label="NHS number")
    family_name = forms.CharField(widget=forms.TextInput(attrs={"size": "20"}))
    page = forms.IntegerField(widget=forms.HiddenInput(), required=False)
    notes = forms.CharField(required=False, widget=forms.Textarea())
    groups = forms.MultipleChoiceField(
        choices=[("Health", [("gp", "GP"), ("ward", "Ward")]), ("care", "Social care")],
        required=False,
    )
    born = DatePartsField(label="Date of birth", required=False)

    def clean(self):
        super().clean()
        if not self.errors:
            raise forms.ValidationError("Nobody has this number and name")


def field(form, name):
    return describe_field(form[name])


class TestNhsForm:
    def test_asks_for_what_is_missing_in_words(self):
        form = ContactForm({})

        assert form.errors["nhs_number"] == ["Enter NHS number"]
        assert form.errors["family_name"] == ["Enter family name"]

    def test_asks_to_select_and_to_tick(self):
        form = GalleryForm({})

        assert form.errors["organization"] == ["Select organisation"]
        assert form.errors["agreed"] == ["Tick “I have read the notice”"]

    def test_summary_is_empty_without_errors(self):
        assert ContactForm().error_summary().strip() == ""

    def test_summary_links_to_the_fields(self):
        summary = ContactForm({}).error_summary()

        assert 'href="#id_nhs_number"' in summary
        assert "There is a problem" in summary

    def test_summary_of_the_whole_form_links_to_its_first_field(self):
        summary = ContactForm({"nhs_number": "1", "family_name": "x"}).error_summary()

        assert 'href="#id_nhs_number"' in summary
        assert "Nobody has this number and name" in summary

    def test_draws_every_field_with_its_label(self):
        markup = str(GalleryForm())

        for label in ("Name", "Password", "Date of birth", "Organisation", "I have read"):
            assert label in markup
        assert markup.count("<fieldset") == 3

    def test_keeps_what_was_typed_but_never_a_password(self):
        typed = {"name": "<b>Ivy</b>", "password": "secret words", "born_day": "12"}

        markup = str(GalleryForm(typed))

        assert "&lt;b&gt;Ivy&lt;/b&gt;" in markup
        assert "secret words" not in markup
        assert 'value="12"' in markup

    def test_says_the_error_beside_its_field(self):
        markup = str(ContactForm({}))

        assert 'id="id_nhs_number-error"' in markup
        assert 'aria-describedby="id_nhs_number-error"' in markup

    def test_every_label_and_error_link_finds_its_field(self):
        markup = str(GalleryForm({}))

        for name in GalleryForm({}).fields:
            assert markup.count(f'id="id_{name}"') == 1

    def test_still_draws_a_bare_widget_as_django_does(self):
        assert str(ContactForm()["family_name"]).startswith("<input")


class TestDescribeField:
    @pytest.mark.parametrize(
        ("name", "kind"),
        [
            ("name", "text"),
            ("password", "password"),
            ("born", "date"),
            ("organization", "select"),
            ("contact", "radios"),
            ("needs", "checkboxes"),
            ("reason", "textarea"),
            ("agreed", "checkbox"),
        ],
    )
    def test_tells_the_kind_by_the_widget(self, name, kind):
        assert field(GalleryForm(), name).kind == kind

    def test_opens_named_groups_of_choices(self):
        options = field(ContactForm(), "groups").options

        assert [option.value for option in options] == ["gp", "ward", "care"]

    def test_keeps_each_chosen_value(self):
        form = ContactForm({"groups": ["gp", "care"]})

        assert field(form, "groups").values == ["gp", "care"]

    def test_keeps_a_ticked_box(self):
        assert field(GalleryForm({"agreed": "on"}), "agreed").value == "on"
        assert field(GalleryForm({}), "agreed").value == ""

    def test_gives_a_text_area_a_few_rows(self):
        assert field(ContactForm(), "notes").attributes["rows"] == "4"

    def test_names_the_wrong_parts_of_a_date(self):
        form = ContactForm({"born_day": "12", "born_month": "3"})

        assert field(form, "born").error_parts == ["year"]
        assert field(form, "born").values == ["12", "3", ""]

    def test_names_all_parts_of_a_date_that_cannot_be(self):
        form = ContactForm({"born_day": "31", "born_month": "6", "born_year": "1948"})

        assert field(form, "born").error_parts == ["day", "month", "year"]
