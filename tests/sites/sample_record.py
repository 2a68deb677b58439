"""The reviewed sample record as the stand-in's bulk files are made of it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from tests.sites.sample_measures import CODE, SESSION
from tracker.intake.reviewed_record import SampleRecord, read_sample
from tracker.rules import reference

Facts = Mapping[str, object]


@cache
def record() -> SampleRecord:
    """The reviewed record of the one session that the stand-in serves."""
    folder = reference.sample_folder(CODE, SESSION)
    assert folder is not None, "the sample record ships with the program"
    return read_sample(folder)


def rolls() -> list[tuple[Facts, list[Facts]]]:
    """Every roll call that is known name for name, with its votes."""
    votes: dict[object, list[Facts]] = {}
    for vote in record().votes.to_pylist():
        votes.setdefault(vote["row"], []).append(vote)
    listed = record().roll_calls.to_pylist()
    return [(roll, votes[roll["row"]]) for roll in listed if not roll["known_missing"]]
