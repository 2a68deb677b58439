"""Ids carry their jurisdiction: `ca-20072008-SB375` for `200720080SB375`.

Campaigns and milestones keep every row, with the new ids. The record is dropped: its columns
changed with the ids, and it can be loaded again from its sources.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context, op

from tracker.rules.reference import current_id
from tracker.store.migrations.versions.schema_12 import add_columns

revision = "10"
down_revision = "9"

LOAD_AGAIN = (
    "This store is of an earlier version. Its campaigns and milestones are kept. The record was "
    "kept in an older form; load it again: answerable load --help"
)

RECORD = (
    *("bill_actions", "bill_documents", "bill_sponsorships", "bill_versions", "bills"),
    *("event_bills", "events", "jurisdictions", "legislative_sessions", "loads", "memberships"),
    *("organizations", "people", "person_aliases", "person_votes", "quarantined_rolls"),
    *("readings", "roll_conflicts", "roll_identities", "roll_reading_votes", "roll_readings"),
    *("source_codes", "sources", "unlisted_rolls", "vote_event_sources", "vote_events"),
)
"""The tables of the record as they were named then."""

campaigns = sa.table("campaigns", sa.column("campaign_id"), sa.column("jurisdiction_id"))
milestones = sa.table(
    "milestones",
    *map(sa.column, ("milestone_id", "campaign_id", "bill_id", "vote_event_id")),
)
bills = sa.table("bills", sa.column("bill_id"), sa.column("jurisdiction_id"))


def upgrade() -> None:
    """Campaigns first: whose they are stands in the old record."""
    connection = op.get_bind()
    held = set(sa.inspect(connection).get_table_names())
    # DuckDB alters no table that the same transaction has updated, so step 12 comes first.
    add_columns()
    if "campaigns" in held:
        meaning = "whose measures it concerns, as in `ca`"
        op.add_column("campaigns", sa.Column("jurisdiction_id", sa.String, comment=meaning))
        _fill_jurisdictions(connection)
        _map_links(connection)
    if connection.execute(sa.select(sa.func.count()).select_from(bills)).scalar_one():
        context.config.attributes["remarks"].append(LOAD_AGAIN)
    for name in RECORD:
        if name in held:
            op.drop_table(name)


def _fill_jurisdictions(connection: sa.Connection) -> None:
    """That of the measures which the milestones of a campaign concern, where all have one."""
    of_all = (
        sa.select(sa.func.min(bills.c.jurisdiction_id))
        .select_from(milestones.join(bills, bills.c.bill_id == milestones.c.bill_id))
        .where(milestones.c.campaign_id == campaigns.c.campaign_id)
        .having(sa.func.count(bills.c.jurisdiction_id.distinct()) == 1)
    )
    connection.execute(sa.update(campaigns).values(jurisdiction_id=of_all.scalar_subquery()))


def _map_links(connection: sa.Connection) -> None:
    query = sa.select(milestones.c.milestone_id, milestones.c.bill_id, milestones.c.vote_event_id)
    for milestone_id, bill_id, vote_event_id in connection.execute(query).all():
        linked = sa.update(milestones).where(milestones.c.milestone_id == milestone_id)
        connection.execute(
            linked.values(
                bill_id=bill_id and current_id(bill_id),
                vote_event_id=vote_event_id and current_id(vote_event_id),
            )
        )
