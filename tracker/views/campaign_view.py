"""What the campaigns page shows: a campaign for one audience, its measures and their clock."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import sqlalchemy as sa

from tracker.campaigns.board import Board, BoardMilestone, board
from tracker.campaigns.facts import Fact, facts
from tracker.campaigns.model import Audience, Campaign
from tracker.campaigns.reading import audience_within, campaigns, histories
from tracker.campaigns.stages import read_stages
from tracker.campaigns.timeline import Timeline, TimelineRow, timeline
from tracker.record.tables import bills, sources, vote_events
from tracker.rules.reference import printed_bill


@dataclass(frozen=True)
class LinkedMeasure:
    """A measure that milestones concern."""

    bill_id: str
    printed: str
    name: str | None
    """Its popular name, else its title."""


@dataclass(frozen=True)
class CampaignView:
    """One campaign as its page shows it."""

    board: Board
    facts: tuple[Fact, ...]
    """Where it is and whose."""
    measures: tuple[LinkedMeasure, ...]
    clock: Timeline
    roll_calls: dict[str, TimelineRow]
    """The roll calls of its measures, by id."""
    publishers: tuple[str, ...]
    """Whose roll calls these are."""
    record_read_on: datetime.date | None
    """The latest day on which a source of those roll calls was read."""

    def roll_call_of(self, milestone: BoardMilestone) -> TimelineRow | None:
        """The roll call a milestone concerns."""
        return self.roll_calls.get(milestone.vote_event_id or "")


@dataclass(frozen=True)
class _Origin:
    """Who published roll calls, and when that was last read."""

    publishers: tuple[str, ...]
    read_on: datetime.date | None


def campaign_views(
    connection: sa.Connection, audience: Audience, today: datetime.date
) -> tuple[CampaignView, ...]:
    """Every campaign of which `audience` may see something, by title; what is private in it only
    for those who act and may see it.
    """
    found = (_view(connection, one, audience, today) for one in campaigns(connection))
    return tuple(view for view in found if view is not None)


def _view(
    connection: sa.Connection, campaign: Campaign, audience: Audience, today: datetime.date
) -> CampaignView | None:
    within = audience_within(connection, campaign, audience)
    shown = board(campaign, histories(connection, campaign.campaign_id), within, today)
    if shown is None:
        return None
    stages = read_stages(connection, shown.bill_ids)
    origin = _origin(connection, shown.bill_ids)
    return CampaignView(
        board=shown,
        facts=facts(connection).get(campaign.campaign_id, ()),
        measures=_measures(connection, shown.bill_ids),
        clock=timeline(shown, stages),
        roll_calls={row.vote_event_id: row for row in stages if row.vote_event_id},
        publishers=origin.publishers,
        record_read_on=origin.read_on,
    )


def _measures(connection: sa.Connection, bill_ids: tuple[str, ...]) -> tuple[LinkedMeasure, ...]:
    query = sa.select(
        bills.c.bill_id, sa.func.coalesce(bills.c.popular_name, bills.c.title).label("name")
    ).where(bills.c.bill_id.in_(bill_ids))
    names = {row.bill_id: row.name for row in connection.execute(query)}
    return tuple(
        LinkedMeasure(bill_id, printed_bill(bill_id), names.get(bill_id)) for bill_id in bill_ids
    )


def _origin(connection: sa.Connection, bill_ids: tuple[str, ...]) -> _Origin:
    query = (
        sa.select(sources.c.publisher, sa.func.max(sources.c.read_at))
        .join(vote_events, vote_events.c.source_id == sources.c.source_id)
        .where(vote_events.c.bill_id.in_(bill_ids))
        .group_by(sources.c.publisher)
        .order_by(sources.c.publisher)
    )
    found = connection.execute(query).all()
    days = [read_at.date() for _, read_at in found if read_at]
    return _Origin(
        publishers=tuple(publisher for publisher, _ in found if publisher),
        read_on=max(days, default=None),
    )
