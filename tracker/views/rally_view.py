"""What the page for one hand shows: milestones by campaign, and how each stands, in words."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import sqlalchemy as sa

from tracker.campaigns.board import BoardMilestone, board
from tracker.campaigns.model import Audience, MilestoneHistory, MilestoneUpdate
from tracker.campaigns.reading import audience_within, campaigns, find_history, histories
from tracker.campaigns.words import retold
from tracker.translation import _
from tracker.views.wording import long_day


@dataclass(frozen=True)
class RallyMilestone:
    """One milestone that something may be recorded of."""

    milestone_id: str
    title: str
    place: str | None
    now: str
    """How it stands: `planned, due 6 June 2007`."""
    last: str | None
    """The last update, for the coalition alone."""
    version: int
    """Updates so far; 0 for anybody, who is not told how many there are."""
    is_open: bool


@dataclass(frozen=True)
class RallyCampaign:
    """A campaign and its milestones: open ones first, then by day."""

    title: str
    demonstration: bool
    milestones: tuple[RallyMilestone, ...]


@dataclass(frozen=True)
class Unseen:
    """What was recorded that the writer of an update had not seen."""

    version: int
    """Updates by now."""
    told: tuple[str, ...]


def rally_campaigns(
    connection: sa.Connection, audience: Audience, today: datetime.date
) -> tuple[RallyCampaign, ...]:
    """Every campaign of which `audience` may see a milestone, by title; what is private in it only
    for those who act and may see it.
    """
    found = []
    for campaign in campaigns(connection):
        kept = histories(connection, campaign.campaign_id)
        within = audience_within(connection, campaign, audience)
        shown = board(campaign, kept, within, today)
        if shown is None or not shown.milestones:
            continue
        last = _last(kept) if within is Audience.COALITION else {}
        milestones = (_milestone(one, last.get(one.milestone_id)) for one in shown.milestones)
        open_first = sorted(milestones, key=lambda one: not one.is_open)
        found.append(RallyCampaign(campaign.title, campaign.demonstration, tuple(open_first)))
    return tuple(found)


def unseen_updates(connection: sa.Connection, milestone_id: str, seen: int) -> Unseen:
    """What was recorded after the first `seen` updates of a milestone, for the coalition.

    Raises:
        UsageError: there is no such milestone.
    """
    history = find_history(connection, milestone_id)
    return Unseen(history.state.version, tuple(told(one) for one in history.updates[seen:]))


def told(update: MilestoneUpdate) -> str:
    """Who recorded it, when, and what it says, for the coalition."""
    moment = update.recorded_at.astimezone()
    when = _("{day} at {time}").format(day=long_day(moment.date()), time=f"{moment:%H:%M}")
    return f"{update.recorded_by}, {when}: {retold(update.change)}"


def _last(kept: tuple[MilestoneHistory, ...]) -> dict[str, str]:
    return {one.milestone.milestone_id: told(one.updates[-1]) for one in kept if one.updates}


def _milestone(shown: BoardMilestone, last: str | None) -> RallyMilestone:
    words = shown.status.words
    due = _("{status}, due {day}").format(status=words, day=long_day(shown.due))
    return RallyMilestone(
        milestone_id=shown.milestone_id,
        title=shown.title,
        place=shown.place,
        now=due if shown.due else words,
        last=last,
        version=shown.version or 0,
        is_open=shown.status.is_open,
    )
