"""A campaign's milestones and the stages of its measures, on one clock. Pure: rows in, rows out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.campaigns.board import Board, BoardMilestone
from tracker.campaigns.model import MilestoneStatus
from tracker.translation import _


class RowKind(StrEnum):
    """What a row on the clock is."""

    MILESTONE = "milestone"
    """The coalition's own: what it set out to do."""
    ACTION = "action"
    """The record's: something that happened to the measure, apart from roll calls."""
    VERSION = "version"
    """The record's: a text of the measure that a source attests."""
    ROLL_CALL = "roll_call"
    """The record's: a vote by name."""


@dataclass(frozen=True)
class TimelineRow:
    """One thing on the clock. `day` is None where no day is known or set."""

    day: date | None
    kind: RowKind
    title: str
    outcome: str
    """A milestone's status; a roll call's count and result; empty for actions and versions."""
    due: date | None = None
    """The day a milestone was due."""
    status: MilestoneStatus | None = None
    milestone_id: str | None = None
    bill_id: str | None = None
    vote_event_id: str | None = None
    on_the_floor: bool = False
    """Of a roll call: the whole house voted, not a committee."""
    verified: bool = True
    """False: the record marks this as not verified."""
    source: str | None = None
    """What the record read it in; None for the coalition's own."""
    sequence: int = 0
    """Order among the record's entries of one day."""


@dataclass(frozen=True)
class Timeline:
    """Every row, earliest first, and those that have no day apart."""

    dated: tuple[TimelineRow, ...]
    undated: tuple[TimelineRow, ...]


def timeline(board: Board, stages: Iterable[TimelineRow]) -> Timeline:
    """Sets the campaign's milestones among the stages of its measures.

    On one day the coalition's own comes first. A version is left out where an action of the same
    measure stands on that day already, as with `Amended in the Senate`.
    """
    record = list(stages)
    told = {(row.bill_id, row.day) for row in record if row.kind is RowKind.ACTION}
    kept = [
        row
        for row in record
        if row.kind is not RowKind.VERSION or (row.bill_id, row.day) not in told
    ]
    everything = [milestone_row(milestone) for milestone in board.milestones] + kept
    return Timeline(
        dated=tuple(sorted((row for row in everything if row.day is not None), key=_place)),
        undated=tuple(row for row in everything if row.day is None),
    )


def milestone_row(milestone: BoardMilestone) -> TimelineRow:
    """A milestone as a row on the clock: on the day it ended, else on the day it is due."""
    return TimelineRow(
        day=milestone.day,
        kind=RowKind.MILESTONE,
        title=milestone.title,
        outcome=milestone_words(milestone),
        due=milestone.due,
        status=milestone.status,
        milestone_id=milestone.milestone_id,
        bill_id=milestone.bill_id,
        vote_event_id=milestone.vote_event_id,
    )


def milestone_words(milestone: BoardMilestone) -> str:
    """Its status in words: `done`, `under way, past its day`."""
    words = milestone.status.words
    return _("{status}, past its day").format(status=words) if milestone.is_overdue else words


def _place(row: TimelineRow) -> tuple[date, bool, int, str]:
    return (row.day or date.max, row.kind is not RowKind.MILESTONE, row.sequence, row.title)
