"""Bad input, as a person meets it: three lines, an exit code, and a record that is as it was."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
import yaml

from tests.cli.program import Ended, Program
from tests.record.contents import contents, store_at
from tests.scrapers.archives import Archive, Roll, write_zip
from tracker import paths
from tracker.store.schema import SCHEMA_VERSION, store_meta

SOUND = Archive()

HOLDER = """
import sys
import duckdb
with duckdb.connect(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""
"""Another program, such as a database browser, that does not know of our lock."""


@pytest.fixture
def holding(program: Program, sample_store: Path) -> Program:
    """The command on a home of its own that holds the sample record."""
    program.home.mkdir()
    shutil.copy(sample_store, program.home / "answerable.duckdb")
    return program


def _explained(ended: Ended, code: int, what: str, where: str) -> None:
    """The three lines of an error, and nothing else."""
    assert (ended.code, ended.out) == (code, ""), ended.err
    lines = ended.err.strip().splitlines()
    assert len(lines) == 3, ended.err
    assert what in lines[0]
    assert lines[1].startswith("  where: ")
    assert where in lines[1]
    assert lines[2].startswith("  what to do: ")


def _truncated(folder: Path) -> Path:
    path = SOUND.write(folder)
    path.write_bytes(path.read_bytes()[:-60])
    return path


def _without_votes(folder: Path) -> Path:
    return write_zip(folder / "caleg07-08.zip", {"ca07-08desc.dat": SOUND.descriptions()})


def _a_column_too_many(folder: Path) -> Path:
    spoiled = SOUND.descriptions().replace(b"2\tSB 375\t", b"2\tSB 375\t\t")
    return SOUND.write(folder, descriptions=spoiled)


def _a_short_vector(folder: Path) -> Path:
    return SOUND.write(folder, votes=SOUND.votes().replace(b"Runner61", b"Runner6"))


def _undecodable(folder: Path) -> Path:
    spoiled = SOUND.descriptions().replace(b"Steinberg", b"Steinb\xffrg", 1)
    return SOUND.write(folder, descriptions=spoiled)


@pytest.mark.parametrize(
    ("spoil", "what", "where"),
    [
        (_truncated, "cut off or damaged", "caleg07-08.zip"),
        (_without_votes, "ca07-08votes.dat is missing", "caleg07-08.zip"),
        (_a_column_too_many, "11 columns where 10 are expected", "ca07-08desc.dat, line 2"),
        (_a_short_vector, "1 votes where 2 roll calls", "ca07-08votes.dat, line 2"),
        (_undecodable, "is not ASCII text", "ca07-08desc.dat, line 1"),
    ],
)
def test_a_spoiled_archive_changes_nothing(
    spoil: Callable[[Path], Path], what: str, where: str, holding: Program, tmp_path: Path
) -> None:
    store = store_at(holding.home / "answerable.duckdb")
    before = contents(store, history=True)
    ended = holding.run("load", "ca_rollcalls", "--file", spoil(tmp_path))
    _explained(ended, 4, what, where)
    assert contents(store, history=True) == before
    left = {path.name for path in (holding.home / "crawls" / "ca_rollcalls").iterdir()}
    assert left == {".lock", "attempts.jsonl"}, "the attempt is noted, and no crawl is kept"


def test_an_archive_that_is_not_there(program: Program, tmp_path: Path) -> None:
    ended = program.run("load", "ca_rollcalls", "--file", tmp_path / "caleg07-08.zip")
    _explained(ended, 4, "there is no such file", "caleg07-08.zip")


def test_counts_that_do_not_add_up_are_kept_out_and_listed(
    holding: Program, tmp_path: Path
) -> None:
    store = store_at(holding.home / "answerable.duckdb")
    before = contents(store)
    archive = Archive(rolls=[Roll(yes="9"), Roll(yes="8")], ballots={"Runner": "11"})
    report = holding.json("load", "ca_rollcalls", "--file", archive.write(tmp_path))
    assert (report["loaded"], report["reasons"]) == (0, {"counts_do_not_add_up": 2})
    after = contents(store)
    for table in ("vote_events", "person_votes", "bills", "people"):
        assert after[table] == before[table]
    details = [row["detail"] for row in holding.json("quarantine", "list")]
    assert sorted(details) == ["declared 8-1, named 1-0", "declared 9-1, named 1-0"]
    told = holding.run("quarantine", "list").err
    assert "2 roll calls were refused" in told
    assert "2 counts_do_not_add_up: the names listed do not add up" in told


def _impossible_dates(undated: int, rolls: int, folder: Path) -> Path:
    ballots = {"Steinberg": "1" * rolls, "Runner": "6" * rolls}
    days = [{"day": "02/30/2007"}] * undated + [{}] * (rolls - undated)
    numbered = [Roll(bill=f"SB {375 + place}", **day) for place, day in enumerate(days)]
    return Archive(rolls=numbered, ballots=ballots).write(folder)


def test_an_impossible_date_holds_back_its_own_roll_alone(holding: Program, tmp_path: Path) -> None:
    store = store_at(holding.home / "answerable.duckdb")
    before = len(contents(store)["vote_events"])
    archive = _impossible_dates(1, 12, tmp_path)
    report = holding.json("load", "ca_rollcalls", "--file", archive)
    assert (report["loaded"], report["reasons"]) == (11, {"unsound_line": 1})
    assert len(contents(store)["vote_events"]) == before + 11
    (row,) = holding.json("quarantine", "list")
    assert (row["bill"], row["date"], row["source_ref"]) == ("SB 375", None, "roll 1")
    assert row["detail"] == "'02/30/2007' is no day of any calendar"
    told = holding.run("quarantine", "list").err
    assert "1 unsound_line: the source's own line cannot be trusted" in told


def test_impossible_dates_on_every_other_line_change_nothing_until_they_are_accepted(
    holding: Program, tmp_path: Path
) -> None:
    """So many, and it is more likely that the file is read wrongly."""
    store = store_at(holding.home / "answerable.duckdb")
    before = contents(store)
    archive = _impossible_dates(2, 4, tmp_path)
    ended = holding.run("load", "ca_rollcalls", "--file", archive)
    assert (ended.code, ended.out) == (3, "")
    assert "date of roll calls is filled in 50%" in ended.err
    assert contents(store) == before
    report = holding.json("load", "ca_rollcalls", "--file", archive, "--accept-less")
    assert (report["loaded"], report["reasons"]) == (2, {"unsound_line": 2})


def test_a_method_with_an_unknown_rule(on_sample: Program, tmp_path: Path) -> None:
    shipped = paths.data_dir() / "methods" / "vote_index.yaml"
    method = yaml.safe_load(shipped.read_text("utf-8"))
    method["treatments"]["double"] = method["treatments"].pop("half")
    path = tmp_path / "own.yaml"
    path.write_text(yaml.safe_dump(method), "utf-8")
    ended = on_sample.run("score", "--method", path)
    _explained(ended, 4, "the method cannot be used", "own.yaml, at treatments")
    assert "double" in ended.err


def test_an_agenda_that_names_a_bill_twice(on_sample: Program, tmp_path: Path) -> None:
    shipped = paths.data_dir() / "agendas" / "sb375-worked-case.yaml"
    agenda = yaml.safe_load(shipped.read_text("utf-8"))
    agenda["items"].append(agenda["items"][0] | {"id": "sb-375-again"})
    path = tmp_path / "own.yaml"
    path.write_text(yaml.safe_dump(agenda, allow_unicode=True), "utf-8")
    ended = on_sample.run("score", "--agenda", path)
    _explained(ended, 4, "already asked for by item sb-375", "item sb-375-again")


def test_a_store_written_by_a_newer_version(holding: Program) -> None:
    store = store_at(holding.home / "answerable.duckdb")
    with store.writing() as connection:
        newer = sa.update(store_meta).where(store_meta.c.key == "schema_version")
        connection.execute(newer.values(value=SCHEMA_VERSION + 1))
    for command in (("score",), ("load", "sample")):
        ended = holding.run(*command)
        _explained(ended, 5, "a newer version of Answerable wrote this store", "answerable.duckdb")


def test_a_full_disk(holding: Program, tmp_path: Path) -> None:
    path = holding.home / "answerable.duckdb"
    before = contents(store_at(path), history=True)
    ayes = {f"Nobody {number}": "1" * 3_000 for number in range(30)}
    rolls = [
        Roll(bill=f"SB {n}", yes="30", no="0", motion=f"{n:x} " * 400) for n in range(1, 3_001)
    ]
    archive = Archive(years="09-10", rolls=_in_2009(rolls), ballots=ayes).write(tmp_path)
    ended = holding.run(
        "load", "ca_rollcalls", "--file", archive, largest_file=path.stat().st_size + 100_000
    )
    _explained(ended, 5, "the disk is full", "answerable.duckdb")
    assert contents(store_at(path), history=True) == before


def test_another_program_that_has_the_store_open(holding: Program) -> None:
    path = holding.home / "answerable.duckdb"
    before = contents(store_at(path), history=True)
    command = [sys.executable, "-c", HOLDER, str(path)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        ended = holding.run("load", "sample")
        holder.communicate()
    _explained(ended, 5, "another program has the store open", "answerable.duckdb")
    assert contents(store_at(path), history=True) == before


def test_a_file_that_is_no_store(program: Program) -> None:
    program.home.mkdir()
    (program.home / "answerable.duckdb").write_text("a shopping list", "utf-8")
    _explained(program.run("score"), 5, "could not be read or written", "answerable.duckdb")


def test_an_address_that_is_no_store(program: Program) -> None:
    ended = program.run("score", url="mysql://someone:hush@host/database")
    _explained(ended, 5, "not the address of a store", "ANSWERABLE_DATABASE_URL")
    assert "hush" not in ended.err


def test_a_home_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("", "utf-8")
    ended = Program(tmp_path / "home").run("demo", "--no-serve")
    _explained(ended, 5, "cannot be made", "home")


def _in_2009(rolls: list[Roll]) -> list[Roll]:
    return [Roll(**{**vars(roll), "day": "06/04/2009"}) for roll in rolls]
