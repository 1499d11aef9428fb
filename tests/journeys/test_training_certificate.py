"""A certificate goes from its holder to somebody who checks it without signing in."""

from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from django.utils import timezone
from playwright.sync_api import Page

from accounts.models import PractitionerRole
from tests.browser import needs_browser
from tests.factories.training import CompetencyFactory, a_trainer, learner, make_version
from tests.factories.training_awards import PDF, a_claim, award_to, let_in
from training.models import Award

from .steps import (
    given_signed_in,
    then_heading_is,
    then_page_does_not_say,
    then_page_fits_a_telephone,
    then_page_is_accessible,
    then_page_says,
    when_they_follow,
    when_they_press,
    when_they_sign_out,
)

pytestmark = [*needs_browser, pytest.mark.journey]

SCAN = {"name": "scan.pdf", "mimeType": "application/pdf", "buffer": PDF}


@pytest.fixture
def holder(db) -> PractitionerRole:
    return learner(user__first_name="Zoë", user__last_name="O'Neill-Łuk")


@pytest.fixture
def trainer(db) -> PractitionerRole:
    return a_trainer(user__display_name="Jo Trainer")


@pytest.fixture
def award(holder) -> Award:
    version = make_version(
        course__name="Using the shared care record safely",
        grants=CompetencyFactory.create(code="safe-use-of-the-record"),
    )
    return award_to(holder, version=version, at=timezone.now())


def then_it_is_fit(page) -> None:
    then_page_is_accessible(page)
    then_page_fits_a_telephone(page)


def when_they_download(page: Page, role, words) -> bytes:
    with page.expect_download() as download:
        page.get_by_role(role, name=words).click()
    return download.value.path().read_bytes()


def when_they_type_the_surname(page, surname) -> None:
    page.get_by_label("Surname on the certificate").fill(surname)
    when_they_press(page, "Show the name")


def when_they_fill_in_a_claim(page) -> None:
    today = timezone.localdate()
    page.get_by_label("Competency").select_option(label="Fire safety")
    page.get_by_label("Where you learned it").fill("Fire safety, another trust")
    page.get_by_label("Day", exact=True).fill("1")
    page.get_by_label("Month", exact=True).fill(str(today.month))
    page.get_by_label("Year", exact=True).fill(str(today.year))
    page.get_by_label("Evidence").set_input_files(SCAN)
    when_they_press(page, "Send")


class TestCertificate:
    def test_its_holder_keeps_it_as_a_file(self, page, site, holder, award):
        given_signed_in(page, site, holder.user.username)
        page.goto(f"{site}/training/certificates/")
        then_page_says(page, "Safe use of the record")
        then_page_says(page, "Valid")
        then_it_is_fit(page)
        when_they_follow(page, "Safe use of the record")
        then_heading_is(page, "Safe use of the record")
        then_it_is_fit(page)

        file = when_they_download(page, "button", "Download the certificate")

        with pikepdf.open(BytesIO(file)) as pdf:
            assert "certificate" in str(pdf.docinfo["/Title"]).lower()

    def test_the_public_checks_it_without_signing_in(self, page, site, award):
        page.goto(f"{site}/training/verify/")
        then_it_is_fit(page)
        page.get_by_label("Code").fill(award.verify_code.lower().replace("-", " "))
        when_they_press(page, "Check")
        then_heading_is(page, "This certificate is valid")
        then_page_says(page, "Z. O.")
        then_page_says(page, "Using the shared care record safely, version 1")
        then_page_does_not_say(page, "Łuk")
        then_it_is_fit(page)
        when_they_type_the_surname(page, "Smith")
        then_page_says(page, "That is not the surname on this certificate")
        then_it_is_fit(page)
        when_they_type_the_surname(page, "oneill luk")
        then_page_says(page, "Zoë O'Neill-Łuk")
        then_it_is_fit(page)

        page.goto(f"{site}/training/verify/7KQ2-M9XA-03BD-R5TW-8HCE/")
        then_heading_is(page, "We do not know this code")

    def test_a_trainer_revokes_it_and_the_public_sees_that(
        self, page, site, holder, trainer, award
    ):
        given_signed_in(page, site, trainer.user.username)
        page.goto(f"{site}/training/people/{holder.pk}/certificates/")
        then_it_is_fit(page)
        when_they_follow(page, "Safe use of the record")
        page.get_by_text("Revoke this certificate").click()
        then_it_is_fit(page)
        page.get_by_label("Reason").fill("The register was wrong.")
        when_they_press(page, "Revoke")
        then_page_says(page, "does not count any more")
        when_they_sign_out(page)

        page.goto(f"{site}/training/verify/{award.verify_code}/")
        then_page_says(page, "Revoked")
        then_page_does_not_say(page, "The register was wrong")
        then_it_is_fit(page)


class TestEarlierLearning:
    def test_its_learner_sends_it_with_evidence(self, page, site, holder):
        CompetencyFactory.create(code="fire-safety")
        given_signed_in(page, site, holder.user.username)
        page.goto(f"{site}/training/certificates/")
        then_page_says(page, "You have no certificate yet.")
        when_they_press(page, "Send earlier learning")
        then_it_is_fit(page)
        when_they_press(page, "Send")
        then_page_says(page, "Choose a file")
        then_it_is_fit(page)
        when_they_fill_in_a_claim(page)
        then_page_says(page, "Waiting for a trainer")
        then_it_is_fit(page)

    def test_it_counts_once_a_trainer_says_so(self, page, site, holder, trainer):
        version = make_version(grants=CompetencyFactory.create(code="fire-safety"))
        completed_on = timezone.localdate() - timedelta(days=30)
        let_in(a_claim(holder, competency=version.grants.get(), completed_on=completed_on))
        given_signed_in(page, site, trainer.user.username)
        page.goto(f"{site}/training/earlier-learning/")
        then_it_is_fit(page)
        when_they_follow(page, str(holder.user))
        assert when_they_download(page, "link", "certificate.pdf") == PDF
        then_it_is_fit(page)
        when_they_press(page, "Accept")
        then_page_says(page, "Nothing waits for you.")
        page.get_by_text("Decided before").first.click()
        then_page_says(page, "Accepted")
        then_it_is_fit(page)

        assert Award.objects.get().awarded_by == trainer.user
