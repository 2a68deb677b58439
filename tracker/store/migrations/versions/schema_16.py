"""What alerts saw, found and sent has tables of its own.

Nothing is changed; the tables are made with all that are absent.
"""

from __future__ import annotations

revision = "16"
down_revision = "15"


def upgrade() -> None:
    """Nothing: every row and column stays as it is."""
