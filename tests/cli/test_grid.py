"""`answerable grid`: what scripts rely on, and how it ends when a file is wrong."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import yaml

from tests.cli.program import REPOSITORY, Program
from tests.fictional.bodies import MOOT, fictional_home
from tracker.paths import data_dir

EXAMPLE = REPOSITORY / "data" / "examples" / "riverbend"
GRID, ITEMS = EXAMPLE / "grid.csv", EXAMPLE / "items.csv"
PROMISED = ["legislator_id", "name", "percent", "numerator", "denominator", "counted", "status"]


def test_scores_come_as_json_in_the_order_of_the_file(program: Program) -> None:
    rows = program.json("grid", "score", GRID, "--items", ITEMS, "--method", "half_for_missed")
    assert [list(row)[: len(PROMISED)] for row in rows] == [PROMISED] * 7
    assert [tuple(row[name] for name in PROMISED) for row in rows[:3]] == [
        ("R-01", "Ada Placeholder", 100, 13, 13, 5, "scored"),
        ("R-02", "Ben Example", 85, 11, 13, 5, "scored"),
        ("R-03", "Cleo Sample", 12, 3, 26, 5, "scored"),
    ]


def test_without_a_method_the_default_one_scores(program: Program) -> None:
    rows = program.json("grid", "score", GRID, "--items", ITEMS)
    assert [row["percent"] for row in rows] == [100, 69, None, None, None, None, None]
    assert rows[2]["status"] == "not_enough_votes"


def test_scoring_stores_nothing(program: Program) -> None:
    program.json("grid", "score", GRID, "--items", ITEMS)
    assert not list(program.home.glob("*.duckdb"))


def test_an_unknown_mark_ends_with_the_cell_and_what_to_do(
    program: Program, tmp_path: Path
) -> None:
    grid = tmp_path / "grid.csv"
    grid.write_text(GRID.read_text("utf-8").replace("NVP", "??"), "utf-8")
    ended = program.run("grid", "score", grid, "--items", ITEMS, "--format", "json")
    assert (ended.code, ended.out) == (4, "")
    assert "line 5 (R-04 Dov Specimen), column Rail depot: '??'" in ended.err
    assert "--vocabulary" in ended.err


def test_a_vocabulary_says_what_the_mark_means(program: Program, tmp_path: Path) -> None:
    grid, marks = tmp_path / "grid.csv", tmp_path / "marks.csv"
    grid.write_text(GRID.read_text("utf-8").replace("NVP", "??"), "utf-8")
    marks.write_text("mark,means\n??,NVP\n", "utf-8")
    plain = program.json("grid", "score", GRID, "--items", ITEMS, "--method", "vote_index")
    with_own_marks = program.json(
        "grid", "score", grid, "--items", ITEMS, "--method", "vote_index", "--vocabulary", marks
    )
    assert with_own_marks == plain


def test_a_method_nobody_knows_is_wrong_use(program: Program) -> None:
    ended = program.run("grid", "score", GRID, "--items", ITEMS, "--method", "curve")
    assert ended.code == 2
    assert "missed_is_against" in ended.err


def test_a_loaded_grid_is_a_body_of_the_record(program: Program) -> None:
    files = ("grid", "load", GRID, "--items", ITEMS, "--body", "riverbend", "--name", "Riverbend")
    first, again = program.json(*files), program.json(*files)
    assert (first["source"], first["read"], first["loaded"]) == ("grid", 9, 9)
    assert (again["loaded"], again["unchanged"]) == (0, 9)
    rolls = program.json("record", "rollcalls", "--session", "riverbend", "--bill", "Rail depot")
    assert [roll["chamber"] for roll in rolls] == ["lower", "upper"]
    assert rolls[1]["votes"]["present"] == ["Dov Specimen"]
    assert rolls[1]["source"] == "grid.csv, column Rail depot"


def test_an_agenda_on_a_loaded_grid_scores_as_the_files_do(
    program: Program, tmp_path: Path
) -> None:
    program.json("grid", "load", GRID, "--items", ITEMS, "--body", "riverbend", "--name", "River")
    agenda = tmp_path / "agenda.yaml"
    agenda.write_text(_agenda_of_items(), "utf-8")
    method = ("--method", "half_for_missed")
    scored = program.json("score", "--agenda", agenda, *method)
    direct = program.json("grid", "score", GRID, "--items", ITEMS, *method)
    assert {line["person_id"]: line["percent"] for line in scored} == {
        f"riverbend--{line['legislator_id']}": line["percent"] for line in direct
    }
    assert any(line["percent"] for line in scored)


def _agenda_of_items() -> str:
    """The items of the example as an agenda on the body that they were loaded as."""
    content = yaml.safe_load((data_dir() / "agendas" / "sb375-worked-case.yaml").read_text("utf-8"))
    content |= {"jurisdiction": "riverbend", "session": "riverbend"}
    (one,) = content["items"]
    with ITEMS.open(encoding="utf-8") as lines:
        content["items"] = [
            one
            | {
                "id": row["bill"],
                "bill": row["item"],
                "weight": float(row["weight"] or 1),
                "roll_calls": [],
                "positions": [
                    {
                        "stance": row["position"],
                        "in_force_from": "2031-01-01",
                        "recorded_on": "2031-01-01",
                    }
                ],
            }
            for row in csv.DictReader(lines)
        ]
    return yaml.safe_dump(content, allow_unicode=True)


@pytest.mark.parametrize("body", ["ca", "ca-20072008", "ca-20072008-ours"])
def test_an_id_of_the_official_record_is_refused(body: str, on_sample: Program) -> None:
    before = on_sample.run("score", "--format", "csv").out
    ended = on_sample.run("grid", "load", GRID, "--items", ITEMS, "--body", body, "--name", "Ours")
    assert ended.code == 2
    assert "--body" in ended.err
    assert on_sample.run("score", "--format", "csv").out == before


def test_the_example_vocabulary_of_the_manual_is_one(program: Program) -> None:
    marks = EXAMPLE / "marks.yaml"
    ended = program.run("grid", "score", GRID, "--items", ITEMS, "--vocabulary", marks)
    assert ended.code == 0, ended.err


def test_the_grid_of_an_agenda_comes_back_agreeing(on_sample: Program, tmp_path: Path) -> None:
    grid = tmp_path / "homes.csv"
    made = on_sample.json("grid", "new", "demonstration-2007-2008", "--file", grid)
    assert list(made) == [
        "grid",
        "items",
        "members",
        "columns",
        "left_out",
        "votes_of_nobody_known",
    ]
    assert made["members"] == len(grid.read_text("utf-8").splitlines()) - 1
    again = on_sample.run("grid", "new", "demonstration-2007-2008", "--file", grid)
    assert (again.code, "there already" in again.err) == (2, True)
    found = on_sample.json("grid", "audit", grid, "--items", made["items"], "--session", "2007-08")
    assert (found["differ"], found["people_not_found"]) == (0, [])
    assert found["agree"] == found["cells"] > 0


def test_so_does_that_of_a_body_with_one_house(tmp_path: Path) -> None:
    program = fictional_home(tmp_path / "home")
    program.json("load", "record", "--file", MOOT)
    grid = tmp_path / "moot.csv"
    made = program.json("grid", "new", "moot-2021", "--file", grid)
    session = ("--jurisdiction", "larkmoor", "--session", "2021")
    found = program.json("grid", "audit", grid, "--items", made["items"], *session)
    assert (found["differ"], found["people_not_found"]) == (0, [])
    assert found["agree"] == found["cells"] > 0
    assert {column["chamber"] for column in found["columns"]} == {"legislature"}
