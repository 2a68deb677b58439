"""The stages of measures as the record has them: actions, versions and roll calls as rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import sqlalchemy as sa

from tracker.campaigns.timeline import RowKind, TimelineRow
from tracker.record.tables import (
    bill_actions,
    bill_versions,
    bills,
    organizations,
    sources,
    vote_events,
)
from tracker.rules.reference import source_ranking
from tracker.rules.source_ranking import UNRANKED, FactKind, SourceRanking
from tracker.rules.vocabulary import Result, RollStatus, Venue

Cited = tuple[str, TimelineRow]
"""A row, after the id of the source that it cites."""

RESULT_WORDS = {Result.PASS: "passed", Result.FAIL: "did not pass"}

AFTER_ACTIONS = 1000
"""On one day, roll calls follow the record's actions: no measure has so many of those."""


def read_stages(connection: sa.Connection, bill_ids: Sequence[str]) -> tuple[TimelineRow, ...]:
    """Every action, version and roll call of the measures, in no particular order; of several
    sources that tell of a measure's actions, or versions, those of the best.
    """
    codes = connection.execute(
        sa.select(bills.c.bill_id, bills.c.jurisdiction_id).where(bills.c.bill_id.in_(bill_ids))
    )
    rankings: dict[str | None, SourceRanking] = {
        bill_id: source_ranking(code) for bill_id, code in codes
    }
    acted, texts = _actions(connection, bill_ids), _versions(connection, bill_ids)
    return (
        *_told_once(FactKind.ACTIONS, acted, rankings),
        *_told_once(FactKind.MEASURES, texts, rankings),
        *_roll_calls(connection, bill_ids),
    )


def _told_once(
    kind: FactKind, told: Iterable[Cited], rankings: Mapping[str | None, SourceRanking]
) -> Iterator[TimelineRow]:
    of_bills: dict[str | None, list[Cited]] = {}
    for source_id, row in told:
        of_bills.setdefault(row.bill_id, []).append((source_id, row))
    for bill_id, rows in of_bills.items():
        yield from rankings.get(bill_id, UNRANKED).told_once(kind, rows)


def _actions(connection: sa.Connection, bill_ids: Sequence[str]) -> Iterator[Cited]:
    table = bill_actions
    query = (
        sa.select(table, sources.c.title)
        .outerjoin(sources, sources.c.source_id == table.c.source_id)
        .where(table.c.bill_id.in_(bill_ids))
    )
    for row in connection.execute(query):
        shown = TimelineRow(
            day=row.date,
            kind=RowKind.ACTION,
            title=row.description,
            outcome="",
            bill_id=row.bill_id,
            verified=row.verified,
            source=row.title,
            sequence=row.sequence,
        )
        yield row.source_id, shown


def _versions(connection: sa.Connection, bill_ids: Sequence[str]) -> Iterator[Cited]:
    table = bill_versions
    query = (
        sa.select(table, sources.c.title)
        .outerjoin(sources, sources.c.source_id == table.c.source_id)
        .where(table.c.bill_id.in_(bill_ids))
    )
    for row in connection.execute(query):
        shown = TimelineRow(
            day=row.date,
            kind=RowKind.VERSION,
            title=f"Text: {row.label}",
            outcome="",
            bill_id=row.bill_id,
            verified=row.verified,
            source=row.title,
        )
        yield row.source_id, shown


def _roll_calls(connection: sa.Connection, bill_ids: Sequence[str]) -> Iterator[TimelineRow]:
    table = vote_events
    query = (
        sa.select(table, organizations.c.name.label("place"), sources.c.title)
        .outerjoin(organizations, organizations.c.organization_id == table.c.organization_id)
        .outerjoin(sources, sources.c.source_id == table.c.source_id)
        .where(table.c.bill_id.in_(bill_ids))
    )
    for row in connection.execute(query):
        yield TimelineRow(
            day=row.date,
            kind=RowKind.ROLL_CALL,
            title=_place(row.place or row.organization_id, row.venue),
            outcome=_outcome(row),
            bill_id=row.bill_id,
            vote_event_id=row.vote_event_id,
            on_the_floor=row.venue == Venue.FLOOR,
            source=row.title,
            sequence=AFTER_ACTIONS + row.sequence,
        )


def _place(name: str, venue: str) -> str:
    """`Senate floor`, `Senate Appropriations`: short, as readers of the record say it."""
    return f"{name} floor" if venue == Venue.FLOOR else name.replace(" Committee on", "")


def _outcome(row: sa.Row[tuple[object, ...]]) -> str:
    """`21–15, 21 needed, passed`; a roll known to be missing says so."""
    parts: list[str] = []
    if row.declared_yes is not None and row.declared_no is not None:
        parts.append(f"{row.declared_yes}–{row.declared_no}")
    if row.needed is not None:
        parts.append(f"{row.needed} needed")
    if row.status == RollStatus.KNOWN_MISSING:
        parts.append("members in no source")
    elif row.result in RESULT_WORDS:
        parts.append(RESULT_WORDS[row.result])
    return ", ".join(parts)
