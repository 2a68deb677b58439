"""The schema of the last version that had no migrations: where every older store begins."""

from __future__ import annotations

revision = "9"
down_revision = None


def upgrade() -> None:
    """Nothing: a store is older than this or has it, and is never built up from here."""
