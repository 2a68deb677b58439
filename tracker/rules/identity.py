"""Who a printed name is: one person by aliases and dated terms, or nobody and a reason.

A name is compared whole. It is never split, so a name of three words is one member, and no fuzzy
match ever decides: near spellings are offered to the person who reviews the quarantine.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from rapidfuzz import fuzz, process

from tracker.rules.csvfile import CsvRow, read_rows
from tracker.rules.jurisdictions import LegislativeSession
from tracker.rules.vocabulary import Chamber, QuarantineReason

_BOTH_HOUSES = tuple(Chamber)
_DAY = timedelta(days=1)
_SUGGESTIONS = 3
_NEAR = 75
"""Out of 100; below it suggestions are other people's names rather than other spellings."""

_ONE_FORM = str.maketrans(
    {
        "\u2010": "-",
        "\u2011": "-",
        "\u2012": "-",
        "\u2013": "-",
        "\u2212": "-",
        "\u2018": "'",
        "\u2019": "'",
        "\u02bc": "'",
        "\u0060": "'",
        "\u00b4": "'",
    }
)
"""Hyphens and apostrophes that typesetting exchanges; all end as the typewriter's."""


@dataclass(frozen=True)
class Alias:
    """In this session and house, this printed name means this person: by review, or as the
    source's own table of members names them.
    """

    session_id: str
    chamber: Chamber
    printed: str
    person_id: str
    valid_from: date
    valid_until: date | None
    """The last day, None while it goes on."""

    def holds_on(self, day: date) -> bool:
        """Whether the name meant this person on that day."""
        return _within(day, self.valid_from, self.valid_until)


@dataclass(frozen=True)
class Term:
    """A person's seat in one house, both days included; `end` is None while it is held."""

    person_id: str
    chamber: Chamber
    start: date
    end: date | None

    def holds_on(self, day: date) -> bool:
        """Whether the seat was held on that day."""
        return _within(day, self.start, self.end)


@dataclass(frozen=True)
class Resolved:
    """The printed name is this person, and nobody else, on that day."""

    person_id: str


@dataclass(frozen=True)
class Unresolved:
    """The printed name is nobody's, or more than one person's, or of nobody in office that day.

    `candidates` are person ids that reviewed aliases name; `suggestions` are printed names that
    look alike, for a reviewer's eye alone.
    """

    reason: QuarantineReason
    candidates: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()


Resolution = Resolved | Unresolved


class Meaning(NamedTuple):
    """Whom a printed name means in a house (None: a conference of both), from one day to another,
    both included.
    """

    printed: str
    chamber: Chamber | None
    first: date
    last: date
    resolution: Resolution


@lru_cache(maxsize=65_536)
def folded_name(printed: str) -> str:
    """A printed name without capitals, accents, doubled blanks and typesetters' marks.

    Sources differ in exactly these from one year to the next (De Leon, De León, DE LEON). Folding
    is safe because it removes, splits or joins no word, and because two members whom it made
    alike would come out as ambiguous, never as the wrong one.
    """
    decomposed = unicodedata.normalize("NFKD", printed.translate(_ONE_FORM))
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(plain.casefold().split())


@dataclass(frozen=True)
class Bearers:
    """A printed name's aliases in a house, each with its person's terms there."""

    known: tuple[tuple[Alias, tuple[Term, ...]], ...]
    suggestions: tuple[str, ...]
    """Where there are none: printed names that look alike."""

    def turns(self) -> list[date]:
        """The days, in order, from which on the name may mean another than the day before."""
        turns = set()
        for alias, terms in self.known:
            turns |= {alias.valid_from, *(term.start for term in terms)}
            lasts = (alias.valid_until, *(term.end for term in terms))
            turns |= {last + _DAY for last in lasts if last and last < date.max}
        return sorted(turns)

    def on(self, day: date) -> Resolution:
        """The person whom the name meant on this day."""
        if not self.known:
            return Unresolved(QuarantineReason.UNKNOWN_NAME, suggestions=self.suggestions)
        seated = {
            alias.person_id
            for alias, terms in self.known
            if alias.holds_on(day) and any(term.holds_on(day) for term in terms)
        }
        if len(seated) == 1:
            return Resolved(seated.pop())
        if seated:
            return Unresolved(QuarantineReason.AMBIGUOUS_NAME, tuple(sorted(seated)))
        people = tuple(sorted({alias.person_id for alias, _terms in self.known}))
        return Unresolved(QuarantineReason.NOT_IN_OFFICE, people)


@dataclass(frozen=True)
class Roster:
    """Aliases and dated terms, ready to be asked. Build it with `roster_of`."""

    aliases: Mapping[tuple[Chamber, str], tuple[Alias, ...]]
    """By house and folded name."""
    terms: Mapping[tuple[str, Chamber], tuple[Term, ...]]
    """By person and house."""
    is_reviewed: bool = True
    """Whether a person has reviewed them; else they are as a source lists its members."""
    _suggested: dict[tuple[Chamber | None, str], tuple[str, ...]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def resolve(self, printed: str, chamber: Chamber | None, on: date) -> Resolution:
        """The person whom this name meant in this house on this day.

        `chamber` None is a conference committee: both houses are searched, and a name that
        belongs to a member of each is ambiguous.
        """
        return self.bearers(printed, chamber).on(on)

    def bearers(self, printed: str, chamber: Chamber | None) -> Bearers:
        """Who has borne this name in this house, to be asked for one day after another."""
        houses = (chamber,) if chamber else _BOTH_HOUSES
        name = folded_name(printed)
        known = tuple(
            (alias, self.terms.get((alias.person_id, house), ()))
            for house in houses
            for alias in self.aliases.get((house, name), ())
        )
        return Bearers(known, () if known else self._near(name, chamber))

    def meanings(
        self, asked: Iterable[tuple[str, Chamber | None, Iterable[date]]]
    ) -> Iterator[Meaning]:
        """Whom these names meant on these days: for each name and house one meaning for all days
        between two on which its answer may turn, if any of them was asked for.
        """
        for printed, chamber, days in asked:
            bearers = self.bearers(printed, chamber)
            turns = bearers.turns()
            for place in sorted({bisect_right(turns, day) for day in days}):
                first = turns[place - 1] if place else date.min
                last = turns[place] - _DAY if place < len(turns) else date.max
                yield Meaning(printed, chamber, first, last, bearers.on(first))

    def _near(self, name: str, chamber: Chamber | None) -> tuple[str, ...]:
        if (chamber, name) not in self._suggested:
            self._suggested[chamber, name] = _near_names(name, self._printed_names(chamber))
        return self._suggested[chamber, name]

    def _printed_names(self, chamber: Chamber | None) -> dict[str, str]:
        return {
            folded: aliases[0].printed
            for (house, folded), aliases in self.aliases.items()
            if chamber is None or house == chamber
        }


def roster_of(
    aliases: Iterable[Alias], terms: Iterable[Term], *, is_reviewed: bool = True
) -> Roster:
    """A roster of these aliases and terms."""
    by_name: dict[tuple[Chamber, str], list[Alias]] = defaultdict(list)
    for alias in aliases:
        by_name[alias.chamber, folded_name(alias.printed)].append(alias)
    by_person: dict[tuple[str, Chamber], list[Term]] = defaultdict(list)
    for term in terms:
        by_person[term.person_id, term.chamber].append(term)
    return Roster(
        {name: tuple(found) for name, found in by_name.items()},
        {person: tuple(found) for person, found in by_person.items()},
        is_reviewed,
    )


def _within(day: date, first: date, last: date | None) -> bool:
    return first <= day and (last is None or day <= last)


def _near_names(name: str, printed: Mapping[str, str]) -> tuple[str, ...]:
    found = process.extract(
        name, list(printed), scorer=fuzz.ratio, limit=_SUGGESTIONS, score_cutoff=_NEAR
    )
    return tuple(printed[folded] for folded, _, _ in found)


COLUMNS = (
    "session",
    "chamber",
    "printed",
    "person_id",
    "valid_from",
    "valid_until",
    "reviewed_by",
    "note",
)
"""The columns of an alias file; `valid_until` and `note` may be empty."""

_VACANT = folded_name("Vacancy")


def load_aliases(path: Path, session: LegislativeSession) -> tuple[Alias, ...]:
    """Every alias of a session's reviewed file, in file order.

    Raises:
        DataFileError: names the file, the line and what to do, for an impossible day, an unknown
            house, days in the wrong order, an unreviewed row, a vacant seat named as a person, or a
            row given twice.
    """
    seen: dict[Alias, int] = {}
    for row in read_rows(path, COLUMNS):
        alias = _alias(row, session)
        if alias in seen:
            raise row.fault(
                f"this alias of {alias.printed!r} is already on line {seen[alias]}",
                "keep one of the two",
            )
        seen[alias] = row.line
    return tuple(seen)


def _alias(row: CsvRow, session: LegislativeSession) -> Alias:
    if row.text("session") != session.id:
        raise row.fault(
            f"session {row.text('session')!r} is not that of this folder", f"write {session.id}"
        )
    alias = Alias(
        session_id=session.session_id,
        chamber=Chamber(row.one_of("chamber", tuple(Chamber))),
        printed=row.text("printed"),
        person_id=_matching(
            row, "person_id", r"[a-z0-9]+(-[a-z0-9]+)*", "write it as in darrell-steinberg"
        ),
        valid_from=row.day("valid_from"),
        valid_until=row.optional_day("valid_until"),
    )
    row.text("reviewed_by")
    if alias.valid_until is not None and alias.valid_until < alias.valid_from:
        raise row.fault(
            f"valid_until {alias.valid_until} is before valid_from {alias.valid_from}",
            "exchange or correct the two days",
        )
    if folded_name(alias.printed) == _VACANT:
        raise row.fault("a vacant seat is not a person", "remove this row")
    return alias


def _matching(row: CsvRow, column: str, pattern: str, what_to_do: str) -> str:
    value = row.text(column)
    if not re.fullmatch(pattern, value):
        raise row.fault(f"{column} {value!r} is not well formed", what_to_do)
    return value
