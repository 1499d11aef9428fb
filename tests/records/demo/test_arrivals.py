"""Files of the demonstration come at the times that their sources keep."""

from datetime import UTC, date, datetime, timedelta

from records.demo.arrivals import set_arrivals

DAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def arrived(folder):
    return datetime.fromtimestamp(next(folder.iterdir()).stat().st_mtime, tz=UTC)


def make(tmp_path, feed):
    folder = tmp_path / feed
    folder.mkdir()
    (folder / "file").write_text("x")
    return folder


class TestSetArrivals:
    def test_gives_a_practice_its_night(self, tmp_path):
        folder = make(tmp_path, "gp-radbrook-green")

        set_arrivals(tmp_path, DAY, now=NOON)

        assert arrived(folder) == datetime(2026, 11, 22, 2, 14, tzinfo=UTC)

    def test_never_lies_ahead(self, tmp_path):
        folder = make(tmp_path, "gp-radbrook-green")

        set_arrivals(tmp_path, DAY, now=NOON.replace(hour=1))

        assert arrived(folder) == datetime(2026, 11, 21, 2, 14, tzinfo=UTC)

    def test_leaves_mental_health_late(self, tmp_path):
        folder = make(tmp_path, "mpft")

        set_arrivals(tmp_path, DAY, now=NOON)

        assert NOON - arrived(folder) > timedelta(hours=26)

    def test_has_the_hospital_just_send(self, tmp_path):
        folder = make(tmp_path, "sath")

        set_arrivals(tmp_path, DAY, now=NOON)

        assert arrived(folder) == NOON - timedelta(minutes=3)
