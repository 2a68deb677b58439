"""A legislature as reviewed data: its houses and its sessions."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field

from tracker.errors import UsageError
from tracker.rules.reviewed import Reviewed, read_reviewed
from tracker.rules.vocabulary import Chamber


class House(Reviewed):
    """One house and its seats, vacant ones among them."""

    chamber: Chamber
    name: str
    member_title: str
    seats: int = Field(gt=0)


class SpecialSession(Reviewed):
    """A session called beside the regular one; its measures carry its number (SBX2 10)."""

    number: int = Field(ge=1, le=9)
    start: date
    end: date


class LegislativeSession(Reviewed):
    """A regular session of two years, both days included, with its special sessions."""

    id: str = Field(pattern=r"^\d{8}$")
    start: date
    end: date
    special: tuple[SpecialSession, ...] = ()

    @property
    def name(self) -> str:
        """`2007-2008`."""
        return f"{self.id[:4]}-{self.id[4:]}"


class Jurisdiction(Reviewed):
    """Whose legislature it is. `id` is its Open Civic Data id, `code` our short form (ca)."""

    format: Literal[1]
    id: str
    code: str = Field(pattern=r"^[a-z]+$")
    name: str
    legislature: str
    chambers: tuple[House, ...] = Field(min_length=1)
    sessions: tuple[LegislativeSession, ...] = Field(min_length=1)

    @property
    def house_names(self) -> dict[str, str]:
        """`upper` and `lower` in a reader's words, in that order."""
        names = {house.chamber: house.name for house in self.chambers}
        return {str(chamber): names[chamber] for chamber in Chamber if chamber in names}

    def house(self, chamber: Chamber) -> House:
        """The house of that name."""
        return next(house for house in self.chambers if house.chamber == chamber)

    def session(self, text: str) -> LegislativeSession:
        """The session that a person typed (`2007-08`), or a UsageError that lists those known."""
        wanted = parse_session(text)
        for session in self.sessions:
            if session.id == wanted:
                return session
        raise UsageError(
            f"{self.name} has no session {wanted}",
            where=f"the session {text!r}",
            what_to_do="choose one of " + ", ".join(known.name for known in self.sessions),
        )


def load_jurisdiction(path: Path) -> Jurisdiction:
    """Read the reviewed file of one jurisdiction. Raises DataFileError."""
    return read_reviewed(path, Jurisdiction)


def parse_session(text: str) -> str:
    """`20072008`, `2007-2008` or `2007-08` as `20072008`; UsageError for anything else."""
    match = re.fullmatch(r"\s*(\d{4})[-–/ ]?(\d{4}|\d{2})\s*", text)
    if match:
        first = int(match[1])
        following = str(first + 1)
        if first % 2 == 1 and match[2] in {following, following[2:]}:
            return f"{first}{following}"
    raise UsageError(
        f"{text!r} is not a session",
        where="the session",
        what_to_do="write both years, the first one odd, as in 2007-2008 or 20072008",
    )
