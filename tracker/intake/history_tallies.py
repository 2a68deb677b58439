"""Counts that a measure's history gives for votes of a house, beside those of its roll calls."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from tracker.intake.gate import TALLY, Counts, Passed
from tracker.rules.actions import ActionRules

_CONCURRENCE = "concurrence"
_OF_THE_HOUSE = {"passage", _CONCURRENCE}
"""Classifications of what a house did itself, on that day; a committee reports on a later one."""


class Told(NamedTuple):
    """A line of a history that gives the counts of a house's vote."""

    counts: Counts
    is_concurrence: bool
    source_ref: str


def told_in(actions: pa.Table, rules: ActionRules) -> Iterator[Told]:
    """The votes on passage or concurrence whose counts stand in the text of an action."""
    is_counted = pc.match_substring(actions.column("description"), "ayes", ignore_case=True)
    for row in actions.filter(is_counted).to_pylist():
        found = re.search(TALLY, row["description"])
        said = _OF_THE_HOUSE.intersection(rules.classify(row["description"]).classifications)
        if found and said and row["date"] and row["bill_id"]:
            counts = Counts(row["bill_id"], row["date"], int(found[1]), int(found[2]))
            yield Told(counts, _CONCURRENCE in said, row["source_ref"])


def contradicted(told: list[Told], passed: Passed) -> Iterator[str]:
    """One sentence on the votes of which the history gives counts that no roll call of the measure
    on that day declares, where there is one of a house.
    """
    declared: dict[tuple[str, date], set[tuple[int | None, int | None]]] = defaultdict(set)
    for table in (passed.vote_events, passed.quarantined):
        columns = ("bill_id", "date", "venue", "declared_yes", "declared_no")
        for bill_id, day, venue, yes, no in zip(
            *(table.column(name).to_pylist() for name in columns), strict=True
        ):
            if venue == "floor":
                declared[bill_id, day].add((yes, no))
    found = [
        one
        for one in told
        if (known := declared.get((one.counts.bill_id, one.counts.date)))
        and (one.counts.yes, one.counts.no) not in known
    ]
    if found:
        first = found[0].counts
        yield (
            f"histories give {len(found):,} votes other counts than the roll calls of that day: "
            f"first {first.bill_id} of {first.date}, {first.yes}-{first.no} "
            f"({found[0].source_ref})"
        )
