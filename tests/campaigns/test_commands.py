"""The commands as a person or a script runs them: real processes on a real store."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.ready_python import ready_python

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run(home: Path) -> Run:
    """Runs `answerable` on a store of its own, on an evening in June 2007."""

    def ran(*words: str) -> subprocess.CompletedProcess[str]:
        settings = {
            "ANSWERABLE_HOME": str(home),
            "ANSWERABLE_NAME": "Ana",
            "ANSWERABLE_NOW": "2007-06-06T20:00:00-07:00",
        }
        return subprocess.run(
            [ready_python(), "-m", "tracker.cli", *words],
            env=os.environ | settings,
            capture_output=True,
            text=True,
            check=False,
        )

    return ran


def read(result: subprocess.CompletedProcess[str]) -> Any:
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def test_from_a_new_campaign_to_a_recorded_milestone(run: Run) -> None:
    begun = run("campaign", "add", "Near home", "--organization", "Riders", "--format", "json")
    assert read(begun)["campaign_id"] == "near-home"
    roll = ("--roll", "ca-20072008-SB375-20070607", "--due", "2007-06-07")
    added = read(run("milestone", "add", "near-home", "Call-in day", *roll, "--format", "json"))
    assert (added["status"], added["visibility"], added["version"]) == ("planned", "private", 0)
    assert added["bill_id"] == "ca-20072008-SB375"
    words = ("milestone", "update", "call-in-day", "--status", "done", "--format", "json")
    updated = read(run(*words))
    assert (updated["newly_stored"], updated["version"]) == (True, 1)
    assert updated["closed_on"] == "2007-06-06"
    assert read(run(*words))["newly_stored"] is False
    told = read(run("milestone", "history", "call-in-day", "--format", "json"))
    assert [(one["recorded_by"], one["status"]) for one in told] == [("Ana", "done")]


def test_a_rally_with_its_kind_place_measure_and_evidence_and_a_slip_taken_back(run: Run) -> None:
    form = ("--format", "json")
    begun = run("campaign", "add", "Near home", "--organization", "R", "--bill", "SB 375", *form)
    assert read(begun)["bill_ids"] == ["ca-20072008-SB375"]
    where = ("--kind", "rally", "--place", "City Hall", "--bill", "SB 375")
    added = read(run("milestone", "add", "near-home", "Rally", *where, *form))
    assert (added["kind"], added["place"]) == ("rally", "City Hall")
    assert added["bill_id"] == "ca-20072008-SB375"
    page = ("--evidence", "https://example.org/photo")
    assert read(run("milestone", "update", "rally", "--status", "missed", *page, *form))
    back = read(run("milestone", "back", "rally", "--seen", "1", *form))
    assert (back["status"], back["version"]) == ("planned", 2)
    told = read(run("milestone", "history", "rally", *form))
    assert [one["takes_back"] for one in told] == [False, True]
    assert told[0]["evidence"] == "https://example.org/photo"


def test_the_clock_as_csv_has_ids_that_can_be_copied(run: Run) -> None:
    assert run("campaign", "load").returncode == 0
    shown = run("campaign", "show", "near-home", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(shown.stdout)))
    assert {"milestone", "action", "roll_call"} <= {row["kind"] for row in rows}
    assert any(row["vote_event_id"].startswith("ca-20072008-SB375-20070607") for row in rows)
    assert any(row["milestone_id"] == "near-home/senate-floor" for row in rows)
    public = run("campaign", "show", "near-home", "--public", "--format", "csv").stdout
    assert "phone-bank-count" in shown.stdout
    assert "phone-bank-count" not in public


def test_a_stale_update_says_who_changed_what_and_exits_2(run: Run) -> None:
    run("campaign", "load")
    refused = run("milestone", "update", "fact-sheet", "--status", "dropped")
    assert refused.returncode == 2
    assert "Tobias Quill (fictional)" in refused.stderr
    assert "--seen 3" in refused.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("campaign", "add", " ", "--organization", "Riders"), "the title is empty"),
        (("campaign", "show", "nothing"), "there is no campaign 'nothing'"),
        (
            ("milestone", "add", "near-home", "X", "--due", "2008-02-30"),
            "not a day of the calendar",
        ),
        (("milestone", "history", "nothing"), "there is no milestone 'nothing'"),
    ],
)
def test_wrong_use_is_three_lines_and_exit_2(run: Run, words: tuple[str, ...], said: str) -> None:
    refused = run(*words)
    assert refused.returncode == 2
    assert said in refused.stderr
    assert [line.split(":")[0].strip() for line in refused.stderr.splitlines()] == [
        "error",
        "where",
        "what to do",
    ]
    assert refused.stdout == ""


def test_an_empty_store_says_how_to_begin(run: Run) -> None:
    assert "answerable campaign add" in run("campaign", "list").stdout
    assert read(run("campaign", "list", "--format", "json")) == []
