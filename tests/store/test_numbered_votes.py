"""Votes are kept as whole numbers: each text has one number, and a number once given stays."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import sqlalchemy as sa

from tests.store.places import Place
from tracker.record.numbered_votes import TEXTS, delete_votes, store_votes
from tracker.record.rows import rows_of
from tracker.record.tables import numbered_votes, person_votes
from tracker.store.bulk import stage

Vote = tuple[str, str, str | None, str, str]
"""As in `person_votes`."""

FIRST: list[Vote] = [
    ("roll-m", "Maple", "mona-maple", "yes", "AYE"),
    ("roll-m", "Nettle", None, "not_voting", "NVR"),
]
LATER: list[Vote] = [
    ("roll-a", "Aster", "anna-aster", "no", "A no"),
    ("roll-a", "Maple", "mona-maple", "absent", "A"),
]
"""Their new texts come before those of the first in any alphabet."""


def _store(place: Place, votes: Sequence[Vote]) -> int:
    names = [column.name for column in person_votes.columns]
    rows = rows_of(person_votes, [dict(zip(names, vote, strict=True)) for vote in votes])
    with place.store().writing() as connection:
        stage(connection, "coming_votes", rows)
        return store_votes(connection, "coming_votes")


def _in_words(place: Place) -> list[tuple[object, ...]]:
    with place.store().reading() as connection:
        found = connection.execute(sa.select(person_votes)).all()
    return sorted((tuple(row) for row in found), key=str)


def _numbers(place: Place) -> dict[str, dict[int, str]]:
    """Number to text, by table; each number and each text is there once."""
    found = {}
    with place.store().reading() as connection:
        for table in TEXTS:
            pairs = connection.execute(sa.select(*table.columns)).all()
            numbers, texts = zip(*pairs, strict=True)
            assert len(pairs) == len(set(numbers)) == len(set(texts))
            found[table.name] = dict(zip(numbers, texts, strict=True))
    return found


def test_votes_read_in_words_as_they_were_stored(place: Place) -> None:
    assert (_store(place, FIRST), _store(place, LATER)) == (2, 2)
    assert _in_words(place) == sorted(FIRST + LATER, key=str)


def test_a_number_once_given_stays(place: Place) -> None:
    _store(place, FIRST)
    before = _numbers(place)
    _store(place, LATER)
    after = _numbers(place)
    assert after["voter_names"] == before["voter_names"] | {3: "Aster"}
    assert all(before[name].items() < after[name].items() for name in before)


def test_the_number_of_a_roll_call_that_went_is_no_other_roll_calls(place: Place) -> None:
    _store(place, FIRST)
    with place.store().writing() as connection:
        delete_votes(connection, "select 'roll-m'")
        left = sa.select(sa.func.count()).select_from(numbered_votes)
        assert connection.execute(left).scalar_one() == 0
    _store(place, LATER)
    assert _numbers(place)["vote_event_numbers"] == {1: "roll-m", 2: "roll-a"}
    assert _in_words(place) == sorted(LATER, key=str)


def test_two_writers_at_once_give_each_text_one_number(place: Place) -> None:
    def coming(writer: int) -> list[Vote]:
        return [
            (f"roll-{number}", f"Voter {number} of {writer}", f"person-{number}", "yes", "AYE")
            for number in range(8)
        ]

    with place.store().writing():
        pass
    with ThreadPoolExecutor(2) as writers:
        done = [
            writers.submit(_store, place, [vote])
            for pair in zip(coming(1), coming(2), strict=True)
            for vote in pair
        ]
        assert [one.result() for one in done] == [1] * 16
    counts = {name: len(texts) for name, texts in _numbers(place).items()}
    assert counts == {
        "vote_event_numbers": 8,
        "voter_names": 16,
        "person_numbers": 8,
        "vote_options": 1,
        "vote_words": 1,
    }
    assert _in_words(place) == sorted(coming(1) + coming(2), key=str)
