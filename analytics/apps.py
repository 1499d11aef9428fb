from django.apps import AppConfig

from core.board_pack import register_pack_section
from core.record_prompts import register_prompt


class AnalyticsConfig(AppConfig):
    name = "analytics"

    def ready(self) -> None:
        """Offer pages to those who read figures, a question in records, a section of packs."""
        # Views need the models, which are there only once the apps are ready.
        from analytics.presenters.benefit_section import build_benefits_section  # noqa: PLC0415
        from analytics.presenters.pack_section import build_pack_section  # noqa: PLC0415
        from analytics.views.panels import register_panels  # noqa: PLC0415
        from analytics.views.sampling import ask  # noqa: PLC0415

        register_panels()
        register_prompt(ask)
        register_pack_section(
            "analytics-use", "Use of the shared record", build_pack_section, order=10
        )
        register_pack_section("analytics-benefits", "Benefits", build_benefits_section, order=11)
