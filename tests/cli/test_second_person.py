"""That an aye is against a measure is one person's word until a second confirms it; and a steward's
roll call may stand in place of the rule's, which every score then says.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.program import REPOSITORY, Program

FILE = REPOSITORY / "tests" / "agenda" / "tabled-2007.yaml"
ROLL = "ca-20072008-SB375-20070529-SENAPPR-b078be"
CONFIRM = ("agenda", "confirm", "tabled-2007", "sb-375", ROLL)


@pytest.fixture
def saved(program: Program) -> Program:
    """The command on the sample record and an agenda that Robin wrote, with a motion turned."""
    program.json("load", "sample")
    program.json("agenda", "import", FILE, "--by", "Robin")
    return program


def _kinds(program: Program, agenda: str | Path = "tabled-2007") -> set[str]:
    return {one["kind"] for one in program.json("agenda", "lint", "--agenda", str(agenda))}


def test_until_a_second_person_confirms_it_every_output_says_so(saved: Program) -> None:
    (roll,) = saved.json("agenda", "show", "--agenda", "tabled-2007")[0]["roll_calls"]
    assert (roll["said_by"], roll["confirmed_by"]) == ("Robin", None)
    assert "aye_not_confirmed" in _kinds(saved)
    votes = saved.json("explain", "sheila-kuehl", "--agenda", "tabled-2007")
    turned = [vote for vote in votes if vote["aye_means"] == "against"]
    assert [vote["aye_confirmed"] for vote in turned] == [False] * len(turned)

    alone = saved.run(*CONFIRM, "--by", " robin")
    assert alone.code != 0
    assert "a second person has to confirm it" in alone.err
    done = saved.json(*CONFIRM, "--by", "Sam", "--now", "2007-06-20T12:00:00Z")
    assert (done["version"], done["saved_by"]) == (2, "Sam")
    (roll,) = saved.json("agenda", "show", "--agenda", "tabled-2007")[0]["roll_calls"]
    assert (roll["confirmed_by"], roll["confirmed_on"]) == ("Sam", "2007-06-20")
    assert "aye_not_confirmed" not in _kinds(saved)


def test_what_was_confirmed_stays_so_when_the_same_file_comes_in_again(saved: Program) -> None:
    saved.json(*CONFIRM, "--by", "Sam")
    again = saved.json("agenda", "import", FILE, "--by", "Kim")
    assert again["version"] == 2
    (roll,) = saved.json("agenda", "show", "--agenda", "tabled-2007")[0]["roll_calls"]
    assert (roll["said_by"], roll["confirmed_by"]) == ("Robin", "Sam")


def test_a_file_in_which_one_person_confirms_their_own_word_is_refused(
    saved: Program, tmp_path: Path
) -> None:
    own = tmp_path / "own.yaml"
    words = (
        "        said_by: Robin\n        confirmed_by: robin\n        confirmed_on: 2007-06-20\n"
    )
    own.write_text(FILE.read_text("utf-8") + words, "utf-8")
    refused = saved.run("agenda", "import", own, "--by", "Robin")
    assert refused.code != 0
    assert "confirmed by another person" in refused.err


def test_a_vote_that_a_steward_put_aside_is_named_by_score_and_lint(
    saved: Program, tmp_path: Path
) -> None:
    instead = tmp_path / "instead.yaml"
    text = FILE.read_text("utf-8").replace("id: tabled-2007", "id: instead")
    instead.write_text(f"{text}        replaces_the_rules: true\n", "utf-8")
    assert {"rule_replaced", "too_few_measures"} <= _kinds(saved, instead)
    assert "rule_replaced" not in _kinds(saved)
    scored = saved.run("score", "--agenda", str(instead), "--method", "missed_is_against")
    assert "in the upper house the rule would take the vote of 2008-08-30 (" in scored.err
    rolls = saved.json("agenda", "rolls", str(instead))
    senate = next(house for house in rolls if house["chamber"] == "upper")
    assert senate["taken"] == [ROLL]
    assert [one["standing"] for one in senate["rolls"]].count("replaced") == 1
