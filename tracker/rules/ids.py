"""The ids of the record: made here and taken apart here, and opaque to everything else.

An id says whose it is from its first letters on: `ca-20072008-SB375`. Two legislatures with one
session name and one bill number have two sessions and two bills.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from datetime import date
from typing import NamedTuple

JURISDICTION = r"[a-z][a-z0-9]*"
"""How the short id of a jurisdiction is written."""
SESSION = r"[a-z0-9]+"
"""How a session is called within its jurisdiction: `20072008`, `2023`, `119`, `2023s1`."""

_BILL_ID = re.compile(rf"({JURISDICTION})-({SESSION})-([A-Z][A-Z0-9]*(?:-[0-9]+)*)")
_OUTSIDE_ID = re.compile(r"[^A-Z0-9]")


class BillParts(NamedTuple):
    """The parts of the id of a measure."""

    jurisdiction: str
    session: str
    key: str
    """The measure within its session, as in `SB375`."""


def session_id(jurisdiction: str, session: str) -> str:
    """`ca-20072008`."""
    return f"{jurisdiction}-{session}"


def bill_id(jurisdiction: str, session: str, key: str) -> str:
    """`ca-20072008-SB375`."""
    return f"{session_id(jurisdiction, session)}-{key}"


def parts_of_bill_id(text: str) -> BillParts | None:
    """The id of a measure taken apart, in capitals or not; None where the text is none."""
    head, dash, rest = text.strip().partition("-")
    session, also_dash, key = rest.partition("-")
    found = _BILL_ID.fullmatch(f"{head.lower()}{dash}{session.lower()}{also_dash}{key.upper()}")
    return BillParts(*found.groups()) if found else None


def organization_id(session: str, chamber: str | None, key: str | None = None) -> str:
    """A house (`ca-20072008-upper`), a committee of it (`ca-20072008-upper-EQ`), or a committee of
    no single house. `session` is the id of the session.
    """
    return "-".join(part for part in (session, chamber, key) if part)


def printed_location_key(printed: str) -> str:
    """The place of a vote with its house, safe in a URL: `SEN. L.GOV.` is `SENLGOV`.

    Only letters and digits stay, since one source spaces and punctuates one committee in
    several ways.
    """
    return _OUTSIDE_ID.sub("", printed.upper())


def motion_text(printed: str) -> str:
    """A motion with single blanks: sources space one motion in several ways."""
    return " ".join(printed.split())


def event_id(session: str, day: date, location_key: str, classification: str, nth: int = 1) -> str:
    """A hearing or a floor session; `nth` counts those that share everything else, from 1."""
    return f"{session}-{day:%Y%m%d}-{location_key}-{classification}{_numbered(nth)}"


def vote_event_id(
    bill_id: str, day: date | None, location_key: str, motion: str, sequence: int = 1
) -> str:
    """The id of one roll call, as in `ca-20072008-SB375-20070607-SENFLOOR-5b1c2d`.

    `day` is None for a roll call known to be missing whose day no source gives. `sequence`
    counts, in source order and from 1, the different rolls that share everything else.
    """
    digest = hashlib.md5(motion_text(motion).encode(), usedforsecurity=False).hexdigest()[:6]
    when = f"{day:%Y%m%d}" if day else "undated"
    return f"{bill_id}-{when}-{location_key}-{digest}{_numbered(sequence)}"


def free_id(vote_event_id: str, taken: Collection[str]) -> str:
    """The id with the first number behind it that nothing bears yet."""
    number = 2
    while f"{vote_event_id}-{number}" in taken:
        number += 1
    return f"{vote_event_id}-{number}"


def _numbered(nth: int) -> str:
    return f"-{nth}" if nth > 1 else ""
