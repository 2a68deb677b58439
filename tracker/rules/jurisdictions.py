"""A legislature as reviewed data: its houses, its sessions, and how its measures are written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from tracker.errors import UsageError
from tracker.rules.ids import JURISDICTION, SESSION, session_id
from tracker.rules.measures import Measure, MeasureWriting, read_measure
from tracker.rules.reviewed import Reviewed, TimeZone, read_reviewed
from tracker.rules.vocabulary import Chamber, Option

_YEAR = re.compile(r"(?<!\d)(?:18|19|20)\d\d(?!\d)")
NOT_REVIEWED = (
    "Nobody has reviewed what this legislature's record says of members without a vote: the "
    "source's own word stands."
)
_BETWEEN = re.compile(r"[-–/ ]")


class House(Reviewed):
    """One house, and what it is called. A body of one house has the chamber `legislature`."""

    chamber: Chamber
    name: str
    member_title: str
    seats: int = Field(gt=0)
    code: str = Field(pattern=r"^[A-Z]+$")
    """How the ids of its roll calls begin, after the day."""


class SpecialSession(Reviewed):
    """A session called beside the regular one; its measures carry its number (SBX2 10)."""

    number: int = Field(ge=1, le=9)
    start: date
    end: date


class LegislativeSession(Reviewed):
    """A session, both days included: a year, two years, a numbered Congress, a special session.

    `special` lists sessions whose measures the legislature counts within this one, with a mark in
    their number; a special session with bills of its own is a session of its own.
    """

    jurisdiction: str = ""
    """Filled in from the file that lists it."""
    id: str = Field(pattern=rf"^{SESSION}$")
    """Within its jurisdiction, as in `20072008`."""
    name: str = Field(min_length=1)
    start: date
    end: date
    overlaps: tuple[str, ...] = ()
    """Earlier sessions that were not over when it began."""
    also: tuple[str, ...] = ()
    """Other ways in which people write its name."""
    special: tuple[SpecialSession, ...] = ()

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> LegislativeSession:
        if self.end < self.start:
            raise ValueError(f"the session {self.name} ends on {self.end}, before it begins")
        return self

    @property
    def session_id(self) -> str:
        """`ca-20072008`."""
        return session_id(self.jurisdiction, self.id)

    @property
    def years(self) -> tuple[int, ...]:
        """The years that its name gives, else those of its days."""
        named = tuple(int(year) for year in _YEAR.findall(self.name))
        return named or tuple(sorted({self.start.year, self.end.year}))

    @property
    def short_name(self) -> str:
        """`2007–08`; the name itself where that is not two years."""
        found = re.fullmatch(r"(\d{4})-\d\d(\d\d)", self.name)
        return f"{found[1]}–{found[2]}" if found else self.name

    def is_meant_by(self, text: str) -> bool:
        """Whether a person means it by `20072008`, `2007-2008`, `2007-08` or its id."""
        return folded_session(text) in self.written

    @property
    def written(self) -> set[str]:
        """Every way of writing it, folded."""
        ways = (self.id, self.name, self.session_id, self.short_name, *self.also)
        return {folded_session(one) for one in ways}


def folded_session(text: str) -> str:
    """A session's name as it is compared: without hyphens, blanks and capitals."""
    return _BETWEEN.sub("", text.strip()).casefold()


class Sittings(Reviewed):
    """How a legislature's sessions are called where no file lists them: by their years."""

    years: Literal[1, 2]
    """How many years a regular session lasts."""
    begin_in: Literal["odd", "even"] = "odd"
    """In which years one of two years begins."""

    def session(self, jurisdiction: str, text: str) -> LegislativeSession | None:
        """The session that a person means by `2025-2026`, `2025-26`, a year of it, or its id."""
        plain = folded_session(text).removeprefix(folded_session(f"{jurisdiction}-"))
        short = re.fullmatch(r"(\d\d)(\d\d)(\d\d)", plain)
        if short and int(short[3]) == (int(short[2]) + 1) % 100:
            plain = f"{plain[:4]}{int(plain[:4]) + 1}"
        elif self.years == 2 and re.fullmatch(r"\d{4}", plain):
            first = int(plain) - (int(plain) % 2 == (self.begin_in == "even"))
            plain = f"{first}{first + 1}"
        return session_of_years(jurisdiction, plain)


_OF_YEARS = re.compile(r"(?P<first>\d{4})(?P<last>\d{4})?(?:s(?P<special>\d{1,6}))?")


def session_of_years(jurisdiction: str, identifier: str) -> LegislativeSession | None:
    """The session whose id is made of its years: `2023`, `20252026`, `2024s1` for the first special
    session of 2024; None where the id is of another form. Its days are those of the years.
    """
    found = _OF_YEARS.fullmatch(identifier)
    first, last = (int(found["first"]), int(found["last"] or found["first"])) if found else (0, -1)
    if found is None or not 0 <= last - first <= 1:
        return None
    name = found["first"] + (f"-{last}" if last > first else "")
    if found["special"]:
        name += f" special session {found['special']}"
    return LegislativeSession(
        jurisdiction=jurisdiction,
        id=identifier,
        name=name,
        start=date(first, 1, 1),
        end=date(last, 12, 31),
    )


class MarkWords(Reviewed):
    """The words or codes that a source prints beside a vacant seat which its counts rely on."""

    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()


class Jurisdiction(Reviewed):
    """Whose legislature it is: `jurisdiction.yaml` of its folder."""

    format: Literal[1]
    id: str = Field(pattern=rf"^{JURISDICTION}$")
    """Our short id, as in `ca`; also the name of the folder."""
    ocd_id: str | None = None
    """Its Open Civic Data id."""
    name: str = Field(min_length=1)
    legislature: str = Field(min_length=1)
    """As a reader says it: `California Legislature`."""
    timezone: TimeZone = "UTC"
    """That of its seat: a moment that a source gives in universal time is a day there."""
    nonvotes: str = Field(default=NOT_REVIEWED, min_length=1)
    """One sentence for every page: what the record says of members without a vote, and what not."""
    chambers: tuple[House, ...] = Field(min_length=1, max_length=2)
    measures: MeasureWriting
    vacant_seat_marks: MarkWords = MarkWords()
    sessions: tuple[LegislativeSession, ...] = ()
    sittings: Sittings | None = None
    """How sessions that are not listed are called; None where all are listed."""
    sites: tuple[str, ...] = ()
    """The hosts of its own pages, by which files that name one are known for its."""
    vote_words: Mapping[Option, tuple[str, ...]] = {}
    """What its own words for a vote mean, where a source prints them and leaves that open."""

    @model_validator(mode="after")
    def _houses_and_sessions_fit(self) -> Jurisdiction:
        chambers = {house.chamber for house in self.chambers}
        if len(chambers) < len(self.chambers):
            raise ValueError("two houses have the same chamber")
        if (Chamber.LEGISLATURE in chambers) != (len(self.chambers) == 1):
            raise ValueError("one house alone is the `legislature`; two are `upper` and `lower`")
        if not self.sessions and self.sittings is None:
            raise ValueError("list its sessions, or say in `sittings` how long one is")
        for fault in (*_overlaps(self.sessions), *_of_two_meanings(self.vote_words)):
            raise ValueError(fault)
        for session in self.sessions:
            object.__setattr__(session, "jurisdiction", self.id)
        return self

    @property
    def house_names(self) -> dict[str, str]:
        """The chambers in a reader's words, the upper house first."""
        names = {house.chamber: house.name for house in self.chambers}
        return {str(chamber): names[chamber] for chamber in Chamber if chamber in names}

    def house(self, chamber: Chamber) -> House:
        """The house of that chamber."""
        return next(house for house in self.chambers if house.chamber == chamber)

    def session(self, text: str) -> LegislativeSession:
        """The session that a person typed (`2007-08`), or a UsageError that lists those known."""
        for session in self.sessions:
            if session.is_meant_by(text):
                return session
        named = self.sittings.session(self.id, text) if self.sittings else None
        if named:
            return named
        if self.sittings:
            raise UsageError(
                f"{text.strip()!r} names no session of {self.name}",
                where=f"the session {text!r}",
                what_to_do="write its years, as in 2023 or 2025-2026, or its id, as in 2024s1",
            )
        raise UsageError(
            f"{self.name} has no session {text.strip()}",
            where=f"the session {text!r}",
            what_to_do="choose one of " + ", ".join(known.name for known in self.sessions),
        )

    def session_on(self, day: date) -> LegislativeSession | None:
        """The session of a day: a listed one, or else that of its year. None where there is none,
        and where two overlap on it.
        """
        listed = [one for one in self.sessions if one.start <= day <= one.end]
        if listed or self.sittings is None:
            return listed[0] if len(listed) == 1 else None
        return self.sittings.session(self.id, str(day.year))

    def sitting(self, identifier: str) -> LegislativeSession | None:
        """The session of exactly that id (within the jurisdiction); None where there is none."""
        listed = next((one for one in self.sessions if one.id == identifier), None)
        if listed or self.sittings is None:
            return listed
        return session_of_years(self.id, identifier)

    def measure(self, text: str, session: str | None = None) -> Measure | None:
        """The measure that is meant by a number (`SB 375`), an official id or an id of the record;
        None where it is none, or of another session than `session` (within the jurisdiction).
        """
        return read_measure(self.measures, text, self.id, session)


def _overlaps(sessions: tuple[LegislativeSession, ...]) -> Iterator[str]:
    ids = [session.id for session in sessions]
    if len(set(ids)) < len(ids):
        yield "two sessions have the same id"
    for session in sessions:
        for unknown in sorted(set(session.overlaps) - set(ids)):
            yield f"the session {session.name} overlaps {unknown}, which is no session here"
    for one, other in combinations(sessions, 2):
        shared = one.written & other.written
        if shared:
            yield f"{min(shared)!r} means both the session {one.id} and the session {other.id}"
    ordered = sorted(sessions, key=lambda session: (session.start, session.end))
    for earlier, later in combinations(ordered, 2):
        said = earlier.id in later.overlaps or later.id in earlier.overlaps
        if later.start <= earlier.end and not said:
            yield (
                f"the sessions {earlier.name} and {later.name} overlap; name {earlier.id} under "
                "`overlaps` of the later one if that is so"
            )


def _of_two_meanings(vote_words: Mapping[Option, tuple[str, ...]]) -> Iterator[str]:
    seen: dict[str, Option] = {}
    for option, words in vote_words.items():
        for word in words:
            if seen.setdefault(word.casefold(), option) != option:
                yield f"the word {word!r} means both {seen[word.casefold()]} and {option}"


def load_jurisdiction(path: Path) -> Jurisdiction:
    """Read the reviewed file of one jurisdiction. Raises DataFileError."""
    return read_reviewed(path, Jurisdiction)
