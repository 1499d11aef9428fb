from django.apps import AppConfig

from core.board_pack import register_pack_section
from core.feed_notices import register_feed_notices


class GovernanceConfig(AppConfig):
    name = "governance"

    def ready(self) -> None:
        """Offer the room's pages to those whose work they are."""
        # Views need the models, which are there only once the apps are ready.
        from governance.presenters.feed_notices import tell_of_feeds  # noqa: PLC0415
        from governance.presenters.pack_section import build_pack_section  # noqa: PLC0415
        from governance.views.panels import register_panels  # noqa: PLC0415

        register_panels()
        register_pack_section(
            "governance", "Actions, risks and agreements", build_pack_section, order=40
        )
        register_feed_notices(tell_of_feeds)
