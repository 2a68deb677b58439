"""What a coalition notes of members before a coming vote has a table of its own.

Nothing is changed; the table is made with all that are absent.
"""

from __future__ import annotations

revision = "13"
down_revision = "12"


def upgrade() -> None:
    """Nothing: every row and column stays as it is."""
