"""What a site's robots.txt asks and where it may lead: the real spiders against the stand-ins."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from tests.cli.program import Ended, Program
from tests.sites.bulk import bulk_answers
from tests.sites.leginfo import leginfo_answers
from tests.sites.site import Answer, Request, Site, serving

ROBOTS = "/robots.txt"
CLOSED = Answer(b"User-agent: *\nDisallow: /\n")
STATUS = "/faces/billStatusClient.xhtml?bill_id=200720080SB375"
HALF = 0.4
"""Seconds between two requests as the site notes them, where half a second is waited."""


def _crawl(home: Path, site: Site, source: str = "ca_leginfo", delay: str = "0") -> Ended:
    bill = ("--bill", "SB 375") if source == "ca_leginfo" else ()
    quick = ("--url", site.address, "--delay", delay, "--timeout", "2", "--format", "json")
    return Program(home).run("crawl", source, "--session", "2007-08", *bill, *quick)


def _asks(delay: str) -> dict[str, Sequence[Answer]]:
    return {ROBOTS: [Answer(f"User-agent: *\nCrawl-delay: {delay}\n".encode())]}


def _pauses(requests: Sequence[Request]) -> list[float]:
    return [after.at - before.at for before, after in pairwise(requests)]


def _elsewhere(site: Site) -> str:
    """The same site under another name."""
    return site.address.replace("127.0.0.1", "localhost")


def _led(site: Site, path: str) -> Answer:
    return Answer(status=301, headers={"Location": _elsewhere(site) + path})


@pytest.mark.parametrize(("asked", "delay"), [("0.5", "0"), ("0.1", "0.5")])
def test_pages_are_no_closer_than_robots_txt_and_the_operator_ask(
    asked: str, delay: str, tmp_path: Path
) -> None:
    with serving(leginfo_answers() | _asks(asked)) as site:
        assert _crawl(tmp_path, site, delay=delay).code == 0
    pauses = _pauses(site.requests)
    assert len(pauses) >= 3
    assert min(pauses) >= HALF


def test_a_file_is_no_sooner_than_robots_txt_asks(tmp_path: Path) -> None:
    with serving(bulk_answers() | _asks("0.5")) as site:
        assert _crawl(tmp_path, site, "ca_pubinfo").code == 0
    assert min(_pauses(site.requests)) >= HALF


def test_a_site_that_wants_to_be_asked_once_an_hour_is_left_alone(tmp_path: Path) -> None:
    with serving(leginfo_answers() | _asks("3600")) as site:
        ended = _crawl(tmp_path, site)
    assert [request.path for request in site.requests] == [ROBOTS]
    assert ended.code == 4
    assert "robots.txt asks for 3600 seconds between two requests; more than 120" in ended.err


@pytest.mark.parametrize("asked", ["soon", "-5", "nan", ""])
def test_a_delay_that_is_none_is_none(asked: str, tmp_path: Path) -> None:
    with serving(leginfo_answers() | _asks(asked)) as site:
        assert _crawl(tmp_path, site).code == 0


@pytest.mark.parametrize("source", ["ca_leginfo", "ca_pubinfo"])
def test_robots_txt_is_followed_to_another_site_five_times(source: str, tmp_path: Path) -> None:
    answers: dict[str, Sequence[Answer]] = {**leginfo_answers(), **bulk_answers()}
    with serving(answers) as site:
        paths = [ROBOTS, *(f"/rules/{number}" for number in range(1, 6))]
        answers |= {path: [_led(site, to)] for path, to in pairwise(paths)}
        answers["/rules/5"] = [CLOSED]
        ended = _crawl(tmp_path, site, source)
    assert [request.path for request in site.requests] == paths
    assert site.requests[-1].headers["Host"].startswith("localhost:")
    assert ended.code == 4
    assert "robots.txt asks programs not to read this address" in ended.err


def test_rules_from_another_site_open_the_door_as_well(tmp_path: Path) -> None:
    answers = leginfo_answers()
    with serving(answers) as site:
        answers |= {ROBOTS: [_led(site, "/rules")], "/rules": [Answer(b"User-agent: *\nAllow: /")]}
        assert _crawl(tmp_path, site).code == 0


@pytest.mark.parametrize(
    ("to", "reason"),
    [
        ("/robots.txt", "from address to address without end"),
        ("ftp://example.invalid/robots.txt", "answered with status 302"),
        ("http://example.invalid/robots.txt", "could not be re"),
    ],
)
def test_robots_txt_that_leads_nowhere_closes_the_site(
    to: str, reason: str, tmp_path: Path
) -> None:
    lost = Answer(status=302, headers={"Location": to})
    with serving(leginfo_answers() | {ROBOTS: [lost]}) as site:
        ended = _crawl(tmp_path, site)
    assert {request.path for request in site.requests} == {ROBOTS}
    assert ended.code == 4
    assert reason in ended.err


def test_a_page_is_never_followed_to_another_site(tmp_path: Path) -> None:
    answers = leginfo_answers()
    with serving(answers) as site:
        answers[STATUS] = [_led(site, STATUS)]
        ended = _crawl(tmp_path, site)
    assert [request.path for request in site.requests] == [ROBOTS, STATUS]
    assert ended.code == 4
    first, *others = json.loads(ended.out)["problems"]
    assert first["url"] == site.address + STATUS
    assert first["reason"] == "the site sends its readers to another site, localhost"
    assert {problem["reason"] for problem in others} == {"not asked for after that"}


def test_a_page_that_leads_away_by_a_detour_is_named_by_its_own_address(tmp_path: Path) -> None:
    answers = leginfo_answers()
    with serving(answers) as site:
        answers |= {
            STATUS: [Answer(status=302, headers={"Location": "/detour"})],
            "/detour": [_led(site, "/")],
        }
        ended = _crawl(tmp_path, site)
    problems = json.loads(ended.out)["problems"]
    assert [one["url"] for one in problems].count(site.address + STATUS) == 1
    assert problems[0]["url"] == site.address + STATUS


def test_a_page_that_asks_a_browser_to_go_elsewhere_is_read_as_what_it_is(tmp_path: Path) -> None:
    refresh = b"<html><head><meta http-equiv='refresh' content='0; url=/away'></head></html>"
    answers = leginfo_answers()
    answers[STATUS] = [Answer(refresh, headers={"Content-Type": "text/html; charset=utf-8"})]
    with serving(answers) as site:
        ended = _crawl(tmp_path, site)
    assert ended.code == 3, "the page is refused, and the others came"
    assert "/away" not in [request.path for request in site.requests]
