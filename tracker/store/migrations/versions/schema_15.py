"""Who may do what: role changes and the audit trail have tables.

Nothing that was there changes. The tables are made with all that are absent.
"""

from __future__ import annotations

revision = "15"
down_revision = "14"


def upgrade() -> None:
    """Nothing: `migrate` makes the tables that are absent after the last step."""
