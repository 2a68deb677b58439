"""Where a bill stands: the fold of its actions, in their order, by the reviewed rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa

from tracker.record.tables import bill_actions, bills
from tracker.rules.actions import ActionRules, Stage
from tracker.rules.bill_path import BillPath, PathStep, Reached, Walk
from tracker.rules.source_ranking import FactKind, SourceRanking


@dataclass(frozen=True)
class Action:
    """Something that happened to a bill, as printed; `chamber` where the source says which."""

    date: date
    chamber: str | None
    description: str
    said: str | None = field(default=None, kw_only=True)
    """What the record keeps as its classification."""


@dataclass(frozen=True)
class Standing:
    """Where a bill stands, and the action that put it there.

    All but the counts are None where no action says. `unclassified` counts texts no rule fits.
    """

    stage: Stage | None
    chamber: str | None
    since: date | None
    action: str | None
    actions: int
    unclassified: int


@dataclass(frozen=True)
class BillStanding:
    """One bill of the record, where it stands, and the steps of its way that it came to."""

    bill_id: str
    printed: str
    standing: Standing
    step: PathStep | None
    """The step of the path where it stands, or stopped."""
    reached: tuple[Reached, ...]


def standing_after(actions: Sequence[Action], rules: ActionRules) -> Standing:
    """The fold: each action that names a stage moves the bill there, the others leave it.

    `actions` are of one bill, in order. `since` is the day on which it came to its stage.
    """
    stage: Stage | None = None
    mover: Action | None = None
    unclassified = 0
    for action in actions:
        read = rules.classify(action.description, action.said)
        unclassified += not read.rules
        after = read.stage_after(stage)
        if after is not None and (after != stage or _elsewhere(action, mover)):
            stage, mover = after, action
    if mover is None:
        return Standing(None, None, None, None, len(actions), unclassified)
    return Standing(stage, mover.chamber, mover.date, mover.description, len(actions), unclassified)


def standings(
    connection: sa.Connection,
    rules: ActionRules,
    ranking: SourceRanking,
    path: BillPath | None,
    *,
    session_id: str,
    bill_id: str | None = None,
) -> list[BillStanding]:
    """Where the bills of a session stand, or one of them; by measure type and number.

    The actions of a bill are those of the source that ranks best among those that give any:
    two sources tell the same history twice.
    """
    query = (
        sa.select(
            bills.c.bill_id,
            bills.c.printed,
            bills.c.origin_chamber,
            bill_actions.c.date,
            bill_actions.c.chamber,
            bill_actions.c.description,
            bill_actions.c.classification,
            bill_actions.c.source_id,
        )
        .select_from(bills.outerjoin(bill_actions, bill_actions.c.bill_id == bills.c.bill_id))
        .where(bills.c.session_id == session_id)
        .order_by(
            bills.c.special_session,
            bills.c.measure_type,
            bills.c.number,
            bill_actions.c.date,
            bill_actions.c.sequence,
        )
    )
    if bill_id is not None:
        query = query.where(bills.c.bill_id == bill_id)
    histories: dict[tuple[str, str, str | None], list[tuple[str, Action]]] = {}
    for bill, printed, origin, day, chamber, description, said, source_id in connection.execute(
        query
    ):
        told = histories.setdefault((bill, printed, origin), [])
        if description is not None:
            told.append((source_id, Action(day, chamber, description, said=said)))
    return [
        _standing(
            bill,
            printed,
            ranking.told_once(FactKind.ACTIONS, told),
            rules,
            Walk(path, rules, origin) if path else None,
        )
        for (bill, printed, origin), told in histories.items()
    ]


def _standing(
    bill_id: str, printed: str, actions: Sequence[Action], rules: ActionRules, walk: Walk | None
) -> BillStanding:
    standing = standing_after(actions, rules)
    if walk is None:
        return BillStanding(bill_id, printed, standing, None, ())
    for action in actions:
        walk.take(action.date, action.chamber, action.description, action.said)
    return BillStanding(bill_id, printed, standing, walk.at, walk.reached)


def _elsewhere(action: Action, mover: Action | None) -> bool:
    """Whether it stands in the same stage, and in the other house."""
    return (
        mover is not None
        and action.chamber is not None
        and mover.chamber is not None
        and action.chamber != mover.chamber
    )
