"""The reviewed record as the stand-in's sites show it: measures by the Legislature's own ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import pyarrow as pa

from tests.measures import official
from tracker.intake.reviewed_record import ReviewedRecord, read_record
from tracker.rules import reference

CODE, SESSION = "ca", "20072008"

Facts = Mapping[str, object]


@cache
def record() -> ReviewedRecord:
    """What the sample record holds; a bill's `measure` alone has the id of the record."""
    folder = reference.sample_folder(CODE, SESSION)
    assert folder is not None, "the sample record ships with the program"
    read = read_record(folder)
    at = read.roll_calls.column_names.index("bill_id")
    ids = pa.array([official(one) for one in read.roll_calls.column("bill_id").to_pylist()])
    return replace(
        read,
        versions=tuple(replace(one, bill_id=official(one.bill_id)) for one in read.versions),
        actions=tuple(replace(one, bill_id=official(one.bill_id)) for one in read.actions),
        sponsorships=tuple(
            replace(one, bill_id=official(one.bill_id)) for one in read.sponsorships
        ),
        roll_calls=read.roll_calls.set_column(at, "bill_id", ids),
    )


def rolls() -> list[tuple[Facts, list[Facts]]]:
    """Every roll call that is known name for name, with its votes."""
    votes: dict[object, list[Facts]] = {}
    for vote in record().votes.to_pylist():
        votes.setdefault(vote["row"], []).append(vote)
    listed = record().roll_calls.to_pylist()
    return [(roll, votes[roll["row"]]) for roll in listed if not roll["known_missing"]]
