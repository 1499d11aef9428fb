"""Nobody's details reach the log."""

import logging
from io import StringIO

import pytest
from django.db import IntegrityError, connection

from core.logs import DiscreetFormatter
from tests.factories.records import PatientFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def log():
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(DiscreetFormatter("{levelname} {message}", style="{"))
    logger = logging.getLogger("discreet")
    logger.addHandler(handler)
    yield logger, stream
    logger.removeHandler(handler)


class TestDiscreetFormatter:
    def test_leaves_out_the_values_of_a_row_that_breaks_a_constraint(self, log):
        logger, stream = log
        patient = PatientFactory.create()

        try:
            with connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE records_patient SET gender = NULL WHERE nhs_number = %s",
                    [patient.nhs_number],
                )
        except IntegrityError:
            logger.exception("A page failed.")

        written = stream.getvalue()
        assert "violates not-null constraint" in written
        assert patient.family_name not in written
        assert patient.nhs_number not in written
