"""The shipped demonstration agenda against the shipped record: what its lint finds, exactly."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from tracker.agenda.agenda import Agenda, read_agenda
from tracker.agenda.lint import AgendaFacts, FindingKind, ScoredRoll, lint
from tracker.intake.reviewed_record import ReviewedRecord, read_record
from tracker.paths import data_dir
from tracker.rules.motions import load_motion_rules
from tracker.rules.vocabulary import Chamber, MotionClass, Venue

PASSAGE = {MotionClass.FINAL_PASSAGE, MotionClass.CONCURRENCE, MotionClass.CONSENT}
FLOORS = {"SEN. FLOOR": Chamber.UPPER, "ASM. FLOOR": Chamber.LOWER}


def _last_passages(sample: ReviewedRecord) -> dict[tuple[str, Chamber], dict[str, Any]]:
    """The last floor passage or concurrence of every measure, per house."""
    motions = load_motion_rules(data_dir() / "jurisdictions" / "ca" / "motions.yaml")
    rolls = [
        roll
        for roll in sample.roll_calls.to_pylist()
        if roll["location"] in FLOORS
        and motions.classify(roll["motion"], venue=Venue.FLOOR) in PASSAGE
    ]
    ordered = sorted(rolls, key=lambda roll: (roll["date"], roll["row"]))
    return {(roll["bill_id"], FLOORS[roll["location"]]): roll for roll in ordered}


def _facts(agenda: Agenda, sample: ReviewedRecord) -> AgendaFacts:
    options: dict[int, dict[str, str]] = {}
    for vote in sample.votes.to_pylist():
        options.setdefault(vote["row"], {})[vote["voter"]] = vote["option"]
    last = _last_passages(sample)
    rolls = tuple(
        ScoredRoll(
            item.id,
            chamber,
            str(roll["row"]),
            roll["date"],
            roll["yes"],
            roll["no"],
            options[roll["row"]],
        )
        for item in agenda.items
        for chamber in Chamber
        if (roll := last.get((item.bill_id, chamber)))
    )
    return AgendaFacts(frozenset(bill.bill_id for bill in sample.bills), rolls)


@pytest.fixture(scope="module")
def facts_of_demonstration() -> tuple[Agenda, AgendaFacts]:
    agenda = read_agenda(data_dir() / "agendas" / "demonstration-2007-2008.yaml")
    sample = read_record(data_dir() / "jurisdictions" / "ca" / "sessions" / "20072008" / "record")
    return agenda, _facts(agenda, sample)


def test_each_house_had_a_contested_vote_on_most_of_the_demonstration(
    facts_of_demonstration: tuple[Agenda, AgendaFacts],
) -> None:
    _, facts = facts_of_demonstration
    contested = Counter(roll.chamber for roll in facts.rolls if not roll.is_unanimous)
    assert contested == {Chamber.UPPER: 27, Chamber.LOWER: 28}


def test_the_last_vote_of_sb_375_in_the_senate_is_the_concurrence(
    facts_of_demonstration: tuple[Agenda, AgendaFacts],
) -> None:
    _, facts = facts_of_demonstration
    tallies = {
        roll.chamber: (roll.yes, roll.no) for roll in facts.rolls if roll.item_id == "sb-375"
    }
    assert tallies == {Chamber.UPPER: (25, 14), Chamber.LOWER: (49, 22)}


def test_the_demonstration_has_no_fault_but_that_it_came_late(
    facts_of_demonstration: tuple[Agenda, AgendaFacts],
) -> None:
    agenda, facts = facts_of_demonstration
    found = Counter(finding.kind for finding in lint(agenda, facts))
    assert found == {FindingKind.RECORDED_AFTER_VOTE: len(agenda.items)}
