"""Grids as groups publish them, with the sums done by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.grid.sheets import example, read, write, write_grid
from tracker.grid import Grid, read_grid
from tracker.grid.score import score_grid
from tracker.scoring.method import find_method

Shown = tuple[int | None, int, int, int]
"""Percent, numerator, denominator, counted."""


def _shown(grid: Grid, method: str) -> list[Shown]:
    return [
        (line.score.percent, *line.score.tally.whole, line.score.tally.counted)
        for line in score_grid(grid, find_method(method))
    ]


FOUR_VOTES = [["+", "+", "+", "+"], ["+", "-", "NV", "+"], ["-", "absent", "E", "NVP"]]


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        # The League of Conservation Voters: every miss counts against.
        ("missed_is_against", [(100, 4, 4, 4), (50, 2, 4, 4), (0, 0, 4, 4)]),
        # ACLU California Action: an excused absence leaves, another miss counts against.
        ("excused_dropped", [(100, 4, 4, 4), (50, 2, 4, 4), (0, 0, 3, 3)]),
        # CalChamber: a miss leaves. 2 of 3 is 66.7.
        ("absences_dropped", [(100, 4, 4, 4), (67, 2, 3, 3), (0, 0, 1, 1)]),
        # Howard Jarvis Taxpayers: a miss is a half. 2.5 of 4 is 62.5, shown 63; 1.5 of 4 is 37.5.
        ("half_for_missed", [(100, 4, 4, 4), (63, 5, 8, 4), (38, 3, 8, 4)]),
        # BillTrack50: totals 4, 2-1=1, -1 of 4 possible: 8/8, 5/8, 3/8.
        ("vote_index", [(100, 4, 4, 4), (63, 5, 8, 4), (38, 3, 8, 4)]),
    ],
)
def test_each_published_rule_on_one_small_grid(
    tmp_path: Path, method: str, expected: list[Shown]
) -> None:
    grid = read(tmp_path, FOUR_VOTES, ["support", "oppose", "support", "oppose"])
    assert _shown(grid, method) == expected


def test_aye_is_judged_by_the_position_and_plus_is_not(tmp_path: Path) -> None:
    grid = read(tmp_path, [["aye", "aye"], ["+", "+"], ["no", "no"]], ["support", "oppose"])
    shown = _shown(grid, "missed_is_against")
    assert shown == [(50, 1, 2, 2), (100, 2, 2, 2), (50, 1, 2, 2)]


def test_a_vote_that_was_not_the_members_counts_nowhere(tmp_path: Path) -> None:
    grid = read(tmp_path, [["+", "N/A"], ["-", "+"], ["N/A", "N/A"]], ["support", "oppose"])
    shown = _shown(grid, "missed_is_against")
    assert shown == [(100, 1, 1, 1), (50, 1, 2, 2), (None, 0, 0, 0)]
    nobody = score_grid(grid, find_method("missed_is_against"))[2].score
    assert nobody.status == "not_enough_votes"
    assert nobody.rank is None


def test_lines_keep_the_order_of_the_file(tmp_path: Path) -> None:
    grid = read(tmp_path, [["-"], ["+"], ["N/A"], ["NV"]], ["support"])
    lines = score_grid(grid, find_method("half_for_missed"))
    assert [line.legislator.legislator_id for line in lines] == ["L1", "L2", "L3", "L4"]
    assert [line.score.rank for line in lines] == [3, 1, None, 2]


def test_close_votes_are_counted_among_the_grids_own_cells(tmp_path: Path) -> None:
    # Item 1 passed 3 to 2, exactly 60 percent: not close. Item 2 passed 4 to 3: close.
    # Item 3 failed 1 to 4: counts. Item 4 has one aye and no no: not close.
    marks = [
        ["aye", "aye", "aye", "NV"],
        ["aye", "aye", "no", "NV"],
        ["aye", "aye", "no", "NV"],
        ["no", "aye", "no", "NV"],
        ["no", "no", "no", "NV"],
        ["NV", "no", "NV", "NV"],
        ["E", "no", "E", "aye"],
    ]
    shown = _shown(read(tmp_path, marks, ["support"] * 4), "close_votes_only")
    assert shown == [
        (100, 2, 2, 2),
        (50, 1, 2, 2),
        (50, 1, 2, 2),
        (50, 1, 2, 2),
        (0, 0, 2, 2),
        (0, 0, 2, 2),
        (0, 0, 1, 1),
    ]


def test_the_position_does_not_turn_the_count_of_a_close_vote(tmp_path: Path) -> None:
    # + on an opposed item is a no: 1 aye to 4 noes failed, so it counts.
    shown = _shown(read(tmp_path, [["-"], *[["+"]] * 4], ["oppose"]), "close_votes_only")
    assert [percent for percent, *_ in shown] == [0, 100, 100, 100, 100]


def test_a_declared_failure_counts_as_close_whatever_the_count(tmp_path: Path) -> None:
    grid_path, _ = write_grid(tmp_path, [["aye"]] * 4 + [["no"]], ["support"])
    items = write(tmp_path / "items.csv", "item,bill,position,title,result", "i1,B,support,T,FAIL")
    assert _shown(read_grid(grid_path, items), "close_votes_only")[0] == (100, 1, 1, 1)


def test_the_default_method_needs_five_items_and_the_other_presets_none(tmp_path: Path) -> None:
    marks = [["+"] * 5, ["-"] * 5, ["+"] * 4 + ["N/A"]]
    grid = read(tmp_path, marks, ["support"] * 5)
    shown = _shown(grid, "agenda_alignment")
    assert shown == [(100, 5, 5, 5), (0, 0, 5, 5), (None, 4, 4, 4)]
    assert _shown(grid, "absences_dropped")[2] == (100, 4, 4, 4)


def test_the_default_method_leaves_out_what_all_agreed_on(tmp_path: Path) -> None:
    marks = [["+"] * 6, ["-"] * 5 + ["+"]]
    assert _shown(read(tmp_path, marks, ["support"] * 6), "agenda_alignment")[0] == (100, 5, 5, 5)


def test_silence_counts_by_its_effect_only_where_the_file_says_what_passage_needed(
    tmp_path: Path,
) -> None:
    needs = [
        ("i1", "support", "majority_of_membership"),
        ("i2", "oppose", "Two_Thirds_of_Membership"),
        ("i3", "support", "majority_of_voting"),
        ("i4", "oppose", ""),
        *((f"i{number}", "support", "") for number in range(5, 9)),
    ]
    marks = [["NV", "absent", "NVP", "NV", "+", "+", "+", "+"], ["+"] * 8, ["-"] * 8]
    grid_path, _ = write_grid(tmp_path, marks, [position for _, position, _ in needs])
    items = write(
        tmp_path / "items.csv",
        "item,bill,position,title,threshold",
        *(f"{item},B,{position},T,{threshold}" for item, position, threshold in needs),
    )
    # A miss on i1 did what a no does; on i2 too, which is what was asked; i3 and i4 are left out.
    shown = _shown(read_grid(grid_path, items), "agenda_alignment")
    assert shown == [(83, 5, 6, 6), (100, 8, 8, 8), (0, 0, 8, 8)]


def test_weights_are_exact(tmp_path: Path) -> None:
    grid_path, _ = write_grid(tmp_path, [["+", "-", "NV"]], ["support"] * 3)
    items = write(
        tmp_path / "items.csv",
        "item,bill,position,title,weight",
        "i1,B,support,T,1.5",
        "i2,B,support,T,0.25",
        "i3,B,support,T,",
    )
    grid = read_grid(grid_path, items)
    assert _shown(grid, "missed_is_against") == [(55, 6, 11, 3)]  # 1.5 of 2.75
    assert _shown(grid, "half_for_missed") == [(73, 8, 11, 3)]  # 2 of 2.75


def test_two_items_on_one_bill_are_two_votes(tmp_path: Path) -> None:
    grid_path, _ = write_grid(tmp_path, [["aye", "no"]], ["support", "support"])
    items = write(
        tmp_path / "items.csv",
        "item,bill,position,title",
        "i1,SB 1,support,Amendment",
        "i2,SB 1,support,Passage",
    )
    assert _shown(read_grid(grid_path, items), "missed_is_against") == [(50, 1, 2, 2)]


def test_nought_and_a_hundred_are_shown_only_when_exact(tmp_path: Path) -> None:
    marks = [["+"] * 299 + ["-"], ["-"] * 299 + ["+"]]
    shown = _shown(read(tmp_path, marks, ["support"] * 300), "missed_is_against")
    assert [percent for percent, *_ in shown] == [99, 1]


def test_houses_are_counted_and_ranked_apart() -> None:
    lines = score_grid(example(), find_method("missed_is_against"))
    assert [(line.legislator.house.name, line.score.rank) for line in lines] == [
        ("Senate", 1),
        ("Senate", 2),
        ("Senate", 3),
        ("Senate", 3),
        ("House", 1),
        ("House", 2),
        ("House", 3),
    ]
    # Ben: 9 of 13 of the weight in a house with five items. Eve: all 5.5 of a house with four.
    assert lines[1].score.tally.whole == (9, 13)
    assert lines[4].score.tally.whole == (11, 11)
    assert (lines[1].score.available, lines[4].score.available) == (5, 4)
