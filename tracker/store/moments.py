"""Moments in the store: UTC there, without a zone."""

from __future__ import annotations

from datetime import UTC, datetime


def in_store(moment: datetime) -> datetime:
    """A moment with a zone as a column takes it."""
    return moment.astimezone(UTC).replace(tzinfo=None)


def from_store(value: object) -> datetime:
    """The value of such a column, with its zone."""
    assert isinstance(value, datetime)
    return value.replace(tzinfo=UTC)
