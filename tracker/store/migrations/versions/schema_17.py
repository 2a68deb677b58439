"""Choices among several proposals, their ballots and results have tables.

Nothing that was there changes. The tables are made with all that are absent.
"""

from __future__ import annotations

revision = "17"
down_revision = "16"


def upgrade() -> None:
    """Nothing: `migrate` makes the tables that are absent after the last step."""
