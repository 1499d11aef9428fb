from django.db import models


class RateWindow(models.Model):
    """How often somebody came within a span of time, where strangers may come; kept for a day."""

    id = models.BigAutoField(primary_key=True)
    key = models.BinaryField(max_length=32, help_text="A keyed digest of what and from where")
    starts_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "starts_at"], name="helpdesk_ratewindow_once")
        ]
        indexes = [models.Index(fields=["starts_at"], name="helpdesk_ratewindow_starts")]

    def __str__(self) -> str:
        return f"Rate window {self.pk}"
