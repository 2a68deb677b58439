"""A choice among proposals: on both databases, ballots stay, the count is kept with every round."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from tests.store.places import Place
from tracker.agenda.adopting import Chosen, compose, count_and_adopt, propose_bill
from tracker.agenda.agenda import Stance
from tracker.agenda.choices import CalledChoice, Choice, call_choice, find_choice, give_ballots
from tracker.agenda.choosing import ChoiceRule
from tracker.agenda.decision_rules import DecisionRule, Outcome
from tracker.agenda.decisions import Called, call
from tracker.agenda.known_agendas import find_agenda
from tracker.agenda.proposals import CameFrom, ProposalState, Wanted, find_proposal
from tracker.agenda.versions import save_agenda, saved_agenda
from tracker.errors import UsageError
from tracker.record.tables import bills
from tracker.store import Store

NOW = datetime(2008, 1, 10, 20, 0, tzinfo=UTC)
TODAY = NOW.date()
MEMBERS = ("Bench Friends", "Lanes Now", "River Tenants", "Shade Trees", "Tram Riders")
MEASURES = (732, 974, 1031)


@pytest.fixture
def store(place: Place) -> Store:
    """A store with three measures, and three proposals for the saved agenda `ours`."""
    store = place.store()
    agenda = find_agenda("sb375-worked-case").model_copy(
        update={"id": "ours", "organizations": MEMBERS, "version": "1"}
    )
    held = [
        {
            "bill_id": f"ca-20072008-SB{number}",
            "jurisdiction_id": "ca",
            "session_id": "ca-20072008",
            "printed": f"SB {number}",
            "measure_type": "SB",
            "number": number,
            "special_session": 0,
            "source_id": "invented",
        }
        for number in MEASURES
    ]
    with store.writing() as connection:
        connection.execute(sa.insert(bills), held)
        save_agenda(connection, agenda, seen=0, by="Ada", now=NOW)
        for number in MEASURES:
            wanted = Wanted(f"SB {number}", Stance.SUPPORT, CameFrom.MEETING, "Lanes Now", None)
            propose_bill(connection, "ours", wanted, by="Ada", now=NOW)
    return store


def _called(rule: ChoiceRule, **more: object) -> CalledChoice:
    dots = 4 if rule is ChoiceRule.DOTS else None
    values = {"places": 1, "dots": dots, "called_on": TODAY, "decides_on": TODAY, **more}
    return CalledChoice((1, 2, 3), rule, **values)  # type: ignore[arg-type]


def _call(store: Store, rule: ChoiceRule, **more: object) -> Choice:
    with store.writing() as connection:
        return call_choice(connection, "ours", _called(rule, **more), by="Ada", now=NOW)


def _give(store: Store, *ballots: str) -> Choice:
    given = [(name, text) for name, text in zip(MEMBERS, ballots, strict=False)]
    with store.writing() as connection:
        return give_ballots(connection, "ours", 1, given, by="Ada", now=NOW)


def _count(store: Store) -> Chosen:
    with store.writing() as connection:
        return count_and_adopt(connection, "ours", 1, by="Ada", now=NOW)


def _states(store: Store) -> list[ProposalState]:
    with store.reading() as connection:
        return [find_proposal(connection, "ours", one).state for one in (1, 2, 3)]


def test_ranked_ballots_choose_one_that_enters_the_agenda(store: Store) -> None:
    """First choices: 1 and 2 have two, 3 has one. 3 goes out, its ballot names 2: three of five."""
    _call(store, ChoiceRule.RANKED)
    _give(store, "1 3", "1", "2", "2 1", "3 2")
    done = _count(store)
    assert done.choice.result is not None
    assert done.choice.result.chosen == (2,)
    assert done.choice.result.rounds == ("1: 2, 2: 2, 3: 1; 3 goes out", "1: 2, 2: 3; 2 is chosen")
    assert "chosen 2" in done.choice.stands
    assert _states(store) == [ProposalState.REJECTED, ProposalState.ADOPTED, ProposalState.REJECTED]
    with store.reading() as connection:
        asked = {item.bill_id for item in saved_agenda(connection, "ours").items}
    assert "ca-20072008-SB974" in asked
    assert "ca-20072008-SB732" not in asked


def test_dots_choose_several_and_a_later_ballot_counts(store: Store) -> None:
    """1 has 4, 2 has 5 and 3 has 1. What Bench Friends gave first stays readable."""
    _call(store, ChoiceRule.DOTS, places=2)
    _give(store, "3:4")
    _give(store, "1:4", "2:4", "2:1 3:1")
    done = _count(store)
    assert done.choice.result is not None
    assert done.choice.result.chosen == (2, 1)
    assert done.choice.result.rounds == ("1: 4, 2: 5, 3: 1",)
    assert [one.ballot for one in done.choice.ballots][:2] == ["3:4", "1:4"]


def test_without_a_quorum_nothing_is_decided(store: Store) -> None:
    _call(store, ChoiceRule.RANKED, quorum=3)
    _give(store, "1", "")
    done = _count(store)
    assert done.choice.result is not None
    assert done.choice.result.outcome is Outcome.NO_QUORUM
    assert _states(store) == [ProposalState.OPEN] * 3
    with pytest.raises(UsageError, match="was closed by Ada"):
        _give(store, "1")


@pytest.mark.parametrize(
    ("rule", "ballot", "why"),
    [
        (ChoiceRule.RANKED, "1 1", "twice"),
        (ChoiceRule.RANKED, "1 7", "proposal 7"),
        (ChoiceRule.RANKED, "one", "cannot be read"),
        (ChoiceRule.DOTS, "1:3 2:2", "has 5 dots, and each organization has 4"),
        (ChoiceRule.DOTS, "1", "cannot be read"),
    ],
)
def test_a_ballot_that_cannot_be_is_refused_with_the_reason(
    store: Store, rule: ChoiceRule, ballot: str, why: str
) -> None:
    _call(store, rule)
    with pytest.raises(UsageError, match=why):
        _give(store, ballot)
    with store.reading() as connection:
        assert find_choice(connection, "ours", 1).ballots == ()


def test_a_proposal_is_in_one_vote_or_choice_at_a_time(store: Store) -> None:
    _call(store, ChoiceRule.RANKED)
    alone = Called(1, None, DecisionRule.MAJORITY, TODAY, TODAY)
    taken = "choice 1, which proposal 1 is part of"
    with pytest.raises(UsageError, match=taken), store.writing() as connection:
        call(connection, "ours", alone, by="Ada", now=NOW)
    with pytest.raises(UsageError, match="still open"):
        _call(store, ChoiceRule.DOTS)


def test_an_agenda_is_composed_of_what_was_adopted_and_nothing_else(store: Store) -> None:
    with pytest.raises(UsageError, match="was adopted"), store.writing() as connection:
        compose(connection, "ours", new_id="adopted", title=None, by="Ada", now=NOW)
    _call(store, ChoiceRule.DOTS, places=2)
    _give(store, "1:4", "3:4", "3:1")
    _count(store)
    later = datetime(2008, 2, 1, 9, 0, tzinfo=UTC)
    with store.writing() as connection:
        made = compose(connection, "ours", new_id="adopted", title="Ours", by="Ada", now=later)
    agenda = made.saved.agenda
    assert [item.bill_id for item in agenda.items] == [
        "ca-20072008-SB732",
        "ca-20072008-SB1031",
    ]
    assert {one.recorded_on for item in agenda.items for one in item.positions} == {
        date(2008, 1, 10)
    }
    assert (agenda.title, agenda.organizations, agenda.written_by) == ("Ours", MEMBERS, None)
    with pytest.raises(UsageError, match="there is an agenda"), store.writing() as connection:
        compose(connection, "ours", new_id="adopted", title=None, by="Ada", now=NOW)
