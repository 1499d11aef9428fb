"""The client, against a real daemon; and against sockets that fail as daemons do."""

import socket
import threading

import pytest

from core.clamd import Clamd, ClamdRefused, ClamdUnavailable, ScanAnswer
from tests.virus_check import LARGEST_STREAM, NAME_OF_VIRUS, VIRUS, needs_clamd, run_clamd

# What the module makes once is dear: one process makes it.
pytestmark = pytest.mark.xdist_group("clamd")


@pytest.fixture(scope="module")
def daemon():
    with run_clamd() as running:
        yield running


@needs_clamd
class TestWithADaemon:
    @pytest.fixture(params=["socket_path", "tcp_address"])
    def clamd(self, daemon, request):
        return Clamd(getattr(daemon, request.param))

    def test_is_there(self, clamd):
        assert clamd.ping()

    @pytest.mark.parametrize("content", [b"", b"A letter.", bytes(300_000)])
    def test_finds_nothing_in_what_is_clean(self, clamd, content):
        assert clamd.scan(content) == ScanAnswer()
        assert clamd.scan(content).is_clean

    def test_names_the_virus_wherever_it_stands(self, clamd):
        answer = clamd.scan(bytes(150_000) + VIRUS + bytes(150_000))

        assert not answer.is_clean
        assert NAME_OF_VIRUS in answer.signature

    def test_says_that_something_is_too_large_to_check(self, clamd):
        with pytest.raises(ClamdRefused, match="size limit"):
            clamd.scan(bytes(LARGEST_STREAM + 100_000))


def accept_and_answer(server, answer):
    """Take a connection and answer, hang up (nothing), or stay silent (None)."""
    connection, _ = server.accept()
    with connection:
        connection.recv(65536)
        if answer is None:
            threading.Event().wait(0.6)
        elif answer:
            connection.sendall(answer)
            connection.recv(65536)


class TestWithoutADaemon:
    @pytest.mark.parametrize("address", ["", "/nowhere/clamd.socket", "127.0.0.1:1", "nonsense"])
    def test_says_that_nothing_is_known(self, address):
        assert not Clamd(address).ping()
        with pytest.raises(ClamdUnavailable):
            Clamd(address).scan(b"A letter.")

    @pytest.mark.parametrize("answer", [b"", None])
    def test_does_not_take_silence_for_clean(self, answer):
        with socket.create_server(("127.0.0.1", 0)) as server:
            thread = threading.Thread(target=accept_and_answer, args=(server, answer))
            thread.start()
            clamd = Clamd(f"127.0.0.1:{server.getsockname()[1]}", seconds=0.3)

            with pytest.raises(ClamdUnavailable):
                clamd.scan(b"A letter.")
            thread.join()

    @pytest.mark.parametrize("answer", [b"stream: \0", b"OKAY\0", b"UNKNOWN COMMAND\0"])
    def test_does_not_take_an_odd_answer_for_clean(self, answer):
        with socket.create_server(("127.0.0.1", 0)) as server:
            thread = threading.Thread(target=accept_and_answer, args=(server, answer))
            thread.start()

            with pytest.raises(ClamdRefused):
                Clamd(f"127.0.0.1:{server.getsockname()[1]}", seconds=60).scan(b"A letter.")
            thread.join()
