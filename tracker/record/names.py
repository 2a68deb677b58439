"""Whose the names on a session's roll calls are, and whose they cannot be said to be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from tracker.record.tables import memberships, person_aliases, person_votes, vote_events
from tracker.rules.identity import Alias, Roster, Term, Unresolved, roster_of
from tracker.rules.vocabulary import Chamber, QuarantineReason


@dataclass(frozen=True)
class NameLeft:
    """A printed name that is nobody's for certain on some of its roll calls."""

    printed: str
    chamber: str | None
    votes: int
    """Those that are nobody's."""
    candidates: tuple[str, ...]
    """People who may be meant."""
    is_ambiguous: bool
    """Whether several people in office are meant on one of the days; else nobody known is."""


@dataclass(frozen=True)
class NamesOfSession:
    """How many names and votes of a session are people's."""

    session: str
    names: int
    resolved: int
    ambiguous: int
    unknown: int
    votes: int
    votes_resolved: int
    left: tuple[NameLeft, ...]


def names_of(connection: sa.Connection, session_id: str, session: str) -> NamesOfSession:
    """The names on the roll calls of a session; a name is one in each house."""
    votes: dict[tuple[str, str | None], int] = defaultdict(int)
    nobodys: dict[tuple[str, str | None], list[tuple[date, int]]] = defaultdict(list)
    for voter, house, day, is_nobodys, count in connection.execute(
        sa.text(_COUNTED), {"session_id": session_id}
    ):
        votes[voter, house] += count
        if is_nobodys:
            nobodys[voter, house].append((day, count))
    roster = stored_roster(connection, session_id)
    left = tuple(
        sorted(
            (_left(roster, printed, house, days) for (printed, house), days in nobodys.items()),
            key=lambda one: (-one.votes, one.printed, one.chamber or ""),
        )
    )
    ambiguous = sum(one.is_ambiguous for one in left)
    return NamesOfSession(
        session=session,
        names=len(votes),
        resolved=len(votes) - len(left),
        ambiguous=ambiguous,
        unknown=len(left) - ambiguous,
        votes=sum(votes.values()),
        votes_resolved=sum(votes.values()) - sum(one.votes for one in left),
        left=left,
    )


def stored_roster(connection: sa.Connection, session_id: str) -> Roster:
    """Who sat in a session and under which names, by the store."""
    alias, term = person_aliases, memberships.c
    aliases = connection.execute(sa.select(alias).where(alias.c.session_id == session_id))
    terms = connection.execute(
        sa.select(term.person_id, term.chamber, term.start_date, term.end_date).where(
            term.session_id == session_id
        )
    )
    return roster_of(
        [Alias(**{**row, "chamber": Chamber(row["chamber"])}) for row in aliases.mappings()],
        [Term(who, Chamber(house), *days) for who, house, *days in terms],
        is_reviewed=False,
    )


def _left(
    roster: Roster, printed: str, house: str | None, days: Sequence[tuple[date, int]]
) -> NameLeft:
    chamber = Chamber(house) if house else None
    found = [
        one.resolution
        for one in roster.meanings([(printed, chamber, [day for day, _ in days if day])])
        if isinstance(one.resolution, Unresolved)
    ]
    return NameLeft(
        printed=printed,
        chamber=house,
        votes=sum(count for _, count in days),
        candidates=tuple(sorted({person for one in found for person in one.candidates})),
        is_ambiguous=any(one.reason is QuarantineReason.AMBIGUOUS_NAME for one in found),
    )


_COUNTED = f"""
select v.voter, e.chamber, e.date, v.person_id is null, count(*)
from {person_votes.name} as v
join {vote_events.name} as e on e.vote_event_id = v.vote_event_id
where e.session_id = :session_id
group by v.voter, e.chamber, e.date, v.person_id is null
"""
"""One row per name, house, day and whether its votes are a person's: on how many roll calls."""
