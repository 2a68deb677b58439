"""Votes are whole numbers, with the texts in tables beside them; `person_votes` becomes a view.

Campaigns and milestones stay as they are. The record is dropped, as in the step before: it can be
loaded again from its sources.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context, op

from tracker.store.migrations.versions.schema_10 import LOAD_AGAIN, RECORD, bills

revision = "11"
down_revision = "10"


def upgrade() -> None:
    """The record is not there where the step before dropped it."""
    connection = op.get_bind()
    held = set(sa.inspect(connection).get_table_names())
    count = sa.select(sa.func.count()).select_from(bills)
    if "bills" in held and connection.execute(count).scalar_one():
        context.config.attributes["remarks"].append(LOAD_AGAIN)
    for name in RECORD:
        if name in held:
            op.drop_table(name)
