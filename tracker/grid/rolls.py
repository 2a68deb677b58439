"""The roll calls that a grid describes: one per item and house whose members have a mark for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tracker.grid.grid import Grid, GridVote, Legislator
from tracker.grid.houses import GridHouse
from tracker.grid.items import GridItem
from tracker.rules.vocabulary import Option


@dataclass(frozen=True)
class GridRoll:
    """One item in one house. The counts are of the grid's own cells: it declares none."""

    number: int
    """Place of the item in its file, from 1."""
    item: GridItem
    house: GridHouse
    votes: tuple[tuple[Legislator, GridVote], ...]
    """Those on whose record the vote is; never empty."""
    yes: int
    no: int


def houses_in(grid: Grid) -> tuple[GridHouse, ...]:
    """The houses of the grid's body, in the order in which the file names them."""
    return tuple(dict.fromkeys(member.house for member in grid.legislators))


def rolls_of(grid: Grid) -> Iterator[GridRoll]:
    """The roll calls, by item and then house."""
    members = {
        house: [member for member in grid.legislators if member.house == house]
        for house in houses_in(grid)
    }
    for place, item in enumerate(grid.items):
        for house, sitting in members.items():
            votes = tuple((m, m.votes[place]) for m in sitting if m.votes[place].option)
            if votes:
                options = [vote.option for _, vote in votes]
                yield GridRoll(
                    place + 1,
                    item,
                    house,
                    votes,
                    yes=options.count(Option.YES),
                    no=options.count(Option.NO),
                )
