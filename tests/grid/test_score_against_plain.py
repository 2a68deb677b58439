"""Generated grids: what is scored from the files is what the plain scorer makes of the marks."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.grid.sheets import HEADER, write
from tests.scoring import plain, presets
from tracker.grid import read_grid
from tracker.grid.score import score_grid
from tracker.rules.vocabulary import (
    Chamber,
    MotionClass,
    NonvoteEffect,
    Option,
    Result,
    RollStatus,
    Venue,
)
from tracker.scoring.method import find_method

DAY = date(2031, 1, 1)

VOTES = {"aye": Option.YES, "no": Option.NO, "NV": Option.NOT_VOTING, "NVP": Option.PRESENT}
REASONS = {"absent": Option.ABSENT, "E": Option.EXCUSED}
EFFECTS = {
    "majority_of_membership": NonvoteEffect.AS_NO,
    "two_thirds_of_voting": NonvoteEffect.NONE,
    "": NonvoteEffect.UNKNOWN,
}


@dataclass(frozen=True)
class Column:
    """One item as its file has it."""

    position: str
    weight: str
    threshold: str
    result: str


@dataclass(frozen=True)
class Drawn:
    """A grid before it is a file: the house of each row, the columns, the marks."""

    houses: list[str]
    columns: list[Column]
    marks: list[list[str]]


@st.composite
def grids(draw: st.DrawFn) -> Drawn:
    columns = draw(
        st.lists(
            st.builds(
                Column,
                st.sampled_from(["support", "oppose"]),
                st.sampled_from(["", "1", "2", "1.5", "0.25"]),
                st.sampled_from(sorted(EFFECTS)),
                st.sampled_from(["", "", "pass", "fail"]),
            ),
            min_size=1,
            max_size=10,
        )
    )
    houses = draw(st.lists(st.sampled_from(["Senate", "House"]), min_size=1, max_size=14))
    mark = st.sampled_from(["+", "+", "-", "-", "aye", "no", "NV", "NVP", "absent", "E", "N/A"])
    row = st.lists(mark, min_size=len(columns), max_size=len(columns))
    return Drawn(houses, columns, [draw(row) for _ in houses])


def _files(drawn: Drawn, folder: Path) -> tuple[Path, Path]:
    names = [f"i{place}" for place, _ in enumerate(drawn.columns)]
    grid = write(
        folder / "grid.csv",
        ",".join([HEADER, *names]),
        *(
            ",".join([f"L{place}", "N", "", "", house, *marks])
            for place, (house, marks) in enumerate(zip(drawn.houses, drawn.marks, strict=True))
        ),
    )
    items = write(
        folder / "items.csv",
        "item,bill,position,title,weight,threshold,result",
        *(
            f"{name},One Bill,{c.position},T,{c.weight},{c.threshold},{c.result}"
            for name, c in zip(names, drawn.columns, strict=True)
        ),
    )
    return grid, items


def _option(mark: str, position: str) -> Option | None:
    if mark in "+-":
        return Option.YES if (mark == "+") == (position == "support") else Option.NO
    return (VOTES | REASONS).get(mark)


def _plain(drawn: Drawn) -> plain.ScoringInput:
    """The same grid, restated for the plain scorer without any code of the product's reader."""
    houses = [Chamber.UPPER if house == "Senate" else Chamber.LOWER for house in drawn.houses]
    events, votes = [], []
    for place, column in enumerate(drawn.columns):
        for chamber in Chamber:
            cast = {
                f"L{row}": _option(drawn.marks[row][place], column.position)
                for row, house in enumerate(houses)
                if house == chamber
            }
            on_roll = {person: option for person, option in cast.items() if option}
            if not on_roll:
                continue
            event_id = f"{place}-{chamber}"
            events.append(
                plain.VoteEvent(
                    event_id,
                    f"bill {place}",
                    chamber,
                    Venue.FLOOR,
                    DAY,
                    place,
                    MotionClass.FINAL_PASSAGE,
                    Result(column.result or "unknown"),
                    sum(option == Option.YES for option in on_roll.values()),
                    sum(option == Option.NO for option in on_roll.values()),
                    EFFECTS[column.threshold],
                    RollStatus.LOADED,
                )
            )
            votes += [plain.PersonVote(event_id, *entry) for entry in on_roll.items()]
    numbered = list(enumerate(drawn.columns))
    return plain.ScoringInput(
        items=tuple(
            plain.Item(f"i{n}", f"bill {n}", round(float(c.weight or 1) * 100)) for n, c in numbered
        ),
        positions=tuple(
            plain.Position(f"i{n}", plain.Stance(c.position), DAY, None, DAY) for n, c in numbered
        ),
        designated=(),
        vote_events=tuple(events),
        person_votes=tuple(votes),
        memberships=tuple(
            plain.Membership(f"L{row}", chamber, DAY, None) for row, chamber in enumerate(houses)
        ),
    )


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(drawn=grids(), method=st.sampled_from(presets.PRESETS))
def test_a_grid_scores_as_the_plain_scorer_has_it(drawn: Drawn, method: plain.Method) -> None:
    expected = {score.person_id: score for score in plain.scores(_plain(drawn), method)}
    with tempfile.TemporaryDirectory() as folder:
        grid = read_grid(*_files(drawn, Path(folder)))
    for line in score_grid(grid, find_method(method.id)):
        score, other = line.score, expected[line.legislator.legislator_id]
        assert (score.percent, *score.tally.whole, score.tally.counted, score.tally.eligible) == (
            other.percent,
            other.numerator,
            other.denominator,
            other.counted,
            other.eligible,
        )
        assert (score.status.value, score.rank) == (other.status.value, other.rank)
