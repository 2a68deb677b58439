"""Every table of the store, gathered so that one metadata object knows them all."""

from __future__ import annotations

from tracker.record import tables as record

__all__ = ["record"]
