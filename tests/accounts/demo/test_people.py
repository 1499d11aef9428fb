from datetime import date

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.management import CommandError, call_command

from accounts.codes import JobRole
from accounts.demo.organizations import load_organizations
from accounts.demo.people import DEFAULT_PASSWORD, PEOPLE, load_people
from accounts.models import PractitionerRole, User

TODAY = date(2026, 11, 23)


class TestLoadPeople:
    def test_can_run_again_and_ends_no_session(self, db):
        organizations = load_organizations()
        load_people(organizations, password=DEFAULT_PASSWORD, on=TODAY)
        before = list(User.objects.order_by("pk").values_list("pk", "password"))

        load_people(organizations, password=DEFAULT_PASSWORD, on=date(2026, 11, 24))

        assert list(User.objects.order_by("pk").values_list("pk", "password")) == before
        assert PractitionerRole.objects.count() == sum(len(person.roles) for person in PEOPLE)

    def test_has_somebody_in_every_job_role(self):
        shown = {role.job_role for person in PEOPLE for role in person.roles}

        assert set(JobRole) - shown == {JobRole.HEALTH_PROFESSIONAL}

    def test_takes_a_password_that_the_rules_allow(self):
        for person in PEOPLE:
            user = User(username=person.username, last_name=person.last_name)
            validate_password(DEFAULT_PASSWORD, user)


class TestDemoAccounts:
    def test_prints_names_and_password(self, db, capsys, monkeypatch):
        monkeypatch.setenv("DEMO_PASSWORD", "a demo of one's own")
        call_command("load_demo")

        call_command("demo_accounts")

        table = capsys.readouterr().out
        assert "A&E doctor, Shrewsbury and Telford Hospital" in table
        assert "password for all: a demo of one's own" in table
        assert User.objects.get(username="gp").check_password("a demo of one's own")

    def test_says_what_to_do_first(self, db):
        with pytest.raises(CommandError, match="load_demo"):
            call_command("demo_accounts")
