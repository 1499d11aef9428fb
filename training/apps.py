from django.apps import AppConfig

from core.board_pack import register_pack_section
from core.record_gate import register_gate


class TrainingConfig(AppConfig):
    name = "training"

    def ready(self) -> None:
        """Offer the room's pages to those whose work they are, and answer the record's question."""
        # Views need the models, which are there only once the apps are ready.
        from training.presenters.pack_section import build_pack_section  # noqa: PLC0415
        from training.queries.record_standing import read_record_standing  # noqa: PLC0415
        from training.views.panels import register_panels  # noqa: PLC0415

        register_panels()
        register_pack_section("training", "Training", build_pack_section, order=30)
        register_gate(read_record_standing)
