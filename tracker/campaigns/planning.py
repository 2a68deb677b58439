"""Writing down campaigns and their milestones: only ever added to, never overwritten.

Every function works on a connection of `Store.writing()`, so that several of them make one unit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import sqlalchemy as sa

from tracker.campaigns import rows, tables
from tracker.campaigns.links import known_jurisdiction, resolve_link
from tracker.campaigns.model import Campaign, Milestone, Visibility
from tracker.campaigns.reading import find_campaign
from tracker.campaigns.slug import chosen_id
from tracker.campaigns.words import said
from tracker.errors import UsageError


@dataclass(frozen=True)
class NewMilestone:
    """A milestone as a person asks for it, before ids are checked."""

    title: str
    due: date | None = None
    bill: str | None = None
    roll: str | None = None
    """The id of a roll call, or an unmistakable beginning of it."""
    owner: str | None = None
    visibility: Visibility = Visibility.PRIVATE
    chosen_id: str | None = None


def add_campaign(
    connection: sa.Connection,
    title: str,
    organization: str,
    *,
    by: str,
    now: datetime,
    jurisdiction: str | None = None,
    statement: str | None = None,
    campaign_id: str | None = None,
    demonstration: bool = False,
) -> Campaign:
    """Begins a campaign. Asking again for the very same one gives the one there is; asked without
    a jurisdiction, it is the same whatever the stored one has.

    Raises:
        UsageError: no title, organization or name of the writer; an impossible id; a jurisdiction
            that nobody knows; or another campaign has that id.
    """
    wanted = Campaign(
        campaign_id=chosen_id(said(title, "title"), campaign_id, where="the campaign"),
        title=said(title, "title"),
        organization=said(organization, "organization"),
        jurisdiction_id=known_jurisdiction(connection, jurisdiction) if jurisdiction else None,
        statement=statement.strip() if statement and statement.strip() else None,
        demonstration=demonstration,
        created_at=now.astimezone(UTC),
        created_by=said(by, "name of who records it"),
    )
    table = tables.campaigns
    query = sa.select(table).where(table.c.campaign_id == wanted.campaign_id)
    row = connection.execute(query).mappings().first()
    if row is None:
        connection.execute(sa.insert(table), [rows.campaign_row(wanted)])
        return wanted
    known = rows.campaign_of(row)
    asked = replace(
        wanted,
        jurisdiction_id=wanted.jurisdiction_id or known.jurisdiction_id,
        created_at=known.created_at,
        created_by=known.created_by,
    )
    if asked != known:
        raise _id_is_taken("campaign", wanted.campaign_id, known.title)
    return known


def add_milestone(
    connection: sa.Connection, campaign_id: str, asked: NewMilestone, *, by: str, now: datetime
) -> Milestone:
    """Sets down a milestone. Asking again for the very same one gives the one there is.

    Raises:
        UsageError: no such campaign, measure or roll call; no title; an impossible id; or
            another milestone of the campaign has that id.
    """
    campaign = find_campaign(connection, campaign_id)
    title = said(asked.title, "title")
    link = resolve_link(connection, asked.bill, asked.roll, campaign.jurisdiction_id)
    wanted = Milestone(
        milestone_id=f"{campaign.campaign_id}/"
        + chosen_id(title, asked.chosen_id, where="the milestone"),
        campaign_id=campaign.campaign_id,
        title=title,
        due=asked.due,
        bill_id=link.bill_id,
        vote_event_id=link.vote_event_id,
        owner=asked.owner.strip() if asked.owner and asked.owner.strip() else None,
        visibility=asked.visibility,
        created_at=now.astimezone(UTC),
        created_by=said(by, "name of who records it"),
    )
    table = tables.milestones
    query = sa.select(table).where(table.c.milestone_id == wanted.milestone_id)
    row = connection.execute(query).mappings().first()
    if row is None:
        connection.execute(sa.insert(table), [rows.milestone_row(wanted)])
        return wanted
    known = rows.milestone_of(row)
    if replace(wanted, created_at=known.created_at, created_by=known.created_by) != known:
        raise _id_is_taken("milestone", wanted.milestone_id, known.title)
    return known


def _id_is_taken(kind: str, taken: str, title: str) -> UsageError:
    return UsageError(
        f"there is another {kind} {taken!r}: {title}",
        where=f"the {kind}s in the store",
        what_to_do="choose another id with --id; what is stored is never overwritten",
    )
