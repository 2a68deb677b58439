"""The demonstration of 2025-26: its agenda beside the record that ships, and beside its sources."""

from __future__ import annotations

import csv
import json
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from tracker.agenda.agenda import Agenda, read_agenda
from tracker.intake.load import load_record
from tracker.intake.reviewed_record import ReviewedRecord, read_record
from tracker.paths import data_dir
from tracker.scoring.method import DEFAULT_METHOD, find_method
from tracker.scoring.scorecard import LedgerLine, ledger, scorecard
from tracker.store import Store, open_store

RECORD = data_dir() / "jurisdictions" / "ca" / "sessions" / "20252026" / "record"
SACRAMENTO = ZoneInfo("America/Los_Angeles")


@pytest.fixture(scope="module")
def agenda() -> Agenda:
    return read_agenda(data_dir() / "agendas" / "demonstration-2025-2026.yaml")


@pytest.fixture(scope="module")
def record() -> ReviewedRecord:
    return read_record(RECORD)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    built = open_store(f"duckdb:///{tmp_path_factory.mktemp('today') / 'record.duckdb'}")
    load_record(built, RECORD)
    return built


@pytest.fixture(scope="module")
def lines(store: Store, agenda: Agenda) -> list[LedgerLine]:
    with store.reading() as connection:
        return list(ledger(connection, agenda, find_method(DEFAULT_METHOD)))


def _table(name: str) -> list[dict[str, str]]:
    with (RECORD / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_it_says_on_its_face_that_it_is_nobodys_and_came_late(agenda: Agenda) -> None:
    assert agenda.demonstration
    assert agenda.ratified is None
    assert not agenda.organizations
    assert "nobody's endorsement" in str(agenda.statement)
    assert "after every vote it looks at" in str(agenda.statement)
    assert "No representa el respaldo de nadie" in str(agenda.translations["es"].statement)


def test_the_record_holds_its_measures_and_no_vote_after_its_positions(
    agenda: Agenda, record: ReviewedRecord
) -> None:
    assert {item.bill_id for item in agenda.items} == {bill.bill_id for bill in record.bills}
    last = max(record.roll_calls.column("date").to_pylist())
    assert last < min(one.recorded_on for item in agenda.items for one in item.positions)


def test_both_houses_disagreed_over_at_least_five_of_its_measures(lines: list[LedgerLine]) -> None:
    noes = Counter((one.bill_id, one.chamber) for one in lines if one.option == "no")
    houses = Counter(bill for (bill, _), count in noes.items() if count >= 5)
    assert sum(count == 2 for count in houses.values()) >= 5


def test_every_member_is_named_with_party_district_house_and_seat(
    store: Store, agenda: Agenda
) -> None:
    with store.reading() as connection:
        found = scorecard(connection, agenda, find_method(DEFAULT_METHOD))
    houses = Counter(line.member.chamber for line in found)
    assert houses == {"upper": 41, "lower": 81}
    assert all(line.member.party and line.member.district for line in found)
    scored = Counter(line.member.chamber for line in found if line.score.percent is not None)
    assert scored == {"upper": 40, "lower": 80}


def test_the_last_votes_on_sb_79_are_those_a_hand_counts(lines: list[LedgerLine]) -> None:
    rolls = {
        one["row"]: (one["date"], one["location"])
        for one in _table("roll_calls.csv")
        if one["bill"] == "SB 79" and one["location"].endswith(" floor")
    }
    counted: Counter[tuple[str, str, str]] = Counter()
    for line in _table("votes.csv"):
        if line["row"] in rolls:
            counted[*rolls[line["row"]], line["option"]] += len(line["names"].split("; "))
    assert counted["2025-06-03", "Senate floor", "yes"] == 21
    last = {("2025-09-11", "Assembly floor"): "lower", ("2025-09-12", "Senate floor"): "upper"}
    by_hand = {
        (last[day, place], option): count
        for (day, place, option), count in counted.items()
        if (day, place) in last
    }
    assert by_hand["upper", "yes"] == 21
    assert by_hand["lower", "yes"] == 43
    scored = Counter((one.chamber, one.option) for one in lines if one.bill_id.endswith("-SB79"))
    assert scored == by_hand


def test_a_concurrence_that_only_the_history_tells_of_is_scored(lines: list[LedgerLine]) -> None:
    senate = {one.date for one in lines if one.bill_id.endswith("SB352") and one.chamber == "upper"}
    assert senate == {date(2025, 9, 13)}


def test_against_the_smog_check_exemption_a_no_is_what_was_asked(lines: list[LedgerLine]) -> None:
    credit = {one.option: one.credit for one in lines if one.bill_id.endswith("-SB712")}
    assert credit["yes"] == 0
    assert (credit["no"] or 0) > 0


def _rolls_of(archive: zipfile.ZipFile, bill: str) -> Iterator[dict[str, Any]]:
    folder = f"ca/sessions/20252026/bills/{bill.replace(' ', '')}/logs/"
    for name in archive.namelist():
        if name.startswith(folder) and "vote_event" in name:
            yield json.loads(archive.read(name))


def _day(moment: str) -> str:
    """Moments are of universal time; the day is that of the place where the vote was."""
    return str(datetime.fromisoformat(moment).astimezone(SACRAMENTO).date())


def test_the_restated_rolls_are_those_of_the_source(samples: Path, agenda: Agenda) -> None:
    names: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for line in _table("votes.csv"):
        names[line["row"]][line["word"]] += line["names"].split("; ")
    ours = Counter(
        (
            *(roll["bill"], roll["date"], roll["motion"], int(roll["yes"]), int(roll["no"])),
            *(tuple(sorted(names[roll["row"]][word])) for word in ("yes", "no", "other")),
        )
        for roll in _table("roll_calls.csv")
    )
    theirs: Counter[tuple[object, ...]] = Counter()
    with zipfile.ZipFile(samples / "openstates" / "ca_2025-2026.zip") as archive:
        for bill in {roll["bill"] for roll in _table("roll_calls.csv")}:
            for roll in _rolls_of(archive, bill):
                counts = {one["option"]: one["value"] for one in roll["counts"]}
                voters = {
                    word: sorted(
                        one["voter_name"] for one in roll["votes"] if one["option"] == word
                    )
                    for word in ("yes", "no", "other")
                }
                told = (bill, _day(roll["start_date"]), " ".join(roll["motion_text"].split()))
                theirs[*told, counts["yes"], counts["no"], *map(tuple, voters.values())] += 1
    assert len(agenda.items) == len({roll[0] for roll in ours})
    assert ours == theirs


def _seats(person: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """House, district, party and days of a person's seats within the session."""
    for role in person.get("roles", ()):
        first = max(str(role.get("start_date") or "9999"), "2024-12-02")
        last = min(str(role.get("end_date") or "9999"), "2026-11-30")
        if role["type"] in ("upper", "lower") and first <= last:
            for party in person["party"]:
                yield role["type"], str(role["district"]), party["name"], first, last


def test_the_restated_seats_are_those_of_the_source(samples: Path) -> None:
    theirs: dict[str, set[tuple[str, ...]]] = {}
    with zipfile.ZipFile(samples / "openstates_people_ca" / "ca_people.zip") as archive:
        for name in archive.namelist():
            if name.endswith(".yml"):
                person = yaml.safe_load(archive.read(name))
                theirs[f"ocd_person:{person['id']}"] = set(_seats(person))
    columns = ("chamber", "district", "party", "start_date", "end_date")
    ours: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for term in _table("memberships.csv"):
        ours[term["person_id"]].add(tuple(term[column] for column in columns))
    for person in _table("people.csv"):
        files = person["identifiers"].split("; ")
        assert ours.pop(person["person_id"]) == set().union(*(theirs.pop(one) for one in files))
    assert not ours
    assert not any(theirs.values())
