"""Every table of the store, gathered so that one metadata object knows them all."""

from __future__ import annotations

from tracker.access import tables as access
from tracker.agenda import tables as agendas
from tracker.alerts import tables as alerts
from tracker.campaigns import tables as campaigns
from tracker.record import tables as record

__all__ = ["access", "agendas", "alerts", "campaigns", "record"]
