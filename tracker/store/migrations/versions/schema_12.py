"""Milestones have a kind and a place; updates show evidence and may take the one before back.

Only columns are added; every row stays as it is. A campaign's measures are a table of their own,
which is made with all that are absent.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "12"
down_revision = "11"

ADDED = {
    "milestones": (
        ("kind", sa.String, "a `MilestoneKind`; empty: nobody said"),
        ("place", sa.String, "where it happens, in free text"),
    ),
    "milestone_updates": (
        ("evidence", sa.String, "address of a page that shows it; seen by whom the note is"),
        ("takes_back", sa.Boolean, "true: the update before this one counts no more"),
    ),
}


def upgrade() -> None:
    """Adds the columns, unless step 10 has done so in this transaction."""
    add_columns()


def add_columns() -> None:
    """Adds the columns that are absent; a store may be so old that it has no campaigns yet."""
    found = sa.inspect(op.get_bind())
    held = set(found.get_table_names())
    for table, columns in ADDED.items():
        there = {column["name"] for column in found.get_columns(table)} if table in held else None
        for name, kind, meaning in columns:
            if there is not None and name not in there:
                op.add_column(table, sa.Column(name, kind, comment=meaning))
