"""A milestone's state is the fold of its updates. Pure: nothing else decides it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import reduce

from tracker.campaigns.model import (
    Milestone,
    MilestoneState,
    MilestoneStatus,
    MilestoneUpdate,
)
from tracker.errors import StoreError


def fold(milestone: Milestone, updates: Iterable[MilestoneUpdate]) -> MilestoneState:
    """What the milestone is after `updates`, given in order.

    Raises:
        StoreError: an update is missing, twice there or out of order.
    """
    return reduce(apply, updates, first_state(milestone))


def first_state(milestone: Milestone) -> MilestoneState:
    """What a milestone is before any update: planned, at version 0."""
    return MilestoneState(
        status=MilestoneStatus.PLANNED,
        due=milestone.due,
        closed_on=None,
        visibility=milestone.visibility,
        version=0,
        changed_at=milestone.created_at,
        changed_by=milestone.created_by,
    )


def apply(state: MilestoneState, update: MilestoneUpdate) -> MilestoneState:
    """What a milestone is after one more update.

    Raises:
        StoreError: the update does not follow the state.
    """
    if update.number != state.version + 1:
        raise StoreError(
            f"update {update.number} cannot follow update {state.version}",
            where=f"the history of the milestone {update.milestone_id}",
            what_to_do="restore the store from a backup; histories are never edited by hand",
        )
    change = update.change
    if change.takes_back:
        return _taken_back(state, update)
    status = change.status or state.status
    return replace(
        state,
        status=status,
        due=change.due or state.due,
        closed_on=_closed_on(state, update, status),
        visibility=change.visibility or state.visibility,
        version=update.number,
        changed_at=update.recorded_at,
        changed_by=update.recorded_by,
        before=replace(state, before=None),
    )


def _taken_back(state: MilestoneState, update: MilestoneUpdate) -> MilestoneState:
    if state.before is None:
        raise StoreError(
            f"update {update.number} takes back what cannot be taken back",
            where=f"the history of the milestone {update.milestone_id}",
            what_to_do="restore the store from a backup; histories are never edited by hand",
        )
    return replace(
        state.before,
        version=update.number,
        changed_at=update.recorded_at,
        changed_by=update.recorded_by,
    )


def _closed_on(
    state: MilestoneState, update: MilestoneUpdate, status: MilestoneStatus
) -> date | None:
    """The day it ended: as said, as said before, or the day on which the end was recorded."""
    if status.is_open:
        return None
    if update.change.happened_on is not None:
        return update.change.happened_on
    if status is state.status:
        return state.closed_on
    return update.recorded_on
