"""People with dated seats beside votes, tables of members and reviewed names."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
import sqlalchemy as sa

from scrapers.kit.source import Origin, Wanted
from scrapers.kit.staging import write_crawl_folder
from scrapers.openstates_people.source import parse
from tests.intake.member_table import ALL, listing, seats_of, voters_of
from tests.intake.member_table import load as load_listing
from tests.intake.staged import SESSION_ID, Staged, crawl_folder
from tests.record.contents import new_store
from tests.scrapers.bulkfiles import senators
from tests.sites.people import archive_of, person
from tracker.errors import DataFileError
from tracker.intake.load import load_crawl
from tracker.intake.people import load_people, read_people
from tracker.intake.report import LoadReport
from tracker.record.names import names_of
from tracker.record.tables import identifiers, memberships, people, person_votes, quarantined_rolls
from tracker.rules import reference
from tracker.store import Store

YEARS = "2009-01-01 2010-12-31"
SENATORS = {
    1: f"Vale Aster|upper 1 {YEARS}",
    2: f"Moss Birch|upper 2 {YEARS}",
    3: f"Fern De La Rue|upper 3 {YEARS}",
    4: f"Ivy Elder|upper 4 {YEARS}",
}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return new_store(tmp_path / "answerable.duckdb")


def load_people_of(store: Store, folder: Path, more: dict[int, str] | None = None) -> LoadReport:
    """A Senate of forty invented people, `more` of them as said."""
    told = {n: f"Member Of{n}|upper {n} {YEARS}" for n in range(1, 41)} | SENATORS | (more or {})
    files = {}
    for number, text in told.items():
        name, _, roles = text.partition("|")
        files[f"retired/{number}"] = person(number, name, *roles.split(";"))
    folder.mkdir()
    archive = folder / "people.zip"
    archive.write_bytes(archive_of(files))
    staged = parse(archive, Origin("http://localhost/people.zip", "people.zip"), Wanted("ca"))
    write_crawl_folder(folder / "crawl", staged.manifest, staged.tables)
    return load_people(store, read_people(folder / "crawl"))


def _votes(store: Store, folder: Path, *rolls: Staged) -> None:
    load_crawl(store, crawl_folder(folder, rolls or [Staged()]))


def _record(store: Store) -> dict[str, list[tuple[object, ...]]]:
    with store.reading() as connection:
        return {
            table.name: sorted(
                (tuple(row) for row in connection.execute(sa.select(table))), key=repr
            )
            for table in (people, memberships, person_votes, identifiers)
        }


def test_loaded_before_or_after_the_votes_the_record_is_the_same(tmp_path: Path) -> None:
    first, second = new_store(tmp_path / "one.duckdb"), new_store(tmp_path / "two.duckdb")
    load_people_of(first, tmp_path / "people-first")
    _votes(first, tmp_path / "votes-second")
    _votes(second, tmp_path / "votes-first")
    report = load_people_of(second, tmp_path / "people-second")
    assert _record(first) == _record(second)
    assert None not in voters_of(first).values()
    assert "Aster, upper house: 1 votes were nobody's and are vale-aster-00000000's" in (
        report.warnings
    )


def test_a_senator_is_on_a_vote_not_told_apart_whichever_came_first(
    samples: Path, crawl_of: Callable[[str], Path], tmp_path: Path
) -> None:
    """SB 270 of 2014-08-29, 22-15: the archive codes non-votes as Noes there."""
    votes = only_of(crawl_of("20132014"), "SB 270", tmp_path / "votes")
    archive = samples / "openstates_people_ca" / "ca_people.zip"
    staged = parse(archive, Origin("http://localhost/people.zip", archive.name), Wanted("ca"))
    folder = tmp_path / "people"
    write_crawl_folder(folder, staged.manifest, staged.tables)
    first, second = new_store(tmp_path / "one.duckdb"), new_store(tmp_path / "two.duckdb")
    load_people(first, read_people(folder))
    load_crawl(first, votes)
    load_crawl(second, votes)
    load_people(second, read_people(folder))
    assert _record(first)["person_votes"] == _record(second)["person_votes"]
    with second.reading() as connection:
        last = sa.select(quarantined_rolls.c.vote_event_id).where(
            quarantined_rolls.c.date == date(2014, 8, 29),
            quarantined_rolls.c.chamber == "upper",
        )
        done = Counter(
            option
            for option, person in connection.execute(
                sa.select(person_votes.c.option, person_votes.c.person_id).where(
                    person_votes.c.vote_event_id.in_(last)
                )
            )
            if person
        )
    assert done == {"yes": 22, "no_or_not_voting": 18}


def only_of(crawl: Path, bill: str, folder: Path) -> Path:
    """That crawl with the roll calls of one measure alone."""
    shutil.copytree(crawl, folder)
    rolls = pq.read_table(crawl / "roll_calls.parquet")
    rolls = rolls.filter(pc.equal(rolls.column("bill_printed"), bill))
    votes = pq.read_table(crawl / "votes.parquet")
    votes = votes.filter(pc.is_in(votes.column("row"), rolls.column("row")))
    pq.write_table(rolls, folder / "roll_calls.parquet")
    pq.write_table(votes, folder / "votes.parquet")
    return folder


def test_of_two_bearers_of_a_name_on_one_day_nobody_is_taken(store: Store, tmp_path: Path) -> None:
    _votes(store, tmp_path / "votes")
    load_people_of(store, tmp_path / "people", {5: f"Oak Aster|upper 5 {YEARS}"})
    assert voters_of(store)["Aster"] is None
    with store.reading() as connection:
        found = names_of(connection, SESSION_ID, "20092010")
    assert (found.names, found.resolved, found.ambiguous, found.unknown) == (4, 3, 1, 0)
    (left,) = found.left
    assert (left.printed, left.votes, len(left.candidates)) == ("Aster", 1, 2)


def test_who_came_later_is_not_taken_for_who_was_there(store: Store, tmp_path: Path) -> None:
    _votes(store, tmp_path / "votes")
    later = {1: "Oak Other|upper 1 " + YEARS, 5: "Vale Aster|upper 5 2009-07-01 2010-11-30"}
    load_people_of(store, tmp_path / "people", later)
    assert voters_of(store)["Aster"] is None


def test_dated_seats_stand_for_a_table_without_days_whichever_came_first(tmp_path: Path) -> None:
    first, second = new_store(tmp_path / "one.duckdb"), new_store(tmp_path / "two.duckdb")
    load_people_of(first, tmp_path / "a")
    load_listing(first, listing(senators(*ALL)), tmp_path / "b")
    load_listing(second, listing(senators(*ALL)), tmp_path / "c")
    load_people_of(second, tmp_path / "d")
    assert _record(first) == _record(second)
    assert "vale-aster-00000000" in seats_of(first)
    assert not [who for who in seats_of(first) if SESSION_ID in who]


def test_a_house_with_few_known_seats_stays_unseated(store: Store, tmp_path: Path) -> None:
    _votes(store, tmp_path / "votes")
    gone = {n: f"Member Of{n}|upper {n} - 2010-12-31" for n in range(30, 41)}
    report = load_people_of(store, tmp_path / "people", gone)
    assert set(voters_of(store).values()) == {None}
    assert any("Senate: only 3" in one and "of 40 seats" in one for one in report.warnings)
    assert any("without a first day" in one for one in report.warnings)


def test_an_alias_of_nobody_who_sat_there_is_refused_and_nothing_is_lost(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_people_of(store, tmp_path / "people")
    before = _record(store)
    file = tmp_path / "aliases.csv"
    columns = "session,chamber,printed,person_id,valid_from,valid_until,reviewed_by,note"
    file.write_text(f"{columns}\n20092010,upper,Aster,a-stranger,2008-12-01,,me,seen\n", "utf-8")
    real = reference.alias_file
    monkeypatch.setattr(
        reference,
        "alias_file",
        lambda code, session: file if session == "20092010" else real(code, session),
    )
    with pytest.raises(DataFileError, match="an alias of a-stranger, who has no seat"):
        load_people_of(store, tmp_path / "again")
    assert _record(store) == before
