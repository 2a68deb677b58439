"""The SQL ledger and the plain scorer agree on every row, score, band and lifetime."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.scoring import plain
from tests.scoring.engine import asked, empty_record, fill, method_of, plain_input
from tests.scoring.presets import PRESETS
from tests.scoring.strategies import methods, scoring_inputs, sessions
from tracker.agenda.known_agendas import find_agenda
from tracker.intake.load import load_record
from tracker.rules.reference import sample_folder
from tracker.rules.vocabulary import (
    Chamber,
    MotionClass,
    NonvoteEffect,
    Option,
    Result,
    RollStatus,
    Venue,
)
from tracker.scoring import scores as folded
from tracker.scoring.inputs import Asked, Run, band_runs, prepare
from tracker.scoring.method import shipped_methods
from tracker.scoring.scorecard import asked_by
from tracker.store import Store, open_store

Line = tuple[
    *tuple[str, str, int, int, int | None, int, int, int, int | None, str],
    tuple[int, int] | None,
]

UNHURRIED = settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.fixture(scope="module")
def record() -> Iterator[sa.Connection]:
    with empty_record() as connection:
        yield connection


def sql_scores(connection: sa.Connection, agenda: Asked, run: Run) -> list[Line]:
    prepare(connection, agenda, [run])
    return sorted(
        (
            score.person_id,
            score.chamber,
            *score.tally.whole,
            score.percent,
            score.tally.counted,
            score.tally.eligible,
            score.available,
            score.rank,
            str(score.status),
            score.interval,
        )
        for score in folded.fold(connection).scores(run)
    )


def plain_scores(given_record: plain.ScoringInput, rule: plain.Method, run: Run) -> list[Line]:
    """Members without one ledger row have no line in the fold; `scorecard` adds them back."""
    with_rows = {
        (row.person_id, row.chamber)
        for row in plain.ledger(
            given_record, rule, committee_votes=run.committee_votes, weighted=run.weighted
        )
    }
    return sorted(
        (
            score.person_id,
            score.chamber,
            score.numerator,
            score.denominator,
            score.percent,
            score.counted,
            score.eligible,
            score.available,
            score.rank,
            str(score.status),
            score.interval,
        )
        for score in plain.scores(
            given_record, rule, committee_votes=run.committee_votes, weighted=run.weighted
        )
        if (score.person_id, score.chamber) in with_rows
    )


def sql_ledger(connection: sa.Connection, run_id: int = 0) -> list[tuple[object, ...]]:
    rows = connection.execute(
        sa.text(
            """
            select person_id, chamber, item_id, vote_event_id, stance, option,
                   credit, reason is null as counted, reason
            from ledger
            where run_id = :run_id
            """
        ),
        {"run_id": run_id},
    )
    return sorted((tuple(row) for row in rows), key=repr)


def plain_ledger(
    given_record: plain.ScoringInput, rule: plain.Method, run: Run
) -> list[tuple[object, ...]]:
    return sorted(
        (
            (
                row.person_id,
                str(row.chamber),
                row.item_id,
                row.vote_event_id,
                str(row.stance),
                str(row.option),
                row.credit_halves if row.counted else None,
                row.counted,
                row.reason,
            )
            for row in plain.ledger(
                given_record, rule, committee_votes=run.committee_votes, weighted=run.weighted
            )
        ),
        key=repr,
    )


@UNHURRIED
@given(
    given_record=scoring_inputs(),
    rule=methods(),
    committee_votes=st.booleans(),
    weighted=st.booleans(),
)
def test_both_scorers_give_the_same_rows_and_scores(
    record: sa.Connection,
    given_record: plain.ScoringInput,
    rule: plain.Method,
    committee_votes: bool,
    weighted: bool,
) -> None:
    fill(record, given_record)
    run = Run(0, method_of(rule), committee_votes, weighted)
    assert sql_scores(record, asked(given_record), run) == plain_scores(given_record, rule, run)
    assert sql_ledger(record) == plain_ledger(given_record, rule, run)


@pytest.mark.parametrize(
    "terms",
    [
        [(date(2007, 1, 1), None), (date(2007, 3, 1), date(2007, 9, 1))],
        [(date(2007, 1, 1), date(2007, 6, 7)), (date(2007, 6, 7), None)],
        [(date(2007, 5, 1), date(2007, 7, 1))] * 2,
    ],
    ids=["one within another", "a day in common", "the same twice"],
)
def test_a_vote_is_one_vote_however_many_rows_attest_the_seat(
    record: sa.Connection, terms: list[tuple[date, date | None]]
) -> None:
    day = date(2007, 6, 7)
    seen = plain.ScoringInput(
        items=(plain.Item("homes", "bill"),),
        positions=(plain.Position("homes", plain.Stance.SUPPORT, date(2007, 1, 1), None, day),),
        designated=(),
        vote_events=(
            plain.VoteEvent(
                *("roll", "bill", Chamber.UPPER, Venue.FLOOR, day, 1, MotionClass.FINAL_PASSAGE),
                *(Result.PASS, 21, 15, NonvoteEffect.AS_NO, RollStatus.LOADED),
            ),
        ),
        person_votes=(plain.PersonVote("roll", "anna", Option.YES),),
        memberships=tuple(
            plain.Membership("anna", Chamber.UPPER, first, last) for first, last in terms
        ),
    )
    fill(record, seen)
    run = Run(0, shipped_methods()["missed_is_against"])
    prepare(record, asked(seen), [run])
    (score,) = folded.fold(record).scores(run)
    assert (score.tally.whole, score.tally.counted, score.percent) == ((1, 1), 1, 100)
    assert len(sql_ledger(record)) == 1


@UNHURRIED
@given(given_record=scoring_inputs())
def test_both_scorers_give_the_same_bands(
    record: sa.Connection, given_record: plain.ScoringInput
) -> None:
    fill(record, given_record)
    runs = band_runs([method_of(rule) for rule in PRESETS])
    prepare(record, asked(given_record), runs)
    bands = folded.fold(record).bands(runs)
    expected = {
        (person_id, str(chamber)): band
        for (person_id, chamber), band in plain.bands(given_record, PRESETS).items()
        if band is not None
    }
    assert bands == expected


@UNHURRIED
@given(records=sessions(), rule=methods())
def test_both_scorers_pool_the_same_lifetime(
    record: sa.Connection, records: list[plain.ScoringInput], rule: plain.Method
) -> None:
    run = Run(0, method_of(rule))
    every_score: list[folded.Score] = []
    for given_record in records:
        fill(record, given_record)
        prepare(record, asked(given_record), [run])
        every_score += folded.fold(record).scores(run)
    pooled = {
        person_id: tally.whole
        for person_id, tally in folded.lifetime(every_score).items()
        if tally.counted
    }
    expected = {
        person_id: fraction
        for person_id, fraction in plain.lifetime(records, rule).items()
        if fraction != (0, 0)
    }
    assert pooled == expected


def test_the_shipped_presets_are_the_rules_of_the_plain_scorer() -> None:
    shipped = {
        method.id: (
            {
                str(option): str(treatment)
                for treatment, options in method.treatments.items()
                for option in options
            },
            method.leave_out_consent,
            method.near_unanimous_per_mille,
            method.close_under_percent,
            method.minimum_measures,
            method.minimum_weight_percent,
        )
        for method in shipped_methods().values()
    }
    plainly = {
        rule.id: (
            {str(option): str(treatment) for option, treatment in rule.treatments.items()},
            rule.leave_out_consent,
            rule.near_unanimous_per_mille,
            rule.close_under_percent,
            rule.minimum_measures,
            rule.minimum_weight_percent,
        )
        for rule in PRESETS
    }
    assert shipped == plainly


@pytest.mark.parametrize("agenda", ["demonstration-2007-2008", "sb375-worked-case"])
@pytest.mark.parametrize("rule", PRESETS, ids=lambda rule: str(rule.id))
def test_both_scorers_agree_on_every_member_of_the_sample_record(
    sample: Store, agenda: str, rule: plain.Method
) -> None:
    wanted = asked_by(find_agenda(agenda))
    with sample.reading() as connection:
        given_record = plain_input(connection, wanted)
        for run in band_runs([shipped_methods()[rule.id]]):
            assert sql_scores(connection, wanted, run) == plain_scores(given_record, rule, run)


@pytest.fixture(scope="module")
def today(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store with the record of 2025-26 that ships."""
    folder = sample_folder("ca", "20252026")
    assert folder is not None
    store = open_store(f"duckdb:///{tmp_path_factory.mktemp('today') / 'answerable.duckdb'}")
    load_record(store, folder)
    return store


@pytest.mark.parametrize("rule", PRESETS, ids=lambda rule: str(rule.id))
def test_both_scorers_agree_on_every_member_of_today(today: Store, rule: plain.Method) -> None:
    wanted = asked_by(find_agenda("demonstration-2025-2026"))
    with today.reading() as connection:
        given_record = plain_input(connection, wanted)
        for run in band_runs([shipped_methods()[rule.id]]):
            expected = plain_scores(given_record, rule, run)
            assert expected
            assert sql_scores(connection, wanted, run) == expected
