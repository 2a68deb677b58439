"""Scoring a grid by the same ledger as the record, in a store that lives for a moment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

import pyarrow as pa
import sqlalchemy as sa

from tracker.grid.grid import Grid, Legislator
from tracker.grid.rolls import rolls_of
from tracker.record.rows import rows_of
from tracker.record.tables import memberships, person_votes, vote_events
from tracker.rules.vocabulary import MotionClass, RollStatus, Venue
from tracker.scoring.inputs import Asked, Run, ScoredItem, ScoredPosition, prepare
from tracker.scoring.method import Method
from tracker.scoring.scores import NOTHING, Score, ScoreStatus, fold
from tracker.store.bulk import stage
from tracker.store.duckdb_engine import quiet_duckdb

ANY_DAY = date(2000, 1, 1)
"""Each item has one vote and one position, so days decide nothing and many grids have none."""


@dataclass(frozen=True)
class GridScore:
    """One legislator's score, as exact as any other."""

    legislator: Legislator
    score: Score


def score_grid(grid: Grid, method: Method) -> list[GridScore]:
    """Every legislator in the order of the file, scored or not; houses are ranked apart."""
    run = Run(0, method)
    with _passing_store() as connection:
        _stage_record(connection, grid)
        bills = {item.item: item.item for item in grid.items}
        prepare(connection, asked_of(grid, bills, since=ANY_DAY, recorded_on=ANY_DAY), [run])
        scores = {score.person_id: score for score in fold(connection).scores(run)}
    return [
        GridScore(member, scores.get(member.legislator_id) or _no_score(member))
        for member in grid.legislators
    ]


def asked_of(grid: Grid, bill_ids: Mapping[str, str], *, since: date, recorded_on: date) -> Asked:
    """What the organization asked, as the ledger reads it.

    `bill_ids` is by item; from the day `since` the positions judge votes, and `recorded_on` is
    when somebody first saw them.
    """
    return Asked(
        items=tuple(ScoredItem(i.item, bill_ids[i.item], i.weight) for i in grid.items),
        positions=tuple(
            ScoredPosition(i.item, str(i.position), since, None, recorded_on) for i in grid.items
        ),
        designated=(),
    )


@contextmanager
def _passing_store() -> Iterator[sa.Connection]:
    engine = quiet_duckdb("duckdb:///:memory:")
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _stage_record(connection: sa.Connection, grid: Grid) -> None:
    """What the ledger reads of the record, filled from the grid alone."""
    rolls = [(f"{roll.number}-{roll.house.chamber}", roll) for roll in rolls_of(grid)]
    events = [
        {
            "vote_event_id": event_id,
            "bill_id": roll.item.item,
            "chamber": roll.house.chamber,
            "venue": Venue.FLOOR,
            "date": ANY_DAY,
            "sequence": roll.number,
            "motion_class": MotionClass.FINAL_PASSAGE,
            "result": roll.item.result,
            "declared_yes": roll.yes,
            "declared_no": roll.no,
            "nonvote_effect": roll.item.nonvote_effect,
            "status": RollStatus.LOADED,
        }
        for event_id, roll in rolls
    ]
    cast = [(event_id, member, vote) for event_id, roll in rolls for member, vote in roll.votes]
    votes = {
        "vote_event_id": [event_id for event_id, _, _ in cast],
        "person_id": [member.legislator_id for _, member, _ in cast],
        "option": [str(vote.option) for _, _, vote in cast],
    }
    terms = [
        {
            "person_id": member.legislator_id,
            "chamber": member.house.chamber,
            "start_date": ANY_DAY,
        }
        for member in grid.legislators
    ]
    stage(connection, vote_events.name, rows_of(vote_events, events))
    stage(connection, person_votes.name, pa.table(votes))
    stage(connection, memberships.name, rows_of(memberships, terms))


def _no_score(member: Legislator) -> Score:
    """Someone with no mark that is on their record."""
    return Score(
        member.legislator_id,
        member.house.chamber,
        NOTHING,
        available=0,
        percent=None,
        rank=None,
        status=ScoreStatus.NOT_ENOUGH_VOTES,
    )
