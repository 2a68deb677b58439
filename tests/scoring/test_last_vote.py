"""Which vote is the last, and what is said where nobody's vote on it is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from tests.scoring import plain
from tests.scoring.engine import asked, empty_record, fill
from tests.scoring.plain import Standing
from tracker.rules.vocabulary import (
    Chamber,
    MotionClass,
    NonvoteEffect,
    Option,
    Result,
    RollStatus,
    Venue,
)
from tracker.scoring.inputs import Run, prepare
from tracker.scoring.method import shipped_methods
from tracker.scoring.scorecard import measures_not_scored
from tracker.scoring.scores import Score, Unranked, fold

FIRST, LAST = date(2007, 6, 7), date(2008, 8, 30)


@pytest.fixture(scope="module")
def record() -> Iterator[sa.Connection]:
    with empty_record() as connection:
        yield connection


def passage(name: str, day: date, yes: int, no: int) -> plain.VoteEvent:
    """A vote of the Senate on passage that reached a majority of the membership."""
    return plain.VoteEvent(
        *(name, "bill", Chamber.UPPER, Venue.FLOOR, day, 1, MotionClass.FINAL_PASSAGE),
        *(Result.PASS, yes, no, NonvoteEffect.AS_NO, RollStatus.LOADED),
    )


def urgency(name: str, day: date, yes: int, no: int) -> plain.VoteEvent:
    return replace(passage(name, day, yes, no), motion_class=MotionClass.URGENCY_CLAUSE)


def given(
    connection: sa.Connection,
    rolls: list[plain.VoteEvent],
    votes: dict[tuple[str, str], Option],
    *,
    method: str = "missed_is_against",
    stance: plain.Stance = plain.Stance.SUPPORT,
    added: tuple[str, ...] = (),
    aye_is_against: bool = False,
    replaces: bool = False,
    unplaced: Sequence[str] = (),
) -> dict[str, Score]:
    """Scores by person: `votes` are by roll call and person, all of whom sat throughout; on those
    of `unplaced` a name is nobody's.
    """
    bills = sorted({roll.bill_id for roll in rolls})
    seen = plain.ScoringInput(
        items=tuple(plain.Item(f"on {bill}", bill) for bill in bills),
        positions=tuple(
            plain.Position(f"on {bill}", stance, date(2007, 1, 1), None, FIRST) for bill in bills
        ),
        designated=tuple(
            plain.Designated(f"on {bills[0]}", roll, aye_is_against, replaces=replaces)
            for roll in added
        ),
        vote_events=tuple(rolls),
        person_votes=(
            *(plain.PersonVote(*key, option) for key, option in votes.items()),
            *(plain.PersonVote(roll, None, Option.YES) for roll in unplaced),
        ),
        memberships=tuple(
            plain.Membership(person, Chamber.UPPER, date(2006, 12, 4), None)
            for person in sorted({person for _, person in votes})
        ),
    )
    fill(connection, seen)
    run = Run(0, shipped_methods()[method])
    prepare(connection, asked(seen), [run])
    return {score.person_id: score for score in fold(connection).scores(run)}


def chosen(connection: sa.Connection) -> list[str]:
    return list(connection.execute(sa.text("select vote_event_id from chosen_rolls")).scalars())


CHANGED = {("old", "anna"): Option.NO, ("new", "anna"): Option.YES}


@pytest.mark.parametrize(
    ("measure", "old", "new"),
    [("AB 916", (17, 9), (38, 0)), ("SB 201", (21, 18), (31, 4))],
)
def test_an_urgency_clause_alone_that_day_is_the_passage(
    record: sa.Connection, measure: str, old: tuple[int, int], new: tuple[int, int]
) -> None:
    scores = given(record, [passage("old", FIRST, *old), urgency("new", LAST, *new)], CHANGED)
    assert chosen(record) == ["new"], measure
    assert scores["anna"].percent == 100


def test_an_urgency_clause_beside_a_vote_on_the_bill_is_not(record: sa.Connection) -> None:
    rolls = [passage("old", LAST, 24, 12), replace(urgency("new", LAST, 30, 9), sequence=2)]
    assert given(record, rolls, CHANGED)["anna"].percent == 0
    assert chosen(record) == ["old"]


@pytest.mark.parametrize(
    ("later", "doubt"),
    [
        # SB 270 of 2014: 37-0 of 2013 stood for the 22-15 on the bag ban.
        (replace(passage("new", LAST, 22, 15), standing=Standing.REFUSED), "quarantined"),
        (replace(passage("new", LAST, 22, 15), standing=Standing.WITHDRAWN), "withdrawn"),
        (replace(passage("new", LAST, 22, 15), status=RollStatus.KNOWN_MISSING), "nameless"),
    ],
)
def test_no_older_vote_stands_for_a_last_one_in_doubt(
    record: sa.Connection, later: plain.VoteEvent, doubt: str
) -> None:
    votes = {("old", "anna"): Option.YES}
    assert given(record, [passage("old", FIRST, 37, 0), later], votes) == {}
    (missing,) = measures_not_scored(record)
    assert (missing.item_id, missing.chamber, missing.date) == ("on bill", "upper", LAST)
    assert missing.doubt == doubt
    assert doubt in missing.sentence


def test_a_refused_reading_of_a_vote_on_record_takes_nothing_away(record: sa.Connection) -> None:
    stands = passage("new", LAST, 22, 15)
    refused = replace(stands, vote_event_id="other reading", standing=Standing.REFUSED)
    assert given(record, [stands, refused], CHANGED)["anna"].percent == 100
    assert measures_not_scored(record) == []


UNDIVIDED = [replace(passage("new", LAST, 22, 15), standing=Standing.UNDIVIDED)]
EITHER = {("new", "anna"): Option.YES, ("new", "ben"): Option.NO_OR_NOT_VOTING}


def test_a_no_or_a_silence_that_earn_the_same_are_exact(record: sa.Connection) -> None:
    scores = given(record, UNDIVIDED, EITHER)
    assert [(one.percent, one.rank) for one in scores.values()] == [(100, 1), (0, 2)]


def test_a_no_or_a_silence_that_earn_differently_are_an_interval(record: sa.Connection) -> None:
    ben = given(record, UNDIVIDED, EITHER, method="half_for_missed")["ben"]
    assert (ben.percent, ben.rank, ben.interval) == (None, None, (0, 50))
    opposed = given(record, UNDIVIDED, EITHER, stance=plain.Stance.OPPOSE)["ben"]
    assert (opposed.percent, opposed.interval) == (None, (0, 100))


def test_a_failure_that_its_counts_contradict_is_no_close_vote(record: sa.Connection) -> None:
    failed = replace(passage("new", LAST, 79, 0), result=Result.FAIL)
    votes = {("new", "anna"): Option.YES}
    assert given(record, [failed], votes, method="close_votes_only")["anna"].percent == 100
    contradicted = replace(failed, result_contradicted=True)
    assert given(record, [contradicted], votes, method="close_votes_only")["anna"].percent is None


def test_no_score_rests_on_a_motion_that_kills_the_bill(record: sa.Connection) -> None:
    stands = passage("old", FIRST, 24, 12)
    kills = replace(passage("new", LAST, 22, 15), motion_class=MotionClass.REJECTION)
    assert given(record, [stands, kills], CHANGED, added=("new",))["anna"].percent == 0
    assert chosen(record) == ["old"]


def test_a_steward_may_say_that_an_aye_on_it_is_against_the_bill(record: sa.Connection) -> None:
    kills = [replace(passage("new", LAST, 22, 15), motion_class=MotionClass.REJECTION)]
    votes = {("new", "anna"): Option.YES, ("new", "ben"): Option.NO}
    scores = given(record, kills, votes, added=("new",), aye_is_against=True)
    assert {person: score.percent for person, score in scores.items()} == {"anna": 0, "ben": 100}


def test_what_an_aye_means_turns_that_motion_alone(record: sa.Connection) -> None:
    rolls = [passage("old", FIRST, 24, 12), passage("new", LAST, 22, 15)]
    scores = given(record, rolls, CHANGED, added=("old",), aye_is_against=True)
    # A No on what was turned, and an Aye on the passage: both as asked.
    assert scores["anna"].percent == 100


def test_a_stewards_roll_call_counts_in_place_of_the_rules_where_they_say_so(
    record: sa.Connection,
) -> None:
    rolls = [passage("old", FIRST, 24, 12), passage("new", LAST, 22, 15)]
    beside = given(record, rolls, CHANGED, added=("old",))
    assert (beside["anna"].percent, chosen(record)) == (50, ["old", "new"])
    instead = given(record, rolls, CHANGED, added=("old",), replaces=True)
    assert (instead["anna"].percent, chosen(record)) == (0, ["old"])


def test_nothing_takes_the_place_of_a_last_vote_that_is_in_doubt(record: sa.Connection) -> None:
    refused = replace(passage("new", LAST, 22, 15), standing=plain.Standing.REFUSED)
    rolls = [passage("old", FIRST, 24, 12), refused]
    given(record, rolls, {("old", "anna"): Option.YES}, added=("old",), replaces=True)
    assert chosen(record) == []


def test_who_was_there_for_little_has_a_number_and_takes_no_place(record: sa.Connection) -> None:
    rolls = [
        replace(passage(f"vote {n}", LAST, 22, 15), bill_id=f"bill {n}", sequence=n)
        for n in range(12)
    ]
    cast = {(roll.vote_event_id, "anna"): Option.YES for roll in rolls[:11]}
    cast[rolls[11].vote_event_id, "anna"] = Option.NO
    late = {(roll.vote_event_id, "ben"): Option.YES for roll in rolls[:2]}
    scores = given(record, rolls, cast | late)
    assert [(s.percent, s.rank, s.unranked) for s in scores.values()] == [
        (92, 1, None),
        (100, None, Unranked.UNDER_HALF),
    ]


def test_whose_vote_may_stand_under_a_name_that_is_nobodys_is_not_ranked(
    record: sa.Connection,
) -> None:
    rolls = [
        replace(passage(f"vote {n}", LAST, 22, 15), bill_id=f"bill {n}", sequence=n)
        for n in range(3)
    ]
    votes = {(roll.vote_event_id, "anna"): Option.YES for roll in rolls}
    votes |= {(roll.vote_event_id, "ben"): Option.YES for roll in rolls[:2]}
    scores = given(record, rolls, votes, unplaced=["vote 2"])
    assert [(s.percent, s.rank, s.unranked) for s in scores.values()] == [
        (100, 1, None),
        (100, None, Unranked.NAMES_IN_DOUBT),
    ]
    assert [s.rank for s in given(record, rolls, votes).values()] == [1, 1]
