"""What an audience may see of a campaign, built from an allow-list. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.campaigns.fold import apply, first_state
from tracker.campaigns.model import (
    Audience,
    Campaign,
    MilestoneHistory,
    MilestoneState,
    MilestoneStatus,
    MilestoneUpdate,
    Visibility,
)


@dataclass(frozen=True)
class Entry:
    """One update as an audience sees it."""

    number: int
    recorded_on: date
    status: MilestoneStatus
    """After the update."""
    due: date | None
    """The new day, where the update set one."""
    note: str | None
    recorded_by: str | None
    """For the coalition alone."""


@dataclass(frozen=True)
class BoardMilestone:
    """One milestone as an audience sees it."""

    milestone_id: str
    title: str
    status: MilestoneStatus
    due: date | None
    closed_on: date | None
    is_overdue: bool
    visibility: Visibility
    bill_id: str | None
    vote_event_id: str | None
    owner: str | None
    """For the coalition alone: it may name a person."""
    version: int | None
    """Updates so far, for the coalition alone: an update has to say how many it saw."""
    entries: tuple[Entry, ...]

    @property
    def day(self) -> date | None:
        """Where it stands on a clock: the day it ended, else the day it is due."""
        return self.closed_on or self.due


@dataclass(frozen=True)
class Board:
    """A campaign and its milestones, for one audience, as of one day."""

    campaign_id: str
    title: str
    organization: str
    statement: str | None
    demonstration: bool
    audience: Audience
    as_of: date
    milestones: tuple[BoardMilestone, ...]

    @property
    def bill_ids(self) -> tuple[str, ...]:
        """The measures its milestones concern, each once."""
        found = (milestone.bill_id for milestone in self.milestones)
        return tuple(dict.fromkeys(bill_id for bill_id in found if bill_id))


def board(
    campaign: Campaign, histories: Sequence[MilestoneHistory], audience: Audience, as_of: date
) -> Board | None:
    """The campaign as `audience` may see it; None where anybody may see nothing of it."""
    shown = tuple(
        _milestone(history, audience, as_of)
        for history in histories
        if audience is Audience.COALITION or history.state.visibility is Visibility.PUBLIC
    )
    if audience is Audience.ANYBODY and not shown:
        return None
    return Board(
        campaign_id=campaign.campaign_id,
        title=campaign.title,
        organization=campaign.organization,
        statement=campaign.statement,
        demonstration=campaign.demonstration,
        audience=audience,
        as_of=as_of,
        milestones=shown,
    )


def _milestone(history: MilestoneHistory, audience: Audience, as_of: date) -> BoardMilestone:
    milestone, state = history.milestone, history.state
    inside = audience is Audience.COALITION
    return BoardMilestone(
        milestone_id=milestone.milestone_id,
        title=milestone.title,
        status=state.status,
        due=state.due,
        closed_on=state.closed_on,
        is_overdue=state.is_overdue(as_of),
        visibility=state.visibility,
        bill_id=milestone.bill_id,
        vote_event_id=milestone.vote_event_id,
        owner=milestone.owner if inside else None,
        version=state.version if inside else None,
        entries=tuple(_entries(history, inside)),
    )


def _entries(history: MilestoneHistory, inside: bool) -> Iterator[Entry]:
    """The updates; for anybody, those made while the milestone was public."""
    for update, after in _with_states(first_state(history.milestone), history.updates):
        if not inside and after.visibility is Visibility.PRIVATE:
            continue
        change = update.change
        note_is_shown = inside or change.note_visibility is Visibility.PUBLIC
        yield Entry(
            number=update.number,
            recorded_on=update.recorded_on,
            status=after.status,
            due=change.due,
            note=change.note if note_is_shown else None,
            recorded_by=update.recorded_by if inside else None,
        )


def _with_states(
    state: MilestoneState, updates: Iterable[MilestoneUpdate]
) -> Iterator[tuple[MilestoneUpdate, MilestoneState]]:
    for update in updates:
        state = apply(state, update)
        yield update, state
