from django.db import models


class PageTime(models.Model):
    """
    How many pages of a kind took how long on a day.

    `bucket` is the upper end of a band of milliseconds; `is_felt` is what the browser measured
    until the page was there, otherwise it is the server's own time.
    """

    pk = models.CompositePrimaryKey("local_date", "page", "is_felt", "bucket")
    local_date = models.DateField()
    page = models.CharField(max_length=80, help_text="Name of the address, such as records:summary")
    is_felt = models.BooleanField()
    bucket = models.IntegerField()
    n = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.page} on {self.local_date}"
