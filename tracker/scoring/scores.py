"""Scores, ranks, medians and bands: folds of the ledger, exact until the last rounding."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from itertools import product
from math import gcd, lcm
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa

from tracker.rules.vocabulary import Chamber
from tracker.scoring.inputs import Run, drops_of, high_run, run_all, statements_of
from tracker.scoring.method import Method
from tracker.scoring.unplaced import in_doubt

LIKE_VOTES_ONCE = statements_of(Path(__file__).with_name("like_votes_once.sql"))

_SUMS = sa.text(
    """
    select run_id, person_id, chamber, shares, measures, eligible, weight, weighted_halves
    from sums_of_like_votes
    """
)
_FORGIVING = sa.text(
    """
    select s.run_id
    from scoring_runs as s
    join scoring_rules as u on u.rule_no = s.rule_no
    where u.forgiven_absences > 0
    """
)
_SUMS_BY_VOTE = sa.text(
    """
    select run_id, person_id, chamber, shares, measures, eligible, weight, weighted_halves
    from sums
    where run_id in (select unnest(cast(:runs as bigint[])))
    """
)
_AVAILABLE = sa.text("select run_id, chamber, measures, weight from available")

HUNDREDTHS = 100
"""Weights are whole hundredths in the ledger."""


class ScoreStatus(StrEnum):
    """Whether there is a number. Absence of a number is a state of its own."""

    SCORED = "scored"
    """A number stands, with its rank; or where a source does not tell a No from a non-vote and the
    two earn differently, the interval in which it lies."""
    NOT_ENOUGH_VOTES = "not_enough_votes"
    """Nothing counted, or less than the method's minimum: no number, no rank."""
    NOT_SCORED = "not_scored"
    """No number, in a house where nobody's vote is known on the last vote on some measure."""


class Unranked(StrEnum):
    """Why a member with a number has no place among the others, and takes none from them."""

    NAMES_IN_DOUBT = "names_in_doubt"
    """They are on no roll call of a measure on which they sat, and a name on it is nobody's."""
    UNDER_HALF = "under_half"
    """Less than half of the weight available in the house counted for them."""


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
    """Where readings differ, under the one that gives least."""
    available: int
    """Measures that could count in that house for anybody."""
    percent: int | None
    """None where there is no number, and where readings differ."""
    rank: int | None
    """None also where it depends on a reading."""
    status: ScoreStatus
    interval: tuple[int, int] | None = None
    """The percents of the readings that give least and most, where they differ."""
    unranked: Unranked | None = None
    """Why they are not ranked, where that is not for a reading."""


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

    def is_half(self, tally: Tally) -> bool:
        """Whether at least half of the weight available here counted."""
        return 2 * tally.out_of * HUNDREDTHS >= self.available_weight * tally.unit


EMPTY = House({}, available=0, available_weight=0)


@dataclass(frozen=True)
class Folded:
    """The ledger of every prepared run, added up."""

    houses: Mapping[tuple[int, str], House]
    """By run id and house."""
    in_doubt: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    """By member and house, as `unplaced.in_doubt` has it."""

    def scores(self, run: Run) -> list[Score]:
        """Everybody with a row in the ledger of a run, the upper house first."""
        return [
            score
            for chamber in Chamber
            for score in _ranked(
                run.method, chamber, *self._readings(run, chamber), self._doubted(chamber)
            )
        ]

    def _doubted(self, chamber: str) -> set[str]:
        return {person_id for person_id, house in self.in_doubt if house == chamber}

    def _readings(self, run: Run, chamber: str) -> tuple[House, House]:
        """A house by the readings that give least and most."""
        low = self.houses.get((run.run_id, chamber), EMPTY)
        return low, self.houses.get((high_run(run.run_id), chamber), low)

    def percent(self, run: Run, person_id: str, chamber: str) -> int | None:
        """What one member gets under one run; None where it gives no number."""
        house = self.houses.get((run.run_id, chamber), EMPTY)
        tally = house.with_enough(run.method).get(person_id)
        return None if tally is None else _percent(tally.points, tally.out_of)

    def bands(self, runs: Iterable[Run]) -> dict[tuple[str, str], tuple[int, int]]:
        """Lowest and highest percent per member and house over all of `runs` that give one, and
        over all readings.
        """
        seen: dict[tuple[str, str], list[int]] = defaultdict(list)
        for run, chamber in product(runs, Chamber):
            enough = _with_enough(run.method, *self._readings(run, chamber))
            for person_id, pair in enough.items():
                seen[person_id, chamber] += (_percent(one.points, one.out_of) for one in pair)
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
    forgiving = set(connection.execute(_FORGIVING).scalars())
    if not forgiving:
        return rows
    # Which absences are the first is known vote by vote only.
    by_vote = connection.execute(_SUMS_BY_VOTE, {"runs": sorted(forgiving)})
    return [row for row in rows if row.run_id not in forgiving] + [
        SumsRow(*row) for row in by_vote.all()
    ]


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
        },
        in_doubt(connection),
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


def _ranked(
    method: Method, chamber: str, low: House, high: House, doubted: set[str]
) -> list[Score]:
    enough = _with_enough(method, low, high)
    whole = lcm(*(tally.out_of for pair in enough.values() for tally in pair))
    parts = {
        # Parts of a multiple of what each score is out of compare as the scores do.
        person_id: tuple(tally.points * (whole // tally.out_of) for tally in pair)
        for person_id, pair in enough.items()
    }
    unranked = {
        person_id: Unranked.NAMES_IN_DOUBT if person_id in doubted else Unranked.UNDER_HALF
        for person_id, pair in enough.items()
        if person_id in doubted or not all(map(low.is_half, pair))
    }
    ranks = _ranks({one: both for one, both in parts.items() if one not in unranked})
    return [
        Score(
            person_id,
            chamber,
            tally,
            low.available,
            percent=_percent(tally.points, tally.out_of) if _is_exact(parts, person_id) else None,
            rank=ranks.get(person_id),
            status=ScoreStatus.SCORED if person_id in enough else ScoreStatus.NOT_ENOUGH_VOTES,
            interval=_interval(*enough[person_id])
            if person_id in enough and not _is_exact(parts, person_id)
            else None,
            unranked=unranked.get(person_id),
        )
        for person_id, tally in low.tallies.items()
    ]


def _with_enough(method: Method, low: House, high: House) -> dict[str, tuple[Tally, Tally]]:
    """Who gets a number, whichever of the two readings is right, with the tallies of both."""
    least = low.with_enough(method)
    if high is low:
        return {person_id: (tally, tally) for person_id, tally in least.items()}
    most = high.with_enough(method)
    return {one: (least[one], most[one]) for one in least if one in most}


def _is_exact(parts: Mapping[str, tuple[int, ...]], person_id: str) -> bool:
    return person_id in parts and len(set(parts[person_id])) == 1


def _interval(low: Tally, high: Tally) -> tuple[int, int]:
    return _percent(low.points, low.out_of), _percent(high.points, high.out_of)


def _ranks(parts: Mapping[str, tuple[int, ...]]) -> dict[str, int]:
    """One more than those who score more, for whoever has one score and the same rank whichever
    readings are right. `parts` holds what the least and the most generous readings come to.
    """
    least = sorted(low for low, _ in parts.values())
    most = sorted(high for _, high in parts.values())
    ranks = {}
    for person_id, (low, high) in parts.items():
        above = len(least) - bisect_right(least, low)
        if low == high and above == len(most) - bisect_right(most, low):
            ranks[person_id] = above + 1
    return ranks
