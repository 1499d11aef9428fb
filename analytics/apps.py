from django.apps import AppConfig

from core.record_prompts import register_prompt


class AnalyticsConfig(AppConfig):
    name = "analytics"

    def ready(self) -> None:
        """Offer the room's pages to those who may see figures, and the question in the record."""
        # Views need the models, which are there only once the apps are ready.
        from analytics.views.panels import register_panels  # noqa: PLC0415
        from analytics.views.sampling import ask  # noqa: PLC0415

        register_panels()
        register_prompt(ask)
