"""Answers of Legistar's API, from files to the record. The council and its members are invented."""

from __future__ import annotations

import json
from datetime import date
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa

from scrapers.kit.source import Origin, Wanted
from scrapers.kit.staging import write_crawl_folder
from scrapers.legistar.source import parse
from tests.record.contents import contents, store_at
from tests.scrapers.legistar_council import (
    ALL,
    JURISDICTION,
    THRESHOLDS,
    Json,
    answers,
    event,
    item,
    matter,
    office,
    votes,
    write_answers,
    write_council,
)
from tracker.agenda.agenda import read_agenda
from tracker.errors import DataFileError, SourceError, UsageError
from tracker.intake.load import load_crawl
from tracker.intake.report import LoadReport
from tracker.record.queries import RollCall, quarantined, roll_calls
from tracker.record.tables import bills, events, memberships
from tracker.scoring.method import find_method
from tracker.scoring.scorecard import scorecard
from tracker.store import Store

SESSION = "quillhaven-2031"
AGENDA = """
format: 1
id: ferries
jurisdiction: quillhaven
session: "2031"
title: The ferry
version: "1"
demonstration: false
statement: Quillhaven does not exist.
organizations: []
issues: [{id: ferries, name: Ferries}]
items:
  - id: int-70
    bill: Int 70-2031
    issue: ferries
    title: The ferry
    weight: 1
    reason: A test.
    positions: [{stance: support, in_force_from: 2031-01-01, recorded_on: 2031-01-01}]
"""


class Council:
    """A home that knows the council, and its record."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store: Store = store_at(folder / "answerable.duckdb")
        self._loads = count(1)

    def load(self, told: dict[str, list[Json]], session: str | None = None) -> LoadReport:
        nth = next(self._loads)
        path = write_answers(self.folder / f"answers-{nth}", told)
        staged = parse(path, Origin("https://example.org", path.name), Wanted(session=session))
        crawl = self.folder / f"crawl-{nth}"
        write_crawl_folder(crawl, staged.manifest, staged.tables)
        return load_crawl(self.store, crawl)


def council_in(folder: Path, monkeypatch: pytest.MonkeyPatch, **files: str) -> Council:
    """The council in a home of its own; a reviewed file may be given otherwise."""
    write_council(folder / "home", **files)
    monkeypatch.setenv("ANSWERABLE_HOME", str(folder / "home"))
    return Council(folder)


@pytest.fixture
def council(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Council:
    return council_in(tmp_path, monkeypatch)


def _roll(council: Council) -> RollCall:
    with council.store.reading() as connection:
        (roll,) = roll_calls(connection, session_id=SESSION)
    return roll


def _adds_up(report: LoadReport) -> bool:
    parts = ("loaded", "unchanged", "duplicates", "quarantined", "names_not_known")
    return bool(report.read == sum(getattr(report, part) for part in parts))


def test_a_roll_call_keeps_the_words_of_the_council(council: Council) -> None:
    report = council.load(answers())
    assert (report.read, report.loaded, report.bills, report.events) == (1, 1, 1, 1)
    with council.store.reading() as connection:
        (roll,) = roll_calls(connection, session_id=SESSION)
        (title,) = connection.execute(sa.select(bills.c.title)).scalars()
        (held,) = connection.execute(sa.select(events.c.classification)).scalars()
    assert (roll.bill_id, roll.declared_yes, roll.declared_no) == (f"{SESSION}-INT70-2031", 3, 1)
    assert roll.votes["excused"] == ["Elm Plover"]
    assert roll.people["Elm Plover"] == "legistar-quillhaven-4"
    assert roll.identifiers == {"legistar_quillhaven": "501"}
    assert (title, held) == ("A Local Law on the ferry", "floor")
    with council.store.reading() as connection:
        words = connection.execute(
            sa.text("select word from person_votes where option = 'excused'")
        )
        assert list(words.scalars()) == ["Medical"]


def test_seats_have_the_days_of_the_office_records(council: Council) -> None:
    terms = [
        office(1, 1, "2030-01-01", "2031-06-30"),
        office(2, 1, "2031-02-01", "2031-05-31", OfficeRecordTitle="Chair"),
        office(3, 1, "2031-09-01", None),
        office(4, 2, "2031-03-01", "2033-12-31"),
        office(5, 3, "2020-01-01", "2029-12-31"),
        office(6, 4, "2031-01-01", None, OfficeRecordBodyName="Committee on Ferries"),
    ]
    council.load(answers(officerecords=terms))
    term = memberships.c
    query = sa.select(term.person_id, term.start_date, term.end_date, term.dates_verified)
    with council.store.reading() as connection:
        held = {tuple(row) for row in connection.execute(query)}
    whole_year = (date(2031, 1, 1), date(2031, 12, 31))
    assert held == {
        ("legistar-quillhaven-1", date(2031, 1, 1), date(2031, 6, 30), True),
        ("legistar-quillhaven-1", date(2031, 9, 1), date(2031, 12, 31), True),
        ("legistar-quillhaven-2", date(2031, 3, 1), date(2031, 12, 31), True),
        *((f"legistar-quillhaven-{n}", *whole_year, False) for n in (3, 4, 5)),
    }


def test_every_item_with_votes_is_accounted_for(council: Council) -> None:
    told = answers(
        eventitems=[
            item(501),
            item(502, matter=71, EventItemTally="3-1"),
            item(503, matter=72, EventItemTally="5-0"),
            item(504, matter=None),
            item(505, matter=73, EventItemMatterFile="Oversight 7"),
            item(506, matter=74, EventItemMatterFile=None),
            item(507, matter=75),
            item(508, matter=76, event=10),
            item(509, matter=77),
        ],
        votes=[
            *(one for n in (501, 502, 503, 504, 505, 506, 508) for one in votes(n, ALL)),
            *votes(507, ALL | {2: "Hopping"}),
            *votes(599, ALL),
        ],
    )
    report = council.load(told)
    assert (report.read, report.loaded, report.quarantined) == (8, 2, 6)
    assert _adds_up(report)
    with council.store.reading() as connection:
        refused = {one["source_ref"]: str(one["detail"]) for one in quarantined(connection)}
    assert "declared 5-0, named 3-1" in refused["roll call 503"]
    assert '"Oversight 7" is no measure known here' in refused["roll call 505"]
    assert "matter 74, which no file holds" in refused["roll call 506"]
    assert "unknown word 'Hopping'" in refused["roll call 507"]
    assert "no file holds the event 10" in refused["roll call 508"]
    assert "agenda item 599, which no file holds" in refused["roll call 599"]
    assert "1 left out: items that were decided without a vote by name" in report.warnings
    assert "1 left out: items with votes on no matter, as on when to adjourn" in report.warnings


def test_an_abstention_counts_as_an_aye_by_the_rule_and_stays_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = answers(votes=votes(501, ALL | {3: "Abstain", 5: "Abstained"}))
    council = council_in(tmp_path / "plain", monkeypatch)
    council.load(told)
    plain = _roll(council)
    counted = THRESHOLDS.replace("    basis:", "    abstentions: as_ayes\n    basis:")
    council = council_in(tmp_path / "counted", monkeypatch, thresholds=counted)
    council.load(told)
    roll = _roll(council)
    assert "one of the two is wrong" in plain.threshold_basis
    assert (roll.threshold, roll.declared_yes, roll.needed) == ("majority_of_membership", 1, 3)
    assert roll.votes["abstain"] == ["Cedar Swift", "Hazel Crane"]
    assert roll.nonvote_effect == "unknown"


def test_the_council_is_scored(council: Council) -> None:
    """By the method that ships: excused is left out, a No is against."""
    council.load(answers())
    file = council.folder / "agenda.yaml"
    file.write_text(AGENDA, "utf-8")
    with council.store.reading() as connection:
        lines = scorecard(connection, read_agenda(file), find_method("excused_dropped"))
    scores = {line.member.name: line.score.percent for line in lines}
    assert scores == {
        "Alder Finch": 100,
        "Birch Heron": 0,
        "Cedar Swift": 100,
        "Elm Plover": None,
        "Hazel Crane": 100,
    }


def test_the_answers_of_another_month_are_added(council: Council) -> None:
    """Of five rolls without a member in office, the member is named."""
    council.load(answers())
    items = [item(n, matter=n - 500, event=10) for n in range(601, 606)]
    without_crane = {person: word for person, word in ALL.items() if person != 5}
    told = answers(
        events=[event(10, "2031-04-01")],
        eventitems=items,
        votes=[one for n in range(601, 606) for one in votes(n, without_crane)],
        matters=[],
    )
    report = council.load(told)
    assert (report.read, report.loaded) == (5, 5)
    assert any("Hazel Crane" in one and "on no roll call" in one for one in report.warnings)
    assert any("5 of 5 roll calls" in one and "4 of 5" in one for one in report.warnings)
    with council.store.reading() as connection:
        assert len(roll_calls(connection, session_id=SESSION)) == 6
        assert len(connection.execute(sa.select(events)).all()) == 2


def test_reading_the_same_again_changes_nothing(council: Council) -> None:
    told = answers()
    council.load(told)
    before = contents(council.store)
    del before["sources"]
    again = council.load(told)
    assert (again.loaded, again.unchanged) == (0, 1)
    after = contents(council.store)
    del after["sources"]
    assert after == before


def test_a_member_is_one_person_over_sessions(council: Council) -> None:
    council.load(answers())
    later = answers(events=[event(day="2032-03-04")])
    council.load(later)
    with council.store.reading() as connection:
        (roll,) = roll_calls(connection, session_id="quillhaven-2032")
        people = connection.execute(sa.text("select count(*) from people")).scalar()
    assert roll.people["Alder Finch"] == "legistar-quillhaven-1"
    assert people == 5


def test_of_several_sessions_one_is_read_at_a_time(council: Council) -> None:
    told = answers(
        events=[event(), event(10, "2032-03-04")],
        eventitems=[item(501), item(502, matter=71, event=10)],
        votes=[*votes(501, ALL), *votes(502, ALL)],
    )
    with pytest.raises(SourceError, match="of the sessions 2031, 2032; one is read at a time"):
        council.load(told)
    assert council.load(told, "2032").read == 1


@pytest.mark.parametrize(
    ("told", "what"),
    [
        (answers(votes=[{"VoteId": 1, "VoteEventItemId": 501}]), "VoteId 1 has no VotePersonId"),
        (answers(matters=[matter(), matter() | {"MatterFile": "Int 9"}]), "MatterId 70 stands"),
        (answers(events=[event(day="2031-13-04")]), "EventDate is no day"),
        (answers(officerecords=[office(1, 1, "2031-05-01", "2031-04-01")]), "ends on 2031-04-01"),
        (answers(events=[event() | {"EventInSiteURL": None}]), "name no site"),
        ({"indexes": [{"IndexId": 4}]}, "there is no meeting, item"),
        (answers(more=[{"Message": "An error has occurred."}]), "but has Message"),
    ],
    ids=["a key lacks", "two matters", "no day", "a term", "no site", "nothing", "an error"],
)
def test_what_cannot_be_is_refused_and_nothing_is_loaded(
    council: Council, told: dict[str, list[Json]], what: str
) -> None:
    with pytest.raises(SourceError, match=what):
        council.load(told)
    assert council.store.is_absent


@pytest.mark.parametrize(
    ("jurisdiction", "what"),
    [("ca", "the site of ca and of quillhaven"), ("lametro", "the site of lametro and of quill")],
)
def test_another_body_than_the_files_name_is_refused(
    council: Council, jurisdiction: str, what: str
) -> None:
    path = write_answers(council.folder / "answers", answers())
    with pytest.raises(SourceError, match=what):
        parse(path, Origin("https://example.org", "answers"), Wanted(jurisdiction=jurisdiction))


def test_a_body_of_two_houses_is_no_council(council: Council) -> None:
    told = answers(events=[event() | {"EventInSiteURL": None}])
    path = write_answers(council.folder / "answers", told)
    with pytest.raises(UsageError, match="has two houses"):
        parse(path, Origin("https://example.org", "answers"), Wanted(jurisdiction="ca"))


def test_a_file_that_breaks_off_is_refused_by_its_name(tmp_path: Path) -> None:
    path = write_answers(tmp_path / "cut", answers())
    whole = (path / "votes.json").read_text("utf-8")
    (path / "votes.json").write_text(whole[:-9], "utf-8")
    with pytest.raises(SourceError, match="not whole JSON") as refused:
        parse(path, Origin("https://example.org", "cut"), Wanted())
    assert refused.value.where == "votes.json"


def test_a_word_of_two_meanings_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    two = JURISDICTION.replace("Bereavement]", "Bereavement]\n  absent: [medical]")
    council = council_in(tmp_path, monkeypatch, jurisdiction=two)
    with pytest.raises(DataFileError, match="'medical' means both excused and absent"):
        council.load(answers())


def test_the_sample_is_accounted_for(samples: Path) -> None:
    """One meeting without items, one matter; the rest is of kinds that are not read."""
    path = samples / "legistar" / "api_json"
    staged = parse(path, Origin("https://example.org", path.name), Wanted())
    assert staged.manifest.session_id == "lametro-2024"
    assert staged.manifest.counts == {
        "roll_calls": 0,
        "votes": 0,
        "people": 0,
        "events": 1,
        "bills": 1,
    }
    files = [json.loads(one.read_text("utf-8")) for one in path.glob("*.json")]
    objects = sum(len(told) if isinstance(told, list) else 1 for told in files)
    left_out = sum(int(one.partition(" ")[0]) for one in staged.manifest.warnings)
    assert objects == left_out + 2
    (measure,) = staged.tables["bills"].column("bill_id").to_pylist()
    assert measure == "lametro-2024-FILE1026-2024"
