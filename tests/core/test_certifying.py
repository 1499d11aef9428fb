import asyncio
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pikepdf

from core.certifying import certify, is_certified


def make_pdf() -> bytes:
    written = BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(written)
    return written.getvalue()


class TestCertify:
    def test_certifies_and_says_so(self):
        certified = certify(make_pdf(), reason="Approved")

        assert is_certified(certified)
        assert not is_certified(certified + b"\n% more")
        assert not is_certified(make_pdf())

    def test_works_where_an_event_loop_runs_already(self):
        async def certify_in_a_loop() -> tuple[bytes, bool]:
            certified = certify(make_pdf(), reason="Approved")
            return certified, is_certified(certified)

        # A thread of its own: after a journey in the browser this one has a loop already.
        with ThreadPoolExecutor(max_workers=1) as pool:
            certified, is_whole = pool.submit(lambda: asyncio.run(certify_in_a_loop())).result()

        assert is_whole
        assert is_certified(certified)
