"""A crawl of SB 375 from the stand-in, as a person runs it, beside the record that ships."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.cli.program import Program
from tests.record.contents import contents, store_at
from tests.sites.archive import archive_answers
from tests.sites.leginfo import leginfo_answers
from tests.sites.mischief import Mischief
from tests.sites.site import Site, serving
from tracker.crawls.manifest import JUDGED
from tracker.record.tables import bill_actions, bills
from tracker.store import Store

ASKED = ("--session", "2007-08", "--bill", "SB 375", "--delay", "0")
WISH = ("crawl", "ca_leginfo", *ASKED)
SOURCES = ("ca_leginfo", "ca_archive")
ROLLS = ("record", "rollcalls", "--session", "2007-08", "--bill", "SB 375")
COMPARED = (
    *("vote_event_id", "date", "organization", "chamber", "motion", "motion_class", "result"),
    *("threshold", "threshold_basis", "needed", "declared", "votes", "status"),
)


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with serving(leginfo_answers() | archive_answers()) as site:
        yield site


def _store(program: Program) -> Store:
    return store_at(program.home / "answerable.duckdb")


def _rolls(program: Program) -> list[dict[str, Any]]:
    return [
        {name: roll[name] for name in COMPARED} | {"motion": " ".join(roll["motion"].split())}
        for roll in program.json(*ROLLS)
        if roll["status"] != "known_missing"
    ]


@pytest.mark.parametrize("source", SOURCES)
def test_sb_375_is_read_as_the_sample_record_has_it(
    source: str, site: Site, program: Program, on_sample: Program
) -> None:
    said = program.json("crawl", source, *ASKED, "--url", site.address)
    assert (said["load"]["new"], said["load"]["quarantined"]) == (11, 0)
    assert _rolls(program) == _rolls(on_sample)


@pytest.mark.parametrize("source", SOURCES)
def test_the_report_of_a_crawl_tells_what_the_command_said_and_its_replay_is_the_same(
    source: str, site: Site, program: Program
) -> None:
    said = program.json("crawl", source, *ASKED, "--url", site.address)
    report = json.loads((Path(said["crawl"]) / "report.json").read_text("utf-8"))
    assert report["monitors"] == said["monitors"]
    assert {*JUDGED} < {monitor["name"] for monitor in report["monitors"]}
    assert report["unclassified_actions"] == said["load"]["unclassified_actions"]
    assert sum(report["unclassified"].values()) == report["unclassified_actions"]
    assert program.json("crawl", "replay", said["crawl"])["identical"] is True


@pytest.mark.parametrize("source", SOURCES)
def test_sb_375_beside_the_sample_record_is_the_same_eleven_rolls(
    source: str, site: Site, program: Program
) -> None:
    wish = ("crawl", source, *ASKED, "--url", site.address)
    program.json("load", "sample")
    said = program.json(*wish)
    assert (said["load"]["unchanged"], said["load"]["new"]) == (11, 0)
    assert len(_rolls(program)) == 11
    assert program.json("record", "conflicts") == []
    confirmed = [
        row for row in contents(_store(program))["vote_event_sources"] if f"{source}-" in str(row)
    ]
    assert len(confirmed) == 11

    before = contents(_store(program))
    program.json("load", "sample")
    program.json(*wish)
    assert contents(_store(program)) == before


def test_actions_are_loaded_as_printed_beside_those_of_other_sources(
    site: Site, program: Program
) -> None:
    program.json("load", "sample")
    program.json(*WISH, "--url", site.address)
    query = sa.select(bill_actions.c.description, bill_actions.c.classification).where(
        bill_actions.c.source_id.startswith("ca_leginfo-"), bill_actions.c.verified
    )
    with _store(program).reading() as connection:
        read = [(row[0], row[1]) for row in connection.execute(query)]
        kept = connection.execute(
            sa.select(sa.func.count())
            .select_from(bill_actions)
            .where(bill_actions.c.source_id.notlike("ca_leginfo-%"))
        ).scalar_one()
    assert (len(read), kept) == (10, 10)
    assert ("Introduced in the Senate", "introduction") in read


def test_a_measure_that_the_record_did_not_know_has_its_title_and_author(
    site: Site, program: Program
) -> None:
    program.json(*WISH, "--url", site.address)
    query = sa.select(bills.c.printed, bills.c.title, bills.c.author, bills.c.title_is_cut)
    with _store(program).reading() as connection:
        (bill,) = connection.execute(query).all()
    assert tuple(bill) == (
        "SB 375",
        "Transportation planning: travel demand models",
        "Steinberg",
        False,
    )


def test_a_page_in_trouble_leaves_the_last_good_record(site: Site, program: Program) -> None:
    program.json(*WISH, "--url", site.address)
    before = contents(_store(program), history=True)
    ended = program.run(*WISH, "--url", f"{site.address}/{Mischief.LABEL_RENAMED}")
    assert ended.code == 3
    assert "the label 'NVR Count' is missing" in ended.err
    assert contents(_store(program), history=True) == before


def test_a_crawl_may_be_kept_without_being_loaded(site: Site, program: Program) -> None:
    said = program.json(*WISH, "--url", site.address, "--no-load")
    assert said["load"] is None
    assert Path(said["crawl"]).is_dir()
    assert not (program.home / "answerable.duckdb").exists()
