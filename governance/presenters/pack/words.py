"""The words of one reader's pack, as the template places them; the rest never gets there."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from core.dates import TIME, count_in_words, format_date
from core.markdown_tree import read_blocks
from core.times import say_clock, say_times
from governance.models import BoardPack
from governance.queries.pack_share import PackShare, items_of

from .papers import PaperFile
from .sections import section_words

Row = Mapping[str, Any]
Words = dict[str, object]
NOT_CHECKED = "This paper is not in the pack: its file has not passed the virus check."
NOT_OPENED = "This paper could not be put into the pack. Open it on the page of the meeting."


def pack_words(
    pack: BoardPack, share: PackShare, files: Mapping[str, PaperFile], *, reader: str
) -> Words:
    """Return everything that the template places."""
    content: Row = pack.content
    committee, meeting = content["committee"], content["meeting"]
    starts_at = datetime.fromisoformat(meeting["starts_at"])
    ends_at = datetime.fromisoformat(meeting["ends_at"])
    rows = items_of(pack)
    sections = content["sections"] if share.has_sections else []
    return {
        "title": f"{committee['name']}: board pack, {format_date(starts_at)}",
        "committee": committee["name"],
        "reader": reader,
        "times": say_times(starts_at, ends_at),
        "place": " · ".join(part for part in (meeting["mode"], meeting["place"]) if part),
        "facts": _cover_facts(pack, sections),
        "late": _late(rows, share),
        "changes": _changes(content, share),
        "withheld": _withheld_words(share),
        "agenda": [_agenda_row(row, share) for row in rows],
        "items": [_item_words(row, share, files) for row in rows if _is_shown(row, share)],
        "sections": [section_words(row, cut=_cut(content)) for row in sections],
    }


def _cover_facts(pack: BoardPack, sections: Sequence[Row]) -> list[tuple[str, str]]:
    content = pack.content
    issued = f"Pack {pack.number}, issued {format_date(_cut(content), TIME)}"
    if content["replaces"]:
        issued += f". It replaces pack {content['replaces']}"
    facts = [
        ("Issue", issued),
        ("Hash of the pack", pack.sha256),
        ("Head of the chain", f"Link {pack.head['sequence']}: {pack.head['hash']}"),
    ]
    facts += [("Figures", f"{row['title']}: {_stretch(row, content)}") for row in sections]
    return facts


def _stretch(row: Row, content: Row) -> str:
    if row["content"] is None:
        return "could not be made for this pack"
    since = datetime.fromisoformat(row["since"])
    return f"{format_date(since)} to {format_date(_cut(content), TIME)}"


def _cut(content: Row) -> datetime:
    return datetime.fromisoformat(content["cut"])


def _withheld_words(share: PackShare) -> str:
    if not share.withheld:
        return ""
    items = "Item" if len(share.withheld) == 1 else "Items"
    return f"{items} {', '.join(share.withheld)}"


def _late(rows: Sequence[Row], share: PackShare) -> list[str]:
    return [
        f"{_place(row)}: {paper['title']} (sent {format_date(_sent(paper))})"
        for row in rows
        for paper in row["papers"]
        if paper["id"] in share.papers and paper["version"] and paper["is_late"]
    ]


def _changes(content: Row, share: PackShare) -> list[str]:
    """Return what is new since the pack before, as far as the reader may know of it."""
    said = []
    for row in content["items"]:
        for paper in row["papers"]:
            if paper["id"] not in share.papers:
                continue
            place = f"{_place(row)}: {paper['title']}"
            if paper["replaces"]:
                why = f". {paper['what_changed']}" if paper["what_changed"] else ""
                said.append(
                    f"{place}, version {paper['version']} replaces {paper['replaces']}{why}"
                )
            elif paper["is_added"]:
                said.append(f"{place} is new")
    return said + [
        f"Item {row['item']}: {row['title']} is withdrawn"
        for row in content["removed"]
        if row["id"] in share.papers
    ]


def _place(row: Row) -> str:
    return f"Item {row['number']}"


def _agenda_row(row: Row, share: PackShare) -> Words:
    """Return a line of the agenda; of what is withheld the number and the time alone."""
    line: Words = {
        "number": row["number"],
        "level": row["level"],
        "clock": say_clock(datetime.fromisoformat(row["starts_at"])),
        "minutes": row["minutes"],
        "key": row["id"] if _is_shown(row, share) else "",
    }
    if row["id"] not in share.items:
        return line | {"title": "Withheld", "purpose": "", "presenter": "", "is_withheld": True}
    return line | {
        "title": row["title"],
        "purpose": row["purpose"],
        "presenter": row["presenter"],
        "is_withheld": False,
    }


def _is_shown(row: Row, share: PackShare) -> bool:
    """Whether an item has a place in the pack: it is known, or a paper of it is."""
    return row["id"] in share.items or any(paper["id"] in share.papers for paper in row["papers"])


def _item_words(row: Row, share: PackShare, files: Mapping[str, PaperFile]) -> Words:
    papers = [_paper_words(paper, files) for paper in row["papers"] if paper["id"] in share.papers]
    words: Words = {
        "key": row["id"],
        "number": row["number"],
        "level": row["level"],
        "title": "Withheld",
        "line": "You may read the paper below. The item itself is withheld.",
        "blocks": [],
        "papers": papers,
        "note": "",
    }
    if row["id"] not in share.items:
        return words
    is_blank = row["wants_paper"] and not papers
    words["title"] = row["title"]
    words["line"] = " · ".join(
        part
        for part in (row["purpose"], row["presenter"], count_in_words(row["minutes"], "minute"))
        if part
    )
    words["blocks"] = read_blocks(row["body"])
    words["note"] = "The paper of this item had not arrived when the pack was issued."
    return words if is_blank else words | {"note": ""}


def _paper_words(paper: Row, files: Mapping[str, PaperFile]) -> Words:
    words: Words = {
        "key": paper["id"],
        "title": paper["title"],
        "line": "",
        "blocks": [],
        "sheets": [],
        "note": "",
    }
    if not paper["version"]:
        return words | {"note": NOT_CHECKED}
    words["line"] = _paper_line(paper)
    if not paper["file_sha256"]:
        return words | {"blocks": read_blocks(paper["body"])}
    file = files.get(paper["id"])
    if file is None:
        return words | {"note": NOT_OPENED}
    sheets = [{"is_wide": sheet.is_wide, "words": sheet.words} for sheet in file.sheets]
    return words | {"sheets": sheets}


def _paper_line(paper: Row) -> str:
    parts = [paper["author"], f"Version {paper['version']}, {format_date(_sent(paper))}"]
    if paper["is_late"]:
        parts.append("Late")
    if paper["replaces"]:
        parts.append(f"Replaces version {paper['replaces']}")
    return " · ".join(part for part in parts if part)


def _sent(paper: Row) -> datetime:
    return datetime.fromisoformat(paper["sent_at"])
