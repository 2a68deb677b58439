"""`answerable agenda rolls`, also where no reviewed rule understands the motions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.program import Program
from tests.fictional.bodies import SALTMARSH, fictional_home

AGENDA: dict[str, Any] = {
    "format": 1,
    "id": "eels",
    "jurisdiction": "saltmarsh",
    "session": "2007-2008",
    "title": "Eels",
    "items": [
        {
            "id": "sb-375",
            "bill": "SB 375",
            "title": "Eels",
            "positions": [
                {"stance": "support", "in_force_from": "2007-01-01", "recorded_on": "2007-01-01"}
            ],
        }
    ],
}


@pytest.fixture
def unreviewed(tmp_path: Path) -> Program:
    """A home with the Council of Saltmarsh, whose one motion no reviewed rule covers."""
    program = fictional_home(tmp_path / "home")
    rules = program.home / "jurisdictions" / "saltmarsh" / "motions.yaml"
    text = rules.read_text("utf-8").replace("'passage'", "'adoption'")
    rules.write_text(text.replace("[Passage]", "[Adoption]"), "utf-8")
    program.json("load", "record", "--file", SALTMARSH)
    return program


def _file(program: Program, **changes: object) -> Path:
    (item,) = AGENDA["items"]
    path = program.home / "eels.yaml"
    path.write_text(yaml.safe_dump(AGENDA | {"items": [item | changes]}), "utf-8")
    return path


def _scored(program: Program, agenda: Path) -> dict[str, int]:
    rows = program.json("explain", "anemone-reed", "--agenda", agenda)
    return {row["vote_event_id"]: row["credit_halves"] for row in rows}


def test_without_reviewed_motions_none_is_taken_until_a_steward_chooses(
    unreviewed: Program,
) -> None:
    (house,) = unreviewed.json("agenda", "rolls", _file(unreviewed))
    assert (house["house"], house["taken"]) == ("Council", [])
    assert "no reviewed rule says what these motions ask for" in house["why"]
    (roll,) = house["rolls"]
    assert (roll["standing"], roll["counts"]) == ("not_classified", False)
    chosen = {"vote_event_id": roll["vote_event_id"], "reason": "The Council passed it."}
    agenda = _file(unreviewed, roll_calls=[chosen])
    (house,) = unreviewed.json("agenda", "rolls", agenda)
    assert house["taken"] == [roll["vote_event_id"]]
    assert house["rolls"][0]["reason"] == "The Council passed it."
    assert _scored(unreviewed, agenda) == {roll["vote_event_id"]: 2}
    turned = _file(unreviewed, roll_calls=[chosen | {"aye_means": "against"}])
    assert _scored(unreviewed, turned) == {roll["vote_event_id"]: 0}


def test_a_roll_call_that_the_record_does_not_hold_is_named(unreviewed: Program) -> None:
    slip = [{"vote_event_id": "1234567", "reason": "A slip of the pen."}]
    ended = unreviewed.run("agenda", "rolls", _file(unreviewed, roll_calls=slip))
    assert ended.code == 0
    assert "of sb-375, the record holds no roll call 1234567" in ended.err
    assert "No reviewed rule says what this motion" in " ".join(ended.out.split())
