"""The five real sessions in the store: every roll accounted for, each verdict recounted here."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.intake.lewis import SESSIONS, Column, Described, columns, described
from tests.record.contents import store_at
from tracker.intake.load import load_crawl
from tracker.record.queries import quarantined
from tracker.record.tables import loads, person_votes, vote_event_sources, vote_events
from tracker.rules.ids import printed_location_key, vote_event_id
from tracker.store import Store

AFTER_RESIGNING = "ca-20072008-SB1040"
"""In committee on 2007-09-10 it names a member who had resigned on 2007-09-04."""
_TOLD = re.compile(r"\(AYES (\d+) ?\. NOES (\d+) ?\.\)")


@dataclass(frozen=True)
class Loaded:
    """The sample record and five sessions in one store, and what each load said of itself."""

    store: Store
    reports: dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def five(
    session_store: Path,
    crawl_of: Callable[[str], Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Loaded:
    """All five sample sessions, loaded one after the other into one store."""
    path = tmp_path_factory.mktemp("five") / "answerable.duckdb"
    shutil.copy(session_store, path)
    store = store_at(path)
    for session in SESSIONS:
        if session != "20072008":
            load_crawl(store, crawl_of(session))
    with store.reading() as connection:
        rows = connection.execute(sa.select(loads.c.source, loads.c.report)).all()
    told = {source: json.loads(report) for source, report in rows}
    return Loaded(store, {session: told[f"ca_rollcalls-ca-{session}"] for session in SESSIONS})


def verdict(roll: Described, column: Column) -> str:
    """What the import rule makes of a roll, by the counts alone."""
    if roll.location == "NA":
        return "unknown_location"
    if roll.yes is None or roll.no is None:
        return "no_declared_counts"
    if not column.ayes + column.noes + column.silent:
        return "no_votes"
    if (column.ayes, column.noes) == (roll.yes, roll.no):
        return "repaired" if b"6" in column.vacant else "loaded"
    if column.ayes == roll.yes and column.noes > roll.no:
        return "repaired" if roll.no == 0 else "noe_or_not_voting"
    told = _TOLD.search(roll.motion)
    if told and (column.ayes, column.noes) == (int(told[1]), int(told[2])):
        return "repaired"
    return "counts_do_not_add_up"


def _recounted(samples: Path, session: str) -> dict[int, str]:
    """Line number of every roll call to its verdict, duplicates found by all that is printed."""
    seen: set[tuple[object, ...]] = set()
    verdicts = {}
    for roll, column in zip(described(samples, session), columns(samples, session), strict=True):
        place = re.sub(r"[^A-Z0-9]", "", roll.location.upper())
        printed = (roll.bill.replace(" ", ""), roll.day, place, " ".join(roll.motion.split()))
        key = (*printed, roll.yes, roll.no, roll.result, column.codes)
        verdicts[roll.row] = "duplicate" if key in seen else verdict(roll, column)
        seen.add(key)
    return verdicts


def _stored(store: Store, session: str) -> dict[int, str]:
    """Line number of every stored or refused roll call to what the store says of it."""
    read = vote_event_sources.c
    query = (
        sa.select(read.source_ref, vote_events.c.status)
        .join(vote_events, vote_events.c.vote_event_id == read.vote_event_id)
        .where(vote_events.c.session_id == f"ca-{session}", read.source_id.like("ca_rollcalls-%"))
    )
    with store.reading() as connection:
        loaded = connection.execute(query)
        found = {_line(ref): status for ref, status in loaded}
        for row in quarantined(connection, f"ca-{session}"):
            line = _line(str(row["source_ref"]))
            assert line not in found, "a roll call is loaded or refused, never both"
            found[line] = str(row["reason"])
    return found


def _line(source_ref: str) -> int:
    return int(source_ref.removeprefix("roll "))


@pytest.mark.parametrize("session", SESSIONS)
def test_every_roll_read_is_loaded_a_duplicate_or_quarantined(session: str, five: Loaded) -> None:
    report = five.reports[session]
    parts = ("loaded", "unchanged", "duplicates", "quarantined")
    assert report["read"] == sum(report[part] for part in parts)
    assert report["loaded"] == report["new"]
    assert len(_stored(five.store, session)) + report["duplicates"] == report["read"]
    assert sum(report["reasons"].values()) == report["quarantined"]


@pytest.mark.parametrize("session", SESSIONS)
def test_every_verdict_is_the_one_that_a_plain_recount_gives(
    session: str, five: Loaded, samples: Path
) -> None:
    expected = _recounted(samples, session)
    assert five.reports[session]["read"] == len(expected)
    assert five.reports[session]["duplicates"] == list(expected.values()).count("duplicate")
    found = _stored(five.store, session)
    differing = {
        row: (reason, found.get(row))
        for row, reason in expected.items()
        if reason != "duplicate" and found.get(row) != reason
    }
    assert differing == {}


def test_2007_08_is_read_whole_and_two_rolls_are_refused(five: Loaded) -> None:
    report = five.reports["20072008"]
    assert (report["read"], report["duplicates"], report["quarantined"]) == (20_436, 22, 2)
    with five.store.reading() as connection:
        found = {str(row["bill"]): row for row in quarantined(connection, "ca-20072008")}
    assert {bill: row["reason"] for bill, row in found.items()} == {
        "AB 88": "no_votes",
        "SB 77": "counts_do_not_add_up",
    }
    assert "declared 24-15" in str(found["AB 88"]["detail"])


def test_2013_14_is_repaired_only_where_the_counts_prove_it(samples: Path) -> None:
    repairs: Counter[str] = Counter()
    for roll, column in zip(
        described(samples, "20132014"), columns(samples, "20132014"), strict=True
    ):
        outcome = verdict(roll, column)
        if outcome == "repaired":
            outcome = "vacant seat" if column.noes == roll.no else "no declared Noes"
            outcome = outcome if column.ayes == roll.yes else "told by the motion"
        repairs[outcome] += 1
    assert repairs == {
        "loaded": 12_318,
        "vacant seat": 366,
        "no declared Noes": 3_725,
        "noe_or_not_voting": 1_647,
        "told by the motion": 3,
    }


def test_a_repaired_roll_of_2013_14_has_no_noes_and_keeps_the_codes(five: Loaded) -> None:
    query = (
        sa.select(person_votes.c.option, person_votes.c.word, sa.func.count())
        .join(vote_events, vote_events.c.vote_event_id == person_votes.c.vote_event_id)
        .where(
            vote_events.c.session_id == "ca-20132014",
            vote_events.c.status == "repaired",
            vote_events.c.declared_no == 0,
        )
        .group_by(person_votes.c.option, person_votes.c.word)
    )
    with five.store.reading() as connection:
        pairs = {(option, word) for option, word, _ in connection.execute(query)}
    assert pairs == {("yes", "1"), ("not_voting", "6")}


def test_stored_votes_equal_the_declared_counts_on_every_roll(five: Loaded) -> None:
    named = sa.text(
        """
        select count(*) from (
            select e.vote_event_id
            from vote_events as e join person_votes as v on v.vote_event_id = e.vote_event_id
            group by e.vote_event_id, e.declared_yes, e.declared_no
            having sum(case when v.option = 'yes' then 1 else 0 end) <> e.declared_yes
                or sum(case when v.option = 'no' then 1 else 0 end) <> e.declared_no
        ) as wrong
        """
    )
    with five.store.reading() as connection:
        assert connection.execute(named).scalar_one() == 0


def test_a_vacant_seat_is_nobody_and_casts_no_vote(five: Loaded) -> None:
    with five.store.reading() as connection:
        for table in ("person_votes where voter", "people where name"):
            named = sa.text(f"select count(*) from {table} = 'Vacancy'")
            assert connection.execute(named).scalar_one() == 0
        seats = sa.select(sa.func.sum(vote_events.c.vacant_seats))
        assert connection.execute(seats).scalar_one() > 0


def test_only_the_session_with_a_reviewed_roster_has_persons(five: Loaded) -> None:
    query = (
        sa.select(
            vote_events.c.session_id, sa.func.count(), sa.func.count(person_votes.c.person_id)
        )
        .join(vote_events, vote_events.c.vote_event_id == person_votes.c.vote_event_id)
        .group_by(vote_events.c.session_id)
    )
    with five.store.reading() as connection:
        counted = {
            session.removeprefix("ca-"): (votes, named)
            for session, votes, named in connection.execute(query)
        }
    assert counted.keys() == set(SESSIONS)
    for session, (votes, named) in counted.items():
        if session != "20072008":
            assert votes == five.reports[session]["person_votes"]
        strangers = 1 if session == "20072008" else votes
        assert named == votes - strangers


def test_of_a_roll_that_names_a_member_who_had_resigned_the_other_votes_stand(five: Loaded) -> None:
    query = (
        sa.select(person_votes.c.voter, person_votes.c.person_id)
        .join(vote_events, vote_events.c.vote_event_id == person_votes.c.vote_event_id)
        .where(
            vote_events.c.bill_id == AFTER_RESIGNING,
            vote_events.c.date == date(2007, 9, 10),
            vote_events.c.venue == "committee",
        )
    )
    with five.store.reading() as connection:
        persons = dict(connection.execute(query).tuples().all())
    assert len(persons) == 12
    assert [name for name, person in persons.items() if person is None] == ["Richardson"]


def test_the_id_made_in_sql_is_the_id_of_the_record_on_every_roll(five: Loaded) -> None:
    query = sa.select(
        vote_events.c.vote_event_id,
        vote_events.c.bill_id,
        vote_events.c.date,
        vote_events.c.motion,
        vote_events.c.organization_id,
    )
    with five.store.reading() as connection:
        rows = connection.execute(query).all()
    assert len({row.vote_event_id for row in rows}) == len(rows)
    for row in rows:
        day, place, _, *nth = row.vote_event_id.removeprefix(f"{row.bill_id}-").split("-")
        assert printed_location_key(place) == place
        number = int(nth[0]) if nth else 1
        assert row.vote_event_id == vote_event_id(row.bill_id, row.date, place, row.motion, number)
        assert day == (f"{row.date:%Y%m%d}" if row.date else "undated")
