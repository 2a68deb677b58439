"""Measures of California as tests name them: as printed, or by an id."""

from __future__ import annotations

from tracker.rules import reference
from tracker.rules.measures import Measure


def measure(named: str, session: str | None = "20072008") -> Measure:
    """The measure of `SB 375`, of an official id or of an id of the record."""
    found = reference.jurisdiction_of("ca").measure(named, session)
    assert found is not None, f"{named} is a measure of California"
    return found


def official(bill_id: str) -> str:
    """What the Legislature's own sites call it: `200720080SB375` for `ca-20072008-SB375`."""
    return measure(bill_id, None).identifiers["ca_legislature"]
