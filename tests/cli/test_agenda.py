"""`answerable agenda`: what ships, what is asked, and what its lint finds in the record."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

from tests.cli.program import Program
from tracker.agenda.known_agendas import DEFAULT_AGENDA, shipped_agendas


def _changed(folder: Path, **changes: object) -> Path:
    """The demonstration agenda with its first item changed."""
    content = yaml.safe_load(shipped_agendas()[DEFAULT_AGENDA].read_text("utf-8"))
    content["items"][0].update(changes)
    path = folder / "changed.yaml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
    return path


def test_the_default_agenda_is_listed_first_and_says_it_is_a_demonstration(
    program: Program,
) -> None:
    first, *_ = program.json("agenda", "list")
    assert (first["id"], first["items"], first["demonstration"]) == (DEFAULT_AGENDA, 30, True)
    assert "nobody's endorsement" in first["statement"]


def test_a_reader_of_the_table_meets_the_statement_before_the_items(program: Program) -> None:
    ended = program.run("agenda", "show")
    assert "nobody's endorsement" in ended.err
    assert "sb-375" in ended.out


def test_an_item_shows_what_is_asked_and_when_that_was_recorded(program: Program) -> None:
    items = {item["item_id"]: item for item in program.json("agenda", "show")}
    assert items["sb-732"]["positions"] == [
        {
            "stance": "support",
            "in_force_from": "2008-01-01",
            "in_force_until": None,
            "recorded_on": "2026-11-22",
            "text_of": None,
        }
    ]


def test_the_lint_of_the_demonstration_finds_that_it_came_late_and_nothing_else(
    on_sample: Program,
) -> None:
    found = on_sample.json("agenda", "lint")
    assert Counter(finding["kind"] for finding in found) == {"recorded_after_vote": 30}


def test_findings_end_with_zero_unless_the_lint_is_strict(on_sample: Program) -> None:
    assert on_sample.run("agenda", "lint").code == 0
    assert on_sample.run("agenda", "lint", "--strict").code == 1


def test_a_measure_that_the_record_does_not_hold_is_named(
    on_sample: Program, tmp_path: Path
) -> None:
    path = _changed(tmp_path, id="sb-9999", bill_id="ca-20072008-SB9999")
    found = on_sample.json("agenda", "lint", "--agenda", path)
    assert found[0]["kind"] == "unknown_bill"
    assert "ca-20072008-SB9999" in found[0]["message"]


def test_a_score_says_which_measure_or_added_roll_call_counts_for_nobody(
    on_sample: Program, tmp_path: Path
) -> None:
    added = [{"vote_event_id": "ca-20072008-SB375-20070431-SENEQ", "reason": "a slip of the pen"}]
    path = _changed(tmp_path, id="sb-9999", bill_id="ca-20072008-SB9999", roll_calls=added)
    ended = on_sample.run("score", "--agenda", path, "--format", "json")
    assert ended.code == 0
    assert "no measure ca-20072008-SB9999, which sb-9999 asks for" in ended.err
    assert "of sb-9999, the added roll call ca-20072008-SB375-20070431-SENEQ" in ended.err
    (said,) = on_sample.run("score", "--format", "json").err.splitlines()
    assert said.startswith("note: Authored or joined: 30 of 30 measures count for nobody")


def test_a_position_from_after_the_last_vote_leaves_an_item_without_a_scored_vote(
    on_sample: Program, tmp_path: Path
) -> None:
    late = {"stance": "support", "in_force_from": "2008-12-01", "recorded_on": "2008-12-01"}
    found = on_sample.json("agenda", "lint", "--agenda", _changed(tmp_path, positions=[late]))
    assert [f["item_id"] for f in found if f["kind"] == "no_scored_vote"] == ["sb-375"]


@pytest.mark.parametrize("command", ["show", "lint"])
def test_an_agenda_that_does_not_exist_is_wrong_use(program: Program, command: str) -> None:
    ended = program.run("agenda", command, "--agenda", "nobody")
    assert ended.code == 2
    assert "choose one of demonstration-2007-2008" in ended.err


def test_an_agenda_that_names_a_measure_twice_is_unreadable(
    program: Program, tmp_path: Path
) -> None:
    path = _changed(tmp_path, bill_id="ca-20072008-SB732")
    ended = program.run("agenda", "show", "--agenda", path)
    assert ended.code == 4
    assert "already asked for" in ended.err
