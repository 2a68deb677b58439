"""Agenda files: the shipped ones read, and a contradiction is named by item and field."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tracker.agenda.agenda import Agenda, read_agenda
from tracker.errors import DataFileError
from tracker.intake.reviewed_record import read_record
from tracker.paths import data_dir
from tracker.rules.ids import printed_location_key, vote_event_id

AGENDAS = data_dir() / "agendas"
DEMONSTRATION = AGENDAS / "demonstration-2007-2008.yaml"
WORKED_CASE = AGENDAS / "sb375-worked-case.yaml"


@pytest.fixture(scope="module")
def demonstration() -> Agenda:
    return read_agenda(DEMONSTRATION)


def test_the_demonstration_says_on_its_face_what_it_is(demonstration: Agenda) -> None:
    assert demonstration.demonstration
    assert demonstration.ratified is None
    assert not demonstration.organizations
    assert "nobody's endorsement" in str(demonstration.statement)
    assert "No representa el respaldo de nadie" in str(demonstration.translations["es"].statement)


def test_spanish_written_the_older_way_stands_beside_other_languages(tmp_path: Path) -> None:
    text = WORKED_CASE.read_text("utf-8").replace(
        "title: SB 375 in the Senate, 2007\n",
        "title: SB 375 in the Senate, 2007\ntitle_es: Anterior\n",
        1,
    )
    path = tmp_path / "agenda.yaml"
    path.write_text(text.replace("\n  es:\n", "\n  fr: {title: Le projet}\n  vi:\n", 1), "utf-8")
    words = read_agenda(path).translations
    assert {language: one.title for language, one in words.items()} == {
        "es": "Anterior",
        "fr": "Le projet",
        "vi": "La SB 375 en el Senado, 2007",
    }


def test_the_demonstration_asks_for_measures_that_the_record_holds(demonstration: Agenda) -> None:
    sample = read_record(data_dir() / "jurisdictions" / "ca" / "sessions" / "20072008" / "record")
    held = {bill.bill_id for bill in sample.bills}
    assert len(demonstration.items) == 30
    assert {item.bill_id for item in demonstration.items} <= held


def test_every_position_of_the_demonstrations_admits_that_it_came_after_the_votes() -> None:
    for path in AGENDAS.glob("*.yaml"):
        for item in read_agenda(path).items:
            assert {p.recorded_on for p in item.positions} <= {
                date(2026, 11, 22),
                date(2026, 11, 27),
            }


def test_every_weight_of_the_demonstration_is_one(demonstration: Agenda) -> None:
    assert {item.weight_hundredths for item in demonstration.items} == {100}


def test_the_worked_case_designates_two_committee_rolls_of_the_record() -> None:
    sample = read_record(data_dir() / "jurisdictions" / "ca" / "sessions" / "20072008" / "record")
    ids = {
        vote_event_id(
            roll["bill_id"], roll["date"], printed_location_key(roll["location"]), roll["motion"]
        )
        for roll in sample.roll_calls.to_pylist()
    }
    (item,) = read_agenda(WORKED_CASE).items
    designated = [roll.vote_event_id for roll in item.roll_calls]
    assert len(designated) == 2
    assert set(designated) <= ids


def test_the_worked_case_is_in_force_for_2007_alone() -> None:
    ((position,),) = [item.positions for item in read_agenda(WORKED_CASE).items]
    assert position.in_force_on(date(2007, 12, 31))
    assert not position.in_force_on(date(2008, 8, 30))


def _swap(old: str, new: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return change


TWO_POSITIONS = """\
        recorded_on: 2026-11-22
      - stance: oppose
        in_force_from: 2007-06-01
        recorded_on: 2026-11-22
"""

SPOILT = {
    "measure asked for twice": (
        _swap("bill: SB 732", "bill: SB 375"),
        "item sb-732, bill_id",
        "ca-20072008-SB375",
    ),
    "item id used twice": (_swap("id: sb-732", "id: sb-375"), "item sb-375, id", "two items"),
    "overlapping positions": (
        _swap("        recorded_on: 2026-11-22\n", TWO_POSITIONS),
        "item sb-375, positions",
        "2007-06-01",
    ),
    "position that ends before it begins": (
        _swap(
            "in_force_from: 2006-12-04",
            "in_force_from: 2006-12-04\n        in_force_until: 2006-12-03",
        ),
        "item sb-375, positions",
        "before it begins",
    ),
    "day that does not exist": (
        _swap("in_force_from: 2006-12-04", "in_force_from: '2007-02-30'"),
        "item sb-375, positions, number 1, in_force_from",
        "2007-02-30",
    ),
    "weight above two": (_swap("weight: 1\n", "weight: 2.01\n"), "item sb-375, weight", "2"),
    "weight below one": (_swap("weight: 1\n", "weight: 0.5\n"), "item sb-375, weight", "0.5"),
    "weight finer than a hundredth": (
        _swap("weight: 1\n", "weight: 1.005\n"),
        "item sb-375, weight",
        "hundredths",
    ),
    "unknown stance": (
        _swap("stance: support", "stance: endorse"),
        "item sb-375, positions, number 1, stance",
        "endorse",
    ),
    "unreadable measure": (
        _swap("bill: SB 732", "bill: XB 732"),
        "item sb-732, bill_id",
        "XB 732",
    ),
    "issue nobody listed": (_swap("issue: homes", "issue: parks"), "item sb-375, issue", "parks"),
    "field given twice": (
        _swap("weight: 1\n", "weight: 1\n    weight: 2\n"),
        "line 67",
        "'weight'",
    ),
    "session that is none": (_swap("'20072008'", "'20082009'"), "session", "20082009"),
    "misspelt field": (_swap("    reason:", "    raison:"), "item sb-375, raison", "no such entry"),
    "unknown format": (_swap("format: 1", "format: 2"), "format", "2"),
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_contradiction_is_refused_by_item_and_field(name: str, tmp_path: Path) -> None:
    change, place, word = SPOILT[name]
    path = tmp_path / "agenda.yaml"
    path.write_text(change(DEMONSTRATION.read_text("utf-8")), "utf-8")
    with pytest.raises(DataFileError) as caught:
        read_agenda(path)
    assert str(path) in caught.value.where
    assert place in caught.value.where
    assert word in str(caught.value)


def test_an_agenda_that_is_not_there_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="cannot be read"):
        read_agenda(tmp_path / "none.yaml")


def test_two_positions_that_follow_each_other_are_fine(tmp_path: Path) -> None:
    text = DEMONSTRATION.read_text("utf-8").replace(
        "in_force_from: 2006-12-04\n        recorded_on",
        "in_force_from: 2006-12-04\n        in_force_until: 2007-05-31\n        recorded_on",
        1,
    )
    path = tmp_path / "agenda.yaml"
    path.write_text(text.replace("        recorded_on: 2026-11-22\n", TWO_POSITIONS, 1), "utf-8")
    assert len(read_agenda(path).items[0].positions) == 2


def test_the_session_may_be_written_as_people_write_it(tmp_path: Path) -> None:
    path = tmp_path / "agenda.yaml"
    path.write_text(_swap("'20072008'", "2007-08")(DEMONSTRATION.read_text("utf-8")), "utf-8")
    assert read_agenda(path).session == "20072008"


@pytest.mark.parametrize("content", ["", "- a list\n", "a sentence\n"])
def test_a_file_that_is_no_agenda_at_all_is_told_so(content: str, tmp_path: Path) -> None:
    path = tmp_path / "agenda.yaml"
    path.write_text(content, "utf-8")
    with pytest.raises(DataFileError, match="this is no agenda"):
        read_agenda(path)
