import stat
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from core.signing_keys import is_signed, make_bundle, read_keys, sign, signing_keys

SINCE, UNTIL = datetime(2026, 1, 1, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC)


def bundle():
    return make_bundle(name="A service", since=SINCE, until=UNTIL)


@pytest.fixture
def own_directory(settings, tmp_path):
    settings.GOVERNANCE_SIGNING_KEY = ""
    settings.VAR_DIR = tmp_path
    return tmp_path


class TestReadKeys:
    def test_reads_what_was_made(self):
        keys = read_keys(bundle())

        assert keys.certificate.not_valid_after_utc == UNTIL

    def test_reads_a_bundle_whose_newlines_are_written_out(self):
        text = bundle()

        assert read_keys(text.replace("\n", "\\n")).public_key == read_keys(text).public_key

    @pytest.mark.parametrize("part", ["BEGIN PRIVATE KEY", "BEGIN CERTIFICATE"])
    def test_refuses_a_bundle_without_all_its_parts(self, part):
        with pytest.raises(ValueError, match="needs an Ed25519 key"):
            read_keys(bundle().replace(part, "BEGIN NOTHING"))

    def test_refuses_the_certificate_of_another_key(self):
        mine, other = bundle(), bundle()
        start = "-----BEGIN CERTIFICATE"
        mixed = mine[: mine.index(start)] + other[other.index(start) :]

        with pytest.raises(ValueError, match="not of its elliptic-curve key"):
            read_keys(mixed)


class TestSign:
    def test_is_believed_of_the_same_words_only(self, own_directory):
        signature = sign("head 3")

        assert is_signed("head 3", signature)
        assert not is_signed("head 4", signature)

    def test_is_still_believed_by_the_public_key_that_a_new_bundle_keeps(self, settings):
        old = bundle()
        settings.GOVERNANCE_SIGNING_KEY = old
        signature = sign("head 3")
        public = read_keys(old).heads.public_key()
        kept = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()

        settings.GOVERNANCE_SIGNING_KEY = bundle()
        assert not is_signed("head 3", signature)
        settings.GOVERNANCE_SIGNING_KEY = bundle() + kept
        assert is_signed("head 3", signature)

    def test_does_not_believe_what_is_no_signature(self, own_directory):
        assert not is_signed("head 3", "nonsense")


class TestSigningKeys:
    def test_makes_a_key_for_development_once_that_only_its_owner_reads(self, own_directory):
        first, second = signing_keys(), signing_keys()

        file = own_directory / "governance-signing.pem"
        assert first.public_key == second.public_key
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert list(own_directory.iterdir()) == [file]
