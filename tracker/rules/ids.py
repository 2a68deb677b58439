"""The id of a roll call: readable, and the same whichever source the roll was read from."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from datetime import date

from tracker.rules.locations import Location
from tracker.rules.vocabulary import Chamber

_HOUSES = {Chamber.LOWER: "ASM", Chamber.UPPER: "SEN"}
_OUTSIDE_ID = re.compile(r"[^A-Z0-9]")


def printed_location_key(printed: str) -> str:
    """The place of a vote with its house, safe in a URL: `SEN. L.GOV.` is `SENLGOV`.

    Only letters and digits stay, since one source spaces and punctuates one committee in
    several ways.
    """
    return _OUTSIDE_ID.sub("", printed.upper())


def event_location_key(printed: str, place: Location | None) -> str:
    """The place within the id of a roll call: one for `SEN. E.Q.` and `Sen Environmental Quality`.

    A place of one house is named by its house and key; any other as it is printed.
    """
    if place is None or place.chamber is None:
        return printed_location_key(printed)
    return printed_location_key(f"{_HOUSES[place.chamber]}{place.key}")


def motion_text(printed: str) -> str:
    """A motion with single blanks: sources space one motion in several ways."""
    return " ".join(printed.split())


def vote_event_id(
    bill_id: str, day: date | None, location_key: str, motion: str, sequence: int = 1
) -> str:
    """The id of one roll call, as in `200720080SB375-20070607-SENFLOOR-5b1c2d`.

    `day` is None for a roll call known to be missing whose day no source gives. `sequence`
    counts, in source order and from 1, the different rolls that share everything else.
    """
    digest = hashlib.md5(motion_text(motion).encode(), usedforsecurity=False).hexdigest()[:6]
    when = f"{day:%Y%m%d}" if day else "undated"
    nth = f"-{sequence}" if sequence > 1 else ""
    return f"{bill_id}-{when}-{location_key}-{digest}{nth}"


def free_id(vote_event_id: str, taken: Collection[str]) -> str:
    """The id with the first number behind it that nothing bears yet."""
    number = 2
    while f"{vote_event_id}-{number}" in taken:
        number += 1
    return f"{vote_event_id}-{number}"
