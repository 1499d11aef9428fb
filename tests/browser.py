"""A real browser on real pages, inside the transaction of a test."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from threading import RLock, Thread
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # has no types
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.core.signals import request_finished, request_started
from django.db import DEFAULT_DB_ALIAS, close_old_connections, connections
from django.test.testcases import QuietWSGIRequestHandler
from playwright.sync_api import Page

# Playwright keeps an event loop in the main thread, which Django takes for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM = shutil.which("chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
BUILT = Path(settings.BASE_DIR) / "static" / "build" / "app.css"
WIDE, NARROW = (1366, 768), (320, 640)
# Two processes that share a machine are slow at times; a longer wait makes no wrong page right.
PATIENCE_MS = 60_000

SETTLED = """async () => {
  await document.fonts.ready;
  for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
}"""

needs_browser = [
    pytest.mark.skipif(not CHROMIUM, reason="chromium is not installed"),
    pytest.mark.skipif(not BUILT.exists(), reason="the front end is not built: npm run build"),
]


# Who holds it uses the connection that a test and the pages it has open share. Two who used it at
# once would end each other's savepoints: a test that acts for a worker while a page polls takes it.
connection_in_use = RLock()


class SharingServer(ThreadedWSGIServer):
    """Answers each request in a thread of its own, on the connection of the test."""

    def _close_connections(self) -> None:
        """Leave the connection open: the test goes on with it."""


class OneAtATime:
    """
    Answers requests one after the other, bodies included, and none any more once it is closed.

    They share a connection: a page that asks for a part of itself would else end the savepoint of
    the form that is sent meanwhile.
    """

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application
        self._is_closed = False

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        with connection_in_use:
            if self._is_closed:
                start_response("503 Service Unavailable", [("Content-Length", "0")])
                return []
            response = self._application(environ, start_response)
            try:
                return list(response)
            finally:
                if close := getattr(response, "close", None):
                    close()

    def close(self) -> None:
        """Wait for the request that is being answered, and answer no other."""
        with connection_in_use:
            self._is_closed = True


def serve() -> Iterator[str]:
    """
    Serve the whole project on a free port for one test, and give its address.

    The server sees what the test has made, and all of it is rolled back together.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    connection.inc_thread_sharing()
    # At the edges of a request Django closes connections that are in a transaction.
    for edge in (request_started, request_finished):
        edge.disconnect(close_old_connections)
    server = SharingServer(
        ("127.0.0.1", 0),
        QuietWSGIRequestHandler,
        connections_override={DEFAULT_DB_ALIAS: connection},
    )
    application = OneAtATime(StaticFilesHandler(WSGIHandler()))
    server.set_app(application)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        application.close()
        server.server_close()
        for edge in (request_started, request_finished):
            edge.connect(close_old_connections)
        connection.dec_thread_sharing()


def check_page(page: Page, size: tuple[int, int]) -> None:
    """Require that a page is accessible and needs no sideways scroll at this size."""
    page.wait_for_load_state()
    page.set_viewport_size({"width": size[0], "height": size[1]})
    # Scripts hear of a new size after the frame in which it is laid out.
    page.evaluate(SETTLED)
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
