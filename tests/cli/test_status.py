"""Crawls that are judged beside the last good one, and what `answerable status` says of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from tests.cli.program import Program
from tests.measures import official
from tests.record.contents import contents, store_at
from tests.sites.leginfo import leginfo_answers
from tests.sites.leginfo_pages import sample_bills, votes_page
from tests.sites.mischief import HTML, Mischief
from tests.sites.site import Answer, Site, serving

WISH = ("crawl", "ca_leginfo", "--session", "2007-08", "--bill", "SB 375", "--delay", "0")
FEWER = "/fewer"
"""Where the site shows one roll call less than before, in pages that are sound by themselves."""


def _answers() -> Mapping[str, Sequence[Answer]]:
    answers = leginfo_answers()
    for shown in sample_bills():
        less = replace(shown, rolls=shown.rolls[:-1])
        for path in [path for path in answers if path.endswith(official(shown.bill.bill_id))]:
            if path.startswith("/faces/"):
                page = votes_page(less).encode()
                answers[f"{FEWER}{path}"] = (
                    [Answer(page, headers={"Content-Type": HTML})]
                    if "Votes" in path
                    else answers[path]
                )
    return answers


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with serving(_answers()) as site:
        yield site


def _leginfo(program: Program) -> dict[str, Any]:
    return next(row for row in program.json("status") if row["source"] == "ca_leginfo")


def test_a_source_that_was_never_read_says_so(program: Program) -> None:
    rows = program.json("status")
    assert {"ca_leginfo", "ca_pubinfo"} <= {row["source"] for row in rows}
    assert all(row["last_good_at"] is None and row["wrong"] is None for row in rows)
    assert "never" in program.run("status").out


def test_a_crawl_with_a_roll_call_less_is_kept_marked_and_not_loaded(
    site: Site, program: Program
) -> None:
    good = program.json(*WISH, "--url", site.address)
    before = contents(store_at(program.home / "answerable.duckdb"), history=True)
    ended = program.run(*WISH, "--url", f"{site.address}{FEWER}")
    assert ended.code == 3
    assert "nothing_lost: ca-20072008-SB375 had 11 roll calls, and has 10" in ended.err
    assert contents(store_at(program.home / "answerable.duckdb"), history=True) == before

    status = _leginfo(program)
    assert status["last_good_crawl"] == good["crawl"]
    assert status["wrong"] == (
        "read, kept and not loaded: ca-20072008-SB375 had 11 roll calls, and has 10"
    )
    assert [run["outcome"] for run in status["runs"]] == ["not_loaded", "loaded"]

    again = program.run(*WISH, "--url", f"{site.address}{FEWER}")
    assert again.code == 3, "a bad crawl is never what the next is compared with"


def test_a_person_may_say_that_less_is_right(site: Site, program: Program) -> None:
    program.json(*WISH, "--url", site.address)
    said = program.json(*WISH, "--url", f"{site.address}{FEWER}", "--accept-less")
    assert said["load"]["read"] == 10
    assert [one["name"] for one in said["monitors"] if not one["ok"]] == ["nothing_lost"]
    assert _leginfo(program)["wrong"] is None


def test_a_site_that_cannot_be_read_is_said_in_plain_words(site: Site, program: Program) -> None:
    assert program.run(*WISH, "--url", f"{site.address}/{Mischief.MAINTENANCE}").code == 3
    status = _leginfo(program)
    assert "the site answered with a page about maintenance, at http://" in status["wrong"]
    assert program.run(*WISH, "--url", "http://127.0.0.1:9").code == 4
    status = _leginfo(program)
    assert status["wrong"].startswith("the source could not be read: the site could not be reached")
    assert status["wrong"].endswith("(2 attempts in a row)")
    assert status["last_good_at"] is None


def test_what_was_asked_for_wrongly_is_no_attempt_at_the_source(
    site: Site, program: Program
) -> None:
    for wrong in (("--bill", "nonsense"), ("--resume",), ("--since", "2008-01-01", "--resume")):
        assert program.run(*WISH, "--url", site.address, *wrong).code == 2
    status = _leginfo(program)
    assert (status["wrong"], status["last_attempt_at"], status["runs"]) == (None, None, [])
    program.json(*WISH, "--url", site.address)
    assert program.run(*WISH, "--url", site.address, "--resume").code == 2
    status = _leginfo(program)
    assert (status["wrong"], status["last_attempt"]) == (None, "loaded")
    assert len(status["runs"]) == 1
