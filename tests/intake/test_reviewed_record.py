"""The sample record reads whole, agrees with the checked facts, and refuses what cannot be."""

from __future__ import annotations

import csv
import json
import shutil
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tracker.errors import DataFileError
from tracker.intake.reviewed_record import ReviewedRecord, read_record
from tracker.paths import data_dir

FOLDER = data_dir() / "jurisdictions" / "ca" / "sessions" / "20072008" / "record"
ALIASES = data_dir() / "jurisdictions" / "ca" / "sessions" / "20072008" / "aliases.csv"
SB375 = "ca-20072008-SB375"


@pytest.fixture(scope="module")
def sample() -> ReviewedRecord:
    return read_record(FOLDER)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "record"))


def _alias_rows() -> list[dict[str, str]]:
    with ALIASES.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _in_office(sample: ReviewedRecord, day: date) -> Counter[tuple[str, str]]:
    return Counter(
        (term.chamber.value, str(term.party))
        for term in sample.memberships
        if term.start_date <= day <= term.end_date
    )


def test_the_houses_stand_as_they_were_elected(sample: ReviewedRecord) -> None:
    assert _in_office(sample, date(2008, 8, 25)) == {
        ("lower", "Democratic"): 48,
        ("lower", "Republican"): 32,
        ("upper", "Democratic"): 25,
        ("upper", "Republican"): 15,
    }


def test_a_vacant_seat_has_no_member(sample: ReviewedRecord) -> None:
    assert _in_office(sample, date(2007, 9, 12))["lower", "Democratic"] == 47


def test_no_seat_is_held_twice_on_a_day(sample: ReviewedRecord) -> None:
    for day in (date(2006, 12, 4), date(2007, 5, 25), date(2008, 2, 7), date(2008, 11, 30)):
        held = Counter(
            (term.chamber, term.district)
            for term in sample.memberships
            if term.start_date <= day <= term.end_date
        )
        assert max(held.values()) == 1


def test_what_no_source_gives_stays_flagged(sample: ReviewedRecord, facts: Path) -> None:
    roster = json.loads((facts / "roster_2007_2008.json").read_text("utf-8"))
    unsure = sum("district" in member["unverified"] for member in roster["members"])
    flagged = [term for term in sample.memberships if not term.district_verified]
    assert len(flagged) == unsure == 25
    assert all(term.note for term in flagged)


def test_every_printed_name_has_one_alias_in_its_house_on_that_day(sample: ReviewedRecord) -> None:
    aliases = _alias_rows()
    rolls = {roll["row"]: roll for roll in sample.roll_calls.to_pylist()}
    wanted = {
        (vote["voter"], rolls[vote["row"]]["location"][:3], rolls[vote["row"]]["date"])
        for vote in sample.votes.to_pylist()
        if vote["option"] != "vacant"
    }
    house = {"ASM": "lower", "SEN": "upper"}
    for name, place, day in wanted:
        people = {
            alias["person_id"]
            for alias in aliases
            if alias["printed"] == name
            and alias["chamber"] == house[place]
            and alias["valid_from"] <= day.isoformat() <= alias["valid_until"]
        }
        assert len(people) == 1, (name, place, day, people)


def test_an_alias_is_valid_exactly_while_its_member_sat(sample: ReviewedRecord) -> None:
    terms = {
        (term.person_id, term.chamber.value, str(term.start_date), str(term.end_date))
        for term in sample.memberships
    }
    for alias in _alias_rows():
        key = ("person_id", "chamber", "valid_from", "valid_until")
        assert tuple(alias[part] for part in key) in terms


def _rolls_of(sample: ReviewedRecord, bill_id: str) -> dict[str, dict[str, Any]]:
    options: dict[int, dict[str, list[str]]] = {}
    for vote in sample.votes.to_pylist():
        options.setdefault(vote["row"], {}).setdefault(vote["option"], []).append(vote["voter"])
    return {
        f"07-08:{roll['row']}": roll | {"votes": options.get(roll["row"], {})}
        for roll in sample.roll_calls.to_pylist()
        if roll["bill_id"] == bill_id and not roll["known_missing"]
    }


def _assert_same(roll: dict[str, Any], fact: dict[str, Any]) -> None:
    for option, key in (("yes", "ayes"), ("no", "noes"), ("not_voting", "nvr")):
        assert roll["votes"].get(option, []) == fact[key], (fact["roll_id"], option)
    assert len(roll["votes"].get("vacant", [])) == fact["vacant_seats"]
    assert roll["date"].isoformat() == fact["date"]
    assert (roll["location"], roll["motion"]) == (fact["location"], fact["motion"])
    assert (roll["yes"], roll["no"]) == (fact["ayes_count"], fact["noes_count"])
    assert roll["result"] == fact["result"].lower()


def test_sb_375s_eleven_roll_calls_agree_name_for_name(sample: ReviewedRecord, facts: Path) -> None:
    known = json.loads((facts / "sb375.json").read_text("utf-8"))["roll_calls"]
    rolls = _rolls_of(sample, SB375)
    assert len(rolls) == len(known) == 11
    for fact in known:
        _assert_same(rolls[fact["roll_id"]], fact)


def test_every_roll_call_of_every_measure_agrees_name_for_name(
    sample: ReviewedRecord, facts: Path
) -> None:
    known = json.loads((facts / "agenda_bills_2007_2008.json").read_text("utf-8"))["bills"]
    by_printed = {bill.printed: bill.bill_id for bill in sample.bills}
    compared = 0
    for measure in known:
        if measure["bill"] not in by_printed:
            continue
        rolls = _rolls_of(sample, by_printed[measure["bill"]])
        assert rolls.keys() == {fact["roll_id"] for fact in measure["rolls"]}
        for fact in measure["rolls"]:
            _assert_same(rolls[fact["roll_id"]], fact)
            compared += 1
    assert compared == sample.roll_calls.num_rows - 1


def test_the_vote_no_file_holds_is_a_row_and_not_a_silence(sample: ReviewedRecord) -> None:
    (missing,) = [roll for roll in sample.roll_calls.to_pylist() if roll["known_missing"]]
    assert (missing["bill_id"], missing["location"]) == (SB375, "SEN. T. & H.")
    assert (missing["yes"], missing["no"], missing["date"]) == (7, 1, None)
    assert "2007-05-31" in missing["note"]


def test_a_source_that_was_not_read_does_not_claim_a_hash(sample: ReviewedRecord) -> None:
    assert all(source.sha256 is None for source in sample.sources if not source.read)
    assert all(source.sha256 and source.read_at for source in sample.sources if source.read)


def _swap(old: str, new: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return change


SPOILT = {
    "unknown person": ("memberships.csv", _swap("\nabel-maldonado", "\nabel-nobody"), "line 2"),
    "unknown source": ("people.csv", _swap("members-crosswalk", "hearsay"), "line 2"),
    "unknown bill": ("actions.csv", _swap("SB 375", "SB 999"), "line 2"),
    "impossible date": ("versions.csv", _swap("2007-02-21", "2007-02-30"), "line 2"),
    "term that ends before it begins": (
        "memberships.csv",
        _swap("2006-12-04,2008-11-30", "2008-11-30,2006-12-04"),
        "line 2",
    ),
    "wrong columns": ("bills.csv", _swap("author_printed", "author"), "line 1"),
    "missing cell": ("regions.csv", _swap("source_id\n", "source_id\nupper,1\n"), "line 2"),
    "same person twice": ("people.csv", _swap("\nabel-maldonado", "\nalan-lowenthal"), "line 3"),
    "declared count": ("roll_calls.csv", _swap(",9,5,pass", ",10,5,pass"), "line "),
    "votes on a roll nobody holds": ("votes.csv", _swap("names\n", "names\n9,yes,1,X\n"), "line 2"),
    "names of a missing roll": (
        "votes.csv",
        _swap("names\n", "names\n100001,yes,1,Kuehl\n"),
        "roll_calls.csv, line ",
    ),
    "district that does not exist": ("memberships.csv", _swap("upper,15,", "upper,41,"), "line 2"),
    "unknown word for a flag": ("actions.csv", _swap(",no,", ",perhaps,"), "line 2"),
    "count that is no number": ("roll_calls.csv", _swap(",9,5,pass", ",nine,5,pass"), "line "),
    "source listed twice": (
        "sources.yaml",
        _swap("id: facts-roster", "id: lewis-rollcalls-2007-08"),
        "source lewis-rollcalls-2007-08",
    ),
    "source without a licence": (
        "sources.yaml",
        _swap("  licence: public record\n", ""),
        "sources.",
    ),
    "session that is not named": ("session.yaml", _swap("session: ", "sitting: "), "session"),
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_record_that_contradicts_itself_is_refused_with_its_place(name: str, copy: Path) -> None:
    file, change, place = SPOILT[name]
    path = copy / file
    path.write_text(change(path.read_text("utf-8")), "utf-8")
    with pytest.raises(DataFileError) as caught:
        read_record(copy)
    assert place in caught.value.where
    assert caught.value.what_to_do


def test_a_member_with_two_votes_on_one_roll_is_refused(copy: Path) -> None:
    path = copy / "votes.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        first = next(csv.DictReader(lines))
    name = first["names"].split(";")[0]
    with path.open("a", encoding="utf-8") as lines:
        lines.write(f"{first['row']},not_voting,9,{name}\n")
    with pytest.raises(DataFileError, match=f"{name} is named twice"):
        read_record(copy)


def test_an_absent_file_is_named(copy: Path) -> None:
    (copy / "people.csv").unlink()
    with pytest.raises(DataFileError) as caught:
        read_record(copy)
    assert caught.value.where.endswith("people.csv")


def test_a_file_in_another_encoding_is_refused(copy: Path) -> None:
    path = copy / "people.csv"
    path.write_bytes(path.read_text("utf-8").encode("latin-1"))
    with pytest.raises(DataFileError) as caught:
        read_record(copy)
    assert "UTF-8" in caught.value.what_to_do
