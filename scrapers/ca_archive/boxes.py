"""The boxes of the Assembly's floor analyses: its committees' votes side by side, without a day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from scrapers.pages.printed import ListedRoll
from tracker.rules.vocabulary import Chamber

_COMMITTEE = re.compile(r"([A-Z][A-Z .,&'/]*?)\s+(\d+)-(\d+)(?=\s|$)")
_RULE = re.compile(r"^\s*-{20,}\s*$")
_WORDS = {"AYES": "AYES", "NAYS": "NOES", "NOES": "NOES"}
_BETWEEN = 3
"""Lines at most between the names of the committees and the top of their box."""


def read_boxes(text: str) -> Iterator[ListedRoll]:
    """Every vote of every box whose committees are named with counts above it."""
    lines = text.splitlines()
    for nth, line in enumerate(lines):
        below = lines[nth + 1 : nth + 2]
        if not _RULE.match(line) or not below or not below[0].lstrip().startswith("|"):
            continue
        heads = _heads(lines[max(0, nth - _BETWEEN) : nth])
        rows = takewhile(lambda row: row.lstrip().startswith("|"), lines[nth + 1 :])
        columns = _columns([row.strip().strip("|").split("|") for row in rows])
        if len(heads) == len(columns):
            for (name, yes, no), listed in zip(heads, columns, strict=True):
                yield _listed(name, (int(yes), int(no)), listed)


def _heads(lines: Sequence[str]) -> list[tuple[str, str, str]]:
    """Name, ayes and noes of each committee, from the nearest line above that names any."""
    found = (_COMMITTEE.findall(line) for line in reversed(lines))
    return next((heads for heads in found if heads), [])


def _columns(rows: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    """Per committee the names under each word; a cell with a word stands before one with names."""
    columns: list[dict[str, str]] = []
    words: list[str | None] = []
    for cells in rows:
        if cells[0].startswith("-"):
            continue
        for nth, (label, names) in enumerate(zip(cells[::2], cells[1::2], strict=False)):
            if nth == len(columns):
                columns.append({})
                words.append(None)
            written = label.strip().rstrip(":").upper()
            words[nth] = _WORDS.get(written, None if written else words[nth])
            if word := words[nth]:
                columns[nth][word] = f"{columns[nth].get(word, '')} {names.strip()}".strip()
    return columns


def _listed(name: str, declared: tuple[int, int], listed: dict[str, str]) -> ListedRoll:
    ayes, noes = (
        tuple(part.strip() for part in listed.get(word, "").split(",") if part.strip())
        for word in ("AYES", "NOES")
    )
    where = f"ASSEMBLY {name.strip()} COMMITTEE"
    return ListedRoll(where, Chamber.LOWER, False, None, declared, ayes, noes)
