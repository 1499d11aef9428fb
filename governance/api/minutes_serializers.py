"""What the API gives of minutes: as the page puts them into words, for each reader."""

from rest_framework import serializers

from governance.api.serializers import MeetingLine


class PresentLine(serializers.Serializer[object]):
    """Somebody who was there, or sent apologies."""

    name = serializers.CharField()
    what = serializers.CharField()
    times = serializers.CharField()


class AttendanceGroup(serializers.Serializer[object]):
    """People who were there in one way."""

    kind = serializers.CharField()
    people = PresentLine(many=True)


class MinutesLine(serializers.Serializer[object]):
    """One thing that is minuted; its words are Markdown."""

    heading = serializers.CharField(source="label")
    words = serializers.CharField()
    note = serializers.CharField()


class MinutesItem(serializers.Serializer[object]):
    """What is minuted under an item; of one that is withheld there is its number alone."""

    number = serializers.CharField()
    withheld = serializers.BooleanField(source="is_withheld")
    title = serializers.SerializerMethodField()
    purpose = serializers.CharField()
    lines = MinutesLine(many=True)

    def get_title(self, row: object) -> str:
        """Give the title, and nothing where it is withheld."""
        return "" if getattr(row, "is_withheld", True) else str(getattr(row, "title", ""))


class MinutesDetail(serializers.Serializer[object]):
    """
    Minutes as the viewer may read them.

    `version` and its `sha256` are those that were frozen; of a draft there are none. `is_whole`
    says that nothing is withheld from the viewer.
    """

    meeting = MeetingLine()
    version = serializers.IntegerField(source="version.number", default=None, allow_null=True)
    sha256 = serializers.CharField(source="version.sha256", default="")
    is_whole = serializers.BooleanField(source="minutes.is_whole")
    was_inquorate = serializers.BooleanField(source="minutes.was_inquorate")
    attendance = AttendanceGroup(many=True)
    items = MinutesItem(source="minutes.items", many=True)
