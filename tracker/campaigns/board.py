"""What an audience may see of a campaign, built from an allow-list. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tracker.campaigns.fold import apply, first_state
from tracker.campaigns.model import (
    Audience,
    Campaign,
    MilestoneHistory,
    MilestoneKind,
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
    evidence: str | None = None
    """The address of a page; shown to whom the note is shown."""
    taken_back: bool = False
    """A later update says that it counts no more. For the coalition alone."""
    takes_back: bool = False
    """It says so of the one before. For the coalition alone."""


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
    kind: MilestoneKind | None
    place: str | None
    revised_at: datetime
    """When it was last changed, UTC."""

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
    moved: tuple[str, ...]
    """The measures that the campaign set out to move: part of its face, as its title is."""

    @property
    def bill_ids(self) -> tuple[str, ...]:
        """The measures it set out to move and those its milestones concern, each once."""
        found = (milestone.bill_id for milestone in self.milestones)
        return tuple(dict.fromkeys((*self.moved, *(bill_id for bill_id in found if bill_id))))


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
        moved=campaign.bill_ids,
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
        kind=milestone.kind,
        place=milestone.place,
        revised_at=state.changed_at,
    )


def _entries(history: MilestoneHistory, inside: bool) -> Iterator[Entry]:
    """The updates; for anybody, those made while the milestone was public, without any that was
    taken back.
    """
    gone = {update.number - 1 for update in history.updates if update.change.takes_back}
    for update, after in _with_states(first_state(history.milestone), history.updates):
        of_no_account = update.number in gone or update.change.takes_back
        if not inside and (of_no_account or after.visibility is Visibility.PRIVATE):
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
            evidence=change.evidence if note_is_shown else None,
            taken_back=update.number in gone,
            takes_back=change.takes_back,
        )


def _with_states(
    state: MilestoneState, updates: Iterable[MilestoneUpdate]
) -> Iterator[tuple[MilestoneUpdate, MilestoneState]]:
    for update in updates:
        state = apply(state, update)
        yield update, state
