"""What a crawl folder says of itself after it was judged: all, whole, and with true sums."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from scrapers.kit.staging import write_crawl_folder
from tracker.crawls.manifest import FORMAT, JUDGED, CrawlReport, Manifest, Monitor, read_report
from tracker.crawls.verdict import Measured, Verdict, read_verdict
from tracker.errors import DataFileError
from tracker.intake.monitors import complete_report, judge

MEASURED = Measured(items={}, filled={}, rolls=0, unresolved=0, unbalanced=0)
OWN = Monitor(name="every_page_came", ok=True, detail="pages that did not come: 0")
TEXTS = ["Chaptered by Secretary of State.", "Sang a song.", "Danced.", "Sang a song."]


def _verdict(*, accepted: bool = False) -> Verdict:
    kept = Monitor(name="record_kept", ok=True, detail="nothing on record is lost")
    return Verdict(
        monitors=[OWN, *judge(MEASURED, None), kept],
        measured=MEASURED,
        compared_with=None,
        accepted=accepted,
    )


@pytest.fixture
def crawl(tmp_path: Path) -> Path:
    """A crawl as its spider leaves it, with actions that no rule fits among others."""
    report = CrawlReport(
        source="made_up",
        requests=3,
        pages=2,
        bytes=10,
        refused=[],
        unreadable=[],
        items={"actions": 4},
        monitors=[OWN],
        seconds=1.5,
    )
    manifest = Manifest(
        format=FORMAT,
        source="made_up",
        jurisdiction="ca",
        session="20072008",
        read_at="2026-01-31T12:00:00Z",
        files=[],
        counts={},
        repair=None,
        warnings=[],
        licence="none",
        attribution="made up",
    )
    extra = {"report.json": report.model_dump_json(indent=1).encode()}
    tables = {"actions": pa.table({"description": TEXTS})}
    write_crawl_folder(tmp_path / "crawl", manifest, tables, extra=extra)
    return tmp_path / "crawl"


def _said(folder: Path) -> Any:
    return json.loads((folder / "report.json").read_text("utf-8"))


def _sums(folder: Path) -> dict[str, str]:
    lines = (folder / "manifest.sha256").read_text("utf-8").splitlines()
    return {name: digest for digest, name in (line.split("  ") for line in lines)}


def _true_sums(folder: Path) -> dict[str, str]:
    files = [path for path in folder.iterdir() if path.is_file() and path.name[0] != "."]
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
        if path.name != "manifest.sha256"
    }


def test_every_monitor_and_every_unclassified_text_is_in_the_report(crawl: Path) -> None:
    before = _said(crawl)
    complete_report(crawl, _verdict())
    said = _said(crawl)
    assert sorted(one["name"] for one in said["monitors"]) == sorted([OWN.name, *JUDGED])
    assert said["unclassified_actions"] == 3
    assert said["unclassified"] == {"Sang a song.": 2, "Danced.": 1}
    added = {"monitors", "unclassified", "unclassified_actions"}
    assert {name for name in said if said[name] != before[name]} == added


def test_a_crawl_that_is_refused_counts_them_too(crawl: Path) -> None:
    complete_report(crawl, None)
    assert _said(crawl)["unclassified_actions"] == 3
    assert read_verdict(crawl) is None


def test_a_crawl_without_actions_does_not_say_that_there_are_none(crawl: Path) -> None:
    (crawl / "actions.parquet").unlink()
    complete_report(crawl, _verdict())
    assert _said(crawl)["unclassified_actions"] is None


def test_the_sums_are_those_of_every_file(crawl: Path) -> None:
    complete_report(crawl, _verdict())
    assert _sums(crawl) == _true_sums(crawl)
    assert {"monitors.json", "report.json", "actions.parquet"} < set(_sums(crawl))


def test_a_crawl_that_is_judged_again_is_as_if_it_had_been_judged_once(crawl: Path) -> None:
    complete_report(crawl, _verdict())
    complete_report(crawl, _verdict(accepted=True))
    assert len(_said(crawl)["monitors"]) == 1 + len(JUDGED)
    assert _said(crawl)["accepted"] is True
    assert _sums(crawl) == _true_sums(crawl)


def test_a_spiders_own_monitors_are_read_as_they_were(crawl: Path) -> None:
    complete_report(crawl, _verdict())
    report = read_report(crawl)
    assert report and report.monitors == [OWN]


@pytest.mark.parametrize("stuck", ["monitors.json", "report.json", "manifest.sha256"])
def test_where_it_ends_in_the_middle_every_sum_is_true_and_no_file_is_half(
    stuck: str, crawl: Path
) -> None:
    complete_report(crawl, _verdict())
    hurdle = crawl / f".{stuck}.new"
    hurdle.mkdir()
    with pytest.raises(DataFileError, match="cannot be kept"):
        complete_report(crawl, _verdict(accepted=True))
    assert _sums(crawl).items() <= _true_sums(crawl).items()
    assert read_verdict(crawl)
    assert read_report(crawl)
    hurdle.rmdir()
    complete_report(crawl, _verdict(accepted=True))
    assert _sums(crawl) == _true_sums(crawl)


def test_a_folder_without_report_or_sums_gets_neither(crawl: Path) -> None:
    (crawl / "report.json").unlink()
    (crawl / "manifest.sha256").unlink()
    complete_report(crawl, _verdict())
    names = {path.name for path in crawl.iterdir()}
    assert names == {"actions.parquet", "crawl.json", "monitors.json"}
