from django.db import models


class CheckWindow(models.Model):
    """
    How often a wrong surname was typed to check certificates, within a span of time.

    Anybody may check one, so that surnames could be guessed; kept for a day.
    """

    id = models.BigAutoField(primary_key=True)
    key = models.BinaryField(max_length=32, help_text="A keyed digest of what and from where")
    starts_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "starts_at"], name="training_checkwindow_once")
        ]
        indexes = [models.Index(fields=["starts_at"], name="training_checkwindow_starts")]

    def __str__(self) -> str:
        return f"Check window {self.pk}"
