"""Scores, ranks, medians and bands: folds of the ledger, exact until the last rounding."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import lcm
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa

from tracker.scoring.inputs import Run

FOLD_SQL = sa.text(Path(__file__).with_name("fold.sql").read_text("utf-8"))
AVAILABLE_SQL = sa.text(Path(__file__).with_name("available.sql").read_text("utf-8"))


HUNDREDTHS = 100
"""Weights are whole hundredths in the ledger."""


class ScoreStatus(StrEnum):
    """Whether there is a number. Absence of a number is a state of its own."""

    SCORED = "scored"
    """A number stands, with its rank."""
    NOT_ENOUGH_VOTES = "not_enough_votes"
    """Nothing counted, or less than the method's minimum: no number, no rank."""


@dataclass(frozen=True)
class Tally:
    """What a member's counted measures add up to, exactly: whole numbers of one small unit."""

    points: int
    """Sum of weight times credit."""
    out_of: int
    """Sum of the weights of the counted measures."""
    unit: int
    """How many of them make weight 1."""
    counted: int
    eligible: int
    """Measures on which the member sat in the house on the day and is on the roll."""

    def __add__(self, other: Tally) -> Tally:
        unit = lcm(self.unit, other.unit)
        ours, theirs = unit // self.unit, unit // other.unit
        return Tally(
            self.points * ours + other.points * theirs,
            self.out_of * ours + other.out_of * theirs,
            unit,
            self.counted + other.counted,
            self.eligible + other.eligible,
        )

    @property
    def earned(self) -> Fraction:
        """Sum of weight times credit, weight 1 being 1."""
        return Fraction(self.points, self.unit)

    @property
    def possible(self) -> Fraction:
        """Sum of the weights of the counted measures, weight 1 being 1."""
        return Fraction(self.out_of, self.unit)

    @property
    def share(self) -> Fraction:
        """The score between 0 and 1. Only where something counted."""
        return Fraction(self.points, self.out_of)

    @property
    def whole(self) -> tuple[int, int]:
        """The score as the least pair of whole numbers that keeps measures visible: 13 of 20
        stays (13, 20); 2.5 of 3 is (5, 6).
        """
        scale = lcm(self.earned.denominator, self.possible.denominator)
        return int(self.earned * scale), int(self.possible * scale)


NOTHING = Tally(points=0, out_of=0, unit=1, counted=0, eligible=0)
"""The tally of a member with no row in the ledger."""


@dataclass(frozen=True)
class Score:
    """One member's score in one house under one run."""

    person_id: str
    chamber: str
    tally: Tally
    available: int
    """Measures that could count in that house for anybody."""
    percent: int | None
    rank: int | None
    status: ScoreStatus


def percent_of(share: Fraction) -> int:
    """Percent for display: half rounds up, but 0 and 100 stand only for exactly none and all."""
    part, whole = share.as_integer_ratio()
    rounded = (200 * part + whole) // (2 * whole)
    if rounded <= 0 and part > 0:
        return 1
    if rounded >= 100 and part < whole:
        return 99
    return rounded


def fold(connection: sa.Connection, runs: Sequence[Run]) -> dict[int, list[Score]]:
    """Every member's score for every run, by run id; `prepare` must have gone before."""
    parts: dict[tuple[int, str, str], list[_Part]] = defaultdict(list)
    for run_id, person_id, chamber, *sums in connection.execute(FOLD_SQL).all():
        parts[run_id, chamber, person_id].append(_Part._make(sums))
    available = {
        (row.run_id, row.chamber): (int(row.measures), int(row.weight))
        for row in connection.execute(AVAILABLE_SQL)
    }
    by_house: dict[tuple[int, str], dict[str, Tally]] = defaultdict(dict)
    for (run_id, chamber, person_id), sums_of_member in parts.items():
        by_house[run_id, chamber][person_id] = _tally(sums_of_member)
    scores: dict[int, list[Score]] = {run.run_id: [] for run in runs}
    for run in runs:
        for chamber in ("upper", "lower"):
            house = by_house.get((run.run_id, chamber), {})
            open_to_all = available.get((run.run_id, chamber), (0, 0))
            scores[run.run_id] += _ranked(run, chamber, house, *open_to_all)
    return scores


def bands(scores_by_run: Iterable[Sequence[Score]]) -> dict[tuple[str, str], tuple[int, int]]:
    """Lowest and highest percent per member and house over all runs that gave one."""
    seen: dict[tuple[str, str], list[int]] = defaultdict(list)
    for scores in scores_by_run:
        for score in scores:
            if score.percent is not None:
                seen[score.person_id, score.chamber].append(score.percent)
    return {key: (min(values), max(values)) for key, values in seen.items()}


def lifetime(scores: Iterable[Score]) -> dict[str, Tally]:
    """One tally per person over all houses and sessions given: votes pooled, never averaged."""
    pooled: dict[str, Tally] = {}
    for score in scores:
        before = pooled.get(score.person_id)
        pooled[score.person_id] = score.tally if before is None else before + score.tally
    return pooled


def median(shares: Sequence[Fraction]) -> Fraction | None:
    """The exact median; the mean of the middle two for an even number; None for nobody."""
    if not shares:
        return None
    ordered = sorted(shares)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2


class _Part(NamedTuple):
    """A row of the fold: the measures of one member that share a number of roll calls."""

    shares: int
    measures: int
    eligible: int
    weight: int
    weighted_halves: int


def _tally(parts: Sequence[_Part]) -> Tally:
    counted = [part for part in parts if part.shares]
    shared = lcm(*(part.shares for part in counted))
    halves = sum(part.weighted_halves * (shared // part.shares) for part in counted)
    return Tally(
        points=halves,
        out_of=sum(part.weight for part in counted) * 2 * shared,
        unit=2 * shared * HUNDREDTHS,
        counted=sum(part.measures for part in counted),
        eligible=sum(part.eligible for part in parts),
    )


def _ranked(
    run: Run, chamber: str, house: dict[str, Tally], available: int, available_weight: int
) -> list[Score]:
    """The scores of one house. `available_weight` is in hundredths, as the ledger has weights."""
    method = run.method
    enough = {
        person_id
        for person_id, tally in house.items()
        if tally.counted >= max(1, method.minimum_measures)
        and tally.out_of * 100 * HUNDREDTHS
        >= method.minimum_weight_percent * available_weight * tally.unit
    }
    whole = lcm(*(house[person_id].out_of for person_id in enough))
    parts = {person_id: _part_of(whole, house[person_id]) for person_id in enough}
    first_place: dict[int, int] = {}
    for place, part in enumerate(sorted(parts.values(), reverse=True), start=1):
        first_place.setdefault(part, place)
    return [
        Score(
            person_id,
            chamber,
            tally,
            available,
            percent=percent_of(tally.share) if person_id in enough else None,
            rank=first_place[parts[person_id]] if person_id in enough else None,
            status=(ScoreStatus.SCORED if person_id in enough else ScoreStatus.NOT_ENOUGH_VOTES),
        )
        for person_id, tally in sorted(house.items())
    ]


def _part_of(whole: int, tally: Tally) -> int:
    """The score in parts of `whole`, a multiple of what it is out of: these compare as it does."""
    return tally.points * (whole // tally.out_of)
