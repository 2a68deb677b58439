"""`answerable score` and `explain`: the worked case, and scores that their rows add up to."""

from __future__ import annotations

import csv
import io
import shutil
from collections import defaultdict
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.cli.program import Program
from tests.record.contents import store_at
from tracker.errors import UsageError
from tracker.record.members import find_person
from tracker.record.tables import people

WORKED = ("--agenda", "sb375-worked-case", "--chamber", "upper")
FLOREZ = "dean-florez"
SILENT_ON_THE_FLOOR = {"denise-moreno-ducheny", "gloria-negrete-mcleod", "michael-machado"}
BY_RULE = ("missed_is_against", "half_for_missed", "absences_dropped")


@pytest.fixture(scope="module")
def worked(on_sample: Program) -> dict[str, dict[str, dict[str, Any]]]:
    """The worked case under three rules: method, then person."""
    return {
        method: {
            row["person_id"]: row for row in on_sample.json("score", *WORKED, "--method", method)
        }
        for method in BY_RULE
    }


@pytest.fixture(scope="module")
def scores(on_sample: Program) -> list[dict[str, Any]]:
    """The demonstration agenda under the default method."""
    rows: list[dict[str, Any]] = on_sample.json("score")
    return rows


Worked = dict[str, dict[str, dict[str, Any]]]


def test_one_senator_is_worth_67_83_or_100(worked: Worked) -> None:
    assert [worked[method][FLOREZ]["percent"] for method in BY_RULE] == [67, 83, 100]
    pairs = [(worked[m][FLOREZ]["numerator"], worked[m][FLOREZ]["denominator"]) for m in BY_RULE]
    assert [Fraction(*pair) for pair in pairs] == [Fraction(2, 3), Fraction(5, 6), 1]


def test_three_senators_are_0_50_or_not_scored(worked: Worked) -> None:
    for person in SILENT_ON_THE_FLOOR:
        rows = [worked[method][person] for method in BY_RULE]
        assert [row["percent"] for row in rows] == [0, 50, None], person
        assert [row["status"] for row in rows] == ["scored", "scored", "not_enough_votes"]


def test_the_other_senators_do_not_move_except_one(worked: Worked) -> None:
    moving = {
        person
        for person in worked[BY_RULE[0]]
        if len({worked[method][person]["percent"] for method in BY_RULE}) > 1
    }
    assert moving == {FLOREZ, *SILENT_ON_THE_FLOOR, "jim-battin"}


def test_on_the_floor_vote_alone_the_same_senator_is_worth_nothing(on_sample: Program) -> None:
    rows = on_sample.json(
        "explain", FLOREZ, "--agenda", "sb375-worked-case", "--method", "missed_is_against"
    )
    (floor,) = [row for row in rows if "-SENFLOOR-" in row["vote_event_id"]]
    assert (floor["option"], floor["credit_halves"]) == ("not_voting", 0)


def test_percent_is_null_unless_scored(scores: list[dict[str, Any]]) -> None:
    assert {row["status"] for row in scores} == {"scored", "not_enough_votes"}
    for row in scores:
        known = row["status"] == "scored"
        assert (row["percent"] is not None) is (row["rank"] is not None) is known
        if known:
            low, high = row["band"]
            assert low <= row["percent"] <= high


def test_the_two_houses_are_ranked_apart(scores: list[dict[str, Any]]) -> None:
    for chamber in ("upper", "lower"):
        ranked = [row for row in scores if row["chamber"] == chamber and row["rank"]]
        assert min(row["rank"] for row in ranked) == 1
        for row in ranked:
            better = [o for o in ranked if _share(o) > _share(row)]
            assert row["rank"] == 1 + len(better)


def test_one_house_only(on_sample: Program, scores: list[dict[str, Any]]) -> None:
    upper = on_sample.json("score", "--chamber", "upper")
    assert upper == [row for row in scores if row["chamber"] == "upper"]


@pytest.mark.parametrize("method", ["agenda_alignment", "half_for_missed"])
@pytest.mark.parametrize("person", [FLOREZ, "gloria-negrete-mcleod", "hector-de-la-torre"])
def test_the_rows_behind_a_score_add_up_to_it(person: str, method: str, on_sample: Program) -> None:
    rows = on_sample.json("explain", person, "--method", method)
    (score,) = [
        row
        for row in on_sample.json("score", "--method", method)
        if row["person_id"] == person and row["chamber"] == rows[0]["chamber"]
    ]
    measures = defaultdict(list)
    for row in rows:
        assert row["counted"] is (row["reason"] is None)
        if row["counted"]:
            measures[row["item_id"]].append(row)
    weights = {item: Fraction(votes[0]["weight_hundredths"]) for item, votes in measures.items()}
    earned = sum(
        weights[item] * Fraction(sum(vote["credit_halves"] for vote in votes), 2 * len(votes))
        for item, votes in measures.items()
    )
    assert score["counted"] == len(measures)
    assert earned / sum(weights.values()) == _share(score)
    assert all(row["source"] for row in rows)


def test_csv_says_the_same_as_json(on_sample: Program, scores: list[dict[str, Any]]) -> None:
    rows = list(csv.DictReader(io.StringIO(on_sample.run("score", "--format", "csv").out)))
    assert len(rows) == len(scores)
    for row, score in zip(rows, scores, strict=True):
        assert list(row) == list(score)
        assert row["person_id"] == score["person_id"]
        assert row["percent"] == ("" if score["percent"] is None else str(score["percent"]))
        assert row["band"] == ", ".join(map(str, score["band"] or []))


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("score", "--agenda", "no-such-agenda"), "there is no agenda"),
        (("score", "--method", "no_such_method"), "there is no method"),
        (("explain", "nobody-at-all"), "no member in that session"),
        (("explain", "Runner"), "more than one member in that session"),
    ],
)
def test_a_name_that_nothing_bears(
    arguments: tuple[str, ...], what: str, on_sample: Program
) -> None:
    ended = on_sample.run(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert what in ended.err
    assert ended.err.strip().count("\n") == 2


def test_a_name_is_looked_for_among_the_members_of_the_agendas_session(
    sample_store: Path, tmp_path: Path
) -> None:
    path = tmp_path / "answerable.duckdb"
    shutil.copy(sample_store, path)
    with store_at(path).writing() as connection:
        row = connection.execute(sa.select(people).where(people.c.person_id == FLOREZ))
        namesake = {**row.mappings().one(), "person_id": "dean-florez-2", "ocd_person_id": None}
        only_later = namesake | {"person_id": "ana-later", "name": "Ana Later"}
        connection.execute(sa.insert(people), [namesake, only_later])
    with store_at(path).reading() as connection:
        assert find_person(connection, "Dean Florez", "ca-20072008") == FLOREZ
        with pytest.raises(UsageError, match="is in the record, but is no member in that session"):
            find_person(connection, "Ana Later", "ca-20072008")


def _share(row: dict[str, Any]) -> Fraction:
    return Fraction(row["numerator"], row["denominator"])
