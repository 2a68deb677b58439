"""An agenda is decided: proposals, endorsements, decisions, votes, results and notices have tables.

Nothing that was there changes. The tables are made with all that are absent.
"""

from __future__ import annotations

revision = "14"
down_revision = "13"


def upgrade() -> None:
    """Nothing: `migrate` makes the tables that are absent after the last step."""
