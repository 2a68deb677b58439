"""How a choice among several proposals is counted: ranked ballots or dots, in whole numbers.

Pure: what comes in is what organizations gave, what comes out is who was chosen and every round of
the count. No lot is drawn: each rule says how a tie ends, so that anybody counts the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class ChoiceRule(StrEnum):
    """How organizations choose among proposals."""

    RANKED = "ranked"
    """Instant runoff. A ballot counts for the first proposal on it that is still in. With more than
    half of the ballots that name one still in, a proposal is chosen; else the one with the fewest
    goes out. Of those tied for going out: who had fewer in the last round in which they differed,
    then who stands on fewer ballots, then who was proposed later. For each further place it begins
    anew without those chosen."""
    DOTS = "dots"
    """Each organization puts up to so many dots on proposals; the most dots are chosen. Tied: who
    has dots of more organizations, then who was proposed earlier. Nothing without a dot is
    chosen."""


class Round(NamedTuple):
    """One count: what each proposal had, and what came of it."""

    place: int
    """Of the proposals to be chosen, which one it was about; 0 where all at once."""
    counts: tuple[tuple[int, int], ...]
    """Proposal and ballots or dots, by proposal."""
    chosen: int | None
    out: int | None

    @property
    def words(self) -> str:
        """As in `2: 4, 1: 3, 3: 1; 3 goes out`."""
        counts = ", ".join(f"{one}: {count}" for one, count in self.counts)
        if self.chosen is not None:
            return f"{counts}; {self.chosen} is chosen"
        return counts if self.out is None else f"{counts}; {self.out} goes out"


@dataclass(frozen=True)
class Counted:
    """What was chosen, in order, and every round."""

    chosen: tuple[int, ...]
    rounds: tuple[Round, ...]


Ballot = Sequence[int]
"""Proposals, the first choice first; empty for an organization that stands aside."""
Dots = Mapping[int, int]
"""Dots by proposal."""


def count_ranked(proposals: Sequence[int], ballots: Sequence[Ballot], places: int) -> Counted:
    """Who is chosen by instant runoff; fewer than `places` where no ballot names more."""
    left, chosen, rounds = sorted(proposals), [], []
    for place in range(1, places + 1):
        of_place = _runoff(left, ballots, place)
        rounds += of_place
        if not of_place or of_place[-1].chosen is None:
            break
        chosen.append(of_place[-1].chosen)
        left.remove(of_place[-1].chosen)
    return Counted(tuple(chosen), tuple(rounds))


def _runoff(proposals: Sequence[int], ballots: Sequence[Ballot], place: int) -> list[Round]:
    left, rounds = list(proposals), list[Round]()
    while left:
        firsts = [next((one for one in ballot if one in left), None) for ballot in ballots]
        counts = {one: firsts.count(one) for one in left}
        named = sum(counts.values())
        if not named:
            break
        winner = next((one for one in left if 2 * counts[one] > named), None)
        loser = None if winner is not None else _weakest(left, counts, rounds, ballots)
        rounds.append(Round(place, tuple(counts.items()), winner, loser))
        if loser is None:
            break
        left.remove(loser)
    return rounds


def _weakest(
    left: Sequence[int],
    counts: Mapping[int, int],
    before: Sequence[Round],
    ballots: Sequence[Ballot],
) -> int:
    earlier = [dict(one.counts) for one in reversed(before)]

    def strength(one: int) -> tuple[int, ...]:
        on = sum(one in ballot for ballot in ballots)
        return (counts[one], *(round_[one] for round_ in earlier), on, -one)

    return min(left, key=strength)


def count_dots(proposals: Sequence[int], ballots: Sequence[Dots], places: int) -> Counted:
    """Who has the most dots; fewer than `places` where fewer have any."""
    dots = {one: sum(ballot.get(one, 0) for ballot in ballots) for one in sorted(proposals)}
    givers = {one: sum(ballot.get(one, 0) > 0 for ballot in ballots) for one in dots}
    order = sorted(dots, key=lambda one: (-dots[one], -givers[one], one))
    chosen = tuple(one for one in order if dots[one])[:places]
    return Counted(chosen, (Round(0, tuple(dots.items()), None, None),))
