"""Scores, ranks, medians and bands: folds of the ledger, exact until the last rounding."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import product
from math import gcd, lcm
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa

from tracker.rules.vocabulary import Chamber
from tracker.scoring.inputs import Run, drops_of, run_all, statements_of
from tracker.scoring.method import Method

LIKE_VOTES_ONCE = statements_of(Path(__file__).with_name("like_votes_once.sql"))

_SUMS = sa.text(
    """
    select run_id, person_id, chamber, shares, measures, eligible, weight, weighted_halves
    from sums_of_like_votes
    """
)
_AVAILABLE = sa.text("select run_id, chamber, measures, weight from available")

HUNDREDTHS = 100
"""Weights are whole hundredths in the ledger."""


class ScoreStatus(StrEnum):
    """Whether there is a number. Absence of a number is a state of its own."""

    SCORED = "scored"
    """A number stands, with its rank."""
    NOT_ENOUGH_VOTES = "not_enough_votes"
    """Nothing counted, or less than the method's minimum: no number, no rank."""


class Tally(NamedTuple):
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

    def plus(self, other: Tally) -> Tally:
        """Both as one: votes pooled, never averaged."""
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
        scale = lcm(*(self.unit // gcd(sum_, self.unit) for sum_ in (self.points, self.out_of)))
        return self.points * scale // self.unit, self.out_of * scale // self.unit


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
    return _percent(*share.as_integer_ratio())


def _percent(part: int, whole: int) -> int:
    rounded = (200 * part + whole) // (2 * whole)
    if rounded <= 0 and part > 0:
        return 1
    if rounded >= 100 and part < whole:
        return 99
    return rounded


@dataclass(frozen=True)
class House:
    """What every member of one house comes to under one run."""

    tallies: Mapping[str, Tally]
    """By person id; members on no scored roll call are absent."""
    available: int
    """Measures that could count in this house for anybody."""
    available_weight: int
    """Their weight in hundredths, as the ledger has weights."""

    def with_enough(self, method: Method) -> dict[str, Tally]:
        """The members who get a number."""
        needed = method.minimum_weight_percent * self.available_weight
        return {
            person_id: tally
            for person_id, tally in self.tallies.items()
            if tally.counted >= max(1, method.minimum_measures)
            and tally.out_of * 100 * HUNDREDTHS >= needed * tally.unit
        }


EMPTY = House({}, available=0, available_weight=0)


@dataclass(frozen=True)
class Folded:
    """The ledger of every prepared run, added up."""

    houses: Mapping[tuple[int, str], House]
    """By run id and house."""

    def scores(self, run: Run) -> list[Score]:
        """Everybody with a row in the ledger of a run, the upper house first."""
        return [
            score
            for chamber in Chamber
            for score in _ranked(run.method, chamber, self.houses.get((run.run_id, chamber), EMPTY))
        ]

    def bands(self, runs: Iterable[Run]) -> dict[tuple[str, str], tuple[int, int]]:
        """Lowest and highest percent per member and house over all of `runs` that give one."""
        seen: dict[tuple[str, str], list[int]] = defaultdict(list)
        for run, chamber in product(runs, Chamber):
            house = self.houses.get((run.run_id, chamber), EMPTY)
            for person_id, tally in house.with_enough(run.method).items():
                seen[person_id, chamber].append(_percent(tally.points, tally.out_of))
        return {key: (min(values), max(values)) for key, values in seen.items()}


class SumsRow(NamedTuple):
    """One row of `sums` in `ledger.sql`."""

    run_id: int
    person_id: str
    chamber: str
    shares: int
    measures: int
    eligible: int
    weight: int
    weighted_halves: int


def sums_of_like_votes(connection: sa.Connection) -> list[SumsRow]:
    """The rows of `sums` in `ledger.sql`, by the shorter road; `prepare` must have gone before."""
    run_all(connection, LIKE_VOTES_ONCE)
    rows = [SumsRow(*row) for row in connection.execute(_SUMS).all()]
    run_all(connection, drops_of(LIKE_VOTES_ONCE))
    return rows


def fold(connection: sa.Connection) -> Folded:
    """Adds up the ledger; `prepare` must have gone before."""
    rows = sums_of_like_votes(connection)
    shared: dict[int, int] = defaultdict(lambda: 1)
    for run_id, shares in {(row[0], row[3]) for row in rows if row[3]}:
        shared[run_id] = lcm(shared[run_id], shares)
    sums: dict[tuple[int, str], dict[str, list[int]]] = defaultdict(dict)
    for run_id, person_id, chamber, shares, measures, eligible, weight, halves in rows:
        of_member = sums[run_id, chamber].setdefault(person_id, [0, 0, 0, 0])
        of_member[3] += eligible
        if shares:
            of_member[0] += halves * (shared[run_id] // shares)
            of_member[1] += weight
            of_member[2] += measures
    available = {
        (run_id, chamber): (measures, weight)
        for run_id, chamber, measures, weight in connection.execute(_AVAILABLE).all()
    }
    return Folded(
        {
            key: House(
                {
                    person_id: _tally(2 * shared[key[0]], *found)
                    for person_id, found in sorted(members.items())
                },
                *available.get(key, (0, 0)),
            )
            for key, members in sums.items()
        }
    )


def lifetime(scores: Iterable[Score]) -> dict[str, Tally]:
    """One tally per person over all houses and sessions given: votes pooled, never averaged."""
    pooled: dict[str, Tally] = {}
    for score in scores:
        before = pooled.get(score.person_id)
        pooled[score.person_id] = score.tally if before is None else before.plus(score.tally)
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


def _tally(parts: int, points: int, weight: int, counted: int, eligible: int) -> Tally:
    """`points` are in so many `parts` of a credit, times the weight in hundredths."""
    return Tally(points, weight * parts, parts * HUNDREDTHS, counted, eligible)


def _ranked(method: Method, chamber: str, house: House) -> list[Score]:
    enough = house.with_enough(method)
    whole = lcm(*(tally.out_of for tally in enough.values()))
    parts = {
        # Parts of a multiple of what each score is out of compare as the scores do.
        person_id: tally.points * (whole // tally.out_of)
        for person_id, tally in enough.items()
    }
    first_place: dict[int, int] = {}
    for place, part in enumerate(sorted(parts.values(), reverse=True), start=1):
        first_place.setdefault(part, place)
    return [
        Score(
            person_id,
            chamber,
            tally,
            house.available,
            percent=_percent(tally.points, tally.out_of) if person_id in enough else None,
            rank=first_place[parts[person_id]] if person_id in enough else None,
            status=ScoreStatus.SCORED if person_id in enough else ScoreStatus.NOT_ENOUGH_VOTES,
        )
        for person_id, tally in house.tallies.items()
    ]
