"""What a source does not hold is said to be unknown, and nowhere shown as zero."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.program import Program
from tests.record.shade import AGENDA
from tests.scrapers.bulkfiles import Bulk, bill, legislator, version

SESSION, BILL = "19951996", "199519960SB7"
WHY = "the bulk files of 1995-1996 hold chaptered bills only, without history and votes"
NO_EVENTS = "no hearings, daily files or agendas are in these files"
OF_ROLLS = ("read", "loaded", "new", "changed", "unchanged", "duplicates", "quarantined")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A session of which the source holds what became law, and who sat; one table is empty."""
    chaptered = {"chapter_num": "12", "chapter_year": "1996", "chapter_session_num": "0"}
    bulk = Bulk(
        {
            "BILL_TBL": [bill(BILL, session_year=SESSION, **chaptered)],
            "BILL_VERSION_TBL": [version(96, "1996-06-01", bill_id=BILL)],
            "BILL_HISTORY_TBL": [],
            "LEGISLATOR_TBL": [legislator("Aster", session_year=SESSION)],
        }
    )
    return bulk.zip(tmp_path_factory.mktemp("chaptered") / "pubinfo_1995.zip")


@pytest.fixture(scope="module")
def crawled(
    archive: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Program, dict[str, Any]]:
    program = Program(tmp_path_factory.mktemp("home"))
    return program, program.json("crawl", "ca_pubinfo", "--file", archive)


Crawled = tuple[Program, dict[str, Any]]


def test_the_report_says_unknown_and_why(crawled: Crawled) -> None:
    load = crawled[1]["load"]
    assert {load[name] for name in (*OF_ROLLS, "person_votes", "actions", "events")} == {None}
    assert load["absent"] == {"roll_calls": WHY, "actions": WHY, "events": NO_EVENTS}
    assert (load["bills"], load["people"]) == (1, 1)
    assert "roll_calls" not in crawled[1]["items"]
    assert "actions" not in crawled[1]["items"]


def test_the_very_same_again_says_so_too(crawled: Crawled, archive: Path) -> None:
    program, first = crawled
    again = program.json("load", "ca_pubinfo", "--file", archive)
    assert again["absent"] == first["load"]["absent"]
    assert (again["read"], again["unchanged"], again["actions"]) == (None, None, None)


def test_a_table_for_reading_says_it_in_words(crawled: Crawled, archive: Path) -> None:
    said = crawled[0].run("load", "ca_pubinfo", "--file", archive).out
    lines = {line.split("  ")[0]: line.rstrip() for line in said.splitlines()}
    assert lines["read"].endswith("not in the source")
    assert lines["actions"].endswith("not in the source")
    assert lines["bills"].endswith("1")


def test_status_says_what_the_last_good_crawl_does_not_hold(crawled: Crawled) -> None:
    rows = {row["source"]: row for row in crawled[0].json("status")}
    assert rows["ca_pubinfo"]["absent"]["roll_calls"] == WHY
    assert rows["ca_leginfo"]["absent"] == {}
    assert "chaptered bills only" in " ".join(crawled[0].run("status").out.split())


@pytest.mark.parametrize(
    ("command", "kind"), [("rollcalls", "roll calls"), ("stages", "actions"), ("events", "events")]
)
def test_the_record_says_why_it_has_none(crawled: Crawled, command: str, kind: str) -> None:
    said = crawled[0].run("record", command, "--session", "1995-96", "--format", "json").err
    assert f"{kind} of the session 1995-1996 are not known here" in said


def test_a_score_says_that_no_vote_is_known(crawled: Crawled, tmp_path: Path) -> None:
    agenda = tmp_path / "agenda.yaml"
    asked = AGENDA.format(session=SESSION, bill=BILL, day="1994-12-05", rolls="[]")
    agenda.write_text(asked, "utf-8")
    ended = crawled[0].run("score", "--agenda", agenda)
    assert ended.code == 0
    assert f"No vote of the session 1995-1996 is known here: {WHY}" in ended.err
    assert "not enough votes" in ended.out
