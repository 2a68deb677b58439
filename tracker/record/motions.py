"""What the reviewed rules of a jurisdiction make of the motions on record."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from tracker.record.tables import vote_events
from tracker.rules.motions import MotionRules
from tracker.rules.vocabulary import MotionClass, Result, Venue


@dataclass(frozen=True)
class PrintedMotion:
    """A motion as printed, on how many roll calls it stands in a venue, and what it asks for."""

    motion: str
    venue: str
    count: int
    motion_class: str
    rule: str | None


@dataclass(frozen=True)
class Contradiction:
    """A roll call whose declared result fits its counts under no threshold that the rules claim."""

    vote_event_id: str
    bill_id: str
    motion: str
    result: str
    declared_yes: int | None
    declared_no: int | None
    threshold_basis: str


@dataclass(frozen=True)
class RulesChecked:
    """How far the rules reach on the roll calls of a jurisdiction.

    `with_result` counts those of which the source says whether they passed.
    """

    rolls: int
    floor_rolls: int
    floor_unclassified: int
    with_result: int
    contradictions: int
    contradicted_rolls: list[Contradiction]
    motions: list[PrintedMotion]


def motions_checked(
    connection: sa.Connection, rules: MotionRules, jurisdiction_id: str
) -> RulesChecked:
    """The motions on record by these rules as they are now, those that no rule covers first, then
    by frequency. Contradictions are as the record has them: by the rules at the time of the load.
    """
    motions = _motions(connection, rules, jurisdiction_id)
    contradicted = _contradicted(connection, jurisdiction_id)
    floor = [one for one in motions if one.venue == Venue.FLOOR]
    return RulesChecked(
        rolls=sum(one.count for one in motions),
        floor_rolls=sum(one.count for one in floor),
        floor_unclassified=sum(
            one.count for one in floor if one.motion_class == MotionClass.UNKNOWN
        ),
        with_result=_with_result(connection, jurisdiction_id),
        contradictions=len(contradicted),
        contradicted_rolls=contradicted,
        motions=motions,
    )


def _motions(
    connection: sa.Connection, rules: MotionRules, jurisdiction_id: str
) -> list[PrintedMotion]:
    events = vote_events.c
    query = (
        sa.select(events.motion, events.venue, sa.func.count())
        .where(events.jurisdiction_id == jurisdiction_id)
        .group_by(events.motion, events.venue)
    )
    found = []
    for motion, venue, count in connection.execute(query):
        rule = rules.rule_for(motion, venue=Venue(venue))
        decided = rule.motion_class if rule else MotionClass.UNKNOWN
        found.append(PrintedMotion(motion, venue, count, decided, rule.id if rule else None))
    return sorted(
        found,
        key=lambda one: (one.motion_class != MotionClass.UNKNOWN, -one.count, one.motion),
    )


def _with_result(connection: sa.Connection, jurisdiction_id: str) -> int:
    events = vote_events.c
    query = sa.select(sa.func.count()).where(
        events.jurisdiction_id == jurisdiction_id, events.result != Result.UNKNOWN
    )
    return int(connection.execute(query).scalar_one())


def _contradicted(connection: sa.Connection, jurisdiction_id: str) -> list[Contradiction]:
    events = vote_events.c
    query = (
        sa.select(
            events.vote_event_id,
            events.bill_id,
            events.motion,
            events.result,
            events.declared_yes,
            events.declared_no,
            events.threshold_basis,
        )
        .where(events.jurisdiction_id == jurisdiction_id, events.result_contradicted)
        .order_by(events.date, events.vote_event_id)
    )
    return [Contradiction(**row) for row in connection.execute(query).mappings()]
