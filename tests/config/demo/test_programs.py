import signal
import sys
import time

import pytest

from config.demo.errors import DemoError
from config.demo.programs import MOST_DEATHS, Program, Programs


@pytest.fixture
def programs(tmp_path):
    """Programs of which each only sleeps."""
    made = Programs(port=8000, logs=tmp_path)
    for program in made._programs:
        program.arguments = ("timeit", "-n1", "-r1", "import time; time.sleep(600)")
    yield made
    made.stop()


class TestPrograms:
    def test_all_stop_together_and_soon(self, programs):
        programs.start()

        began = time.monotonic()
        programs.stop()

        assert time.monotonic() - began < 60
        assert not any(program.is_running for program in programs._programs)

    def test_one_that_died_is_started_anew(self, programs):
        programs.start()
        web = programs._programs[0]
        web.signal_all(signal.SIGKILL)
        web.process.wait()

        programs.restart_dead()

        assert all(program.is_running for program in programs._programs)

    def test_one_that_keeps_dying_is_given_up(self, programs):
        programs._programs[0].arguments = ("no_such_module",)
        programs.start()

        for _ in range(MOST_DEATHS - 1):
            programs._programs[0].process.wait()
            programs.restart_dead()
        programs._programs[0].process.wait()

        with pytest.raises(DemoError, match=r"the web does not stay up; see .*web\.log"):
            programs.restart_dead()

    def test_signalling_one_that_has_not_started_does_nothing(self, tmp_path):
        program = Program("web", (sys.executable,), tmp_path / "web.log")

        program.signal_all(signal.SIGTERM)

        assert not program.is_running
