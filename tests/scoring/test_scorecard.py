"""A scorecard holds every member once, and its bands are those of all presets and variants."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tracker.agenda.agenda import Agenda
from tracker.agenda.known_agendas import find_agenda
from tracker.scoring.inputs import band_runs, prepare
from tracker.scoring.method import find_method, shipped_methods
from tracker.scoring.scorecard import asked_by, ledger, scorecard
from tracker.scoring.scores import ScoreStatus, fold
from tracker.store import Store


def with_a_weight() -> Agenda:
    """The demonstration agenda with its first item at double weight."""
    agenda = find_agenda()
    first = agenda.items[0].model_copy(update={"weight": Decimal(2)})
    return agenda.model_copy(update={"items": (first, *agenda.items[1:])})


@pytest.mark.parametrize("agenda", [find_agenda(), with_a_weight()], ids=["unweighted", "weighted"])
def test_a_band_spans_all_presets_with_and_without_weights(sample: Store, agenda: Agenda) -> None:
    with sample.reading() as connection:
        lines = scorecard(connection, agenda, find_method("agenda_alignment"))
        every_run = band_runs(list(shipped_methods().values()))
        prepare(connection, asked_by(agenda), every_run)
        expected = fold(connection).bands(every_run)
    found = {(line.member.person_id, line.member.chamber): line.band for line in lines}
    assert {key: band for key, band in found.items() if band} == expected


def test_a_weight_moves_scores_and_may_widen_bands(sample: Store) -> None:
    method = find_method("agenda_alignment")
    with sample.reading() as connection:
        plain = {
            (line.member.person_id, line.member.chamber): line
            for line in scorecard(connection, find_agenda(), method)
        }
        weighted = scorecard(connection, with_a_weight(), method)
    assert any(
        line.score.tally.share
        != plain[line.member.person_id, line.member.chamber].score.tally.share
        for line in weighted
        if line.score.status is ScoreStatus.SCORED
    )
    for line in weighted:
        band = plain[line.member.person_id, line.member.chamber].band
        if line.band and band:
            assert line.band[0] <= band[0]
            assert line.band[1] >= band[1]


def test_every_incumbent_is_listed_and_the_unscored_come_last(sample: Store) -> None:
    with sample.reading() as connection:
        lines = scorecard(connection, find_agenda(), find_method("agenda_alignment"))
    assert len(lines) == 122
    for chamber in ("upper", "lower"):
        ranks = [line.score.rank for line in lines if line.member.chamber == chamber]
        scored = [rank for rank in ranks if rank is not None]
        assert ranks == sorted(scored) + [None] * (len(ranks) - len(scored))
    assert {line.member.person_id for line in lines if line.score.rank is None} == {
        "laura-richardson",
        "richard-alarcon",
    }


def test_the_rows_of_a_member_add_up_to_the_score(sample: Store) -> None:
    method = find_method("half_for_missed")
    with sample.reading() as connection:
        line = next(
            line
            for line in scorecard(connection, find_agenda(), method)
            if line.member.person_id == "dean-florez"
        )
        rows = ledger(connection, find_agenda(), method, "dean-florez")
    counted = [row for row in rows if row.credit is not None]
    halves = sum(row.credit or 0 for row in counted)
    assert line.score.tally.share.numerator * 2 * len(counted) == (
        halves * line.score.tally.share.denominator
    )
