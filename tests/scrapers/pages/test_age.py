"""How old a crawl that was cut off may be to be gone on with, and what is said of its age."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scrapers.kit.past_pages import LONGEST_PAUSE
from scrapers.kit.source import LARGEST_PAGE
from scrapers.kit.warc import Archive, as_they_came
from tests.cli.program import Program
from tests.sites.leginfo import leginfo_answers
from tests.sites.site import Site, serving

DAY = timedelta(days=1)


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path / "home")


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(leginfo_answers()) as site:
        yield site


def _wish(site: Site, *more: str) -> tuple[str, ...]:
    bills = ("--bill", "SB 375", "--bill", "AB 118")
    asked = ("--session", "2007-08", "--url", site.address, "--delay", "0")
    return ("crawl", "ca_leginfo", *asked, *bills, *more)


def _asked(site: Site) -> set[str]:
    """Pages asked for since the last look; robots.txt aside."""
    paths = {one.path for one in site.requests if one.path != "/robots.txt"}
    site.requests.clear()
    return paths


def _cut_off(site: Site, program: Program, oldest: timedelta, newest: timedelta) -> set[str]:
    """Leaves a crawl that the budget cut off, of which pages came so long ago, robots.txt first.
    The pages that it has.
    """
    assert program.run(*_wish(site, "--since", "2008-08-01", "--budget", "3")).code == 4
    (program.home / "crawls" / "requests.json").unlink()
    (folder,) = (program.home / "crawls" / "ca_leginfo").glob("*Z")
    path = folder / "archive.warc.gz"
    came = list(as_they_came(path, LARGEST_PAGE))
    path.unlink()
    with Archive(path, "test") as archive:
        for one, age in zip(came, [oldest] * (len(came) - 1) + [newest], strict=True):
            at = f"{datetime.now(UTC) - age:%Y-%m-%dT%H:%M:%SZ}"
            replace(one, came_at=at).put_into(archive)
    return _asked(site)


def test_a_crawl_of_some_days_is_finished_also_over_a_weekend(site: Site, program: Program) -> None:
    had = _cut_off(site, program, 5 * DAY, LONGEST_PAUSE - DAY / 24)
    said = program.json(*_wish(site, "--since", "2008-08-01", "--resume-if-any"))
    assert not _asked(site) & had
    (age,) = [warning for warning in said["warnings"] if "taken over" in warning]
    assert "the oldest came 5 days ago" in age
    report = json.loads((Path(said["crawl"]) / "report.json").read_text("utf-8"))
    assert age in report["warnings"]


def test_what_was_cut_off_long_ago_is_gone_on_with_only_if_a_person_says_so(
    site: Site, program: Program
) -> None:
    had = _cut_off(site, program, 20 * DAY, LONGEST_PAUSE + DAY / 24)
    said = program.json(*_wish(site, "--since", "2008-08-01", "--no-load", "--resume"))
    rest = _asked(site)
    assert not rest & had
    assert any("the oldest came 20 days ago" in warning for warning in said["warnings"])
    assert program.json("crawl", "replay", said["crawl"])["identical"]
    for folder in (program.home / "crawls" / "ca_leginfo").glob("*Z"):
        if str(folder) == said["crawl"]:
            folder.rename(folder.with_name("put away"))
    said = program.json(*_wish(site, "--since", "2008-08-01", "--resume-if-any"))
    assert _asked(site) == had | rest, "it begins anew"
    assert not any("taken over" in warning for warning in said["warnings"])


def test_a_plan_of_the_last_few_days_goes_on_with_what_began_a_day_earlier(
    site: Site, program: Program
) -> None:
    had = _cut_off(site, program, DAY, DAY)
    said = program.json(*_wish(site, "--since", "2008-08-02", "--resume-if-any"))
    assert not _asked(site) & had
    assert not any("taken over" in warning for warning in said["warnings"])
    crawl = json.loads((Path(said["crawl"]) / "crawl.json").read_text("utf-8"))
    assert crawl["since"] == "2008-08-01", "what was asked for then is more"


def test_what_began_later_is_not_all_that_is_asked_for(site: Site, program: Program) -> None:
    _cut_off(site, program, DAY, DAY)
    assert program.run(*_wish(site, "--since", "2008-07-31", "--resume")).code == 2
    assert _asked(site) == set()
