"""The stand-in's pages of hearings: of whatever days are asked for, and of no others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.program import Program
from tests.sites.hearings import calendars, hearings_answers
from tests.sites.mischief import Mischief
from tests.sites.site import Site, serving

CALENDAR = "/calendar?startDate={}&endDate={}&floorMeetings=1&committeeHearings=1"
OF_2007 = {
    ("2007-04-23", "upper"),
    ("2007-05-29", "upper"),
    ("2007-05-31", "upper"),
    ("2007-06-07", "upper"),
    ("2007-07-03", "lower"),
    ("2007-07-09", "lower"),
}
"""When which house, or a committee of it, voted on SB 375, as the record has it."""


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with serving(hearings_answers(), computed=calendars()) as site:
        yield site


def _crawl(program: Program, address: str, *days: str) -> dict[str, Any]:
    wish = ("--session", "2007-08", "--url", address, "--delay", "0")
    said = program.json("crawl", "ca_hearings", *wish, *days)
    assert isinstance(said, dict)
    return said


@pytest.mark.parametrize("folder", ["", f"/{Mischief.ONCE_UNAVAILABLE}"])
@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2007-05-30", "2007-07-03"),
        ("2007-04-23", "2007-04-23"),
        ("2007-07-10", "2007-12-31"),
        ("2006-12-04", "2007-12-31"),
    ],
)
def test_a_crawl_of_any_days_gives_the_hearings_of_these_days(
    first: str, last: str, folder: str, site: Site, tmp_path: Path
) -> None:
    program = Program(tmp_path)
    said = _crawl(program, site.address + folder, "--from", first, "--until", last)
    events = program.json("record", "events", "--session", "2007-08")
    found = {(event["date"], event["chamber"]) for event in events}
    assert found == {(day, house) for day, house in OF_2007 if first <= day <= last}
    assert said["items"]["events"] == len(found)


def test_the_calendar_of_some_days_is_that_of_the_session_without_the_others(site: Site) -> None:
    whole = site.next_answer(CALENDAR.format("2006-12-04", "2008-11-30"), {}).body
    some = site.next_answer(CALENDAR.format("2007-05-29", "2008-08-29"), {}).body
    days = (b"April 23, 2007", b"May 29, 2007", b"May 31, 2007", b"August 29, 2008")
    assert [day in whole for day in days] == [True, True, True, True]
    assert [day in some for day in days] == [False, True, True, True]
    assert b"Synthetic page" in some


@pytest.mark.parametrize(
    "address",
    [
        "/calendar",
        "/calendar?startDate=2007-05-29",
        CALENDAR.format("2007-05-29", "soon"),
        f"/elsewhere{CALENDAR.format('2007-05-29', '2007-05-31')}",
    ],
)
def test_a_calendar_of_no_days_is_not_found(address: str, site: Site) -> None:
    assert site.next_answer(address, {}).status == 404
