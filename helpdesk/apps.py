from django.apps import AppConfig

from core.board_pack import register_pack_section
from core.record_gate import register_passage_listener


class HelpdeskConfig(AppConfig):
    name = "helpdesk"

    def ready(self) -> None:
        """Offer the room's pages to those whose work they are, and hear of emergency passages."""
        # Views need the models, which are there only once the apps are ready.
        from helpdesk.actions.emergency_passages import (  # noqa: PLC0415
            open_ticket_for_passage,
        )
        from helpdesk.presenters.pack_section import build_pack_section  # noqa: PLC0415
        from helpdesk.views.panels import register_panels  # noqa: PLC0415
        from helpdesk.views.status_panels import register_status  # noqa: PLC0415

        register_panels()
        register_pack_section("helpdesk", "Helpdesk", build_pack_section, order=20)
        register_status()
        register_passage_listener(open_ticket_for_passage)
