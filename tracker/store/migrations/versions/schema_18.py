"""What is said of a campaign, where it is and whose, has a table: `campaign_facts`.

Nothing that was there changes. The table is made with all that are absent.
"""

from __future__ import annotations

revision = "18"
down_revision = "17"


def upgrade() -> None:
    """Nothing: `migrate` makes the tables that are absent after the last step."""
