"""A plain reading of the sample sessions' descriptions, for tests of rules over printed text."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path

import numpy as np

from tests.scrapers.archives import write_zip

SESSIONS = ("19951996", "20072008", "20132014", "20172018", "20212022")

_COLUMNS = {"bill": 1, "day": 4, "location": 5, "motion": 6, "yes": 7, "no": 8, "result": 9}
_COLUMNS_2021 = {"day": 0, "location": 4, "motion": 5, "yes": 6, "no": 7, "result": 8, "bill": 9}
_RESULTS = {"PASS": "pass", "FAIL": "fail"}


@dataclass(frozen=True)
class Described:
    """One line of a description file: the printed texts, and the counts where they are numbers."""

    row: int
    bill: str
    day: str
    location: str
    motion: str
    yes: int | None
    no: int | None
    result: str

    @property
    def on_the_floor(self) -> bool:
        return "floor" in self.location.lower()


def short(session: str) -> str:
    """`20072008` as the archive names it: `07-08`."""
    return f"{session[2:4]}-{session[6:8]}"


def described(samples: Path, session: str) -> Iterator[Described]:
    """Every roll call of a sample session as its description file prints it, in file order."""
    columns = _COLUMNS_2021 if session == "20212022" else _COLUMNS
    encoding = "utf-8" if session >= "20172018" else "latin-1"
    for row, line in enumerate(_lines(samples, session, "desc"), start=1):
        cells = [cell.strip(" \r`") for cell in line.decode(encoding).split("\t")]
        text = {name: cells[index] for name, index in columns.items()}
        yield Described(
            row=row,
            bill=text["bill"],
            day=text["day"],
            location=text["location"],
            motion=text["motion"],
            yes=_count(text["yes"]),
            no=_count(text["no"]),
            result=_RESULTS.get(text["result"].strip("()"), "unknown"),
        )


@cache
def listed(samples: Path, session: str) -> list[int]:
    """How many seats each roll call lists, vacant seats included, in file order.

    The archive of 1995-96 holds one vote more per member than its description has lines.
    """
    members = [line[20:].rstrip(b"\r") for line in _lines(samples, session, "votes")]
    codes = np.array([np.frombuffer(member, dtype=np.uint8) for member in members])
    seats: list[int] = (codes != ord("0")).sum(axis=0).tolist()
    return seats


@dataclass(frozen=True)
class Column:
    """What the vote file says of one roll call: the raw codes, and how many people gave each."""

    codes: bytes
    """One byte per line of the file."""
    ayes: int
    noes: int
    silent: int
    vacant: bytes
    """The codes of vacant seats that are on the roll."""


def columns(samples: Path, session: str) -> Iterator[Column]:
    """One column per roll call, in file order; the one that 1995-96 has too many is left out."""
    lines = [line.rstrip(b"\r") for line in _lines(samples, session, "votes")]
    is_seat = [line[:20].strip() == b"Vacancy" for line in lines]
    described_rolls = len(_lines(samples, session, "desc"))
    for codes in islice(zip(*(line[20:] for line in lines), strict=True), described_rolls):
        whole = bytes(codes)
        vacant = bytes(c for c, seat in zip(whole, is_seat, strict=True) if seat and c != 48)
        yield Column(
            codes=whole,
            ayes=whole.count(b"1") - vacant.count(b"1"),
            noes=whole.count(b"6") - vacant.count(b"6"),
            silent=whole.count(b"9") - vacant.count(b"9"),
            vacant=vacant,
        )


def slice_of(samples: Path, session: str, rows: Sequence[int], folder: Path) -> Path:
    """An archive of its own with these roll calls of a real one, byte for byte, and all names."""
    described_lines = _lines(samples, session, "desc")
    kept = [described_lines[row - 1] for row in rows]
    named = [
        line[:20] + bytes(line[19 + row] for row in rows)
        for line in _lines(samples, session, "votes")
    ]
    stem = f"ca{short(session)}"
    contents = {
        f"{stem}{kind}.dat": b"".join(line + b"\n" for line in lines)
        for kind, lines in (("desc", kept), ("votes", named))
    }
    return write_zip(folder / f"caleg{short(session)}.zip", contents)


def _lines(samples: Path, session: str, kind: str) -> list[bytes]:
    with zipfile.ZipFile(samples / "ca_rollcall_lewis" / f"caleg{short(session)}.zip") as archive:
        (member,) = [name for name in archive.namelist() if name.endswith(f"{kind}.dat")]
        return archive.read(member).rstrip(b"\n").split(b"\n")


def _count(text: str) -> int | None:
    return int(text) if text.isdigit() else None
