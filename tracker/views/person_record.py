"""A person in the record, whatever an agenda asks: seats and presence. Nothing is judged."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from tracker.record.sessions import Session
from tracker.record.tables import (
    legislative_sessions,
    memberships,
    people,
    person_votes,
    vote_events,
)
from tracker.rules.vocabulary import Option, RollStatus, Venue
from tracker.scoring.scorecard import Member, members_of
from tracker.translation import _
from tracker.views.agenda_room import session_title
from tracker.views.houses import HouseNames, house_name, houses_in_record
from tracker.views.wording import OPTION_WORDS, floor_of


@dataclass(frozen=True)
class Seat:
    """One dated term in one house, as the record has it."""

    house: str
    chamber: str
    district: str | None
    party: str | None
    start_date: datetime.date
    end_date: datetime.date | None
    dates_verified: bool | None
    """False where no source gives days of office, and these are bounds."""
    district_verified: bool
    party_verified: bool


@dataclass(frozen=True)
class Presence:
    """What the record shows of a member on the roll calls of one floor, or of all committees."""

    place: str
    """As in `Senate floor`, or `Committees`."""
    did: tuple[tuple[Option, int], ...]
    """How often each thing was done, ayes and noes first."""
    not_listed: int = 0
    """Roll calls of that floor in their days in office that do not list them, if days are known."""

    @property
    def on_the_roll(self) -> int:
        return sum(count for _option, count in self.did)

    @property
    def voted(self) -> int:
        """Ayes and noes."""
        return sum(count for option, count in self.did if option in (Option.YES, Option.NO))

    @property
    def otherwise(self) -> str:
        """All that is no aye and no no, in words: `No vote recorded 8; Excused 2`."""
        return "; ".join(
            f"{OPTION_WORDS[option]} {count:,}"
            for option, count in self.did
            if option not in (Option.YES, Option.NO)
        )


@dataclass(frozen=True)
class SessionRecord:
    """A person in one session."""

    session: Session
    title: str
    seats: tuple[Seat, ...]
    presence: tuple[Presence, ...]
    """Empty where no roll call in the record names them."""


@dataclass(frozen=True)
class PersonRecord:
    """Who a person is by the record, newest session first."""

    person_id: str
    name: str
    sessions: tuple[SessionRecord, ...]


def person_record(connection: sa.Connection, person_id: str) -> PersonRecord | None:
    """A person's seats and presence in every session; None where the record has no such person."""
    query = sa.select(people.c.name).where(people.c.person_id == person_id)
    name = connection.execute(query).scalar()
    if name is None:
        return None
    houses = houses_in_record(connection)
    seats = _seats(connection, person_id, houses)
    done = _done(connection, person_id)
    held = _floor_rolls_held(connection, person_id)
    known = _sessions(connection, seats.keys() | done.keys())
    return PersonRecord(
        person_id,
        name,
        tuple(
            SessionRecord(
                session,
                session_title(session.jurisdiction_id, session.name),
                tuple(seats.get(session.session_id, ())),
                _presence(session, done.get(session.session_id, {}), held, houses),
            )
            for session in known
        ),
    )


def session_members(connection: sa.Connection, session_id: str) -> list[tuple[str, Member]]:
    """Everyone who sat in a house in a session, after the house's name, the upper house first."""
    of_session = legislative_sessions.c
    query = sa.select(of_session.jurisdiction_id).where(of_session.session_id == session_id)
    code = connection.execute(query).scalar()
    if code is None:
        return []
    houses = houses_in_record(connection)
    sat = sorted(members_of(connection, session_id), key=lambda one: one.chamber != "upper")
    return [(house_name(code, one.chamber, houses), one) for one in sat]


def _sessions(connection: sa.Connection, session_ids: Iterable[str]) -> list[Session]:
    column = legislative_sessions.c
    query = (
        sa.select(column.jurisdiction_id, column.session_id, column.identifier, column.name)
        .where(column.session_id.in_(session_ids))
        .order_by(column.identifier.desc(), column.session_id)
    )
    return [Session(*row) for row in connection.execute(query)]


def _seats(connection: sa.Connection, person_id: str, houses: HouseNames) -> dict[str, list[Seat]]:
    """By session."""
    one = memberships.c
    query = (
        sa.select(one.jurisdiction_id, one.session_id, *_columns_of_seat())
        .where(one.person_id == person_id)
        .order_by(one.start_date, one.chamber)
    )
    found: dict[str, list[Seat]] = defaultdict(list)
    for code, session_id, chamber, *rest in connection.execute(query):
        found[session_id].append(Seat(house_name(code, chamber, houses), chamber, *rest))
    return found


def _columns_of_seat() -> list[sa.Column[object]]:
    one = memberships.c
    return [
        *(one.chamber, one.district, one.party, one.start_date, one.end_date),
        *(one.dates_verified, one.district_verified, one.party_verified),
    ]


PlaceKey = tuple[bool, str | None]
"""Whether it is a floor, and of which house."""


def _done(connection: sa.Connection, person_id: str) -> dict[str, dict[PlaceKey, Counter[Option]]]:
    """By session and place, how often the person did what."""
    roll, vote = vote_events.c, person_votes.c
    of_place = (roll.session_id, roll.venue, roll.chamber, vote.option)
    query = (
        sa.select(*of_place, sa.func.count())
        .join(person_votes, vote.vote_event_id == roll.vote_event_id)
        .where(vote.person_id == person_id)
        .group_by(*of_place)
    )
    found: dict[str, dict[PlaceKey, Counter[Option]]] = defaultdict(lambda: defaultdict(Counter))
    for session_id, venue, chamber, option, count in connection.execute(query):
        is_floor = venue == Venue.FLOOR
        found[session_id][is_floor, chamber if is_floor else None][Option(option)] += count
    return found


def _floor_rolls_held(connection: sa.Connection, person_id: str) -> dict[tuple[str, str], int]:
    """By session and house: the floor's roll calls with names in the person's days in office, where
    a source gives those.
    """
    roll, seat = vote_events.c, memberships.c
    query = (
        sa.select(roll.session_id, roll.chamber, sa.func.count(roll.vote_event_id.distinct()))
        .join(
            memberships,
            sa.and_(seat.session_id == roll.session_id, seat.chamber == roll.chamber),
        )
        .where(
            seat.person_id == person_id,
            seat.dates_verified.is_not(sa.false()),
            roll.venue == Venue.FLOOR,
            roll.status.in_([RollStatus.LOADED, RollStatus.REPAIRED]),
            roll.date >= seat.start_date,
            sa.or_(seat.end_date.is_(None), roll.date <= seat.end_date),
        )
        .group_by(roll.session_id, roll.chamber)
    )
    return {(session, house): count for session, house, count in connection.execute(query)}


def _presence(
    session: Session,
    done: dict[PlaceKey, Counter[Option]],
    held: dict[tuple[str, str], int],
    houses: HouseNames,
) -> tuple[Presence, ...]:
    rows = []
    for (is_floor, chamber), counts in sorted(done.items(), key=_floors_first):
        did = tuple((option, counts[option]) for option in Option if option in counts)
        if not is_floor:
            rows.append(Presence(_("Committees"), did))
            continue
        place = floor_of(house_name(session.jurisdiction_id, chamber or "", houses))
        of_seat = held.get((session.session_id, chamber or ""), 0)
        rows.append(Presence(place, did, max(0, of_seat - sum(counts.values()))))
    return tuple(rows)


def _floors_first(entry: tuple[PlaceKey, object]) -> tuple[bool, bool]:
    is_floor, chamber = entry[0]
    return not is_floor, chamber != "upper"
