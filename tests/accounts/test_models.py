import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.codes import SignInEventKind
from accounts.models import RequestOrigin, SignInEvent
from tests.factories.accounts import UserFactory


class TestUser:
    def test_has_a_name_of_its_own_in_any_capitals(self, clinician):
        with pytest.raises(IntegrityError, match="any_capitals"), transaction.atomic():
            UserFactory.create(username=clinician.username.upper())


class TestSignInEvent:
    @pytest.fixture
    def event(self, clinician):
        return SignInEvent.objects.note(
            SignInEventKind.SUCCESS,
            user=clinician,
            origin=RequestOrigin("2001:db8::1", "x" * 500),
            at=timezone.now(),
        )

    def test_keeps_a_short_user_agent(self, event):
        assert event.user_agent == "x" * 200

    def test_cannot_be_changed(self, event):
        event.kind = SignInEventKind.FAILURE
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            event.save()

    def test_cannot_be_removed(self, event):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            event.delete()
