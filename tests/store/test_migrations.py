"""A store of the last version opens: its campaigns stay, whatever happens on the way."""

from __future__ import annotations

import resource
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.config import Config
from alembic.script import ScriptDirectory

from tests.cli.program import Program
from tests.grid.sheets import example
from tests.record.contents import contents
from tests.store.last_version import all_rows, rows_of, write_last_version
from tests.store.places import Place
from tracker.agenda.known_agendas import find_agenda
from tracker.agenda.versions import save_agenda, versions
from tracker.campaigns.campaign_file import demonstration_file, load_campaign_file
from tracker.campaigns.reading import campaigns, histories
from tracker.grid.load import load_grid
from tracker.intake.load import load_record
from tracker.record.tables import bills, person_votes, vote_events
from tracker.rules.reference import sample_folder
from tracker.store.schema import SCHEMA_VERSION, metadata

CAMPAIGN_TABLES = ("campaigns", "milestones", "milestone_updates")
OPENED = """
import sys
from tracker.errors import StoreError
from tracker.store import open_store
try:
    with open_store(sys.argv[1]).reading():
        pass
except StoreError as error:
    sys.exit(str(error))
"""
KILLED = """
import os, signal, sys
import sqlalchemy as sa
from tracker.store import open_store

def killed(connection, cursor, statement, *rest):
    if statement.strip().upper().startswith(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)

sa.event.listen(sa.Engine, "before_cursor_execute", killed)
with open_store(sys.argv[1]).reading():
    pass
"""
"""Ends this process just before it would execute a statement that begins so."""


@pytest.fixture
def old(place: Place) -> Place:
    """A place with a store of schema 9."""
    write_last_version(place)
    return place


@pytest.fixture
def words(place: Place) -> Place:
    """A place with a store of schema 10, where votes are words."""
    write_last_version(place, schema=10)
    return place


def _open(place: Place) -> None:
    with place.store().reading():
        pass


SINCE = {
    "campaigns": {},
    "milestones": {"kind": None, "place": None},
    "milestone_updates": {"evidence": None, "takes_back": None},
}
"""Columns that later versions added: empty in every row that was there before."""


def _with_later_columns(table: str, rows: list[dict[str, object]]) -> list[dict[str, object]]:
    return [row | SINCE[table] for row in rows]


def _with_new_ids(row: dict[str, object]) -> dict[str, object]:
    """The row of a milestone, with its links as this version writes them."""
    links = {name: row[name] for name in ("bill_id", "vote_event_id")}
    return (
        row
        | SINCE["milestones"]
        | {
            name: text.replace("200720080SB375", "ca-20072008-SB375") if text else None
            for name, text in links.items()
            if text is None or isinstance(text, str)
        }
    )


def test_every_campaign_milestone_and_update_survives_with_its_ids_mapped(old: Place) -> None:
    before = all_rows(old)
    _open(old)
    after = all_rows(old)
    assert len(before["campaigns"]) == 4
    assert len(before["milestones"]) == 17
    assert len(before["milestone_updates"]) == 20
    assert after["milestones"] == [_with_new_ids(row) for row in before["milestones"]]
    updates = _with_later_columns("milestone_updates", before["milestone_updates"])
    assert after["milestone_updates"] == updates
    told = {row["campaign_id"]: row.pop("jurisdiction_id") for row in after["campaigns"]}
    assert after["campaigns"] == before["campaigns"]
    assert told == {
        "near-home": "ca",
        "lanes": "riverbend-2026",
        "riders": None,  # links to a measure of either
        "benches": None,  # links to none
    }


def test_its_links_lead_to_the_record_that_is_loaded_anew(old: Place) -> None:
    store = old.store()
    folder = sample_folder("ca", "20072008")
    assert folder is not None
    load_record(store, folder)
    load_grid(store, example(), body="riverbend-2026", name="Riverbend (fictional)")
    with store.reading() as connection:
        kept = [one for c in campaigns(connection) for one in histories(connection, c.campaign_id)]
        held_bills = set(connection.execute(sa.select(bills.c.bill_id)).scalars())
        held_rolls = set(connection.execute(sa.select(vote_events.c.vote_event_id)).scalars())
    linked = {one.milestone.bill_id for one in kept} - {None}
    rolls = {one.milestone.vote_event_id for one in kept} - {None}
    assert (len(linked), len(rolls)) == (2, 8)
    assert linked <= held_bills
    assert rolls <= held_rolls


def test_a_campaign_file_loaded_before_is_recognised(old: Place) -> None:
    folder = sample_folder("ca", "20072008")
    assert folder is not None
    load_record(old.store(), folder)
    before = all_rows(old)
    loaded = load_campaign_file(old.store(), demonstration_file())
    assert (loaded.milestones, loaded.updates, loaded.new_updates) == (12, 16, 0)
    after = all_rows(old)
    assert {t: after[t] for t in CAMPAIGN_TABLES} == {t: before[t] for t in CAMPAIGN_TABLES}


def test_it_has_the_tables_of_a_new_store_and_an_empty_record(
    old: Place, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    new = (
        Place(f"duckdb:///{tmp_path / 'new.duckdb'}")
        if old.store().is_duckdb
        else Place(request.getfixturevalue("postgresql").new_database())
    )
    _open(old)
    _open(new)
    assert _columns(old) == _columns(new)
    assert {name for name, _ in _columns(new)} == set(metadata.tables) - {person_votes.name}
    assert _views(old) == _views(new) == [person_votes.name]
    filled = {name for name, rows in contents(old.store(), history=True).items() if rows}
    assert filled == {"store_meta", *CAMPAIGN_TABLES}


def _views(place: Place) -> list[str]:
    engine = sa.create_engine(place.store().url)
    with engine.connect() as connection:
        found = sa.inspect(connection).get_view_names()
    engine.dispose()
    return found


def _columns(place: Place) -> dict[tuple[str, str], tuple[object, ...]]:
    engine = sa.create_engine(place.store().url)
    with engine.connect() as connection:
        found = sa.inspect(connection)
        columns: dict[tuple[str, str], tuple[object, ...]] = {
            (table, column["name"]): (
                number,
                str(column["type"]),
                column["nullable"],
                column["name"] in found.get_pk_constraint(table)["constrained_columns"],
            )
            for table in found.get_table_names()
            for number, column in enumerate(found.get_columns(table))
        }
    engine.dispose()
    return columns


def test_of_a_store_with_votes_in_words_every_campaign_row_stays_as_it_is(
    words: Place, tmp_path: Path
) -> None:
    before = {table: _with_later_columns(table, rows_of(words, table)) for table in CAMPAIGN_TABLES}
    assert [len(rows) for rows in before.values()] == [4, 17, 20]
    opened = Program(tmp_path / "home").run("campaign", "list", url=words.url)
    assert (opened.code, opened.err.count("load it again: answerable load --help")) == (0, 1)
    assert {table: rows_of(words, table) for table in CAMPAIGN_TABLES} == before
    filled = {name for name, rows in contents(words.store(), history=True).items() if rows}
    assert filled == {"store_meta", *CAMPAIGN_TABLES}


def test_of_the_version_before_campaigns_and_the_record_stay_as_they_are(place: Place) -> None:
    folder = sample_folder("ca", "20072008")
    assert folder is not None
    load_record(place.store(), folder)
    load_campaign_file(place.store(), demonstration_file())
    whole = all_rows(place)
    for table, columns in SINCE.items():
        for column in columns:
            _change(place, f"alter table {table} drop column {column}")
    _change(place, "drop table campaign_measures")
    _change(place, "drop table target_notes")
    _change(place, "update store_meta set value = 11 where key = 'schema_version'")
    assert all_rows(place).keys() == whole.keys() - {"campaign_measures", "target_notes"}
    _open(place)
    after = all_rows(place)
    updates = [row | {"takes_back": False} for row in after.pop("milestone_updates")]
    assert updates == whole.pop("milestone_updates")
    assert after | {"store_meta": []} == whole | {"store_meta": []}


def test_of_a_store_before_targets_every_row_stays_as_it_is(place: Place) -> None:
    folder = sample_folder("ca", "20072008")
    assert folder is not None
    load_record(place.store(), folder)
    load_campaign_file(place.store(), demonstration_file())
    whole = all_rows(place)
    _change(place, "drop table target_notes")
    _change(place, "update store_meta set value = 12 where key = 'schema_version'")
    _open(place)
    after = all_rows(place)
    assert {row["key"]: row["value"] for row in after["store_meta"]}["schema_version"] == (
        SCHEMA_VERSION
    )
    assert after | {"store_meta": []} == whole | {"store_meta": []}


def test_a_store_from_before_agendas_were_decided_gets_those_tables_and_keeps_all(
    place: Place,
) -> None:
    _open(place)
    agenda = find_agenda("sb375-worked-case").model_copy(update={"id": "ours"})
    with place.store().writing() as connection:
        save_agenda(connection, agenda, seen=0, by="Ada", now=datetime(2008, 1, 10, tzinfo=UTC))
    whole = all_rows(place)
    deciding = [name for name in whole if name.startswith("agenda_") and name != "agenda_versions"]
    assert len(deciding) == 10
    for table in deciding:
        _change(place, f"drop table {table}")
    _change(place, "update store_meta set value = 12 where key = 'schema_version'")
    with place.store().reading() as connection:
        assert [one.agenda for one in versions(connection, "ours")] == [agenda]
    assert all_rows(place) | {"store_meta": []} == whole | {"store_meta": []}


def test_the_record_of_a_store_with_votes_in_words_is_loaded_anew(words: Place) -> None:
    folder = sample_folder("ca", "20072008")
    assert folder is not None
    load_record(words.store(), folder)
    with words.store().reading() as connection:
        by_option = sa.select(person_votes.c.option, sa.func.count()).group_by("option")
        floor = person_votes.c.vote_event_id.startswith("ca-20072008-SB375-20070607-SENFLOOR")
        counted = {row[0]: row[1] for row in connection.execute(by_option.where(floor))}
    assert counted == {"yes": 21, "no": 15, "not_voting": 4}


def test_opened_again_nothing_changes(old: Place) -> None:
    _open(old)
    once = all_rows(old)
    _open(old)
    assert all_rows(old) == once


@pytest.mark.parametrize(
    "moment",
    [
        "ALTER TABLE CAMPAIGNS",
        "UPDATE MILESTONES",
        "DROP TABLE VOTE_EVENTS",
        "CREATE TABLE VOTE_EVENTS",
        "UPDATE STORE_META",
    ],
)
def test_killed_in_the_middle_the_old_store_stays_whole_and_opens_next_time(
    moment: str, old: Place
) -> None:
    before = all_rows(old)
    ended = subprocess.run([sys.executable, "-c", KILLED, old.url, moment], check=False)
    assert ended.returncode == -9
    assert all_rows(old) == before
    _open(old)
    milestones = [_with_new_ids(row) for row in before["milestones"]]
    assert rows_of(old, "milestones") == milestones


def test_on_a_full_disk_the_old_store_stays_whole(tmp_path: Path) -> None:
    path = tmp_path / "answerable.duckdb"
    old = Place(f"duckdb:///{path}")
    write_last_version(old)
    before = all_rows(old)
    room = path.stat().st_size
    ended = subprocess.run(
        [sys.executable, "-c", OPENED, old.url],
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1000, room)),
        check=False,
    )
    assert ended.returncode == 1
    assert "the disk is full; nothing of this step was stored" in ended.stderr
    assert "earlier version" not in ended.stderr
    assert all_rows(old) == before
    _open(old)
    assert len(rows_of(old, "milestones")) == 17


def test_two_processes_that_open_it_at_once_migrate_it_once(old: Place) -> None:
    command = [sys.executable, "-c", OPENED, old.url]
    both = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate()[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert sum("load it again" in text for text in said) == 1
    assert len(rows_of(old, "milestones")) == 17


def test_a_command_that_only_reads_migrates_and_says_once_what_to_do(
    old: Place, tmp_path: Path
) -> None:
    program = Program(tmp_path / "home")
    command = ("milestone", "list", "--format", "json")
    first, second = (program.run(*command, url=old.url) for _ in range(2))
    assert (first.code, second.code) == (0, 0), first.err
    assert first.out == second.out
    assert '"vote_event_id": "ca-20072008-SB375-20070607-SENFLOOR' in first.out
    assert first.err.count("load it again: answerable load --help") == 1
    assert len(first.err.splitlines()) == 1
    assert second.err == ""


def test_a_store_without_a_record_is_migrated_without_a_word(old: Place, tmp_path: Path) -> None:
    _change(old, "delete from bills")
    ended = Program(tmp_path / "home").run("campaign", "list", url=old.url)
    assert (ended.code, ended.err) == (0, "")
    assert len(rows_of(old, "campaigns")) == 4


def test_a_write_that_fails_leaves_it_migrated(old: Place) -> None:
    with pytest.raises(ZeroDivisionError), old.store().writing():
        raise ZeroDivisionError
    assert {row["key"]: row["value"] for row in rows_of(old, "store_meta")} == {
        "revision": 16,
        "schema_version": SCHEMA_VERSION,
    }


def test_a_store_of_an_even_older_version_keeps_its_campaigns_too(old: Place) -> None:
    _change(old, "alter table memberships drop column dates_verified")
    _change(old, "drop table unlisted_rolls")
    _change(old, "update store_meta set value = 7 where key = 'schema_version'")
    milestones = [_with_new_ids(row) for row in rows_of(old, "milestones")]
    _open(old)
    assert rows_of(old, "milestones") == milestones
    assert contents(old.store())["memberships"] == []


def _change(place: Place, statement: str) -> None:
    engine = sa.create_engine(place.store().url)
    with engine.begin() as connection:
        connection.execute(sa.text(statement))
    engine.dispose()


def test_the_newest_step_leads_to_the_version_that_the_program_writes() -> None:
    config = Config()
    config.set_main_option("script_location", "tracker.store:migrations")
    assert ScriptDirectory.from_config(config).get_current_head() == str(SCHEMA_VERSION)
