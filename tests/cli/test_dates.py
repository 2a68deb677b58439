"""Deadlines, events and steps, as a person asks for them."""

from __future__ import annotations

import pytest

from tests.cli.program import Program


def test_a_calendar_is_shown_without_any_record(program: Program) -> None:
    ended = program.run("record", "deadlines", "--session", "2025-26", "--format", "csv")
    assert ended.code == 0
    first, *days = ended.out.splitlines()
    assert first.startswith("date,kind,title,basis,must_have_left,verified,worked_out,source")
    assert any(line.startswith("2025-02-21,introduction,") for line in days)


@pytest.mark.parametrize("command", ["deadlines", "events"])
def test_a_session_that_is_none_is_refused(command: str, program: Program) -> None:
    ended = program.run("record", command, "--session", "2008-09")
    assert (ended.code, ended.out) == (2, "")
    assert "'2008-09' is not a session" in ended.err


def test_a_record_without_events_says_so(on_sample: Program) -> None:
    ended = on_sample.run("record", "events", "--session", "2007-08", "--bill", "SB 375")
    assert ended.code == 0
    assert ended.out.strip() == "The record holds no event of the session 2007-2008 with SB 375."


def test_a_measure_is_at_the_step_where_its_history_ends(on_sample: Program) -> None:
    (bill,) = on_sample.json("record", "stages", "--session", "2007-08", "--bill", "SB 375")
    assert (bill["step"], bill["step_title"]) == ("signed", "Signed")
    assert [step["step"] for step in bill["path"]] == ["introduced", "signed"]
