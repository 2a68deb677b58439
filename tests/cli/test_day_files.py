"""Bulk files of a day, asked for by hand and by plans; and downloads that are only gone on with."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from tests.cli.program import Program
from tests.cli.watched_site import scheduling
from tests.sites.bulk import bulk_answers
from tests.sites.site import Answer, Site, serving
from tracker.crawls.sources import Weekday

WHOLE = "/pubinfo_2007.zip"
OF_DAYS = tuple(f"/pubinfo_{day}.zip" for day in list(Weekday)[:6])
EARLIER = "/earlier"
"""Where the files of days are those of an earlier week."""
FILES = {"ca_pubinfo": WHOLE, "ca_rollcalls": "/data/caleg07-08.zip"}


def _answers() -> Mapping[str, Sequence[Answer]]:
    """Each file of a day holds a whole session, which a file of changes may."""
    answers = bulk_answers()
    (sound,) = answers[WHOLE]
    for folder, age in (("", 0), (EARLIER, 20)):
        written = format_datetime(datetime.now(UTC) - timedelta(days=age), usegmt=True)
        headers = {**sound.headers, "Last-Modified": written}
        answers |= {f"{folder}{path}": [replace(sound, headers=headers)] for path in OF_DAYS}
    return answers


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(_answers()) as site:
        yield site


def _wish(site: Site, *more: str, below: str = "") -> tuple[str, ...]:
    asked = ("--session", "2007-08", "--url", f"{site.address}{below}", "--delay", "0")
    return ("crawl", "ca_pubinfo", *asked, *more)


def _pubinfo(program: Program) -> dict[str, Any]:
    return next(row for row in program.json("status") if row["source"] == "ca_pubinfo")


def _files_asked(site: Site) -> list[str]:
    return [one.path for one in site.requests if one.path != "/robots.txt"]


def test_the_changes_of_yesterday_are_read_from_the_file_of_that_day(
    site: Site, program: Program
) -> None:
    said = program.json(*_wish(site, "--changes", "yesterday"))
    assert said["load"]["loaded"] > 0
    (asked,) = _files_asked(site)
    assert asked in OF_DAYS


def test_the_file_of_an_earlier_week_is_not_that_of_yesterday(site: Site, program: Program) -> None:
    """As in a recess, when nothing is written: its old lines would stand over newer ones."""
    program.json(*_wish(site))
    for _ in ("it comes", "it has not changed"):
        said = program.json(*_wish(site, "--changes", "yesterday", below=EARLIER))
        assert said["load"] is None
        assert any("nothing is there of" in warning for warning in said["warnings"])
        status = _pubinfo(program)
        assert status["last_attempt"] == "unchanged"
        assert "the site's file was written on" in status["wrong"]
    assert program.json(*_wish(site, "--changes", "Mon", below=EARLIER))["load"] is not None


def test_a_site_is_told_whom_to_write_to_or_the_crawl_says_that_it_was_not(
    site: Site, program: Program
) -> None:
    for _ in ("first", "unchanged"):
        (warning,) = program.json(*_wish(site))["warnings"]
        assert warning.startswith("ANSWERABLE_CONTACT is not set")
    (folder,) = (program.home / "crawls" / "ca_pubinfo").glob("*Z")
    assert json.loads((folder / "report.json").read_text("utf-8"))["warnings"] == [warning]


def test_plans_of_one_source_run_one_after_the_other(site: Site, program: Program) -> None:
    folder = program.home / "crawls" / "ca_pubinfo"
    folder.mkdir(parents=True)
    begun = '"started_at": "2020-01-01T00:00:00Z", "started_by": "schedule", "session": null'
    (folder / "attempts.jsonl").write_text(f'{{"attempt": "0", {begun}, "process": 1}}\n', "utf-8")
    wish = f"cron: 0 0 1 1 *, session: 2007-08, delay: 0, url: '{site.address}'"
    (program.home / "schedule.yaml").write_text(
        "format: 1\ntimezone: UTC\nsources:\n  ca_pubinfo:\n"
        f"    - {{{wish}}}\n    - {{{wish}, changes: yesterday}}\n",
        "utf-8",
    )
    with scheduling(program) as schedule:
        assert schedule.stderr is not None
        said: list[str] = []
        while sum("next at" in line for line in said) < 2:
            said.append(schedule.stderr.readline())
            assert said[-1], "".join(said)
    runs = [line.partition(": ")[2].split()[0] for line in said if "missed" not in line]
    assert runs == ["begun", "read;", "begun", "read;"]
    plans = [run["plan"] for run in _pubinfo(program)["runs"][:2]]
    assert sorted(plans) == ["--session 2007-08", "--session 2007-08 --changes yesterday"]


def _broken_off(program: Program, site: Site, source: str) -> int:
    """Leaves a download of which the first thousand bytes came; how many they are."""
    (sound,) = site.answers[FILES[source]]
    url = f"{site.address}{FILES[source]}"
    folder = program.home / "crawls" / source / ".parts"
    folder.mkdir(parents=True)
    name = Path(FILES[source]).name
    (folder / f"{name}.part").write_bytes(sound.body[:1000])
    note = {"url": url, "total": len(sound.body), "etag": sound.headers["ETag"]}
    (folder / f"{name}.part.json").write_text(json.dumps(note), "utf-8")
    return 1000


def _resume(source: str, site: Site) -> tuple[str, ...]:
    url = site.address + ("" if source == "ca_pubinfo" else FILES[source])
    return ("crawl", source, "--session", "2007-08", "--url", url, "--delay", "0", "--resume")


@pytest.mark.parametrize("source", FILES)
def test_a_download_that_broke_off_may_be_what_is_asked_for(
    source: str, site: Site, program: Program
) -> None:
    done = _broken_off(program, site, source)
    assert program.json(*_resume(source, site))["load"]["loaded"] > 0
    (asked,) = site.asked_for(FILES[source])
    assert asked.headers["Range"].startswith(f"bytes={done}-")


@pytest.mark.parametrize("source", FILES)
def test_without_a_download_that_broke_off_there_is_nothing_to_go_on_with(
    source: str, site: Site, program: Program, tmp_path: Path
) -> None:
    ended = program.run(*_resume(source, site))
    assert ended.code == 2
    assert "there is no download of this file that broke off" in ended.err
    ended = program.run(*_resume(source, site), "--file", tmp_path / "local.zip")
    assert ended.code == 2
    assert "there are no earlier crawls to go on with" in ended.err
    assert site.requests == []
    rows = {row["source"]: row for row in program.json("status")}
    assert rows[source]["runs"] == []
