"""The stand-in's bulk files: what they tell is the sample record's, and the rest says it is not."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pyarrow.parquet as pq
import pytest

from scrapers.ca_pubinfo.tables import TABLES
from tests.cli.program import Ended, Program
from tests.measures import official
from tests.record.contents import contents, store_at
from tests.scrapers.staged import stage_pubinfo as stage
from tests.sites.bulk import FileMischief, bulk_answers
from tests.sites.pubinfo_bills import VETOED
from tests.sites.pubinfo_tables import WEEK
from tests.sites.sample_record import record
from tests.sites.site import Answer, Site, serving
from tracker.errors import SourceError
from tracker.service.days import Day
from tracker.store import Store
from tracker.store.schema import metadata

Rows = list[dict[str, object]]
Answers = Mapping[str, Sequence[Answer]]

SESSION = "/pubinfo_2007.zip"
CITED = {"source_id", "source_ref"}
FLOORS = {"ASM. FLOOR", "SEN. FLOOR"}
OF_THE_FILE = (
    *(FileMischief.ENDS_EARLY, FileMischief.BOMB, FileMischief.CLIMBS),
    *(FileMischief.COLUMN_MORE, FileMischief.WRONG_CHARSET),
)


@pytest.fixture(scope="module")
def answers() -> Answers:
    return bulk_answers()


@pytest.fixture(scope="module")
def site(answers: Answers) -> Iterator[Site]:
    with serving(answers) as site:
        yield site


def _staged(answers: Answers, path: str, into: Path) -> dict[str, Rows]:
    """What the spider reads of the file at that address."""
    file = into / path.rsplit("/", 1)[-1]
    file.write_bytes(answers[path][0].body)
    stage(file, into / "crawl")
    tables = (into / "crawl").glob("*.parquet")
    return {table.stem: pq.read_table(table).to_pylist() for table in tables}


@pytest.fixture(scope="module")
def session(answers: Answers, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Rows]:
    return _staged(answers, SESSION, tmp_path_factory.mktemp("session"))


def _archive(answers: Answers, path: str) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(answers[path][0].body))


def _rolls() -> Rows:
    """The roll calls of the record that any file can tell."""
    listed: Rows = record().roll_calls.to_pylist()
    return [roll for roll in listed if not roll["known_missing"]]


def _crawl(home: Path, address: str, *options: str) -> Ended:
    wish = ("--session", "2007-08", "--url", address, "--delay", "0", "--timeout", "2")
    return Program(home).run("crawl", "ca_pubinfo", *wish, *options, "--format", "json")


def test_every_table_that_is_read_is_there_and_every_text_that_a_row_names(
    answers: Answers,
) -> None:
    with _archive(answers, SESSION) as archive:
        names = set(archive.namelist())
        assert {table.file for table in TABLES} <= names
        rows = "".join(archive.read(table.file).decode() for table in TABLES)
        named = {cell for cell in rows.split() if cell.endswith(".lob")}
        assert named == {name for name in names if name.endswith(".lob")}
        for name in named:
            text = archive.read(name)
            assert b"Synthetic" in text
            if name.startswith("BILL_VERSION_TBL"):
                ElementTree.fromstring(text)


def test_every_row_and_every_archive_says_that_it_is_synthetic(answers: Answers) -> None:
    paths = [path for path in answers if path.count("/") == 1 or path.startswith("/data/")]
    assert len(paths) == 16
    for path in paths:
        with _archive(answers, path) as archive:
            assert b"Synthetic" in archive.read("SYNTHETIC.txt")
            for table in TABLES:
                if table.file in archive.namelist():
                    lines = archive.read(table.file).decode().lower().splitlines()
                    assert lines
                    assert all("synthetic" in line for line in lines)


def test_the_members_are_those_of_the_reviewed_roster(session: dict[str, Rows]) -> None:
    people = {person.person_id: person for person in record().people}
    listed = {
        (row["chamber"], row["district"], row["given_name"], row["family_name"], row["party"])
        for row in session["members"]
    }
    terms = record().memberships
    assert len(session["members"]) == len(terms)
    assert listed == {
        (
            str(term.chamber),
            str(term.district),
            people[term.person_id].given_name,
            people[term.person_id].family_name,
            term.party,
        )
        for term in terms
    }
    gone = {row["printed"] for row in session["members"] if not row["serving"]}
    assert gone == {"Alarcon", "Richardson"}, "who left before the session ended"


def test_measures_and_their_authors_are_those_of_the_record(session: dict[str, Rows]) -> None:
    assert {(row["bill_id"], row["title"], row["author"]) for row in session["bills"]} == {
        (official(bill.bill_id), bill.full_title or bill.title, bill.author_printed)
        for bill in record().bills
    }
    assert {(row["bill_id"], row["name"]) for row in session["authors"]} == {
        (one.bill_id, one.name) for one in record().sponsorships if one.classification == "author"
    }
    chaptered = {row["bill_id"]: row["chaptered"] for row in session["bills"] if row["chaptered"]}
    assert chaptered == {
        official(bill.bill_id): bill.chaptered for bill in record().bills if bill.chaptered
    }


def test_texts_are_those_of_the_record_or_say_that_their_day_is_made_up(
    session: dict[str, Rows],
) -> None:
    known = {(text.bill_id, text.date) for text in record().versions}
    made_up = [row for row in session["versions"] if "made up" in str(row["label"])]
    told = [row for row in session["versions"] if row not in made_up]
    assert {(row["bill_id"], row["date"]) for row in told} == known
    without = {official(bill.bill_id) for bill in record().bills} - {
        bill_id for bill_id, _ in known
    }
    assert sorted(str(row["bill_id"]) for row in made_up) == sorted(without)
    assert {row["vote_required"] for row in session["versions"]} == {None}, "the record has none"


def test_documents_are_the_analyses_that_the_record_cites_and_one_made_up_veto(
    session: dict[str, Rows],
) -> None:
    cited = [source.url for source in record().sources if source.url and "_cfa_" in source.url]
    days = sorted(url.partition("_cfa_")[2][:8] for url in cited)
    analyses = [row for row in session["documents"] if row["kind"] == "analysis"]
    assert sorted(f"{row['date']:%Y%m%d}" for row in analyses) == days
    (veto,) = (row for row in session["documents"] if row["kind"] == "veto_message")
    bill = next(bill for bill in record().bills if official(bill.bill_id) == VETOED)
    assert (veto["bill_id"], bill.chaptered) == (VETOED, None)


def test_where_a_measure_was_voted_on_it_was_heard_or_on_the_daily_file(
    session: dict[str, Rows],
) -> None:
    events = {row["row"]: row for row in session["events"]}
    told = {
        (events[row["row"]]["date"], events[row["row"]]["place"], row["bill_id"])
        for row in session["event_bills"]
    }
    assert told == {(roll["date"], roll["location"], roll["bill_id"]) for roll in _rolls()}
    for event in events.values():
        is_floor = event["place"] in FLOORS
        assert event["classification"] == ("floor" if is_floor else "committee-meeting")
        assert ("made up" in str(event["note"])) != is_floor


def test_a_crawl_differs_from_the_record_in_nothing(site: Site, tmp_path: Path) -> None:
    program = Program(tmp_path)
    program.json("load", "sample")
    said = json.loads(_crawl(tmp_path, site.address).out)
    assert all(monitor["ok"] for monitor in said["monitors"])
    loaded = said["load"]
    assert (loaded["new"], loaded["quarantined"], loaded["roster_differences"]) == (0, 0, {})
    assert program.json("record", "conflicts") == []
    heard = program.json("record", "events", "--session", "2007-08", "--bill", "SB 375")
    days = {str(roll["date"]) for roll in _rolls() if str(roll["bill_id"]).endswith("SB375")}
    assert {event["date"] for event in heard} == days


def test_there_is_a_file_for_every_day_that_can_be_asked_for() -> None:
    assert list(WEEK) == [day for day in Day if day not in (Day.TODAY, Day.YESTERDAY)]
    assert all(f"{day:%a}" == name for name, day in WEEK.items())
    last = max(roll["date"] for roll in _rolls() if isinstance(roll["date"], date))
    assert [*WEEK.values()] == [last - timedelta(days) for days in reversed(range(7))]


def test_the_days_change_nothing_that_the_session_says_and_tell_of_that_day_alone(
    site: Site, tmp_path: Path
) -> None:
    assert _crawl(tmp_path, site.address).code == 0
    store = store_at(tmp_path / "answerable.duckdb")
    before = _told(store)
    for name, day in WEEK.items():
        ended = _crawl(tmp_path, site.address, "--changes", name)
        assert ended.code == 0, ended.err
        said = json.loads(ended.out)
        of_day = [roll for roll in _rolls() if roll["date"] == day]
        staged = pq.read_table(Path(said["crawl"]) / "roll_calls.parquet").to_pylist()
        assert {(row["bill_id"], row["date"]) for row in staged} == {
            (roll["bill_id"], roll["date"]) for roll in of_day
        }
        assert (len(of_day) > 0, said["load"]["unchanged"]) == (True, len(of_day))
        assert _told(store) == before
    assert Program(tmp_path).json("record", "conflicts") == []


def _told(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """All that a store holds but which file and line said it last."""
    places = {
        name: [n for n, column in enumerate(table.c) if column.name not in CITED]
        for name, table in metadata.tables.items()
    }
    return {
        name: sorted((tuple(row[place] for place in places[name]) for row in rows), key=str)
        for name, rows in contents(store).items()
        if name != "sources"
    }


def test_the_day_s_file_of_the_whole_session_is_the_session_s(site: Site, tmp_path: Path) -> None:
    whole = json.loads(_crawl(tmp_path, site.address).out)
    for name in (Day.MON, Day.SUN):
        ended = _crawl(tmp_path, site.address, "--daily", name)
        assert ended.code == 0, ended.err
        said = json.loads(ended.out)
        assert said["items"] == whole["items"]
        assert (said["load"]["new"], said["load"]["unchanged"]) == (0, len(_rolls()))


@pytest.mark.parametrize("case", OF_THE_FILE)
@pytest.mark.parametrize("name", WEEK)
def test_a_day_s_file_can_be_spoiled_too(
    name: str, case: FileMischief, answers: Answers, tmp_path: Path
) -> None:
    path = f"/pubinfo_{name}.zip"
    assert set(_staged(answers, path, tmp_path)) > {"roll_calls", "votes"}
    spoiled = tmp_path / "spoiled"
    spoiled.mkdir()
    with pytest.raises(SourceError):
        _staged(answers, f"/{case}{path}", spoiled)
    daily = answers[f"/{case}/pubinfo_daily_{name}.zip"]
    assert daily == answers[f"/{case}{SESSION}"]


@pytest.mark.parametrize(
    ("case", "code"), [(FileMischief.CUT_OFF, 4), (FileMischief.ONCE_UNAVAILABLE, 0)]
)
@pytest.mark.parametrize("wish", ["--changes", "--daily"])
def test_a_day_s_file_comes_in_trouble_too(
    wish: str, case: FileMischief, code: int, site: Site, tmp_path: Path
) -> None:
    ended = _crawl(tmp_path, f"{site.address}/{case}", wish, Day.FRI)
    assert ended.code == code, ended.err
