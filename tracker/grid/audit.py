"""A coalition's grid held against the record: which roll call each column is, which cells differ.

A column is known by what its members did, not by its name: names of columns and measures are among
the things that go wrong in a spreadsheet.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

import sqlalchemy as sa

from tracker.grid.grid import Grid, GridVote, Legislator
from tracker.grid.houses import GridHouse
from tracker.grid.marks import Meaning
from tracker.grid.rolls import houses_in
from tracker.grid.score import score_grid
from tracker.record.sessions import Session, find_bill
from tracker.record.tables import (
    identifiers,
    memberships,
    people,
    person_aliases,
    person_votes,
    vote_events,
)
from tracker.rules.vocabulary import Chamber, Option, RollStatus
from tracker.scoring.method import Method

LEAST_AGREEMENT: Final = 2 / 3
"""Of the cells that can be compared. A column that agrees less with every roll call is none."""
NAMED_WITHIN: Final = 0.1
"""How much more, as a share of the cells, a roll call of the measure that the column names may
differ than the nearest one, unless that one agrees in every cell. Votes along party lines are much
alike, so a column with a few errors can lie nearer to a vote on another measure."""

NOT_ELIGIBLE: Final = Meaning.NOT_ELIGIBLE.value
"""Where the vote is none of the member's record."""


class ColumnStatus(StrEnum):
    """Whether a column of a grid was found in the record."""

    FOUND = "found"
    """One roll call agrees best."""
    SEVERAL = "several"
    """Several roll calls agree equally well: the members did the same on each."""
    NONE = "none"
    """No roll call of that house agrees well enough."""


@dataclass(frozen=True)
class AuditedColumn:
    """One item in one house."""

    item: str
    chamber: Chamber
    vote_event_id: str | None
    """None unless one roll call agrees best."""
    agree: int
    differ: int
    status: ColumnStatus
    candidates: tuple[str, ...] = ()
    """The roll calls that agree equally well."""


@dataclass(frozen=True)
class Difference:
    """A cell that says something else than the record."""

    legislator_id: str
    item: str
    chamber: Chamber
    grid: str
    """What the cell means, an `Option`, or `not_eligible`."""
    record: str
    """What the record says, an `Option`, or `not_eligible` where it has nothing of that member."""


@dataclass(frozen=True)
class NotFound:
    """Somebody in the grid who is nobody in the record for certain."""

    legislator_id: str
    name: str
    chamber: Chamber


@dataclass(frozen=True)
class RecordScore:
    """What the record's own votes on the grid's items earn a member by the method."""

    legislator_id: str
    percent: int | None


@dataclass(frozen=True)
class Audit:
    """Everything that the audit found, in the order of the grid."""

    columns: tuple[AuditedColumn, ...]
    differences: tuple[Difference, ...]
    people_not_found: tuple[NotFound, ...]
    scores: tuple[RecordScore, ...]

    @property
    def agree(self) -> int:
        """Cells that say what the record says."""
        return sum(column.agree for column in self.columns)


def audit_grid(connection: sa.Connection, grid: Grid, session: Session, method: Method) -> Audit:
    """Holds a grid against the roll calls of a session."""
    grid = _in_the_only_house(connection, session, grid)
    known = _people_of(connection, session, grid)
    houses = [_read_house(connection, session, house, grid, known) for house in houses_in(grid)]
    columns: list[AuditedColumn] = []
    differences: list[Difference] = []
    official: dict[tuple[str, Chamber, str], GridVote] = {}
    for place, item in enumerate(grid.items):
        bill_id = find_bill(connection, item.bill, session) if item.bill else None
        for house in houses:
            column = house.column(place, item.item, bill_id)
            if column is None:
                continue
            columns.append(column)
            differences.extend(house.differences(place, item.item, column))
            for member, option in house.on_record(column):
                official[member.legislator_id, house.chamber, item.item] = option
    return Audit(
        tuple(columns),
        tuple(differences),
        tuple(
            NotFound(member.legislator_id, member.name, member.house.chamber)
            for member in grid.legislators
            if _key(member) not in known
        ),
        tuple(_scores(grid, official, known, method)),
    )


def _in_the_only_house(connection: sa.Connection, session: Session, grid: Grid) -> Grid:
    """The grid with its members in the record's only house, where both have but one: a council, a
    board, a legislature of one house.
    """
    query = sa.select(memberships.c.chamber).where(memberships.c.session_id == session.session_id)
    of_record = set(connection.execute(query.distinct()).scalars())
    houses = houses_in(grid)
    if of_record != {Chamber.LEGISLATURE} or len(houses) != 1:
        return grid
    only = replace(houses[0], chamber=Chamber.LEGISLATURE)
    return replace(
        grid, legislators=tuple(replace(member, house=only) for member in grid.legislators)
    )


@dataclass(frozen=True)
class _HouseRecord:
    """What one house of the record did, by the members of the grid that are known in it."""

    chamber: Chamber
    members: Sequence[Legislator]
    rolls: Sequence[str]
    bill_ids: Sequence[str]
    options: Mapping[tuple[str, str], str]
    """By roll call and legislator id of the grid."""
    done: Sequence[Mapping[str, int]]
    """Of each roll call, who did what: the rows of `members` as the bits of a number."""

    def column(self, place: int, item: str, bill_id: str | None) -> AuditedColumn | None:
        """The roll call that a column of the grid is; None where no member of this house has a
        mark in it.
        """
        marks = _bits((row, _did(member.votes[place])) for row, member in enumerate(self.members))
        cells = sum(rows.bit_count() for rows in marks.values())
        if not cells:
            return None
        agree = [
            sum((rows & roll.get(what, 0)).bit_count() for what, rows in marks.items())
            for roll in self.done
        ]
        best = self._least_differing(place, agree, self._best(agree, cells, bill_id))
        if not best:
            return AuditedColumn(item, self.chamber, None, 0, 0, ColumnStatus.NONE)
        column = AuditedColumn(
            item,
            self.chamber,
            self.rolls[best[0]] if len(best) == 1 else None,
            0,
            0,
            ColumnStatus.FOUND if len(best) == 1 else ColumnStatus.SEVERAL,
            tuple(self.rolls[roll] for roll in best),
        )
        differ = sum(1 for _ in self.differences(place, item, column))
        return replace(column, agree=len(self.members) - differ, differ=differ)

    def _best(self, agree: Sequence[int], cells: int, bill_id: str | None) -> list[int]:
        """The roll calls that agree best, those of the measure that the column names first."""
        most = max(agree, default=0)
        if most < LEAST_AGREEMENT * cells:
            return []
        named = [roll for roll, of_bill in enumerate(self.bill_ids) if of_bill == bill_id]
        nearest = max((agree[roll] for roll in named), default=-1)
        is_near = most < cells and nearest >= most - NAMED_WITHIN * cells
        if nearest == most or is_near:
            return [roll for roll in named if agree[roll] == nearest]
        return [roll for roll, agreed in enumerate(agree) if agreed == most]

    def _least_differing(self, place: int, agree: Sequence[int], best: Sequence[int]) -> list[int]:
        """Of roll calls that agree as well in the cells with a vote, those that do in the others:
        a member without a vote in the grid has none on the roll call. A few cells filled in where
        the house has no column are no roll call of its whole membership.
        """
        differ = {roll: sum(1 for _ in self._differing(place, self.rolls[roll])) for roll in best}
        least = min(differ.values(), default=0)
        return [
            roll
            for roll in best
            if differ[roll] == least
            and agree[roll] >= LEAST_AGREEMENT * (agree[roll] + differ[roll])
        ]

    def differences(self, place: int, item: str, column: AuditedColumn) -> Iterator[Difference]:
        """The cells of a column that say something else than its roll call."""
        for member, recorded in (
            self._differing(place, column.candidates[0]) if column.candidates else ()
        ):
            yield Difference(
                member.legislator_id,
                item,
                self.chamber,
                str(member.votes[place].option or NOT_ELIGIBLE),
                recorded or NOT_ELIGIBLE,
            )

    def _differing(self, place: int, roll: str) -> Iterator[tuple[Legislator, str | None]]:
        """The members whose cell says something else than a roll call, and what that says."""
        for member in self.members:
            recorded = self.options.get((roll, member.legislator_id))
            if _did(member.votes[place]) != _kind(recorded):
                yield member, recorded

    def on_record(self, column: AuditedColumn) -> Iterator[tuple[Legislator, GridVote]]:
        """What the record says that each member did on the roll call of a column."""
        for member in self.members if column.candidates else ():
            recorded = self.options.get((column.candidates[0], member.legislator_id))
            if recorded:
                yield member, GridVote(Option(recorded), recorded)


def _did(vote: GridVote) -> str:
    return _kind(vote.option)


def _kind(option: str | None) -> str:
    """Aye, no, neither, or nothing. Ways of not voting are one: the record seldom tells them apart,
    and groups may know more.
    """
    if option is None:
        return NOT_ELIGIBLE
    return option if option in (Option.YES, Option.NO) else Option.NOT_VOTING


def _bits(did: Iterable[tuple[int, str]]) -> dict[str, int]:
    """The rows that did each thing, as the bits of a number; those without a vote left out."""
    found: dict[str, int] = {}
    for row, what in did:
        if what != NOT_ELIGIBLE:
            found[what] = found.get(what, 0) | 1 << row
    return found


def _key(member: Legislator) -> tuple[str, Chamber]:
    return member.legislator_id, member.house.chamber


# One row per named vote of a house in a session, on a roll call that the record holds.
_VOTES = (
    sa.select(
        vote_events.c.vote_event_id,
        vote_events.c.bill_id,
        person_votes.c.person_id,
        person_votes.c.option,
    )
    .join(person_votes, person_votes.c.vote_event_id == vote_events.c.vote_event_id)
    .where(vote_events.c.status == RollStatus.LOADED)
    .order_by(vote_events.c.date, vote_events.c.sequence, vote_events.c.vote_event_id)
)


def _read_house(
    connection: sa.Connection,
    session: Session,
    house: GridHouse,
    grid: Grid,
    known: Mapping[tuple[str, Chamber], str],
) -> _HouseRecord:
    members = [
        member for member in grid.legislators if member.house == house and _key(member) in known
    ]
    row_of = {known[_key(member)]: row for row, member in enumerate(members)}
    query = _VOTES.where(
        vote_events.c.session_id == session.session_id, vote_events.c.chamber == house.chamber
    )
    rolls: dict[str, str] = {}
    options: dict[tuple[str, str], str] = {}
    cast: dict[str, list[tuple[int, str]]] = {}
    for event_id, bill_id, person_id, option in connection.execute(query):
        rolls.setdefault(event_id, bill_id)
        if person_id in row_of:
            row = row_of[person_id]
            cast.setdefault(event_id, []).append((row, _kind(option)))
            options[event_id, members[row].legislator_id] = option
    done = [_bits(cast.get(event_id, ())) for event_id in rolls]
    return _HouseRecord(house.chamber, members, list(rolls), list(rolls.values()), options, done)


def _people_of(
    connection: sa.Connection, session: Session, grid: Grid
) -> dict[tuple[str, Chamber], str]:
    """Who each row of the grid is: by an id of the record or of a source, by a reviewed printed
    name, or by the full name; in that house and session, and only where it is one person.
    """
    terms = memberships.c
    sitting = (
        sa.select(terms.chamber, terms.person_id, people.c.name)
        .join(people, people.c.person_id == terms.person_id)
        .where(terms.session_id == session.session_id)
    )
    ways: dict[tuple[Chamber, str], set[str]] = {}

    def add(chamber: str, text: str, person_id: str) -> None:
        ways.setdefault((Chamber(chamber), _folded(text)), set()).add(person_id)

    of_person: dict[str, set[str]] = {}
    for chamber, person_id, name in connection.execute(sitting):
        of_person.setdefault(person_id, set()).add(chamber)
        add(chamber, person_id, person_id)
        add(chamber, name, person_id)
    sources = sa.select(identifiers.c.identifier, identifiers.c.entity_id).where(
        identifiers.c.entity_type == "person"
    )
    for identifier, person_id in connection.execute(sources):
        for chamber in of_person.get(person_id, ()):
            add(chamber, identifier, person_id)
    printed = sa.select(
        person_aliases.c.chamber, person_aliases.c.printed, person_aliases.c.person_id
    ).where(person_aliases.c.session_id == session.session_id)
    for chamber, name, person_id in connection.execute(printed):
        add(chamber, name, person_id)
    found = {}
    for member in grid.legislators:
        for text in (member.legislator_id, member.name):
            meant = ways.get((member.house.chamber, _folded(text)), set())
            if len(meant) == 1:
                found[_key(member)] = next(iter(meant))
                break
    return found


def _folded(text: str) -> str:
    """A name without accents, capitals, full stops and the order of `Surname, First`."""
    last, comma, first = text.partition(",")
    plain = unicodedata.normalize("NFKD", f"{first} {last}" if comma else text)
    letters = "".join(one for one in plain if not unicodedata.combining(one))
    return " ".join(letters.replace(".", " ").casefold().split())


def _scores(
    grid: Grid,
    official: Mapping[tuple[str, Chamber, str], GridVote],
    known: Mapping[tuple[str, Chamber], str],
    method: Method,
) -> Iterator[RecordScore]:
    """The grid scored again with the record's votes in its cells."""
    nothing = GridVote(None, NOT_ELIGIBLE)
    corrected = tuple(
        replace(
            member,
            votes=tuple(official.get((*_key(member), item.item), nothing) for item in grid.items),
        )
        for member in grid.legislators
        if _key(member) in known
    )
    if not corrected:
        return
    for line in score_grid(replace(grid, legislators=corrected), method):
        yield RecordScore(line.legislator.legislator_id, line.score.percent)
