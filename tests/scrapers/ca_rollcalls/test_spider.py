"""The spider against a real web site on this machine: its manners, and what it makes of trouble."""

from __future__ import annotations

import json
import math
import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scrapers.kit.manners import seconds_asked
from tests.ready_python import ready_python
from tests.scrapers.archives import Archive
from tests.sites.site import Answer, Site, serving

PATH = "/data/caleg07-08.zip"


def _crawl(
    site: Site, out: Path, *arguments: str | Path, contact: str = ""
) -> subprocess.CompletedProcess[str]:
    command = [ready_python(), "-m", "scrapers", "crawl", "ca_rollcalls", "--out", out]
    asked = ["--session", "20072008", "--url", site.address + "/data/caleg{years}.zip"]
    return subprocess.run(
        [*map(str, command), *asked, "--delay", "0", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "ANSWERABLE_CONTACT": contact},
    )


def _archive(tmp_path: Path) -> bytes:
    return Archive().write(tmp_path).read_bytes()


def test_an_address_and_a_local_file_give_the_same_folder(tmp_path: Path) -> None:
    local = Archive().write(tmp_path)
    with serving({PATH: [Answer(local.read_bytes())]}) as site:
        ran = _crawl(site, tmp_path / "fetched", contact="records@example.org")
        again = _crawl(site, tmp_path / "read", "--file", local)
        asked = [request.path for request in site.requests]
    assert (ran.returncode, again.returncode) == (0, 0), ran.stderr + again.stderr
    assert json.loads(ran.stdout)["folder"] == str(tmp_path / "fetched")
    for name in ("roll_calls.parquet", "votes.parquet"):
        fetched, read = (tmp_path / folder / name for folder in ("fetched", "read"))
        assert fetched.read_bytes() == read.read_bytes()
    manifests = [
        json.loads((tmp_path / folder / "crawl.json").read_text("utf-8"))
        for folder in ("fetched", "read")
    ]
    for manifest in manifests:
        manifest.pop("read_at")
    assert manifests[0] == manifests[1]
    assert asked == ["/robots.txt", PATH]
    assert "records@example.org" in site.requests[1].headers["User-Agent"]


def test_an_unchanged_archive_costs_one_conditional_request(tmp_path: Path) -> None:
    tagged = Answer(_archive(tmp_path), headers={"ETag": '"v1"'})
    with serving({PATH: [tagged]}) as site:
        assert _crawl(site, tmp_path / "first").returncode == 0
        ran = _crawl(site, tmp_path / "second", "--earlier", tmp_path / "first")
        asked = site.asked_for(PATH)
    assert ran.returncode == 0
    assert json.loads(ran.stdout) == {
        "folder": str(tmp_path / "first"),
        "unchanged": True,
        "requests": 2,
        "warnings": ["ANSWERABLE_CONTACT is not set, so the site is not told whom to write to"],
    }
    assert asked[1].headers["If-None-Match"] == '"v1"'
    assert not (tmp_path / "second").exists()


def test_robots_txt_is_obeyed(tmp_path: Path) -> None:
    robots = Answer(b"User-agent: *\nDisallow: /data/\n")
    with serving({"/robots.txt": [robots], PATH: [Answer(_archive(tmp_path))]}) as site:
        ran = _crawl(site, tmp_path / "out")
        assert site.asked_for(PATH) == []
    assert ran.returncode == 4
    assert "robots.txt asks programs not to read this address" in ran.stderr
    assert not (tmp_path / "out").exists()


def test_a_busy_site_is_asked_again_no_sooner_than_it_wishes(tmp_path: Path) -> None:
    busy = Answer(status=503, headers={"Retry-After": "1"})
    with serving({PATH: [busy, Answer(_archive(tmp_path))]}) as site:
        ran = _crawl(site, tmp_path / "out")
        first, second = site.asked_for(PATH)
    assert ran.returncode == 0, ran.stderr
    assert second.at - first.at >= 1


def test_a_site_that_wants_a_long_pause_is_left_alone(tmp_path: Path) -> None:
    with serving({PATH: [Answer(status=429, headers={"Retry-After": "3600"})]}) as site:
        ran = _crawl(site, tmp_path / "out")
        assert len(site.asked_for(PATH)) == 1
    assert ran.returncode == 4
    assert "127.0.0.1 is busy (status 429, Retry-After 3600)" in ran.stderr


@pytest.mark.parametrize(
    ("answer", "what", "requests"),
    [
        (Answer(status=404), "127.0.0.1 has no such archive (status 404)", 1),
        (Answer(status=500), "127.0.0.1 answered with status 500", 3),
        (Answer(b"PK" * 500, cut=400), "the connection broke off before the whole archive", 3),
        (Answer(b"<html>Maintenance</html>"), "this is a page of a web site, not a zip", 1),
        (Answer(b"PK\x03\x04 and no end"), "the zip archive is cut off or damaged", 1),
        (Answer(b""), "the file is empty", 1),
        (Answer(bytes(32_000_001)), "the answer is larger than any archive should be", 1),
        (Answer(status=302, headers={"Location": PATH}), "address to address without end", 6),
        (Answer(status=302, headers={"Location": "file:///etc/passwd"}), "status 302", 1),
    ],
    ids=["404", "500", "cut-off", "maintenance", "truncated", "empty", "huge", "loop", "climbing"],
)
def test_trouble_ends_in_a_clear_line_and_no_folder(
    answer: Answer, what: str, requests: int, tmp_path: Path
) -> None:
    with serving({PATH: [answer]}) as site:
        ran = _crawl(site, tmp_path / "out")
        assert len(site.asked_for(PATH)) == requests
    assert (ran.returncode, list(json.loads(ran.stdout))) == (4, ["error"])
    assert what in ran.stderr
    assert ran.stderr.count("\n") == 3, ran.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_address_where_nobody_answers(tmp_path: Path) -> None:
    with serving({}) as site:
        pass
    ran = _crawl(site, tmp_path / "out")
    assert ran.returncode == 4
    assert "the site could not be reached" in ran.stderr


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("17", 17),
        (" 0 ", 0),
        ("Sat, 31 Jan 2026 12:01:00 GMT", 60),
        ("Sat, 31 Jan 2026 11:00:00 GMT", 0),
        ("soon", 0),
        ("9" * 400, math.inf),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str, seconds: float) -> None:
    moment = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)
    assert seconds_asked(value, moment) == seconds
