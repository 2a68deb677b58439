"""`answerable load` and `demo`: what scripts rely on, on real roll calls cut from the archive."""

from __future__ import annotations

import fcntl
import shutil
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.cli.program import Program
from tests.intake.lewis import slice_of
from tests.record.contents import Rows, contents, store_at

SB_375 = range(17_058, 17_069)
AB_88, ACR_91, SB_77, AFTER_RESIGNING = 11_421, 12_414, 18_877, 12_866
REPEATED = (583, 584)


@pytest.fixture(scope="module")
def archive(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """SB 375's roll calls, two that must be refused, one whose counts stand in its motion alone,
    one that names somebody who had resigned, and one that the source repeats.
    """
    rows = (*SB_375, AB_88, ACR_91, SB_77, AFTER_RESIGNING, *REPEATED)
    return slice_of(samples, "20072008", rows, tmp_path_factory.mktemp("slice"))


@dataclass(frozen=True)
class Loads:
    """A home in which the slice was loaded twice, and both reports."""

    program: Program
    first: dict[str, Any]
    again: dict[str, Any]


@pytest.fixture(scope="module")
def loads(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Loads:
    program = Program(tmp_path_factory.mktemp("home"))
    first, again = (program.json("load", "ca_rollcalls", "--file", archive) for _ in range(2))
    return Loads(program, first, again)


def _status(program: Program, source: str) -> dict[str, Any]:
    return next(row for row in program.json("status") if row["source"] == source)


def _rolls(program: Program, bill: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = program.json(
        "record", "rollcalls", "--session", "2007-08", "--bill", bill
    )
    return found


def _contents(program: Program) -> Rows:
    return contents(store_at(program.home / "answerable.duckdb"), history=True)


def test_a_report_accounts_for_every_roll_call(loads: Loads) -> None:
    report = loads.first
    assert report["source"] == "ca_rollcalls"
    assert (report["read"], report["loaded"], report["unchanged"]) == (17, 14, 0)
    assert (report["duplicates"], report["quarantined"]) == (1, 2)
    assert report["reasons"] == {"counts_do_not_add_up": 1, "no_votes": 1}


def test_loaded_again_all_is_unchanged(loads: Loads) -> None:
    assert (loads.again["loaded"], loads.again["unchanged"]) == (0, 14)
    assert loads.again["person_votes"] == 0
    assert loads.again["reasons"] == loads.first["reasons"]


def test_what_the_sample_holds_is_unchanged_by_the_archive(
    program: Program, sample_store: Path, archive: Path
) -> None:
    program.home.mkdir()
    shutil.copy(sample_store, program.home / "answerable.duckdb")
    report = program.json("load", "ca_rollcalls", "--file", archive)
    assert (report["loaded"], report["unchanged"]) == (3, 11)


def test_the_quarantine_lists_each_refused_roll_with_the_reason(loads: Loads) -> None:
    listed = {row["bill"]: row for row in loads.program.json("quarantine", "list")}
    assert {bill: row["reason"] for bill, row in listed.items()} == {
        "AB 88": "no_votes",
        "SB 77": "counts_do_not_add_up",
    }
    conference = listed["SB 77"]
    assert (conference["date"], conference["location"]) == ("2007-07-09", "CONFERENCE COMMITTEE")
    assert conference["detail"] == "declared 4-2, named 4-0"
    assert conference["source_ref"] == f"roll {SB_77}"
    assert loads.program.json("quarantine", "list", "--session", "2013-14") == []


def test_a_name_of_somebody_who_had_resigned_takes_no_roll_call_from_the_others(
    loads: Loads,
) -> None:
    (roll,) = _rolls(loads.program, "SB 1040")
    assert (roll["status"], roll["declared"]) == ("loaded", {"yes": 9, "no": 0})
    assert len(roll["votes"]["yes"]) == 9
    assert roll["note"] == "names that are nobody's for certain: 'Richardson': not in office"


def test_counts_in_the_text_of_a_motion_prove_its_roll_call(loads: Loads) -> None:
    (roll,) = _rolls(loads.program, "ACR 91")
    assert (roll["status"], roll["declared"]) == ("repaired", {"yes": 5, "no": 1})
    assert roll["note"] == "the counts are those in the text of the motion, and equal the names"


def test_what_was_read_is_kept_once_and_no_copy_of_the_archive(loads: Loads) -> None:
    (folder,) = (loads.program.home / "crawls" / "ca_rollcalls").glob("*Z")
    names = {path.name for path in folder.iterdir()}
    assert {"crawl.json", "monitors.json"} <= names
    assert not [name for name in names if name.endswith(".zip")]
    assert list(folder.parent.glob(".fetch*")) == []


def test_status_tells_of_loads(loads: Loads) -> None:
    source = _status(loads.program, "ca_rollcalls")
    (folder,) = (loads.program.home / "crawls" / "ca_rollcalls").glob("*Z")
    assert [run["outcome"] for run in source["runs"]] == ["unchanged", "loaded"]
    assert {run["crawl"] for run in source["runs"]} == {str(folder)}
    assert (source["last_good_crawl"], source["wrong"]) == (str(folder), None)
    assert source["last_good_at"] is not None


def test_status_tells_that_the_sample_was_loaded(program: Program) -> None:
    assert _status(program, "sample")["last_good_at"] is None
    program.json("load", "sample")
    program.json("load", "sample")
    runs = _status(program, "sample")["runs"]
    assert [run["outcome"] for run in runs] == ["unchanged", "loaded"]


def test_a_thinner_archive_is_refused_and_nothing_is_lost(
    samples: Path, archive: Path, program: Program, tmp_path: Path
) -> None:
    """As one that was cut: eight of the rolls that were loaded are not in it."""
    program.json("load", "ca_rollcalls", "--file", archive)
    before = _contents(program)
    cut = slice_of(samples, "20072008", SB_375[:9], tmp_path)
    for _ in ("read", "read before"):
        ended = program.run("load", "ca_rollcalls", "--file", cut)
        assert (ended.code, ended.out) == (3, "")
        assert "nothing_lost: there were 17 roll calls, and are 9" in ended.err
        assert "load again with --accept-less" in ended.err
        assert _contents(program) == before
    source = _status(program, "ca_rollcalls")
    assert [run["outcome"] for run in source["runs"]] == ["not_loaded", "not_loaded", "loaded"]
    assert source["wrong"].startswith("read, kept and not loaded: there were 17 roll calls")
    report = program.json("load", "ca_rollcalls", "--file", cut, "--accept-less")
    assert (report["read"], report["unchanged"]) == (9, 9)
    assert _status(program, "ca_rollcalls")["wrong"] is None


def test_a_load_waits_for_nobody_and_says_who_is_reading(archive: Path, program: Program) -> None:
    folder = program.home / "crawls" / "ca_rollcalls"
    folder.mkdir(parents=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ended = program.run("load", "ca_rollcalls", "--file", archive)
    assert (ended.code, ended.out) == (2, "")
    assert "another crawl of ca_rollcalls is under way" in ended.err
    assert not (program.home / "answerable.duckdb").exists()
    assert program.json("load", "ca_rollcalls", "--file", archive)["loaded"] == 14


def test_a_crawl_of_the_same_file_keeps_the_copy_that_a_load_did_not(
    archive: Path, program: Program
) -> None:
    program.json("load", "ca_rollcalls", "--file", archive)
    said = program.json("crawl", "ca_rollcalls", "--file", archive)
    assert (Path(said["crawl"]) / "source.zip").read_bytes() == archive.read_bytes()
    assert program.json("crawl", "replay", said["crawl"])["identical"]


def test_an_archive_of_another_session_than_asked_for(program: Program, archive: Path) -> None:
    ended = program.run("load", "ca_rollcalls", "--file", archive, "--session", "2013-14")
    assert ended.code == 4
    assert "the archive holds session 20072008, not 20132014" in ended.err


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("nothing-of-that-name",), "there is no source"),
        (("ca_rollcalls",), "say which session"),
        (("ca_rollcalls", "--session", "2008-09"), "session"),
        (("sample", "--session", "2007-08"), "the sample record ships"),
    ],
)
def test_a_wish_that_cannot_be_met(arguments: tuple[str, ...], what: str, program: Program) -> None:
    ended = program.run("load", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert what in ended.err
    assert ended.err.strip().count("\n") == 2
    assert "Traceback" not in ended.err


def test_the_demonstration_store_is_built_once_and_found_again(program: Program) -> None:
    first = program.run("demo", "--no-serve")
    assert first.code == 0, first.err
    assert "243 roll calls" in first.err
    assert "107 roll calls" in first.err
    store = store_at(program.home / "answerable.duckdb")
    before = contents(store)
    sessions = Counter(one[3] for one in before["vote_events"])
    assert sessions == {"ca-20072008": 243, "ca-20252026": 107}
    rows = program.json("score", "--agenda", "demonstration-2025-2026")
    scored = Counter(row["chamber"] for row in rows if row["status"] == "scored")
    assert scored == {"upper": 40, "lower": 80}
    second = program.run("demo", "--no-serve")
    assert second.code == 0
    assert contents(store) == before
