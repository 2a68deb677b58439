"""What was read beside what the record holds of the same source: nothing is thinned unsaid."""

from __future__ import annotations

from collections import Counter

import pyarrow as pa
import pytest

from tracker.intake.thinning import thinned
from tracker.record import tables


@pytest.mark.parametrize(
    ("held", "read", "said"),
    [
        ({"a": 49}, {"a": 20}, ["the record has 49 actions", "a has 49 actions"]),
        ({"a": 49}, {}, ["the record has 49 actions", "a has 49 actions"]),
        ({"a": 49}, {"a": 48}, []),
        ({"a": 200, "b": 6}, {"a": 300, "b": 2}, ["b has 6 actions on record, and 2 here"]),
        ({"a": 20, "b": 20}, {"a": 40}, ["the record has 40 actions", "b has 20 actions"]),
        ({}, {"a": 3}, []),
    ],
)
def test_a_measure_or_a_table_that_would_lose_is_named(
    held: dict[str, int], read: dict[str, int], said: list[str]
) -> None:
    rows = pa.table({"bill_id": pa.array(list(Counter(read).elements()), pa.string())})
    found = list(thinned(tables.bill_actions, Counter(held), rows))
    assert len(found) == len(said)
    assert all(one.startswith(words) for one, words in zip(found, said, strict=True))
