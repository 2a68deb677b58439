"""How long a busy site is left alone."""

from __future__ import annotations

import pytest

from scrapers.kit.manners import seconds_unasked


@pytest.mark.parametrize(
    ("delay", "waits"),
    [
        (0.0, [1, 2, 4, 8, 16, 32, 60, 60]),
        (2.0, [2, 4, 8, 16, 32, 60, 60, 60]),
        (300.0, [60, 60, 60, 60, 60, 60, 60, 60]),
    ],
)
def test_a_pause_that_nobody_named_doubles_up_to_a_minute(delay: float, waits: list[int]) -> None:
    assert [seconds_unasked(tries, delay) for tries in range(8)] == waits
