"""Minutes that are approved and may be published, with words that the public is not to read."""

from dataclasses import dataclass
from io import BytesIO

import pypdfium2

from governance.actions.publishing import publish, redact
from governance.codes import Exemption, Visibility
from governance.models import Publication
from governance.presenters.publications import draw_public
from tests.factories.governance import make_entry, make_item, make_paper, reach_of_user
from tests.governance.minutes_world import NEXT, MinutesWorld, make_minutes_world

OPEN, PRIVATE, RESTRICTED = "one hour", "quokka", "supplier"
NAMED = "Jordan Example"


@dataclass
class PublicWorld:
    minutes: MinutesWorld

    @property
    def meeting(self):
        return self.minutes.meeting

    @property
    def secretary(self):
        return self.minutes.secretary

    def reach(self, user=None):
        return reach_of_user(user or self.secretary)

    def redact(self, words=NAMED, *, by=None, exemption=Exemption.PERSONAL_DATA):
        return redact(
            meeting_id=self.meeting.pk,
            words=words,
            exemption=exemption,
            reason="A patient.",
            by=self.reach(by),
            at=NEXT,
        )

    def publish(self, *, by=None, at=NEXT) -> Publication:
        return publish(meeting_id=self.meeting.pk, draw=draw_public, by=self.reach(by), at=at)


def make_public_world(*, approved=True) -> PublicWorld:
    """Make a meeting that took an open, a private and a restricted item, and its minutes."""
    world = make_minutes_world()
    world.committee.is_public = True
    world.committee.save()
    make_entry(world.open_item, f"{NAMED} asked why. Afterwards **Jordan** Example left.")
    private = make_item(world.meeting, "A quokka", visibility=Visibility.PRIVATE)
    make_entry(private, "The quokka was discussed.")
    make_paper(private, "Paper of the quokka", body="A quokka in a paper.")
    make_paper(world.open_item, "Timeliness", body=f"# Results\n\n{NAMED} measured **results**.")
    make_paper(
        world.open_item,
        "Figures of the quarter",
        body="",
        file_name="figures.pdf",
        words="hidden words of a file",
    )
    if approved:
        world.to_approved()
    return PublicWorld(world)


def words_of_pdf(pdf) -> str:
    """Return all the text that a PDF holds, drawn over or not."""
    document = pypdfium2.PdfDocument(BytesIO(bytes(pdf)))
    return " ".join(page.get_textpage().get_text_range() for page in document)
