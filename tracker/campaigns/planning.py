"""Writing down campaigns and their milestones: only ever added to, never overwritten.

Every function works on a connection of `Store.writing()`, so that several of them make one unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import sqlalchemy as sa

from tracker.access.acting import recorded_as
from tracker.access.audit import note
from tracker.access.checks import require
from tracker.access.roles import Action
from tracker.campaigns import rows, tables
from tracker.campaigns.links import resolve_link, resolve_measures
from tracker.campaigns.model import Campaign, Milestone, MilestoneKind, Visibility
from tracker.campaigns.reading import campaigns, find_campaign
from tracker.campaigns.slug import chosen_id, free_id
from tracker.campaigns.words import SENTENCES, said, said_if_any
from tracker.errors import UsageError
from tracker.record.sessions import known_jurisdiction


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
    kind: MilestoneKind | None = None
    place: str | None = None


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
    measures: Sequence[str] = (),
) -> Campaign:
    """Begins a campaign. Asking again for the very same one gives the one there is; asked without
    a jurisdiction or measures, it is the same whatever the stored one has.

    Measures are written as people do, or by their ids. Where all are of one jurisdiction and none
    is given, the campaign is about that one.

    Raises:
        NotAllowed: who acts may not work on campaigns of that organization.
        UsageError: no title, organization or name of the writer; an impossible id; a jurisdiction
            or measure that nobody knows; or another campaign has that id.
    """
    require(connection, Action.EDIT_CAMPAIGN, organization)
    bill_ids, of_them = resolve_measures(connection, measures, jurisdiction)
    wanted = Campaign(
        campaign_id=chosen_id(said(title, "title"), campaign_id, where="the campaign"),
        title=said(title, "title"),
        organization=said(organization, "organization"),
        jurisdiction_id=known_jurisdiction(
            connection, jurisdiction, "the jurisdiction of the campaign"
        )
        if jurisdiction
        else of_them,
        statement=said_if_any(statement, "statement", SENTENCES),
        demonstration=demonstration,
        created_at=now.astimezone(UTC),
        created_by=recorded_as(said(by, "name of who records it")),
        bill_ids=bill_ids,
    )
    known = {one.campaign_id: one for one in campaigns(connection)}.get(wanted.campaign_id)
    if known is None:
        _insert_campaign(connection, wanted)
        _note_new(connection, f"campaign {wanted.campaign_id}", wanted)
        return wanted
    asked = replace(
        wanted,
        bill_ids=wanted.bill_ids or known.bill_ids,
        jurisdiction_id=wanted.jurisdiction_id or known.jurisdiction_id,
        created_at=known.created_at,
        created_by=known.created_by,
    )
    if asked != known:
        raise _id_is_taken("campaign", wanted.campaign_id, known.title)
    return known


def _insert_campaign(connection: sa.Connection, campaign: Campaign) -> None:
    connection.execute(sa.insert(tables.campaigns), [rows.campaign_row(campaign)])
    moved = [
        {"campaign_id": campaign.campaign_id, "bill_id": bill_id, "sequence": sequence}
        for sequence, bill_id in enumerate(campaign.bill_ids, start=1)
    ]
    if moved:
        connection.execute(sa.insert(tables.campaign_measures), moved)


def _note_new(connection: sa.Connection, subject: str, one: Campaign | Milestone) -> None:
    facts = {name: value for name, value in vars(one).items() if not name.startswith("created")}
    by, now = one.created_by, one.created_at
    note(connection, Action.EDIT_CAMPAIGN, subject, before=None, after=facts, by=by, now=now)


def add_milestone(
    connection: sa.Connection, campaign_id: str, asked: NewMilestone, *, by: str, now: datetime
) -> Milestone:
    """Sets down a milestone. Asking again for the very same one gives the one there is.

    Raises:
        NotAllowed: who acts may not work on this campaign.
        UsageError: no such campaign, measure or roll call; no title; an impossible id; or
            another milestone of the campaign has that id.
    """
    campaign = find_campaign(connection, campaign_id)
    require(connection, Action.EDIT_CAMPAIGN, campaign.organization)
    title = said(asked.title, "title")
    link = resolve_link(
        connection,
        asked.bill,
        asked.roll,
        campaign.jurisdiction_id,
        campaign_id=campaign.campaign_id,
        due=asked.due,
    )
    wanted = Milestone(
        milestone_id=f"{campaign.campaign_id}/"
        + chosen_id(title, asked.chosen_id, where="the milestone"),
        campaign_id=campaign.campaign_id,
        title=title,
        due=asked.due,
        bill_id=link.bill_id,
        vote_event_id=link.vote_event_id,
        owner=said_if_any(asked.owner, "owner"),
        visibility=asked.visibility,
        created_at=now.astimezone(UTC),
        created_by=recorded_as(said(by, "name of who records it")),
        kind=asked.kind,
        place=said_if_any(asked.place, "place"),
    )
    table = tables.milestones
    query = sa.select(table).where(table.c.milestone_id == wanted.milestone_id)
    row = connection.execute(query).mappings().first()
    if row is None:
        connection.execute(sa.insert(table), [rows.milestone_row(wanted)])
        _note_new(connection, f"milestone {wanted.milestone_id}", wanted)
        return wanted
    known = rows.milestone_of(row)
    if replace(wanted, created_at=known.created_at, created_by=known.created_by) != known:
        raise _id_is_taken("milestone", wanted.milestone_id, known.title)
    return known


def free_campaign_id(connection: sa.Connection, title: str) -> str:
    """An id for a new campaign, made from its title, that no campaign has yet."""
    return free_id(title, "campaign", {one.campaign_id for one in campaigns(connection)})


def free_milestone_id(connection: sa.Connection, campaign_id: str, title: str) -> str:
    """The part after the slash of an id that no milestone of the campaign has yet."""
    table = tables.milestones
    query = sa.select(table.c.milestone_id).where(table.c.campaign_id == campaign_id)
    taken = connection.execute(query).scalars()
    return free_id(title, "milestone", {one.partition("/")[2] for one in taken})


def _id_is_taken(kind: str, taken: str, title: str) -> UsageError:
    return UsageError(
        f"there is another {kind} {taken!r}: {title}",
        where=f"the {kind}s in the store",
        what_to_do="choose another id with --id; what is stored is never overwritten",
    )
