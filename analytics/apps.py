from django.apps import AppConfig


class AnalyticsConfig(AppConfig):
    name = "analytics"

    def ready(self) -> None:
        """Offer the room's pages to those who may see figures."""
        # Views need the models, which are there only once the apps are ready.
        from analytics.views.panels import register_panels  # noqa: PLC0415

        register_panels()
