"""Where a roll was called: the printed place gives the venue, the house and the committee."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field

from tracker.errors import DataFileError
from tracker.rules.reviewed import Reviewed, read_reviewed
from tracker.rules.vocabulary import Chamber, Venue

_HOUSE = re.compile(r"^(asm|sen|assembly|senate)\b\.?\s*(.+)$", re.IGNORECASE)
_FLOOR = re.compile(r"^floor( session)?\.?$", re.IGNORECASE)
_TITLES = {Chamber.LOWER: "Assembly", Chamber.UPPER: "Senate"}

FLOOR_KEY = "FLOOR"
"""The key of a whole house sitting as one."""
CONFERENCE_KEY = "CONFERENCE"
"""The key of a conference committee; the source does not tell one from another."""

NameSource = Literal["codes", "motions", "abbreviation", "votes"]


@dataclass(frozen=True)
class Location:
    """One place of one session; `chamber` is None in conference, where both houses sit."""

    venue: Venue
    chamber: Chamber | None
    key: str
    name: str


class _Committee(Reviewed):
    chamber: Chamber
    key: str = Field(pattern=r"^[A-Z0-9,&]+$")
    name: str = Field(min_length=1)
    source: NameSource
    sessions: tuple[str, ...] | None = None


class _Unprefixed(Reviewed):
    printed: str = Field(min_length=1)
    chamber: Chamber
    sessions: tuple[str, ...] = Field(min_length=1)
    source: NameSource


class _LocationFile(Reviewed):
    format: Literal[1]
    jurisdiction: str
    sessions_read: tuple[str, ...] = Field(min_length=1)
    conference: str = Field(min_length=1)
    unprefixed: tuple[_Unprefixed, ...]
    committees: tuple[_Committee, ...]


@dataclass(frozen=True)
class Locations:
    """The reviewed places of one jurisdiction."""

    names: dict[tuple[str, Chamber, str], str]
    """Committee names by session, house and key."""
    spelled: dict[tuple[str, Chamber, str], str]
    """Committee keys by session, house and folded name."""
    unprefixed: dict[tuple[str, str], Chamber]
    """The house of places printed without one, by session and key."""
    conference: str

    @cached_property
    def _conference(self) -> re.Pattern[str]:
        return re.compile(self.conference, re.IGNORECASE)

    def locate(self, printed: str, session: str) -> Location | None:
        """The place a roll was called, or None where no reviewed rule knows it."""
        text = " ".join(printed.split())
        house = _HOUSE.match(text)
        if house:
            chamber = Chamber.LOWER if house[1].lower().startswith("as") else Chamber.UPPER
            return self._in_house(text, house[2], chamber, session)
        if self._conference.search(text):
            return Location(Venue.CONFERENCE, None, CONFERENCE_KEY, "Conference Committee")
        listed = self.unprefixed.get((session, location_key(text)))
        return Location(Venue.COMMITTEE, listed, location_key(text), text) if listed else None

    def _in_house(self, printed: str, rest: str, chamber: Chamber, session: str) -> Location:
        if _FLOOR.match(rest):
            return Location(Venue.FLOOR, chamber, FLOOR_KEY, f"{_TITLES[chamber]} Floor")
        spelled = self.spelled.get((session, chamber, folded_committee(rest)))
        key = spelled or location_key(rest)
        known = self.names.get((session, chamber, key))
        name = f"{_TITLES[chamber]} Committee on {known}" if known else printed
        return Location(Venue.COMMITTEE, chamber, key, name)


def location_key(place: str) -> str:
    """A place without its house, in capitals, blanks and full stops removed: `L. GOV.` is LGOV."""
    return re.sub(r"[\s.]", "", place).upper()


def folded_committee(name: str) -> str:
    """A committee's name in full as it is compared: its words alone, with `and` for `&`."""
    return " ".join(re.sub(r"[^a-z ]", " ", name.lower().replace("&", " and ")).split())


def load_locations(path: Path) -> Locations:
    """Read the reviewed places. Raises DataFileError, also when one place has two names, or
    two places of a house have one.
    """
    content = read_reviewed(path, _LocationFile)
    names: dict[tuple[str, Chamber, str], str] = {}
    spelled: dict[tuple[str, Chamber, str], str] = {}
    for committee in content.committees:
        for session in committee.sessions or content.sessions_read:
            place = (session, committee.chamber, committee.key)
            if place in names:
                raise DataFileError(
                    f"{committee.chamber} {committee.key} has two names in {session}",
                    where=str(path),
                    what_to_do="name the sessions in which each name holds",
                )
            in_full = (session, committee.chamber, folded_committee(committee.name))
            if in_full in spelled:
                raise DataFileError(
                    f"{committee.name} ({committee.chamber}) has two keys in {session}",
                    where=str(path),
                    what_to_do="name the sessions in which each key is printed",
                )
            names[place] = committee.name
            spelled[in_full] = committee.key
    unprefixed = {
        (session, location_key(place.printed)): place.chamber
        for place in content.unprefixed
        for session in place.sessions
    }
    return Locations(names, spelled, unprefixed, content.conference)
