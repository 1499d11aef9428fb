"""
The keys that sign what the service answers for, kept outside the database.

A bundle is PEM: an Ed25519 key for heads of chains of evidence, an elliptic-curve key with its
certificate for PDF, and public keys that were used earlier and are still believed.
"""

import os
import re
from base64 import b64decode, b64encode
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from cryptography.x509.oid import NameOID
from django.conf import settings

_BLOCK: Final = re.compile(
    r"-----BEGIN (?P<name>[A-Z ]+)-----.+?-----END (?P=name)-----", re.DOTALL
)
# Far apart, so that minutes of the demonstration's past are signed within it as well.
_DEVELOPMENT: Final = (datetime(2020, 1, 1, tzinfo=UTC), datetime(2050, 1, 1, tzinfo=UTC))


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKeys:
    """What signs: heads by `heads`, PDF by `pdf` with its certificate; `earlier` is believed."""

    heads: Ed25519PrivateKey
    pdf: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    earlier: tuple[Ed25519PublicKey, ...] = ()

    @property
    def public_key(self) -> str:
        """The public key of heads, in base64."""
        return _public_text(self.heads.public_key())

    @property
    def believed(self) -> frozenset[str]:
        """All public keys whose signatures of heads are believed, in base64."""
        return frozenset([self.public_key, *map(_public_text, self.earlier)])


def read_keys(bundle: str) -> SigningKeys:
    r"""
    Read a bundle; newlines may stand as "\\n", as some environments have them.

    :raises ValueError: a key or the certificate is missing or is not readable
    """
    found = _BLOCK.finditer(bundle.replace("\\n", "\n"))
    blocks = [(each["name"], each[0].encode()) for each in found]
    private = [load_pem_private_key(text, None) for name, text in blocks if "PRIVATE" in name]
    public = [load_pem_public_key(text) for name, text in blocks if name == "PUBLIC KEY"]
    heads = [key for key in private if isinstance(key, Ed25519PrivateKey)]
    pdf = [key for key in private if isinstance(key, ec.EllipticCurvePrivateKey)]
    certificates = [
        x509.load_pem_x509_certificate(text) for name, text in blocks if name == "CERTIFICATE"
    ]
    if not (heads and pdf and certificates):
        raise ValueError("needs an Ed25519 key, an elliptic-curve key and a certificate, as PEM")
    if certificates[0].public_key() != pdf[0].public_key():
        raise ValueError("has a certificate that is not of its elliptic-curve key")
    return SigningKeys(
        heads=heads[0],
        pdf=pdf[0],
        certificate=certificates[0],
        earlier=tuple(key for key in public if isinstance(key, Ed25519PublicKey)),
    )


def make_bundle(*, name: str, since: datetime, until: datetime) -> str:
    """Return a new bundle, whose certificate is its own authority."""
    pdf = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(pdf.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_for_signing(), critical=True)
        .sign(pdf, hashes.SHA256())
    )
    parts = [_private_text(Ed25519PrivateKey.generate()), _private_text(pdf)]
    return "".join([*parts, certificate.public_bytes(Encoding.PEM).decode()])


def signing_keys() -> SigningKeys:
    """Return the keys of this service: from the environment, or its own ones for development."""
    return _read_once(settings.GOVERNANCE_SIGNING_KEY or _development_bundle())


def sign(words: str) -> str:
    """Return the Ed25519 signature of words (RFC 8032), in base64."""
    return b64encode(signing_keys().heads.sign(words.encode())).decode()


def is_signed(words: str, signature: str) -> bool:
    """Whether one of the keys that are believed has signed the words."""
    return any(_fits(key, words, signature) for key in signing_keys().believed)


@cache
def _read_once(bundle: str) -> SigningKeys:
    return read_keys(bundle)


def _fits(key: str, words: str, signature: str) -> bool:
    try:
        public = Ed25519PublicKey.from_public_bytes(b64decode(key))
        public.verify(b64decode(signature), words.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def _public_text(key: Ed25519PublicKey) -> str:
    return b64encode(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()


def _private_text(key: Ed25519PrivateKey | ec.EllipticCurvePrivateKey) -> str:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def _for_signing() -> x509.KeyUsage:
    """Return what the certificate's key is for: signatures that are to last, and nothing else."""
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def _development_bundle() -> str:
    """Return the bundle under var/, made by whoever needs it first; never used in production."""
    path = Path(settings.VAR_DIR) / "governance-signing.pem"
    if not path.exists():
        since, until = _DEVELOPMENT
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", dir=path.parent, delete=False) as file:
            file.write(
                make_bundle(name="One Health and Care (development)", since=since, until=until)
            )
        # Of two processes that need it at once, the first one's stays.
        with suppress(FileExistsError):
            os.link(file.name, path)
        Path(file.name).unlink()
    return path.read_text()
