"""Reading the record back: roll calls with every name, and what was quarantined."""

from __future__ import annotations

import datetime
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from tracker.record.tables import (
    bills,
    loads,
    organizations,
    person_votes,
    quarantined_rolls,
    sources,
    unlisted_rolls,
    vote_events,
)
from tracker.rules.vocabulary import Option


@dataclass(frozen=True)
class RollCall:
    """One roll call as a reader needs it. Names are as the source prints them, by option."""

    vote_event_id: str
    bill_id: str
    date: datetime.date | None
    organization: str
    chamber: str | None
    venue: str
    motion: str
    motion_class: str
    result: str
    threshold: str
    threshold_basis: str
    needed: int | None
    nonvote_effect: str
    declared_yes: int | None
    declared_no: int | None
    vacant_seats: int
    votes: dict[str, list[str]]
    people: dict[str, str]
    """Printed name to person id, where the name is resolved."""
    status: str
    note: str | None
    source_url: str | None
    source_ref: str | None

    @property
    def source(self) -> str:
        """Where it was read: the address, and the place within it."""
        return " ".join(part for part in (self.source_url, self.source_ref) if part)


def roll_calls(
    connection: sa.Connection, *, session_id: str, bill_id: str | None = None
) -> list[RollCall]:
    """The roll calls of a session, or of one bill, by date and order in the source.

    A roll known to be missing has no names; one without a known day comes first.
    """
    chosen = [vote_events.c.session_id == session_id]
    if bill_id is not None:
        chosen.append(vote_events.c.bill_id == bill_id)
    names: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    people: dict[str, dict[str, str]] = defaultdict(dict)
    votes = (
        sa.select(
            person_votes.c.vote_event_id,
            person_votes.c.option,
            person_votes.c.voter,
            person_votes.c.person_id,
        )
        .join(vote_events, vote_events.c.vote_event_id == person_votes.c.vote_event_id)
        .where(*chosen)
        .order_by(person_votes.c.voter)
    )
    for event_id, option, voter, person_id in connection.execute(votes):
        names[event_id][option].append(voter)
        if person_id is not None:
            people[event_id][voter] = person_id
    gone = _unlisted(connection, chosen)
    return [
        RollCall(
            **{**row, "note": _joined(row["note"], gone[row["vote_event_id"]])},
            votes=_in_order(names[row["vote_event_id"]]),
            people=people[row["vote_event_id"]],
        )
        for row in connection.execute(_events(chosen)).mappings()
    ]


def quarantined(
    connection: sa.Connection, session_id: str | None = None
) -> list[dict[str, object]]:
    """What was read and refused, with the reason, by session, bill and day."""
    query = sa.select(quarantined_rolls, sources.c.url.label("source_url")).outerjoin(
        sources, sources.c.source_id == quarantined_rolls.c.source_id
    )
    if session_id:
        query = query.where(quarantined_rolls.c.session_id == session_id)
    ordered = query.order_by(
        quarantined_rolls.c.session_id, quarantined_rolls.c.bill, quarantined_rolls.c.date
    )
    return [dict(row) for row in connection.execute(ordered).mappings()]


def known_bill(connection: sa.Connection, bill_id: str) -> bool:
    """Whether the record holds this measure."""
    query = sa.select(sa.func.count()).where(bills.c.bill_id == bill_id)
    return bool(connection.execute(query).scalar_one())


def bills_of_session(connection: sa.Connection, session_id: str) -> list[str]:
    """Every measure of a session, as printed, by kind and number."""
    query = (
        sa.select(bills.c.printed)
        .where(bills.c.session_id == session_id)
        .order_by(bills.c.special_session, bills.c.measure_type, bills.c.number)
    )
    return list(connection.execute(query).scalars())


def _unlisted(
    connection: sa.Connection, chosen: list[sa.ColumnElement[bool]]
) -> Mapping[str, list[str]]:
    """By roll call, a sentence per source that no longer lists it."""
    query = (
        sa.select(unlisted_rolls.c.vote_event_id, unlisted_rolls.c.source, unlisted_rolls.c.since)
        .join(vote_events, vote_events.c.vote_event_id == unlisted_rolls.c.vote_event_id)
        .where(*chosen)
        .order_by(unlisted_rolls.c.source)
    )
    said: dict[str, list[str]] = defaultdict(list)
    for event_id, source, since in connection.execute(query):
        said[event_id].append(f"{source} has not listed this roll call since {since}.")
    return said


def _joined(note: str | None, more: Sequence[str]) -> str | None:
    return " ".join([*([note] if note else []), *more]) or None


def _events(
    chosen: list[sa.ColumnElement[bool]],
) -> sa.Select[tuple[object, ...]]:
    return (
        sa.select(
            vote_events.c.vote_event_id,
            vote_events.c.bill_id,
            vote_events.c.date,
            organizations.c.name.label("organization"),
            vote_events.c.chamber,
            vote_events.c.venue,
            vote_events.c.motion,
            vote_events.c.motion_class,
            vote_events.c.result,
            vote_events.c.threshold,
            vote_events.c.threshold_basis,
            vote_events.c.needed,
            vote_events.c.nonvote_effect,
            vote_events.c.declared_yes,
            vote_events.c.declared_no,
            vote_events.c.vacant_seats,
            vote_events.c.status,
            vote_events.c.note,
            sources.c.url.label("source_url"),
            vote_events.c.source_ref,
        )
        .outerjoin(organizations, organizations.c.organization_id == vote_events.c.organization_id)
        .outerjoin(sources, sources.c.source_id == vote_events.c.source_id)
        .where(*chosen)
        .order_by(
            vote_events.c.date.nulls_first(), vote_events.c.sequence, vote_events.c.vote_event_id
        )
    )


def _in_order(votes: dict[str, list[str]]) -> dict[str, list[str]]:
    """Ayes, noes and no vote recorded always stand; other options only where somebody is named."""
    always = (Option.YES, Option.NO, Option.NOT_VOTING)
    return {
        str(option): votes.get(option, [])
        for option in Option
        if option in always or option in votes
    }


def absent_of(connection: sa.Connection, session_id: str) -> dict[str, str]:
    """Kinds of facts (`roll_calls`, `actions`, `events`) that a source of the session does not
    hold, and why. Another source may hold them: ask where the record has none.
    """
    query = (
        sa.select(loads.c.source, loads.c.report)
        .where(loads.c.source.endswith(f"-{session_id}", autoescape=True))
        .order_by(loads.c.load_id)
    )
    last = {row.source: row.report for row in connection.execute(query)}
    found: dict[str, str] = {}
    for source in sorted(last):
        found |= json.loads(last[source]).get("absent", {})
    return found


def no_votes_because(connection: sa.Connection, session_id: str) -> str | None:
    """Why the record has no roll call of a session, if it has none and a source says that it holds
    none.
    """
    known = (
        sa.select(vote_events.c.vote_event_id)
        .where(vote_events.c.session_id == session_id)
        .limit(1)
    )
    if connection.execute(known).first():
        return None
    return absent_of(connection, session_id).get("roll_calls")
