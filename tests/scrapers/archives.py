"""Builds tiny session archives in each layout of the publisher, whole or spoiled on purpose."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path


@dataclass(frozen=True)
class Roll:
    """One roll call to describe; counts and outcome are written as given."""

    bill: str = "SB 375"
    day: date | str = date(2007, 6, 7)
    location: str = "SEN. FLOOR"
    motion: str = "Senate 3rd Reading SB375 Steinberg"
    yes: str = "1"
    no: str = "1"
    result: str = "PASS"
    author: str = "Steinberg"
    topic: str = "Transportation planning."


@dataclass(frozen=True)
class Archive:
    """What to write: by default two rolls and three voters of 2007-08, all of it sound."""

    years: str = "07-08"
    rolls: Sequence[Roll] = (Roll(), Roll(motion="Unfinished Business"))
    ballots: Mapping[str, str] = field(
        default_factory=lambda: {"De La Torre": "16", "Runner": "61", "Vacancy": "90"}
    )
    folder: str = ""
    encoding: str = "latin-1"

    def descriptions(self) -> bytes:
        """The description file in the layout of the session's years."""
        line = _LINES[_layout(self.years)]
        end = "\r\n" if _layout(self.years) == "short_year" else "\n"
        written = [line(number, roll) + end for number, roll in enumerate(self.rolls, 1)]
        return "".join(written).encode(self.encoding)

    def votes(self) -> bytes:
        """The vote file: twenty bytes of name, then the codes."""
        lines = [self._name(name) + codes.encode() for name, codes in self.ballots.items()]
        return b"".join(line + b"\n" for line in lines)

    def _name(self, name: str) -> bytes:
        layout = _layout(self.years)
        raw = (f"`{name}`" if layout == "quoted" else name).encode(self.encoding)
        right = layout in ("short_year", "long_year")
        return raw.rjust(20) if right else raw.ljust(20)

    def write(
        self, folder: Path, *, descriptions: bytes | None = None, votes: bytes | None = None
    ) -> Path:
        """Write `calegYY-YY.zip`; a file given here replaces the one of this archive."""
        stem = f"{self.folder}ca{self.years}"
        contents = {
            f"{stem}desc.dat": self.descriptions() if descriptions is None else descriptions,
            f"{stem}votes.dat": self.votes() if votes is None else votes,
        }
        return write_zip(folder / f"caleg{self.years}.zip", contents)


def write_zip(path: Path, contents: Mapping[str, bytes]) -> Path:
    """A zip with these files."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in contents.items():
            zipped.writestr(name, content)
    return path


def _layout(years: str) -> str:
    first = int(years[:2])
    if first >= 93 or first <= 1:
        return "short_year"
    if first <= 15:
        return "long_year"
    return {17: "iso", 19: "date_first"}.get(first, "quoted")


def _day(roll: Roll, pattern: str) -> str:
    return roll.day if isinstance(roll.day, str) else roll.day.strftime(pattern)


def _number_first(number: int, roll: Roll, day: str) -> str:
    counted = (roll.motion, roll.yes, roll.no, roll.result)
    return "\t".join(
        (str(number), roll.bill, roll.author, roll.topic, day, roll.location, *counted)
    )


def _short_year(number: int, roll: Roll) -> str:
    line = _number_first(number, roll, _day(roll, "%m/%d/%y"))
    return line.replace(f"\t{roll.location}\t", f"\t   {roll.location}\t")


def _long_year(number: int, roll: Roll) -> str:
    return _number_first(number, roll, _day(roll, "%m/%d/%Y"))


def _iso(number: int, roll: Roll) -> str:
    line = _number_first(number, roll, _day(roll, "%Y-%m-%d"))
    return line.replace(roll.bill, roll.bill.replace(" ", ""), 1).replace(
        f"\t{roll.result}", f"\t({roll.result})"
    )


def _date_first(number: int, roll: Roll) -> str:
    counted = (roll.motion, roll.yes, roll.no, f"({roll.result})", roll.bill.replace(" ", ""))
    opening = (_day(roll, "%Y-%m-%d"), str(number), roll.author, roll.topic, roll.location)
    return "\t".join((*opening, *counted))


def _quoted(number: int, roll: Roll) -> str:
    opening = (_day(roll, "%Y-%m-%d"), str(number), "NA", f"`{roll.topic}`", f"`{roll.location}`")
    counted = (f"`{roll.motion}`", roll.yes, roll.no, f"`({roll.result})`")
    return "\t".join((*opening, *counted, roll.bill.replace(" ", "") + "`"))


_LINES = {
    "short_year": _short_year,
    "long_year": _long_year,
    "iso": _iso,
    "date_first": _date_first,
    "quoted": _quoted,
}
