"""`ledger.sql` as it stands comes to the same rows and integers on DuckDB, PostgreSQL and Spark."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings

from tests.postgresql import Server
from tests.scoring import plain
from tests.scoring.engine import asked, empty_record, fill, method_of
from tests.scoring.presets import PRESETS
from tests.scoring.strategies import scoring_inputs
from tests.scoring.test_two_scorers import UNHURRIED
from tracker.agenda.known_agendas import find_agenda
from tracker.scoring.inputs import (
    INPUTS,
    LEDGER_SQL,
    Asked,
    band_runs,
    drops_of,
    prepare,
    put_inputs,
    statements_of,
)
from tracker.scoring.scorecard import asked_by
from tracker.scoring.scores import sums_of_like_votes
from tracker.store import Store

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

Rows = list[tuple[object, ...]]

RECORD: Mapping[str, Mapping[str, str]] = {
    "vote_events": {
        "vote_event_id": "text",
        "bill_id": "text",
        "chamber": "text",
        "venue": "text",
        "date": "date",
        "sequence": "integer",
        "motion_class": "text",
        "result": "text",
        "result_contradicted": "boolean",
        "motion": "text",
        "needed": "integer",
        "source_id": "text",
        "source_ref": "text",
        "note": "text",
        "declared_yes": "integer",
        "declared_no": "integer",
        "nonvote_effect": "text",
        "status": "text",
    },
    "unlisted_rolls": {"vote_event_id": "text"},
    "quarantined_rolls": {
        **dict.fromkeys(
            (
                *("vote_event_id", "bill_id", "chamber", "venue", "motion", "motion_class"),
                *("result", "nonvote_effect", "source_id", "source_ref", "reason", "detail"),
            ),
            "text",
        ),
        **dict.fromkeys(
            (*("sequence", "declared_yes", "declared_no", "named_yes", "named_no", "needed"),),
            "integer",
        ),
        "date": "date",
        "result_contradicted": "boolean",
    },
    "numbered_votes": {"vote_event_no": "integer", "person_no": "integer", "option_no": "integer"},
    "vote_event_numbers": {"vote_event_no": "integer", "vote_event_id": "text"},
    "person_numbers": {"person_no": "integer", "person_id": "text"},
    "vote_options": {"option_no": "integer", "option": "text"},
    "memberships": {
        "person_id": "text",
        "chamber": "text",
        "start_date": "date",
        "end_date": "date",
    },
}
"""All that the ledger reads of the record."""

COLUMNS = {
    "ledger": "run_id, person_id, chamber, roll_no, item_id, vote_event_id, date, stance, "
    "recorded_on, option, weight, left_out_because, reason, credit",
    "sums": "run_id, person_id, chamber, shares, measures, eligible, weight, weighted_halves",
    "available": "run_id, chamber, measures, weight",
}

SMALL = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.shuffle.partitions": "1",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
"""Spark for a few thousand rows in this process: else it plans and compiles for minutes."""

RUNS = band_runs([method_of(rule) for rule in PRESETS])


@pytest.fixture(scope="module")
def on_duckdb() -> Iterator[sa.Connection]:
    with empty_record() as connection:
        yield connection


@pytest.fixture(scope="module")
def on_postgresql(postgresql: Server) -> Iterator[sa.Connection]:
    with empty_record(postgresql.new_database()) as connection:
        yield connection


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    """Spark in this process; skips, saying so, where it cannot be had."""
    pyspark = pytest.importorskip(
        "pyspark.sql", reason="Spark is not installed (.venv/bin/uv pip install --group spark)"
    )
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java 17 or later (Debian: apt-get install default-jre-headless)")
    session = pyspark.SparkSession.builder.master("local[1]").config(map=SMALL).getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


def ledger_on(connection: sa.Connection, wanted: Asked) -> dict[str, Rows]:
    """What the file gives when it is run as a whole, by relation."""
    put_inputs(connection, wanted, RUNS)
    connection.exec_driver_sql(LEDGER_SQL.read_text("utf-8"))
    found = _read(lambda query: [tuple(row) for row in connection.execute(sa.text(query)).all()])
    for drop in drops_of(statements_of(LEDGER_SQL)):
        connection.exec_driver_sql(drop)
    return found


def ledger_on_spark(spark: SparkSession, filled: sa.Connection) -> dict[str, Rows]:
    """The same, of the record and the request with which a store was `filled`."""
    session = spark.newSession()
    for name, columns in {**RECORD, **INPUTS}.items():
        rows = filled.execute(sa.text(f"select {', '.join(columns)} from {name}")).all()
        schema = ", ".join(f"{column} {kind}" for column, kind in columns.items())
        frame = session.createDataFrame(
            [tuple(row) for row in rows], schema.replace("text", "string")
        )
        frame.createTempView(name)
    for statement in LEDGER_SQL.read_text("utf-8").split(";\n"):
        if statement.strip():
            session.sql(statement)
    return _read(lambda query: [tuple(row) for row in session.sql(query).collect()])


def plain_sums(connection: sa.Connection) -> Rows:
    """The sums of the ledger that was prepared."""
    rows = connection.execute(sa.text(f"select {COLUMNS['sums']} from sums")).all()
    return sorted((tuple(row) for row in rows), key=repr)


def sums_by_the_shorter_road(connection: sa.Connection) -> Rows:
    """The same by `like_votes_once.sql`."""
    return sorted((tuple(row) for row in sums_of_like_votes(connection)), key=repr)


def _read(ask: Callable[[str], Rows]) -> dict[str, Rows]:
    return {
        name: sorted(ask(f"select {columns} from {name}"), key=repr)
        for name, columns in COLUMNS.items()
    }


@settings(UNHURRIED, max_examples=40)
@given(given_record=scoring_inputs())
def test_like_votes_judged_once_give_the_sums_of_the_ledger(
    on_duckdb: sa.Connection, given_record: plain.ScoringInput
) -> None:
    fill(on_duckdb, given_record)
    prepare(on_duckdb, asked(given_record), RUNS)
    assert sums_by_the_shorter_road(on_duckdb) == plain_sums(on_duckdb)


@pytest.fixture(scope="module")
def many() -> plain.ScoringInput:
    """A hundred generated records side by side in one."""
    records: list[plain.ScoringInput] = []

    @settings(UNHURRIED, max_examples=100, derandomize=True, database=None)
    @given(record=scoring_inputs())
    def collect(record: plain.ScoringInput) -> None:
        records.append(_renamed(record, f"{len(records)}-"))

    collect()
    return plain.ScoringInput(
        **{
            field.name: tuple(row for record in records for row in getattr(record, field.name))
            for field in fields(plain.ScoringInput)
        }
    )


def _renamed(record: plain.ScoringInput, prefix: str) -> plain.ScoringInput:
    """The same with ids that no other record has."""
    ids = ("item_id", "bill_id", "vote_event_id", "person_id")

    def renamed(row: Any) -> Any:
        held = {name: getattr(row, name, None) for name in ids}
        return replace(row, **{name: prefix + text for name, text in held.items() if text})

    return plain.ScoringInput(
        **{
            field.name: tuple(map(renamed, getattr(record, field.name)))
            for field in fields(plain.ScoringInput)
        }
    )


def test_both_roads_give_the_same_on_postgresql(
    on_duckdb: sa.Connection, on_postgresql: sa.Connection, many: plain.ScoringInput
) -> None:
    for connection in (on_duckdb, on_postgresql):
        fill(connection, many)
    expected = ledger_on(on_duckdb, asked(many))
    assert len(expected["ledger"]) > 5_000
    # Read as one, the views of the file are some thousand joins, whose best order PostgreSQL would
    # look for for minutes: what stands on much is kept in tables there, as in all that we do.
    prepare(on_postgresql, asked(many), RUNS)
    judged = on_postgresql.execute(sa.text(f"select {COLUMNS['ledger']} from ledger")).all()
    of_runs = {run.run_id for run in RUNS}
    assert sorted((tuple(row) for row in judged if row[0] in of_runs), key=repr) == sorted(
        expected["ledger"], key=repr
    )
    found = plain_sums(on_postgresql)
    assert sums_by_the_shorter_road(on_postgresql) == found
    asked_for = {run.run_id for run in RUNS}
    assert [row for row in found if row[0] in asked_for] == expected["sums"]


def test_the_ledger_gives_the_same_on_spark(
    on_duckdb: sa.Connection, spark: SparkSession, many: plain.ScoringInput
) -> None:
    fill(on_duckdb, many)
    expected = ledger_on(on_duckdb, asked(many))
    assert ledger_on_spark(spark, on_duckdb) == expected


def test_the_ledger_of_the_sample_record_is_the_same_on_spark(
    sample: Store, spark: SparkSession
) -> None:
    with sample.reading() as connection:
        expected = ledger_on(connection, asked_by(find_agenda()))
        assert expected["ledger"]
        assert ledger_on_spark(spark, connection) == expected


@pytest.mark.parametrize("agenda", ["demonstration-2007-2008", "sb375-worked-case"])
def test_both_roads_agree_on_the_sample_record(sample: Store, agenda: str) -> None:
    wanted = asked_by(find_agenda(agenda))
    with sample.reading() as connection:
        prepare(connection, wanted, RUNS, keep_votes=True)
        assert sums_by_the_shorter_road(connection) == plain_sums(connection)
