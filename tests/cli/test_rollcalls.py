"""`answerable record rollcalls`: SB 375's roll calls name for name, and the one in no file."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.program import Program

NEEDED = {
    ("2007-04-23", "SEN. E.Q."): ("majority_of_committee", 4),
    ("2007-05-29", "SEN. APPR."): ("majority_of_voting", None),
    ("2007-05-31", "SEN. APPR."): ("majority_of_committee", 9),
    ("2007-06-07", "SEN. FLOOR"): ("majority_of_membership", 21),
    ("2007-07-03", "ASM. L. GOV."): ("majority_of_committee", 4),
    ("2007-07-09", "ASM. TRANS."): ("majority_of_committee", 8),
    ("2008-08-07", "ASM. APPR."): ("majority_of_committee", 9),
    ("2008-08-19", "ASM. L. GOV."): ("majority_of_committee", 4),
    ("2008-08-25", "ASM. FLOOR"): ("majority_of_membership", 41),
    ("2008-08-29", "SEN. T. & H."): ("majority_of_committee", 7),
    ("2008-08-30", "SEN. FLOOR"): ("majority_of_membership", 21),
}


@pytest.fixture(scope="module")
def listed(on_sample: Program) -> list[dict[str, Any]]:
    """SB 375's roll calls as a script reads them."""
    rows: list[dict[str, Any]] = on_sample.json(
        "record", "rollcalls", "--session", "2007-08", "--bill", "SB 375"
    )
    return rows


def test_eleven_roll_calls_name_for_name(listed: list[dict[str, Any]], facts: Path) -> None:
    known = json.loads((facts / "sb375.json").read_text("utf-8"))["roll_calls"]
    named = [roll for roll in listed if roll["status"] != "known_missing"]
    assert len(named) == len(known) == 11
    for roll, fact in zip(named, known, strict=True):
        assert (roll["date"], roll["motion"]) == (fact["date"], fact["motion"])
        assert roll["result"] == fact["result"].lower()
        assert roll["declared"] == {"yes": fact["ayes_count"], "no": fact["noes_count"]}
        for option, names in (("yes", "ayes"), ("no", "noes"), ("not_voting", "nvr")):
            assert sorted(roll["votes"][option]) == sorted(fact[names]), (roll["date"], option)
        threshold, needed = NEEDED[fact["date"], fact["location"]]
        assert (roll["threshold"], roll["needed"]) == (threshold, needed)
        assert roll["threshold_basis"]
        assert roll["source"].endswith(f"roll {fact['roll_id'].split(':')[1]}")


def test_the_twelfth_is_known_to_be_missing(listed: list[dict[str, Any]]) -> None:
    (missing,) = [roll for roll in listed if roll["status"] == "known_missing"]
    assert missing["organization"] == "Senate Committee on Transportation and Housing"
    assert missing["declared"] == {"yes": 7, "no": 1}
    assert missing["votes"] == {"yes": [], "no": [], "not_voting": []}
    assert missing["date"] is None


def test_names_of_several_words_are_one_member(listed: list[dict[str, Any]]) -> None:
    floor = next(roll for roll in listed if roll["date"] == "2007-06-07")
    assert floor["votes"]["not_voting"] == ["Ducheny", "Florez", "Machado", "Negrete McLeod"]


@pytest.mark.parametrize(
    ("session", "bill"),
    [("20072008", "sb375"), (" 2007-2008 ", "SB-375"), ("2007/08", "200720080sb375")],
)
def test_a_session_and_a_measure_may_be_typed_in_several_forms(
    session: str, bill: str, on_sample: Program, listed: list[dict[str, Any]]
) -> None:
    typed = ("--session", session, "--bill", bill)
    assert on_sample.json("record", "rollcalls", *typed) == listed


def test_csv_says_the_same_as_json(listed: list[dict[str, Any]], on_sample: Program) -> None:
    ended = on_sample.run(
        *("record", "rollcalls", "--session", "20072008", "--bill", "ca-20072008-SB375"),
        *("--format", "csv"),
    )
    rows = list(csv.DictReader(io.StringIO(ended.out)))
    assert len(rows) == len(listed) == 12
    for row, roll in zip(rows, listed, strict=True):
        assert list(row) == list(roll)
        assert row["date"] == (roll["date"] or "")
        assert row["motion"] == roll["motion"]
        assert row["needed"] == ("" if roll["needed"] is None else str(roll["needed"]))
        assert ", ".join(roll["votes"]["yes"]) in row["votes"]


def test_a_measure_that_the_record_does_not_hold(on_sample: Program) -> None:
    ended = on_sample.run("record", "rollcalls", "--session", "2007-08", "--bill", "SB 9999")
    assert (ended.code, ended.out) == (2, "")
    assert "the record holds no measure 'SB 9999'" in ended.err


def test_a_session_of_which_nothing_is_loaded_is_an_empty_list(on_sample: Program) -> None:
    assert on_sample.json("record", "rollcalls", "--session", "2013-14") == []


@pytest.mark.parametrize(
    ("session", "bill", "what"),
    [
        ("2007-08", "", "the record holds no measure ''"),
        ("07-08", "SB 375", "'07-08' is not a session"),
    ],
)
def test_what_names_no_measure_or_session_lists_nothing(
    session: str, bill: str, what: str, on_sample: Program
) -> None:
    ended = on_sample.run("record", "rollcalls", "--session", session, "--bill", bill)
    assert (ended.code, ended.out) == (2, "")
    assert what in ended.err
