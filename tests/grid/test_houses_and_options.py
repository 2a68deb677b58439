"""One member in two houses, votes on no measure, the field's own words, abstentions that count."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.grid.sheets import HEADER, write
from tests.record.contents import new_store
from tracker.errors import DataFileError
from tracker.grid import read_grid
from tracker.grid.load import load_grid
from tracker.grid.score import score_grid
from tracker.paths import data_dir
from tracker.record.queries import roll_calls
from tracker.scoring.method import find_method, read_method

MOVED = (
    f"{HEADER},A,B,C",
    "7,Ada Placeholder,,3,House,+,N/A,N/A",
    "7,Ada Placeholder,,30,Senate,N/A,-,+",
    "8,Ben Specimen,,4,House,-,N/A,N/A",
    "9,Cy Mockup,,31,Senate,N/A,+,NV",
)
ITEMS = ("item,bill,position,title", "A,HB 1,support,One", "B,,oppose,Two", "C,,support,Three")


def _grid(folder: Path, *lines: str) -> tuple[Path, Path]:
    return write(folder / "grid.csv", *lines), write(folder / "items.csv", *ITEMS)


def test_a_member_of_two_houses_is_scored_in_each_by_the_votes_cast_there(tmp_path: Path) -> None:
    scored = score_grid(read_grid(*_grid(tmp_path, *MOVED)), find_method("missed_is_against"))
    found = [(one.legislator.house.name, one.score.percent, one.score.rank) for one in scored]
    assert found == [("House", 100, 1), ("Senate", 50, 1), ("House", 0, 2), ("Senate", 50, 1)]


def test_a_member_of_two_houses_is_one_person_of_the_record(tmp_path: Path) -> None:
    store = new_store(tmp_path / "answerable.duckdb")
    grid = read_grid(*_grid(tmp_path, *MOVED))
    assert load_grid(store, grid, body="moved", name="Moved").loaded == 3
    assert load_grid(store, grid, body="moved", name="Moved").unchanged == 3
    with store.reading() as connection:
        seats = connection.exec_driver_sql(
            "select chamber, district from memberships where person_id = 'moved--7' order by 1"
        ).all()
        people = connection.exec_driver_sql("select count(*) from people").scalar_one()
        rolls = roll_calls(connection, session_id="moved")
    assert [tuple(seat) for seat in seats] == [("lower", "3"), ("upper", "30")]
    assert people == 3
    assert {roll.bill_id for roll in rolls} == {"moved-A", "moved-B", "moved-C"}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("7,Ada Placeholder,,5,House,+,N/A,N/A", "already on line 2, in the same house"),
        ("7,Eve Another,,5,Senate,N/A,+,+", "is 'Ada Placeholder' on line 2"),
    ],
)
def test_two_lines_in_one_house_or_two_names_under_one_id_are_refused(
    tmp_path: Path, line: str, told: str
) -> None:
    with pytest.raises(DataFileError, match=told) as refused:
        read_grid(*_grid(tmp_path, MOVED[0], MOVED[1], line))
    assert "line 3" in refused.value.where


def test_the_words_of_the_field_need_no_vocabulary(tmp_path: Path) -> None:
    words = ("not_voting", "present", "abstain", "paired", "recused", "vacant")
    lines = [f"{n},N {n},,,Senate,{word},aye,aye" for n, word in enumerate(words, start=1)]
    grid = read_grid(*_grid(tmp_path, MOVED[0], *lines))
    assert [str(member.votes[0].option) for member in grid.legislators] == [*words[:-1], "None"]


def test_an_abstention_that_counts_as_an_aye_is_a_rule_and_stays_an_abstention(
    tmp_path: Path,
) -> None:
    lines = ("1,Ada,,,Council,aye,abstain,N/A", "2,Ben,,,Council,abstain,no,N/A")
    grid = read_grid(*_grid(tmp_path, MOVED[0], *lines, "3,Cy,,,Council,no,aye,N/A"))
    content = yaml.safe_load((data_dir() / "methods" / "missed_is_against.yaml").read_text("utf-8"))
    content["id"] = "council"
    content["treatments"]["against"].remove("abstain")
    content["treatments"]["as_yes"] = ["abstain"]
    rule = write(tmp_path / "council.yaml", yaml.safe_dump(content))
    scored = score_grid(grid, read_method(rule))
    assert [one.score.percent for one in scored] == [50, 100, 0]
    assert str(grid.legislators[1].votes[0].option) == "abstain"


def test_the_first_absences_are_forgiven_where_the_method_says_so(tmp_path: Path) -> None:
    lines = ("1,Ada,,,Council,absent,NV,+", "2,Ben,,,Council,+,absent,-", "3,Cy,,,Council,-,E,NV")
    grid = read_grid(*_grid(tmp_path, MOVED[0], *lines))
    content = yaml.safe_load((data_dir() / "methods" / "missed_is_against.yaml").read_text("utf-8"))
    found = {}
    for forgiven in (0, 1, 5):
        content |= {"id": "lenient", "forgiven_absences": forgiven}
        rule = write(tmp_path / "lenient.yaml", yaml.safe_dump(content))
        scored = score_grid(grid, read_method(rule))
        found[forgiven] = [(one.score.percent, one.score.tally.counted) for one in scored]
    assert found == {
        0: [(33, 3), (33, 3), (0, 3)],
        1: [(50, 2), (50, 2), (0, 2)],
        5: [(100, 1), (50, 2), (0, 1)],
    }
