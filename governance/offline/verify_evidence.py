#!/usr/bin/env python3
"""
Verify the evidence of a committee on your own machine, without this service and without a network.

    python3 verify_evidence.py evidence.jsonl --head 128:0f3a5c… --pdf minutes.pdf

The export holds the links of the committee's chain, each with the SHA-256 of what it is evidence
of, and the heads that were lodged. A head is printed on the cover of each board pack, and stands
in each mail with minutes and in each invitation: give the ones that you kept, by --head (its
number, a colon, and 16 or more digits) or by --heads (a file of the second store). Without one,
this can say only that the chain is whole in itself: whoever runs the database can write it anew.

Python 3.9 or newer. Signatures of heads are checked where the package "cryptography" is there;
--key names the public key, if you kept it, else the one in the export is taken at its word.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    Ed25519PublicKey = None  # type: ignore[assignment,misc]  # asked before it is used

Said = dict[str, Any]

FIRST = "0" * 64
SHORTEST_HEAD = 16


def main() -> int:
    """Say whether the evidence holds; 1 where it does not."""
    asked = read_arguments()
    lines = read_lines(asked.export)
    about = lines[0]
    links = [line for line in lines if line["type"] == "link"]
    heads = [line for line in lines if line["type"] == "head"]
    faults = check_chain(about["committee"], links)
    faults += check_heads(links, heads, "the export")
    faults += check_heads(links, read_heads(asked.heads, about["committee"]), "your file")
    kept = [read_head(head) for head in asked.head]
    faults += check_heads(links, kept, "what you kept")
    faults += check_signatures(heads, [asked.key] if asked.key else about["public_keys"])
    faults += [fault for name in asked.pdf for fault in check_pdf(links, name)]
    say(about, links, heads, kept, faults)
    return 1 if faults else 0


def read_lines(name: str) -> list[Said]:
    """Return a file of JSON lines."""
    with Path(name).open(encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def read_arguments() -> argparse.Namespace:
    """Return what was asked for."""
    parser = argparse.ArgumentParser(description="Verify the evidence of a committee.")
    parser.add_argument("export", help="the file that you downloaded")
    parser.add_argument("--head", action="append", default=[], help="a head you kept: 128:0f3a5c…")
    parser.add_argument("--heads", help="a file of heads, one JSON object a line")
    parser.add_argument("--pdf", action="append", default=[], help="certified minutes to look up")
    parser.add_argument("--key", help="the public key of heads, in base64")
    return parser.parse_args()


def check_chain(committee: str, links: list[Said]) -> list[str]:
    """Return what is wrong with the links, one after another."""
    faults: list[str] = []
    sequence, previous = 0, FIRST
    for link in links:
        number = link["sequence"]
        if number != sequence + 1:
            faults.append(f"Link {number} follows link {sequence}: one is missing or was moved.")
        if link["previous"] != previous:
            faults.append(f"Link {number} does not hold on to the one before it.")
        if link["hash"] != hash_link(committee, link):
            faults.append(f"Link {number} was changed: its hash is not its own.")
        if "content" in link and digest(link["content"]) != link["content_sha256"]:
            faults.append(f"What link {number} says is not what its hash is of.")
        sequence, previous = number, link["hash"]
    return faults


def hash_link(committee: str, link: Said) -> str:
    """Return the SHA-256 over the canonical JSON (RFC 8785) of a link: it holds ASCII alone."""
    facts = {
        "committee": committee,
        "content": link["content_sha256"],
        "kind": link["kind"],
        "previous": link["previous"],
        "sequence": link["sequence"],
        "subject": link["subject"],
    }
    return digest(canonical(facts))


def canonical(facts: Said) -> str:
    """Return facts as canonical JSON."""
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(text: str) -> str:
    """Return the SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def read_heads(name: str | None, committee: str) -> list[Said]:
    """Return the heads of this committee in a file, if there is one."""
    heads = read_lines(name) if name else []
    return [head for head in heads if head["committee"] == committee]


def read_head(text: str) -> Said:
    """Return a head as it was printed: its number, a colon or a space, and its first digits."""
    number, _, start = text.replace("·", ":").replace(" ", ":").partition(":")
    start = start.strip(":").lower()
    if not number.isdecimal() or len(start) < SHORTEST_HEAD:
        sys.exit(f"--head {text}: give a number, a colon, and {SHORTEST_HEAD} digits or more")
    return {"sequence": int(number), "hash": start}


def check_heads(links: list[Said], heads: list[Said], whose: str) -> list[str]:
    """Return heads that the chain does not bear out."""
    hashes = {link["sequence"]: link["hash"] for link in links}
    faults = []
    for head in heads:
        number = head["sequence"]
        if number and number not in hashes:
            faults.append(
                f"There is a head of link {number} in {whose}, but the chain ends at {len(links)}:"
                " its end was cut off."
            )
        elif number and not hashes[number].startswith(head["hash"]):
            faults.append(f"Link {number} is not the head in {whose}: the chain was written anew.")
    return faults


def check_signatures(heads: list[Said], keys: list[str]) -> list[str]:
    """Return heads that none of the keys has signed; without "cryptography" none is checked."""
    if Ed25519PublicKey is None:
        print("Signatures of heads were not checked: the package cryptography is not there.")
        return []
    return [
        f"The signature of the head of link {head['sequence']} does not hold."
        for head in heads
        if not any(is_signed(head, key) for key in keys)
    ]


def is_signed(head: Said, key: str) -> bool:
    """Whether a key has signed a head (Ed25519, RFC 8032)."""
    signed = ("committee", "hash", "lodged_at", "sequence")
    words = canonical({name: head[name] for name in signed}).encode()
    try:
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key))
        public.verify(base64.b64decode(head["signature"]), words)
    except (InvalidSignature, ValueError):
        return False
    return True


def check_pdf(links: list[Said], name: str) -> list[str]:
    """Return why a PDF is not among the minutes that were approved, or nothing."""
    found = hashlib.sha256(Path(name).read_bytes()).hexdigest()
    for link in links:
        said = json.loads(link["content"]) if "content" in link else {}
        if said.get("pdf_sha256") == found:
            number = said["version_number"]
            print(f"{name}: approved on {said['approved_at'][:10]}, version {number}.")
            return []
    return [f"{name} is not the PDF of any minutes that were approved."]


def say(
    about: Said, links: list[Said], heads: list[Said], kept: list[Said], faults: list[str]
) -> None:
    """Say what was found."""
    print(f"{about['name']}: {len(links)} links.")
    for fault in faults:
        print(f"FAULT  {fault}")
    last = max([head["sequence"] for head in (*heads, *kept)], default=0)
    later = [link for link in links if link["sequence"] > last]
    if later:
        print(
            f"Unlodged since {later[0]['written_at']}: no head vouches for the last {len(later)}."
        )
    if not kept:
        print("You gave no head that you kept yourself: the heads here come from the same export.")
    print("Something is wrong." if faults else "The chain is whole.")


if __name__ == "__main__":
    sys.exit(main())
