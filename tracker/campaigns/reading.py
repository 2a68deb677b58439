"""What the store holds of campaigns, as the model's values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import sqlalchemy as sa

from tracker.access.checks import may, require
from tracker.access.roles import Action
from tracker.campaigns import rows, tables
from tracker.campaigns.fold import fold
from tracker.campaigns.model import (
    Audience,
    Campaign,
    Milestone,
    MilestoneHistory,
    MilestoneUpdate,
)
from tracker.errors import UsageError


def campaigns(connection: sa.Connection) -> tuple[Campaign, ...]:
    """Every campaign, by title."""
    query = sa.select(tables.campaigns).order_by(tables.campaigns.c.title)
    measures = _measures(connection)
    return tuple(
        rows.campaign_of(row, measures[row["campaign_id"]])
        for row in connection.execute(query).mappings()
    )


def _measures(connection: sa.Connection) -> defaultdict[str, list[str]]:
    table = tables.campaign_measures
    query = sa.select(table.c.campaign_id, table.c.bill_id).order_by(table.c.sequence)
    found: defaultdict[str, list[str]] = defaultdict(list)
    for campaign_id, bill_id in connection.execute(query):
        found[campaign_id].append(bill_id)
    return found


def find_campaign(connection: sa.Connection, campaign_id: str) -> Campaign:
    """The campaign of that id.

    Raises:
        UsageError: there is none; the error names those there are.
    """
    known = {campaign.campaign_id: campaign for campaign in campaigns(connection)}
    if campaign_id not in known:
        raise UsageError(
            f"there is no campaign {campaign_id!r}",
            where="the campaigns in the store",
            what_to_do=_choose_from(
                [one for one in known if _may_be_named(connection, known[one])],
                'begin one: answerable campaign add "TITLE" --organization NAME',
            ),
        )
    return known[campaign_id]


def audience_within(connection: sa.Connection, campaign: Campaign, asked: Audience) -> Audience:
    """For whom a campaign is shown: no more than was asked for, and than who acts may see."""
    if asked is Audience.ANYBODY:
        return asked
    inside = may(connection, Action.READ_PRIVATE, campaign.organization)
    return Audience.COALITION if inside else Audience.ANYBODY


def campaign_to_edit(
    connection: sa.Connection, campaign_id: str
) -> tuple[Campaign, tuple[MilestoneHistory, ...]]:
    """A campaign and all that was recorded of its milestones, for those who work on it.

    Raises:
        NotAllowed: who acts is none of them.
        UsageError: there is no such campaign.
    """
    campaign = find_campaign(connection, campaign_id)
    require(connection, Action.EDIT_CAMPAIGN, campaign.organization)
    return campaign, histories(connection, campaign_id)


def _may_be_named(connection: sa.Connection, campaign: Campaign) -> bool:
    """Whether an error may name it to who acts."""
    return may(connection, Action.READ_PRIVATE, campaign.organization)


def histories(connection: sa.Connection, campaign_id: str) -> tuple[MilestoneHistory, ...]:
    """Every milestone of a campaign with its updates and state; earliest due first, undated last.

    Raises:
        UsageError: there is no such campaign.
    """
    find_campaign(connection, campaign_id)
    table = tables.milestones
    query = sa.select(table).where(table.c.campaign_id == campaign_id)
    found = [rows.milestone_of(row) for row in connection.execute(query).mappings()]
    updates = _updates(connection, [milestone.milestone_id for milestone in found])
    all_of_them = [_history(milestone, updates[milestone.milestone_id]) for milestone in found]
    return tuple(sorted(all_of_them, key=_by_day))


def find_history(connection: sa.Connection, typed: str) -> MilestoneHistory:
    """One milestone by its id, or by the part after the slash where that is unmistakable.

    Raises:
        UsageError: no milestone or several are called so; the error names those there are.
    """
    table = tables.milestones
    query = sa.select(table).where(
        sa.or_(
            table.c.milestone_id == typed,
            table.c.milestone_id.endswith(f"/{typed}", autoescape=True),
        )
    )
    found = [rows.milestone_of(row) for row in connection.execute(query).mappings()]
    if len(found) != 1:
        raise _not_one_milestone(connection, typed, [m.milestone_id for m in found])
    milestone = found[0]
    return _history(
        milestone, _updates(connection, [milestone.milestone_id])[milestone.milestone_id]
    )


def _history(milestone: Milestone, updates: Sequence[MilestoneUpdate]) -> MilestoneHistory:
    return MilestoneHistory(milestone, tuple(updates), fold(milestone, updates))


def _updates(
    connection: sa.Connection, milestone_ids: Sequence[str]
) -> defaultdict[str, list[MilestoneUpdate]]:
    table = tables.milestone_updates
    query = (
        sa.select(table)
        .where(table.c.milestone_id.in_(milestone_ids))
        .order_by(table.c.milestone_id, table.c.number)
    )
    found: defaultdict[str, list[MilestoneUpdate]] = defaultdict(list)
    for row in connection.execute(query).mappings():
        update = rows.update_of(row)
        found[update.milestone_id].append(update)
    return found


def _by_day(history: MilestoneHistory) -> tuple[bool, str, str]:
    due = history.state.due
    return (due is None, f"{due}", history.milestone.milestone_id)


def _not_one_milestone(connection: sa.Connection, typed: str, found: Sequence[str]) -> UsageError:
    """The error names only milestones that who acts may see."""
    named = {one.campaign_id for one in campaigns(connection) if _may_be_named(connection, one)}
    found = [one for one in found if one.partition("/")[0] in named]
    if found:
        return UsageError(
            f"several milestones are called {typed!r}",
            where="the milestones in the store",
            what_to_do=f"write the whole id: {', '.join(sorted(found))}",
        )
    known = connection.execute(sa.select(tables.milestones.c.milestone_id)).scalars().all()
    return UsageError(
        f"there is no milestone {typed!r}",
        where="the milestones in the store",
        what_to_do=_choose_from(
            sorted(one for one in known if one.partition("/")[0] in named),
            'set one down: answerable milestone add CAMPAIGN "TITLE"',
        ),
    )


def _choose_from(known: Sequence[str], otherwise: str) -> str:
    return f"choose one of {', '.join(known)}" if known else otherwise
