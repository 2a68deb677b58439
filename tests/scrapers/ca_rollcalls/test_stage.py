"""What a crawl leaves in its folder, and that it leaves it whole or not at all."""

from __future__ import annotations

import hashlib
import json
import resource
import subprocess
import sys
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from scrapers.kit.source import Origin
from tests.ready_python import ready_python
from tests.scrapers.archives import Archive, Roll
from tests.scrapers.staged import stage_rollcalls as stage
from tracker.crawls.folder import read_crawl
from tracker.crawls.shapes import ROLL_CALLS, VOTES
from tracker.crawls.sources import declared_source
from tracker.errors import SourceError, UsageError

PUBLISHED_AT = declared_source("ca_rollcalls").address
ORIGIN = Origin(PUBLISHED_AT, "caleg07-08.zip")


def _run(
    *arguments: str | Path, largest_file: int | None = None
) -> subprocess.CompletedProcess[str]:
    """`python -m scrapers crawl ca_rollcalls ...`, on a disk that takes no larger file."""

    def limit() -> None:
        if largest_file is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))

    python = ready_python() if largest_file is None else sys.executable
    command = [python, "-m", "scrapers", "crawl", "ca_rollcalls", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, preexec_fn=limit, check=False)


def test_the_folder_holds_the_rolls_and_votes_as_the_loader_reads_them(tmp_path: Path) -> None:
    rolls = [Roll(), Roll(bill="GXP 7", yes="NA", no="NA", result="", topic="")]
    stage(Archive(rolls=rolls).write(tmp_path), tmp_path / "crawl", ORIGIN)
    _, staged = read_crawl(tmp_path / "crawl")
    first, second = staged.roll_calls.select(ROLL_CALLS.names).to_pylist()
    assert first == {
        "row": 1,
        "source_ref": "roll 1",
        "bill_id": "ca-20072008-SB375",
        "bill_printed": "SB 375",
        "author": "Steinberg",
        "topic": "Transportation planning.",
        "date": date(2007, 6, 7),
        "location": "SEN. FLOOR",
        "motion": "Senate 3rd Reading SB375 Steinberg",
        "yes": 1,
        "no": 1,
        "result": "pass",
        "known_missing": False,
        "note": None,
    }
    unreadable = ("bill_id", "topic", "yes", "no")
    assert [second[name] for name in unreadable] == [None] * 4
    assert (second["bill_printed"], second["result"]) == ("GXP 7", "unknown")


def test_votes_keep_the_word_of_the_source_and_a_vacant_seat_is_no_vote(tmp_path: Path) -> None:
    manifest = stage(Archive().write(tmp_path), tmp_path / "crawl", ORIGIN)
    _, staged = read_crawl(tmp_path / "crawl")
    votes = [tuple(vote.values()) for vote in staged.votes.select(VOTES.names).to_pylist()]
    assert votes == [
        (1, "De La Torre", "1", "yes"),
        (1, "Runner", "6", "no"),
        (1, "Vacancy", "9", "vacant"),
        (2, "De La Torre", "6", "no"),
        (2, "Runner", "1", "yes"),
    ]
    assert manifest.counts == {"roll_calls": 2, "votes": 4, "vacancies": 1}


def test_the_manifest_says_what_was_read_and_under_which_licence(tmp_path: Path) -> None:
    path = Archive().write(tmp_path)
    stage(path, tmp_path / "crawl", ORIGIN)
    written = json.loads((tmp_path / "crawl" / "crawl.json").read_text("utf-8"))
    assert written["files"] == [
        {
            "url": PUBLISHED_AT.replace("{years}", "07-08"),
            "name": "caleg07-08.zip",
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            "bytes": path.stat().st_size,
            "bill_id": None,
            "etag": None,
            "last_modified": None,
        }
    ]
    assert (written["format"], written["session"]) == (1, "20072008")
    assert written["titles_cut_at"] == 45, "a longer topic ends there in these files"
    assert written["licence"] == "MIT"
    assert "Jeffrey B. Lewis" in written["attribution"]
    assert "California Legislature" in written["attribution"]
    assert written["read_at"].endswith("Z")


def test_the_votes_are_stored_compressed_and_by_dictionary(tmp_path: Path) -> None:
    stage(Archive().write(tmp_path), tmp_path / "crawl", ORIGIN)
    group = pq.ParquetFile(tmp_path / "crawl" / "votes.parquet").metadata.row_group(0)
    voter = group.column(1)
    assert voter.compression == "ZSTD"
    assert "RLE_DICTIONARY" in voter.encodings


def test_an_archive_of_another_session_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="holds session 20072008, not 20052006"):
        stage(Archive().write(tmp_path), tmp_path / "crawl", ORIGIN, "20052006")
    assert not (tmp_path / "crawl").exists()


def test_a_crawl_is_never_written_over_another(tmp_path: Path) -> None:
    path = Archive().write(tmp_path)
    stage(path, tmp_path / "crawl", ORIGIN)
    kept = (tmp_path / "crawl" / "crawl.json").read_bytes()
    with pytest.raises(UsageError):
        stage(path, tmp_path / "crawl", ORIGIN)
    assert (tmp_path / "crawl" / "crawl.json").read_bytes() == kept


def test_a_local_file_is_staged_by_one_command_and_its_folder_printed(tmp_path: Path) -> None:
    path = Archive().write(tmp_path)
    ran = _run("--out", tmp_path / "crawl", "--file", path, "--session", "2007-08", "--progress")
    assert ran.returncode == 0
    assert json.loads(ran.stdout) == {
        "folder": str(tmp_path / "crawl"),
        "unchanged": False,
        "requests": 0,
        "warnings": [],
    }
    assert "reading caleg07-08.zip" in ran.stderr
    assert sorted(p.name for p in (tmp_path / "crawl").iterdir()) == [
        "crawl.json",
        "manifest.sha256",
        "roll_calls.parquet",
        "votes.parquet",
    ]


def test_a_full_disk_leaves_nothing_and_says_so(tmp_path: Path) -> None:
    path = Archive().write(tmp_path)
    ran = _run("--out", tmp_path / "crawl", "--file", path, largest_file=1_000)
    assert ran.returncode == 4
    assert ran.stderr.startswith("error: there is no room left to write the crawl folder")
    assert ran.stderr.count("\n") == 3
    assert list(tmp_path.iterdir()) == [path]


def test_a_bad_archive_leaves_nothing_and_says_so(tmp_path: Path) -> None:
    path = Archive().write(tmp_path, votes=b"")
    ran = _run("--out", tmp_path / "crawl", "--file", path)
    assert (ran.returncode, list(json.loads(ran.stdout))) == (4, ["error"])
    assert ran.stderr.splitlines() == [
        "error: this file of the archive is empty",
        "  where: caleg07-08.zip, ca07-08votes.dat",
        "  what to do: get the archive again from its publisher; nothing was taken from this one",
    ]
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_is_not_there_is_an_unreadable_source(tmp_path: Path) -> None:
    ran = _run("--out", tmp_path / "crawl", "--file", tmp_path / "none.zip")
    assert ran.returncode == 4
    assert ran.stderr.startswith("error: there is no such file")


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--session", "2008-09"),
        ("--session", "20072008", "--url", "file:///etc/passwd"),
        ("--session", "20072008", "--earlier", "."),
        ("--delay", "-1"),
    ],
)
def test_wrong_use_is_told_apart_from_a_bad_source(
    arguments: tuple[str, ...], tmp_path: Path
) -> None:
    ran = _run("--out", tmp_path / "crawl", *arguments)
    assert ran.returncode == 2
    assert "Traceback" not in ran.stderr
    assert list(tmp_path.iterdir()) == []
