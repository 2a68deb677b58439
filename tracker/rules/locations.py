"""Where a roll was called: the printed place gives the venue, the house and the committee."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field

from tracker.errors import DataFileError
from tracker.rules.ids import printed_location_key
from tracker.rules.jurisdictions import House, Jurisdiction
from tracker.rules.reviewed import Reviewed, read_reviewed
from tracker.rules.vocabulary import Chamber, Venue

FLOOR_KEY = "FLOOR"
"""The key of a whole house sitting as one."""
CONFERENCE_KEY = "CONFERENCE"
"""The key of a conference committee; the source does not tell one from another."""

NameSource = Literal["codes", "motions", "abbreviation", "votes"]


@dataclass(frozen=True)
class Location:
    """One place of one session; `chamber` is None where both houses sit."""

    venue: Venue
    chamber: Chamber | None
    key: str
    name: str
    house_code: str | None = field(default=None, compare=False)
    """How the ids of its house's roll calls begin."""


class _PrintedHouse(Reviewed):
    chamber: Chamber
    printed: tuple[str, ...] = ()
    """How a place begins that is this house's; empty where the only house prints nothing."""


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
    sessions_read: tuple[str, ...] = ()
    houses: tuple[_PrintedHouse, ...] = Field(min_length=1)
    floor: str = Field(min_length=1)
    """A pattern for what is printed, after the house, where the whole house votes."""
    conference: str | None = None
    joint: str | None = None
    unprefixed: tuple[_Unprefixed, ...] = ()
    committees: tuple[_Committee, ...] = ()


@dataclass(frozen=True)
class Locations:
    """The reviewed places of one jurisdiction."""

    names: dict[tuple[str, Chamber, str], str]
    """Committee names by session, house and key."""
    spelled: dict[tuple[str, Chamber, str], str]
    """Committee keys by session, house and folded name."""
    unprefixed: dict[tuple[str, str], Chamber]
    """The house of places printed without one, by session and key."""
    houses: Mapping[Chamber, House]
    prefixes: Mapping[Chamber, tuple[str, ...]]
    floor: str
    conference: str | None
    joint: str | None

    def locate(self, printed: str, session: str) -> Location | None:
        """The place a roll was called, or None where no reviewed rule knows it.

        `session` is the one within the jurisdiction.
        """
        text = " ".join(printed.split())
        for chamber, prefix in self._prefixes:
            house = prefix.match(text)
            if house:
                return self._in_house(text, house["rest"], chamber, session)
        if self.conference and re.search(self.conference, text, re.IGNORECASE):
            return Location(Venue.CONFERENCE, None, CONFERENCE_KEY, "Conference Committee")
        if self.joint and re.search(self.joint, text, re.IGNORECASE):
            return Location(Venue.JOINT, None, location_key(text), text)
        listed = self.unprefixed.get((session, location_key(text)))
        if listed is None:
            return None
        return Location(Venue.COMMITTEE, listed, location_key(text), text, self._code(listed))

    @cached_property
    def _prefixes(self) -> tuple[tuple[Chamber, re.Pattern[str]], ...]:
        return tuple(
            (chamber, re.compile(rf"{_beginning(words)}(?P<rest>.+)", re.IGNORECASE))
            for chamber, words in self.prefixes.items()
        )

    def _in_house(self, printed: str, rest: str, chamber: Chamber, session: str) -> Location:
        house, code = self.houses[chamber], self._code(chamber)
        if re.fullmatch(self.floor, rest, re.IGNORECASE):
            return Location(Venue.FLOOR, chamber, FLOOR_KEY, f"{house.name} Floor", code)
        spelled = self.spelled.get((session, chamber, folded_committee(rest)))
        key = spelled or location_key(rest)
        known = self.names.get((session, chamber, key))
        name = f"{house.name} Committee on {known}" if known else printed
        return Location(Venue.COMMITTEE, chamber, key, name, code)

    def _code(self, chamber: Chamber) -> str:
        return self.houses[chamber].code


def _beginning(words: tuple[str, ...]) -> str:
    """A pattern for a house as printed before a place; for the empty tuple, of nothing."""
    return rf"(?:{'|'.join(map(re.escape, words))})\b\.?\s*" if words else ""


def event_location_key(printed: str, place: Location | None) -> str:
    """The place within the id of a roll call: one for `SEN. E.Q.` and `Sen Environmental Quality`.

    A place of one house is named by its house and key; any other as it is printed.
    """
    if place is None or place.chamber is None:
        return printed_location_key(printed)
    return printed_location_key(f"{place.house_code}{place.key}")


def location_key(place: str) -> str:
    """A place without its house, in capitals, blanks and full stops removed: `L. GOV.` is LGOV."""
    return re.sub(r"[\s.]", "", place).upper()


def folded_committee(name: str) -> str:
    """A committee's name in full as it is compared: its words alone, with `and` for `&`."""
    return " ".join(re.sub(r"[^a-z ]", " ", name.lower().replace("&", " and ")).split())


def load_locations(path: Path, jurisdiction: Jurisdiction) -> Locations:
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
    return Locations(
        names,
        spelled,
        unprefixed,
        {house.chamber: house for house in jurisdiction.chambers},
        {house.chamber: house.printed for house in content.houses},
        content.floor,
        content.conference,
        content.joint,
    )
