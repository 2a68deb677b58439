"""Loading the very same again: recognised without reading it, and only where that is certain."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.program import REPOSITORY, Program
from tests.record.contents import Rows, contents, store_at
from tests.scrapers.archives import Archive, Roll
from tests.scrapers.bulkfiles import Bulk, roll, votes

COUNTS = ("read", "new", "changed", "unchanged", "duplicates", "quarantined", "reasons", "warnings")
SOUND_AND_NOT = Bulk()
SOUND_AND_NOT.tables["BILL_SUMMARY_VOTE_TBL"] = [roll(), roll(motion_id=13, ayes=9)]
SOUND_AND_NOT.tables["BILL_DETAIL_VOTE_TBL"] = [*votes(), *votes(motion_id=13)]

Make = Callable[[Path], Path]
SOURCES: dict[str, Make] = {
    "ca_pubinfo": lambda folder: SOUND_AND_NOT.zip(folder / "pubinfo_2009.zip"),
    "ca_rollcalls": lambda folder: Archive(
        rolls=(Roll(yes="9"), Roll()), ballots={"Steinberg": "11", "Runner": "66"}
    ).write(folder),
}

ROLLS = "ca_rollcalls"


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path / "home")


def _load(program: Program, source: str, file: Path) -> tuple[dict[str, Any], bool]:
    """The report, and whether anything was written."""
    before = _all(program)
    report = program.json("load", source, "--file", file)
    return {name: report[name] for name in COUNTS}, _all(program) != before


def _all(program: Program) -> Rows:
    return contents(store_at(program.home / "answerable.duckdb"), history=True)


def _packed_otherwise(file: Path, to: Path) -> Path:
    """The same files in an archive of other bytes."""
    to.mkdir()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(to / file.name, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return to / file.name


@pytest.mark.parametrize("source", SOURCES)
def test_the_very_same_costs_no_write_and_is_told_as_a_full_load_would(
    program: Program, source: str, tmp_path: Path
) -> None:
    file = SOURCES[source](tmp_path)
    first, _ = _load(program, source, file)
    assert (first["new"], first["quarantined"]) == (1, 1)
    held = contents(store_at(program.home / "answerable.duckdb"))
    again, written = _load(program, source, file)
    assert (again["new"], again["unchanged"], written) == (0, 1, False)
    in_full, written = _load(program, source, _packed_otherwise(file, tmp_path / "other"))
    assert (in_full, written) == (again, True)
    now = contents(store_at(program.home / "answerable.duckdb"))
    assert now["vote_events"] == held["vote_events"]
    assert now["person_votes"] == held["person_votes"]


def test_a_store_that_was_replaced_is_loaded_in_full(program: Program, tmp_path: Path) -> None:
    file, store = SOURCES[ROLLS](tmp_path), program.home / "answerable.duckdb"
    program.json("load", "sample")
    shutil.copy(store, tmp_path / "older")
    _load(program, ROLLS, file)
    shutil.copy(tmp_path / "older", store)
    _, written = _load(program, ROLLS, file)
    assert written
    store.unlink()
    assert program.json("load", ROLLS, "--file", file)["new"] == 1


def test_after_another_source_changed_the_record_it_is_loaded_in_full(
    program: Program, tmp_path: Path
) -> None:
    file = SOURCES[ROLLS](tmp_path)
    _load(program, ROLLS, file)
    program.json("load", "sample")
    _, written = _load(program, ROLLS, file)
    assert written
    _, written = _load(program, ROLLS, file)
    assert not written


def test_a_changed_rule_or_program_reads_it_in_full(program: Program, tmp_path: Path) -> None:
    file, root = SOURCES[ROLLS](tmp_path), tmp_path / "checkout"
    for name in ("tracker", "scrapers", "data"):
        shutil.copytree(
            REPOSITORY / name, root / name, ignore=shutil.ignore_patterns("__pycache__")
        )
    copied = Program(program.home, root)
    _load(program, ROLLS, file)
    _, written = _load(copied, ROLLS, file)
    assert not written, "a copy of the program is the same program"
    for changed in (
        "data/jurisdictions/ca/motions.yaml",
        "scrapers/kit/columns.py",
        "tracker/intake/gate.sql",
    ):
        with (root / changed).open("a", encoding="utf-8") as rule:
            rule.write("\n")
        _, written = _load(copied, ROLLS, file)
        assert written, changed


def test_the_session_asked_for_is_still_compared(program: Program, tmp_path: Path) -> None:
    file = SOURCES["ca_pubinfo"](tmp_path)
    _load(program, "ca_pubinfo", file)
    ended = program.run("load", "ca_pubinfo", "--file", file, "--session", "2011-12")
    assert (ended.code, "not of 20112012" in ended.err) == (4, True)


def test_a_folder_with_one_file_changed_is_read_again(program: Program, tmp_path: Path) -> None:
    folder = Bulk().folder(tmp_path / "files")
    _load(program, "ca_pubinfo", folder)
    _, written = _load(program, "ca_pubinfo", folder)
    assert not written
    with (folder / "BILL_MOTION_TBL.dat").open("a") as table:
        table.write("99\t`Do pass.`\tNULL\tNULL\n")
    _, written = _load(program, "ca_pubinfo", folder)
    assert written
