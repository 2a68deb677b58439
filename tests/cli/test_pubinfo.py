"""The bulk files at the command line: loaded by the load contract, and shown as stages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.program import Program
from tests.scrapers.bulkfiles import BILL, SESSION, Bulk
from tracker.rules.reference import current_id


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path / "home")


def test_bulk_files_are_loaded_once_and_the_second_time_nothing_changes(
    program: Program, tmp_path: Path
) -> None:
    archive = Bulk().zip(tmp_path / "pubinfo_2009.zip")
    wish = ("load", "ca_pubinfo", "--file", archive, "--session", "2009-10")
    first, again = program.json(*wish), program.json(*wish)
    assert (first["source"], first["loaded"], first["bills"], first["actions"]) == (
        "ca_pubinfo",
        1,
        1,
        1,
    )
    assert (again["loaded"], again["unchanged"], again["person_votes"]) == (0, 1, 0)


def test_where_a_bill_stands_is_printed(program: Program, tmp_path: Path) -> None:
    program.json("load", "ca_pubinfo", "--file", Bulk().folder(tmp_path / "files"))
    (found,) = program.json("record", "stages", "--session", SESSION, "--bill", "SB 7")
    assert (found["bill_id"], found["stage"], found["actions"]) == (
        current_id(BILL),
        "introduced",
        1,
    )
    assert (found["since"], found["action"]) == ("2009-02-01", "Introduced.  To print.")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("load", "ca_pubinfo"), 2, "--session"),
        (("load", "ca_pubinfo", "--session", "2009-10"), 2, "use `answerable crawl ca_pubinfo"),
        (("load", "ca_pubinfo", "--file", "absent.zip"), 4, "no such file"),
        (("record", "stages", "--session", "2009-10", "--bill", "SB 7"), 2, "no measure"),
    ],
)
def test_what_cannot_be_done_is_said_and_stores_nothing(
    program: Program, arguments: tuple[str, ...], code: int, said: str
) -> None:
    ended = program.run(*arguments)
    assert ended.code == code
    assert said in ended.err


def test_a_spoiled_table_leaves_the_record_as_it_was(program: Program, tmp_path: Path) -> None:
    program.json("load", "ca_pubinfo", "--file", Bulk().folder(tmp_path / "sound"))
    spoiled = Bulk(spoiled={"BILL_HISTORY_TBL": b"`a`\t1\n"}).folder(tmp_path / "spoiled")
    ended = program.run("load", "ca_pubinfo", "--file", spoiled)
    assert ended.code == 4
    assert "BILL_HISTORY_TBL.dat, line 1" in ended.err
    rolls = program.json("record", "rollcalls", "--session", SESSION)
    assert [roll["motion"] for roll in rolls] == ["Senate 3rd Reading SB7 Aster"]


def test_a_crawl_of_a_folder_that_is_refused_names_that_folder(
    program: Program, tmp_path: Path
) -> None:
    spoiled = Bulk(spoiled={"BILL_HISTORY_TBL": b"`a`\t1\n"}).folder(tmp_path / "spoiled")
    wish = ("crawl", "ca_pubinfo", "--session", "2009-10", "--file", spoiled, "--format", "json")
    ended = program.run(*wish)
    assert ended.code == 3
    (problem,) = json.loads(ended.out)["problems"]
    assert problem["url"] == str(spoiled)
    assert "BILL_HISTORY_TBL.dat, line 1" in problem["reason"]
    assert "{year}" not in ended.out + ended.err
