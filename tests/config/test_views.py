import pytest
from django.db import connection
from kombu.exceptions import OperationalError

from config.celery import app


@pytest.fixture
def worker(monkeypatch):
    """A worker that answers at once."""
    monkeypatch.setattr(app.control, "ping", lambda **_: [{"worker": {"ok": "pong"}}])


class TestHealthz:
    def test_answers_without_a_database(self, client):
        response = client.get("/healthz")

        assert response.status_code == 200
        assert response.content == b"alive\n"


@pytest.mark.django_db
class TestReadyz:
    def test_is_ready_when_everything_answers(self, client, worker):
        response = client.get("/readyz")

        assert response.json() == {
            "database": "ready",
            "migrations": "ready",
            "broker": "ready",
            "workers": "ready",
        }
        assert response.status_code == 200

    def test_says_that_no_worker_answers(self, client, monkeypatch):
        monkeypatch.setattr(app.control, "ping", lambda **_: [])

        response = client.get("/readyz")

        assert response.status_code == 503
        assert response.json()["workers"] == "none answers"

    def test_says_that_the_broker_does_not_answer(self, client, worker, monkeypatch):
        def refuse():
            raise OperationalError

        monkeypatch.setattr(app, "connection_for_read", refuse)

        response = client.get("/readyz")

        assert response.status_code == 503
        assert response.json()["broker"] == "does not answer"

    def test_counts_migrations_that_wait(self, client, worker):
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")

        response = client.get("/readyz")

        assert response.status_code == 503
        assert response.json()["migrations"] == "1 to apply"
