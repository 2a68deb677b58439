"""Genuine roll calls of the 115th Congress: all accounted for, and members scored by rule."""

from __future__ import annotations

import zipfile
from collections import Counter
from pathlib import Path

import pytest

from scrapers.congress_legislators.source import SOURCE as MEMBERS
from scrapers.kit.source import FileSource
from scrapers.us_house.source import SOURCE as HOUSE
from scrapers.us_senate.source import SOURCE as SENATE
from tests.intake.congress import staged
from tests.record.contents import store_at
from tracker.agenda.known_agendas import find_agenda
from tracker.intake.load import gate_crawl, load_crawl
from tracker.intake.people import load_people, read_people
from tracker.record.motions import motions_checked
from tracker.rules.reference import reference
from tracker.rules.vocabulary import MotionClass
from tracker.scoring.method import DEFAULT_METHOD, find_method
from tracker.scoring.scorecard import ScoreLine, scorecard
from tracker.store import Store

SOURCES: dict[str, FileSource] = {"us_house": HOUSE, "us_senate": SENATE}
PARTS = {
    # source and year: with names, repeated to the last name, left out because on no measure
    # Senate votes 290 and 291 of 2017 are two, 29 minutes apart, with the same words and votes.
    ("us_house", 2017): (664, 0, 46),
    ("us_house", 2018): (471, 0, 29),
    ("us_senate", 2017): (322, 1, 2),
    ("us_senate", 2018): (274, 0, 0),
}
ON_FIVE_MEASURES = {
    2017: "h99 h412 h637 h691 h692 h699 s101 s249 s297 s300 s303 s323",
    2018: "h204 h205 h216 h283 h284 h434 s54 s143 s259",
}
"""Every vote on passage and some that kill, of the five measures: the archive's own names."""
POSITIONS = {
    "H.R. 1": "oppose",
    "H.R. 2": "support",
    "H.J.Res. 43": "oppose",
    "H.J.Res. 111": "oppose",
    "S. 2155": "oppose",
}
AGENDA = """
format: 1
id: congress
jurisdiction: us
session: "115"
title: Five measures of the 115th Congress
version: "1"
demonstration: true
statement: A test; nobody's endorsement.
organizations: []
issues: [{id: all, name: All}]
items:
"""
ITEM = """
  - id: item-{number}
    bill: {bill}
    issue: all
    title: {bill}
    weight: 1
    reason: A test.
    positions: [{{stance: {stance}, in_force_from: 2017-01-03, recorded_on: 2026-11-27}}]
"""


def _archive(samples: Path, year: int) -> Path:
    return samples / "us_federal" / f"votes_115_{year}.zip"


@pytest.mark.parametrize(("source", "year"), PARTS)
def test_every_roll_call_is_accounted_for(
    source: str, year: int, samples: Path, tmp_path: Path
) -> None:
    folder = staged(SOURCES[source], _archive(samples, year), tmp_path / "crawl")
    gated = gate_crawl(folder, store_at(tmp_path / "store"))
    left_out = sum(int(one.split()[0]) for one in gated.manifest.warnings)
    passed = gated.passed
    statuses = Counter(passed.vote_events.column("status").to_pylist())
    assert statuses.keys() == {"loaded"}
    assert (statuses["loaded"], passed.duplicates, left_out) == PARTS[source, year]
    assert passed.read == statuses["loaded"] + passed.duplicates
    assert (passed.quarantined.num_rows, passed.unresolved) == (0, {})
    classes = set(passed.vote_events.column("motion_class").to_pylist())
    assert MotionClass.UNKNOWN not in classes
    assert not any(passed.vote_events.column("result_contradicted").to_pylist())


@pytest.fixture(scope="module")
def congress(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The votes on five measures in both houses, and the terms of the members from California."""
    space = tmp_path_factory.mktemp("congress")
    for year, names in ON_FIVE_MEASURES.items():
        with zipfile.ZipFile(_archive(samples, year)) as whole:
            for name in names.split():
                (space / f"{year}{name}.xml").write_bytes(
                    whole.read(f"115/{year}/{name}/{name}.xml")
                )
    store = store_at(space / "store")
    for name, source in SOURCES.items():
        load_crawl(store, staged(source, space, space / name))
    members = samples / "us_federal/congress_legislators/legislators-current.CA-only.yaml"
    load_people(store, read_people(staged(MEMBERS, members, space / "members")))
    return store


@pytest.fixture(scope="module")
def scores(congress: Store, tmp_path_factory: pytest.TempPathFactory) -> dict[str, ScoreLine]:
    """The scorecard of five measures, by the member's name."""
    path = tmp_path_factory.mktemp("agenda") / "congress.yaml"
    items = (
        ITEM.format(number=number, bill=bill, stance=stance)
        for number, (bill, stance) in enumerate(POSITIONS.items())
    )
    path.write_text(AGENDA + "".join(items), "utf-8")
    with congress.reading() as connection:
        lines = scorecard(connection, find_agenda(str(path)), find_method(DEFAULT_METHOD))
    return {line.member.name: line for line in lines}


def test_members_of_both_houses_are_scored_by_rule(scores: dict[str, ScoreLine]) -> None:
    scored = Counter(
        line.member.chamber for line in scores.values() if line.score.percent is not None
    )
    assert scored["lower"] > 350
    assert scored["upper"] > 85


def test_two_members_score_what_their_printed_votes_are_worth(
    scores: dict[str, ScoreLine],
) -> None:
    """Checked by hand in the houses' own files.

    Susan Collins: H.R. 1 Yea (s323), H.R. 2 Yea (s259), H.J.Res. 43 Nay (s101), H.J.Res. 111 Yea
    (s249), S. 2155 Yea (s54): two of five as asked. Adam Schiff: Nay (h699), Yea (h434), No (h99),
    No (h412), Nay (h216): all five; he was of the House then, and is of the Senate now.
    """
    collins, schiff = scores["Susan Collins"], scores["Adam B. Schiff"]
    assert (collins.member.chamber, collins.score.percent) == ("upper", 40)
    assert (schiff.member.chamber, schiff.member.district) == ("lower", "CA-28")
    assert schiff.score.percent == 100


def test_every_roll_call_of_the_five_is_read_by_a_rule(congress: Store) -> None:
    with congress.reading() as connection:
        found = motions_checked(connection, reference("us").rules.motions, "us")
    assert (found.rolls, found.floor_rolls, found.floor_unclassified) == (21, 21, 0)
    assert (found.with_result, found.contradictions) == (21, 0)
