import os
import signal
import subprocess
import sys
import time

import psycopg
import pytest

from config.stack.children import start_child, stop_child
from config.stack.place import CHECKOUT, OUTSIDE
from config.stack.servers import end_survivors, processes_in
from tests.config.stack.running import eventually, first_line

AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root changes its account")


def write_row(stack):
    with psycopg.connect(stack.postgres.url) as connection:
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('still here')")


def read_row(stack):
    with psycopg.connect(stack.postgres.url) as connection:
        return connection.execute("SELECT word FROM kept").fetchone()


def kill_all(stack):
    for pid in [*stack.keepers(), *stack.servers()]:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


class TestStart:
    def test_starts_both_servers_once_and_stops_them(self, stack):
        first = stack.say("start")
        keepers = stack.keepers()
        second = stack.say("start")

        assert first[0] == second[0] == 0, first[2] + second[2]
        assert "postgres answers" in first[1]
        assert "valkey answers" in first[1]
        assert stack.keepers() == keepers
        assert stack.say("stop")[0] == 0
        assert stack.is_down()

    def test_removing_them_leaves_no_file_of_theirs(self, stack):
        stack.say("start")

        assert stack.say("remove")[0] == 0
        assert sorted(path.name for path in stack.var.iterdir()) == ["locks", "log"]

    def test_signs_in_as_an_ordinary_role(self, stack):
        stack.say("start")

        with psycopg.connect(stack.postgres.url) as connection:
            found = connection.execute(
                "SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user"
            ).fetchone()

        assert found == (False, True)

    def test_two_at_once_end_with_one_server(self, stack):
        starts = [stack.begin("start") for _ in range(3)]

        outcomes = [process.communicate(timeout=120) for process in starts]

        assert [process.returncode for process in starts] == [0, 0, 0], outcomes
        assert len(processes_in(stack.valkey.directory, "valkey-server")) == 1
        assert len(stack.keepers()) == 2

    def test_starts_only_what_the_environment_does_not_name(self, stack):
        code, out, err = stack.say("start", REDIS_URL="redis://127.0.0.1:1/0")

        assert code == 0, err
        assert "valkey" not in out
        assert not processes_in(stack.valkey.directory, "valkey-server")
        assert processes_in(stack.postgres.directory, "postgres")

    def test_says_in_one_line_why_it_cannot_start(self, stack):
        stack.say("start")
        stack.say("stop")
        (stack.postgres.directory / "PG_VERSION").write_text("12\n")

        code, _, err = stack.say("start")

        assert code == 1
        assert len(err.splitlines()) == 1
        assert "was made by PostgreSQL 12 and 18 is installed" in err

    def test_one_that_cannot_start_leaves_none_half_started_beside_it(self, stack):
        stack.say("start")
        stack.say("stop")
        (stack.postgres.directory / "PG_VERSION").write_text("12\n")

        stack.say("start")

        assert processes_in(stack.valkey.directory, "valkey-server")
        stack.say("stop")
        assert stack.is_down()


class TestRecovery:
    def test_after_the_death_of_all_processes_no_row_is_lost(self, stack):
        stack.say("start")
        write_row(stack)

        kill_all(stack)
        stack.say("start")

        assert read_row(stack) == ("still here",)

    @pytest.mark.parametrize("kind", ["another program", "a zombie"])
    def test_a_process_id_left_behind_may_be_of(self, stack, kind):
        stack.say("start")
        kill_all(stack)
        eventually(lambda: not stack.servers())
        other = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
        if kind == "a zombie":
            other.kill()
        for file in (
            stack.postgres.directory / "postmaster.pid",
            stack.postgres.place.sockets / ".s.PGSQL.5432.lock",
        ):
            lines = file.read_text().splitlines()
            file.write_text("\n".join([str(other.pid), *lines[1:], ""]))

        code, _, err = stack.say("start")

        assert code == 0, err
        other.communicate(b"\n")

    def test_the_server_ends_with_its_keeper(self, stack):
        stack.say("start")

        for pid in stack.keepers():
            os.kill(pid, signal.SIGKILL)

        eventually(stack.is_down)
        assert stack.say("start")[0] == 0

    def test_the_keeper_starts_a_server_that_died_anew(self, stack):
        stack.say("start")
        keepers = stack.keepers()

        for pid in stack.servers():
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue

        eventually(lambda: stack.postgres.answers() and stack.valkey.answers())
        assert stack.keepers() == keepers

    def test_a_server_that_nobody_keeps_is_ended_first(self, stack):
        stack.say("start", DATABASE_URL="postgres://elsewhere/x")
        stack.say("stop", DATABASE_URL="postgres://elsewhere/x")
        server = stack.valkey
        orphan = start_child(
            server.command(), log=server.log, cwd=server.directory, account=server.place.account
        )
        eventually(server.answers)

        end_survivors(server, patience=0.2)

        assert orphan.wait(timeout=60) == -signal.SIGKILL
        assert not server.answers()

    def test_a_broken_off_first_start_is_begun_again(self, stack):
        unfinished = stack.postgres.place.home / "postgres.unfinished"
        unfinished.mkdir(parents=True)
        (unfinished / "PG_VERSION").write_text("18\n")

        assert stack.say("start")[0] == 0
        assert not unfinished.exists()


class TestLifetime:
    def test_unused_servers_stop_by_themselves(self, stack):
        stack.say("start", STACK_GRACE="1")

        eventually(stack.is_down)

    def test_servers_stay_for_as_long_as_a_client_lives(self, stack):
        client = subprocess.Popen(
            [sys.executable, "-m", "tests.config.stack.client", str(stack.var)],
            cwd=CHECKOUT,
            env=stack.env | {"STACK_GRACE": "1"},
            stdout=subprocess.PIPE,
        )
        first_line(client)

        time.sleep(2)
        stayed = len(stack.keepers())
        client.kill()
        client.communicate()

        assert stayed == 2
        eventually(stack.is_down)

    def test_run_holds_them_until_it_is_told_to_end(self, stack):
        running = stack.begin("run")
        first_line(running)

        running.send_signal(signal.SIGINT)
        running.communicate(timeout=60)

        assert running.returncode == 0
        assert stack.is_down()


class TestPlace:
    @AS_ROOT
    def test_files_stand_outside_where_the_servers_may_not_pass(self, stack, base):
        base.chmod(0o700)

        code, out, err = stack.say("start")

        assert code == 0, err
        assert stack.postgres.place.home.parent == OUTSIDE
        assert f"The servers' files are in {stack.postgres.place.home}" in err
        assert "postgres answers" in out
        stack.say("stop")

    def test_sockets_stand_elsewhere_where_the_path_is_too_long(self, stack, base):
        stack.var = base / ("long" * 25) / "var"

        code, _, err = stack.say("start")

        assert code == 0, err
        assert not stack.postgres.place.sockets.is_relative_to(base)
        stack.say("stop")


class TestStartChild:
    def test_a_child_does_not_outlive_its_parent(self, tmp_path):
        parent = subprocess.Popen(
            [sys.executable, "-m", "tests.config.stack.parent", str(tmp_path / "log")],
            cwd=CHECKOUT,
            stdout=subprocess.PIPE,
            text=True,
        )
        child = int(first_line(parent))

        parent.kill()
        parent.communicate()

        eventually(lambda: not processes_in(tmp_path, "sleep") and not alive(child))

    def test_a_child_that_will_not_end_is_killed(self, tmp_path):
        child = start_child(["/bin/sleep", "60"], log=tmp_path / "log")

        stop_child(child, [(signal.SIGCONT, 0.1)])

        assert child.returncode == -signal.SIGKILL


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
