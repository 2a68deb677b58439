"""The command shows who wrote or joined beside the votes, and never as part of them."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.cli.program import REPOSITORY, Program
from tracker.rules.reference import sample_folder

AGENDA = ("--agenda", "demonstration-2025-2026")


@pytest.fixture(scope="module")
def on_today(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """The command on a home with the reviewed record of 2025-26."""
    folder = sample_folder("ca", "20252026")
    assert folder is not None
    program = Program(tmp_path_factory.mktemp("today"))
    program.json("load", "record", "--file", str(folder))
    return program


def _row(rows: list[dict[str, Any]], person: str) -> dict[str, Any]:
    return next(row for row in rows if row["person_id"] == person)


def test_both_scores_stand_beside_each_other(on_today: Program) -> None:
    rows = on_today.json("score", *AGENDA)
    haney = _row(rows, "matt-haney-cc6eb833")
    assert (haney["numerator"], haney["denominator"]) != (5, 11)
    assert (haney["joined_numerator"], haney["joined_denominator"]) == (5, 11)
    assert (haney["joined_percent"], haney["joined_band"]) == (45, [45, 50])
    assert haney["joined_available"] == 15


def test_the_measures_behind_it_add_up_and_have_the_documented_fields(on_today: Program) -> None:
    rows = on_today.json("explain", "Matt Haney", *AGENDA, "--sponsorship")
    counted = [row for row in rows if row["counted"] and row["credit_halves"] is not None]
    assert sum(row["credit_halves"] for row in counted) == 10
    assert sum(row["weight_hundredths"] for row in counted) == 1100
    page = (REPOSITORY / "docs" / "cli.md").read_text("utf-8")
    promised = page.partition("With `--sponsorship`")[2].partition("\n\n")[0]
    fields = re.findall(r"`([a-z_]+)`", promised)
    assert list(rows[0]) == fields


def test_the_votes_of_a_person_are_printed_without_it(on_today: Program) -> None:
    votes = on_today.json("explain", "Matt Haney", *AGENDA)
    assert all("vote_event_id" in row for row in votes)
    table = on_today.run("explain", "Matt Haney", *AGENDA)
    assert "Authored or joined: 5 of 11, 45 percent" in table.err
    assert "before a house" in table.out


def test_a_record_that_names_authors_alone_says_so_and_gives_no_number(
    on_sample: Program,
) -> None:
    ended = on_sample.run("score", "--format", "json")
    assert "30 of 30 measures count for nobody" in ended.err
    assert {row["joined_percent"] for row in on_sample.json("score")} == {None}
