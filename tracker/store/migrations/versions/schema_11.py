"""Agendas that people save get a table; what the store holds stays as it is."""

from __future__ import annotations

revision = "11"
down_revision = "10"


def upgrade() -> None:
    """Nothing: tables that are absent are made after the last step."""
