"""Certifies PDF (PAdES baseline, ETSI EN 319 142-1), and says whether a certified one is whole."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from io import BytesIO
from typing import Final, TypeVar

from asn1crypto import keys, x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from .signing_keys import SigningKeys, signing_keys

FIELD: Final = "Certification"
Result = TypeVar("Result")


def certify(pdf: bytes, *, reason: str) -> bytes:
    """Return a PDF with a certification that allows no change; nothing vouches for its moment."""
    details = signers.PdfSignatureMetadata(
        field_name=FIELD,
        reason=reason,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        subfilter=fields.SigSeedSubFilter.PADES,
    )
    written = BytesIO()
    signer = signers.PdfSigner(details, _signer(signing_keys()))
    _apart(partial(signer.sign_pdf, IncrementalPdfFileWriter(BytesIO(pdf)), output=written))
    return written.getvalue()


def is_certified(pdf: bytes) -> bool:
    """Whether a PDF holds our certification, covers itself whole, and was not changed since."""
    try:
        signatures = PdfFileReader(BytesIO(pdf)).embedded_signatures
        if len(signatures) != 1:
            return False
        known = ValidationContext(trust_roots=[_certificate(signing_keys())], allow_fetching=False)
        status = _apart(partial(validate_pdf_signature, signatures[0], known))
    except (PdfError, ValueError):
        return False
    return bool(
        status.intact and status.valid and status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    )


def _apart(work: Callable[[], Result]) -> Result:
    """Work in a thread of its own: pyHanko starts an event loop, and a thread runs one at most."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(work).result()


def _signer(keys_of_service: SigningKeys) -> signers.SimpleSigner:
    secret = keys_of_service.pdf.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return signers.SimpleSigner(
        signing_cert=_certificate(keys_of_service),
        signing_key=keys.PrivateKeyInfo.load(secret),
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]  # no types
    )


def _certificate(keys_of_service: SigningKeys) -> x509.Certificate:
    return x509.Certificate.load(keys_of_service.certificate.public_bytes(Encoding.DER))
