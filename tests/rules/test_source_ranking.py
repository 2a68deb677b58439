"""The reviewed ranking of sources, and what is refused in such a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracker.errors import DataFileError
from tracker.rules.reference import reference
from tracker.rules.source_ranking import (
    UNRANKED,
    FactKind,
    SourceRanking,
    load_source_ranking,
    source_of,
)

RANKED = """
format: 1
jurisdiction: ca
sources: {one: the first, two: the second}
kinds:
  roll_calls: [{source: one, reason: it is official}, {source: two, reason: it is not}]
  measures: [{source: two, reason: its titles are whole}]
  actions: []
"""


def _ranking(text: str, folder: Path) -> SourceRanking:
    path = folder / "somewhere.yaml"
    path.write_text(text, "utf-8")
    return load_source_ranking(path)


def test_sources_rank_apart_for_each_kind_of_fact(tmp_path: Path) -> None:
    ranking = _ranking(RANKED, tmp_path)
    assert ranking.is_better(FactKind.ROLL_CALLS, "one", "two")
    assert ranking.is_better(FactKind.MEASURES, "two", "one")


def test_a_source_that_is_not_named_ranks_below_all_that_are(tmp_path: Path) -> None:
    ranking = _ranking(RANKED, tmp_path)
    assert ranking.is_better(FactKind.ROLL_CALLS, "two", "unheard_of")
    assert not ranking.is_better(FactKind.ACTIONS, "one", "two")
    assert not UNRANKED.is_better(FactKind.ROLL_CALLS, "one", "two")


READ = "ca-20072008-0123456789ab"
"""What follows the source in the id of what it gave."""


@pytest.mark.parametrize("kind", [FactKind.ACTIONS, FactKind.ROLL_CALLS])
@pytest.mark.parametrize("is_first", [True, False])
def test_of_sources_in_one_place_the_one_that_tells_most_is_told(
    is_first: bool, kind: FactKind, tmp_path: Path
) -> None:
    few = [(f"few-{READ}", "Introduced.")]
    many = [(f"many-{READ}", "Introduced."), (f"many-{READ}", "Chaptered.")]
    told = [*few, *many] if is_first else [*many, *few]
    assert _ranking(RANKED, tmp_path).told_once(kind, told) == ["Introduced.", "Chaptered."]


@pytest.mark.parametrize("is_first", [True, False])
def test_of_sources_in_one_place_that_tell_as_much_the_same_is_told_whichever_came_first(
    is_first: bool, tmp_path: Path
) -> None:
    told = [(f"alder-{READ}", "Passed."), (f"birch-{READ}", "Failed.")]
    in_turn = told if is_first else told[::-1]
    assert _ranking(RANKED, tmp_path).told_once(FactKind.ACTIONS, in_turn) == ["Passed."]


@pytest.mark.parametrize(
    ("source_id", "source"),
    [
        ("ca_leginfo-ca-20072008-0123456789ab", "ca_leginfo"),
        ("legiscan-md-2023s1-0123456789ab", "legiscan"),
        ("grid-riverbend-2026-0123456789ab", "grid"),
        ("lewis-rollcalls-2007-08", "sample"),
        ("openstates-people", "sample"),
    ],
)
def test_a_source_is_told_by_the_ids_it_gives(source_id: str, source: str) -> None:
    assert source_of(source_id) == source


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        ("format: 1", "format: 2", "1"),
        ("reason: it is official", "reason: ''", "at least 1 character"),
        ("reason: it is official", "because: it is", "this entry is missing"),
        ("{source: two, reason: it is not}", "{source: one, reason: again}", "ranks 'one' twice"),
        ("{source: two, reason: it is not}", "{source: three, reason: new}", "is no source"),
        ("  actions: []", "  weather: []", "roll_calls"),
        ("  actions: []\n", "", "is not ranked"),
        ("kinds:", "kinds", "cannot be read: could not find expected"),
    ],
)
def test_a_ranking_that_contradicts_itself_is_refused(
    before: str, after: str, what: str, tmp_path: Path
) -> None:
    assert before in RANKED
    with pytest.raises(DataFileError) as refused:
        _ranking(RANKED.replace(before, after), tmp_path)
    assert what in str(refused.value)
    assert "somewhere.yaml" in refused.value.where


def test_a_ranking_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="cannot be read"):
        load_source_ranking(tmp_path / "nowhere.yaml")


def test_what_a_person_compared_name_by_name_stands_before_every_crawl() -> None:
    ranking = reference("ca").sources
    crawled = set(ranking.titles) - {"sample"}
    assert all(ranking.is_better(FactKind.ROLL_CALLS, "sample", one) for one in crawled)
