"""An agenda that is decided: on both databases, what was said stays, and what is ratified too."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
import sqlalchemy as sa

from tests.store.places import Place
from tracker.agenda.adopting import Closed, close_decision, propose_bill
from tracker.agenda.agenda import Stance
from tracker.agenda.decision_rules import DecisionRule, Outcome, Vote
from tracker.agenda.decisions import Called, Decision, call, decisions, find_decision, vote
from tracker.agenda.known_agendas import find_agenda
from tracker.agenda.proposals import (
    CameFrom,
    Endorsement,
    Proposal,
    ProposalState,
    Wanted,
    endorse,
    find_proposal,
    proposals,
    settle,
)
from tracker.agenda.tables import (
    agenda_decisions,
    agenda_endorsements,
    agenda_proposals,
    agenda_results,
    agenda_settlements,
    agenda_votes,
)
from tracker.agenda.versions import Version, save_agenda, versions
from tracker.errors import UsageError
from tracker.record.tables import bills
from tracker.store import Store

NOW = datetime(2008, 1, 10, 20, 0, tzinfo=UTC)
TODAY = NOW.date()
MEMBERS = ("Bench Friends", "Lanes Now", "River Tenants")
TABLES = (
    agenda_proposals,
    agenda_endorsements,
    agenda_settlements,
    agenda_decisions,
    agenda_votes,
    agenda_results,
)


@pytest.fixture
def store(place: Place) -> Store:
    """A store with two measures and the saved agenda `ours`, of three organizations."""
    store = place.new_store()
    shipped = find_agenda("sb375-worked-case")
    agenda = shipped.model_copy(
        update={"id": "ours", "organizations": MEMBERS, "written_by": "Ada", "version": "1"}
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
        for number in (732, 974)
    ]
    with store.writing() as connection:
        connection.execute(sa.insert(bills), held)
        save_agenda(connection, agenda, seen=0, by="Ada", now=NOW)
    return store


def _propose(store: Store, asked: str = "SB 732", *, amends: int | None = None) -> Proposal:
    wanted = Wanted(asked, Stance.SUPPORT, CameFrom.MEETING, "River Tenants", "Parks", amends)
    with store.writing() as connection:
        return propose_bill(connection, "ours", wanted, by="Ada", now=NOW).proposal


def _endorse(
    store: Store, organization: str, word: Endorsement, *, reason: str | None = "Because."
) -> Proposal:
    with store.writing() as connection:
        return endorse(connection, "ours", 1, organization, word, reason=reason, by="Bo", now=NOW)


def _call(
    store: Store,
    *,
    proposal: int | None = None,
    version: int | None = None,
    rule: DecisionRule = DecisionRule.TWO_THIRDS,
    quorum: int | None = None,
    called_on: date = TODAY,
    notice_days: int = 0,
    members: tuple[str, ...] = (),
) -> Decision:
    asked = Called(proposal, version, rule, called_on, TODAY, quorum, notice_days, members)
    with store.writing() as connection:
        return call(connection, "ours", asked, by="Ada", now=NOW)


def _vote(store: Store, number: int, *cast: tuple[str, Vote]) -> Decision:
    with store.writing() as connection:
        return vote(connection, "ours", number, cast, reason="Because.", by="Ada", now=NOW)


def _close(store: Store, number: int, *, by: str = "Ada") -> Closed:
    with store.writing() as connection:
        return close_decision(connection, "ours", number, by=by, now=NOW)


def _versions(store: Store) -> list[Version]:
    with store.reading() as connection:
        return versions(connection, "ours")


def _ratified(store: Store, version: int = 1) -> None:
    number = _call(store, version=version, rule=DecisionRule.CONSENSUS).number
    _vote(store, number, *((name, Vote.YES) for name in MEMBERS))
    _close(store, number)


def test_an_adopted_proposal_enters_the_agenda_with_who_asked_and_why(store: Store) -> None:
    assert _propose(store).bill_id == "ca-20072008-SB732"
    _call(store, proposal=1)
    _vote(store, 1, ("Lanes Now", Vote.YES), ("river  tenants", Vote.YES))
    _vote(store, 1, ("Bench Friends", Vote.NO))
    closed = _close(store, 1)
    assert closed.decision.stands == (
        "3 of 3 organizations voted, quorum 2; 2 yes, 1 no; two thirds needed: adopted"
    )
    before, after = _versions(store)
    assert [item.bill_id for item in before.agenda.items] == ["ca-20072008-SB375"]
    item = after.agenda.items[-1]
    assert (item.bill_id, item.lead, item.reason) == (
        "ca-20072008-SB732",
        "River Tenants",
        "Parks",
    )
    assert item.positions[0].recorded_on == TODAY
    assert after.note == "proposal 1 adopted, decision 1"


def test_a_measure_that_is_not_on_record_is_proposed_as_it_was_said(store: Store) -> None:
    assert (_propose(store, "SB 99999").bill_id, _propose(store, "our bill").asked) == (
        None,
        "our bill",
    )
    _call(store, proposal=1, members=("Lanes Now",))
    _vote(store, 1, ("Lanes Now", Vote.YES))
    assert "holds no measure 'SB 99999'" in _close(store, 1).remark
    assert len(_versions(store)) == 1


def test_of_what_became_of_proposals_everything_stays_readable(store: Store) -> None:
    for _ in range(3):
        _propose(store)
    _endorse(store, "Lanes Now", Endorsement.ENDORSE)
    _propose(store, "SB 974", amends=1)
    with store.writing() as connection:
        settle(connection, "ours", 2, into=4, why="Says the same.", by="Ada", now=NOW)
        settle(connection, "ours", 3, into=None, why="Too late.", by="Ada", now=NOW)
    with store.reading() as connection:
        found = proposals(connection, "ours")
    assert [(str(one.state), one.into, one.why) for one in found] == [
        ("amended", 4, "Parks"),
        ("merged", 4, "Says the same."),
        ("rejected", None, "Too late."),
        ("open", None, None),
    ]
    assert (found[0].by(Endorsement.ENDORSE), found[3].words) == (["Lanes Now"], ())


def test_the_last_word_of_an_organization_counts_and_each_stays(store: Store) -> None:
    _propose(store)
    _endorse(store, "Lanes Now", Endorsement.BLOCK)
    _endorse(store, "lanes now", Endorsement.STAND_ASIDE)
    _endorse(store, "Bench Friends", Endorsement.ENDORSE)
    found = _endorse(store, "Bench Friends", Endorsement.WITHDRAW)
    assert [str(one.word) for one in found.words] == [
        *("block", "stand_aside", "endorse", "withdraw")
    ]
    assert {name: str(one.word) for name, one in found.standing.items()} == {
        "Lanes Now": "stand_aside"
    }


def test_under_consensus_a_block_stands_though_its_organization_stays_away(store: Store) -> None:
    _propose(store)
    _endorse(store, "Bench Friends", Endorsement.BLOCK)
    _call(store, proposal=1, rule=DecisionRule.CONSENSUS)
    _vote(store, 1, ("Lanes Now", Vote.YES), ("River Tenants", Vote.YES))
    count = _close(store, 1).decision.result
    assert count is not None
    assert (count.voted, count.blocks, count.outcome) == (2, 1, Outcome.NOT_ADOPTED)


def test_who_blocked_before_may_lift_it_with_a_vote(store: Store) -> None:
    _propose(store)
    _endorse(store, "Bench Friends", Endorsement.BLOCK)
    _call(store, proposal=1, rule=DecisionRule.CONSENSUS)
    _vote(store, 1, *((name, Vote.YES) for name in MEMBERS))
    assert _close(store, 1).decision.stands.endswith("consensus needed: adopted")


def test_a_vote_without_a_quorum_leaves_the_proposal_open(store: Store) -> None:
    _propose(store)
    _call(store, proposal=1)
    _vote(store, 1, ("Lanes Now", Vote.YES))
    assert _close(store, 1).decision.stands.endswith("no quorum, so nothing is decided")
    with store.reading() as connection:
        assert find_proposal(connection, "ours", 1).state is ProposalState.OPEN
    assert _call(store, proposal=1).number == 2


def test_the_last_vote_of_an_organization_counts_until_it_is_closed(store: Store) -> None:
    _propose(store)
    _call(store, proposal=1, members=("Lanes Now",))
    _vote(store, 1, ("Lanes Now", Vote.NO))
    _vote(store, 1, ("Lanes Now", Vote.YES))
    decision = _close(store, 1).decision
    assert [str(one.vote) for one in decision.votes] == ["no", "yes"]
    assert decision.result is not None and decision.result.outcome is Outcome.ADOPTED
    with pytest.raises(UsageError, match="decision 1 was closed by Ada"):
        _vote(store, 1, ("Lanes Now", Vote.NO))


def test_no_step_changes_or_removes_a_row_that_was_there(store: Store) -> None:
    steps: tuple[Callable[[], object], ...] = (
        lambda: _propose(store),
        lambda: _endorse(store, "Lanes Now", Endorsement.BLOCK),
        lambda: _endorse(store, "Lanes Now", Endorsement.ENDORSE),
        lambda: _propose(store, "SB 974", amends=1),
        lambda: _call(store, proposal=2),
        lambda: _vote(store, 1, ("Lanes Now", Vote.YES), ("River Tenants", Vote.YES)),
        lambda: _vote(store, 1, ("Lanes Now", Vote.NO)),
        lambda: _close(store, 1),
        lambda: _ratified(store),
    )
    seen = [_rows(store)]
    for step in steps:
        step()
        seen.append(_rows(store))
    for before, after in pairwise(seen):
        assert before < after


def _rows(store: Store) -> set[tuple[object, ...]]:
    with store.reading() as connection:
        return {
            (table.name, *row) for table in TABLES for row in connection.execute(sa.select(table))
        }


def test_a_ratified_version_stays_and_what_is_saved_after_it_is_not_ratified(store: Store) -> None:
    content = _versions(store)[0].content
    assert _versions(store)[0].agenda.ratified is None
    _ratified(store)
    (ratified,) = _versions(store)
    assert (ratified.content, ratified.ratified_on) == (content, TODAY)
    assert (ratified.agenda.ratified, ratified.agenda.written_by) == (TODAY, "Ada")
    changed = ratified.agenda.model_copy(update={"title": "Changed"})
    with store.writing() as connection:
        assert save_agenda(connection, ratified.agenda, seen=1, by="Bo", now=NOW) == ratified
        save_agenda(connection, changed, seen=1, by="Bo", now=NOW)
    first, second = _versions(store)
    assert first == ratified
    assert (second.agenda.title, second.agenda.ratified) == ("Changed", None)


def test_a_version_that_was_not_adopted_is_not_ratified(store: Store) -> None:
    _call(store, version=1, rule=DecisionRule.MAJORITY)
    _vote(store, 1, ("Lanes Now", Vote.YES), ("Bench Friends", Vote.NO))
    _close(store, 1)
    assert _versions(store)[0].ratified_on is None


def test_of_two_people_who_close_at_once_one_does_and_the_other_is_told(store: Store) -> None:
    _propose(store)
    _call(store, proposal=1, members=("Lanes Now",))
    _vote(store, 1, ("Lanes Now", Vote.YES))

    def attempt(name: str) -> str:
        try:
            return _close(store, 1, by=name).decision.closed_by or ""
        except UsageError as error:
            return error.what

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(attempt, ("Ada", "Bo")), key=len)
    assert said[0] in ("Ada", "Bo")
    assert said[1].startswith(f"decision 1 was closed by {said[0]}: 1 of 1 organizations voted")
    assert [one.number for one in _versions(store)] == [1, 2]


def test_of_two_people_who_call_a_vote_at_once_one_does(store: Store) -> None:
    _propose(store)

    def attempt(_: int) -> str:
        try:
            return str(_call(store, proposal=1).number)
        except UsageError as error:
            return error.what

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(attempt, range(2)), key=len)
    assert said == ["1", "decision 1 on proposal 1 is still open"]
    with store.reading() as connection:
        assert len(decisions(connection, "ours")) == 1


REFUSED: dict[str, Callable[[Store], object]] = {
    "a block needs a reason": lambda store: _endorse(
        store, "Lanes Now", Endorsement.BLOCK, reason=" "
    ),
    "'Nobody' is not one of the organizations": lambda store: _endorse(
        store, "Nobody", Endorsement.ENDORSE
    ),
    "a quorum of 4 cannot be: 3": lambda store: _call(store, proposal=1, quorum=4),
    "a quorum of 0 cannot be": lambda store: _call(store, proposal=1, quorum=0),
    "is 3 days' notice, and 7 are needed": lambda store: _call(
        store, proposal=1, called_on=date(2008, 1, 7), notice_days=7
    ),
    "still to come, so nobody was told": lambda store: _call(
        store, proposal=1, called_on=date(2008, 1, 11)
    ),
    "has no proposal 7": lambda store: _call(store, proposal=7),
    "has no version 7": lambda store: _call(store, version=7),
    "lanes now is named twice": lambda store: _call(
        store, proposal=1, members=("Lanes Now", "lanes now")
    ),
    "has no decision 7": lambda store: _vote(store, 7, ("Lanes Now", Vote.YES)),
    "only consensus has blocks": lambda store: _vote(store, 1, ("Lanes Now", Vote.BLOCK)),
    "'Nobody' is not one": lambda store: _vote(store, 1, ("Nobody", Vote.YES)),
    "Lanes Now is named twice": lambda store: _vote(
        store, 1, ("Lanes Now", Vote.YES), ("lanes now", Vote.NO)
    ),
    "nobody's vote is given": lambda store: _vote(store, 1),
    "decision 1 on proposal 2 is still open": lambda store: _propose(store, amends=2),
}


def test_what_cannot_be_is_refused_in_a_sentence_and_leaves_nothing(store: Store) -> None:
    _propose(store)
    _propose(store)
    _call(store, proposal=2)
    before = _rows(store)
    for sentence, refused in REFUSED.items():
        with pytest.raises(UsageError, match=sentence):
            refused(store)
    assert _rows(store) == before


def test_a_settled_proposal_is_neither_endorsed_nor_decided_again(store: Store) -> None:
    _propose(store)
    with store.writing() as connection:
        settle(connection, "ours", 1, into=None, why="Too late.", by="Ada", now=NOW)
    with pytest.raises(UsageError, match=r"proposal 1 is settled: rejected \(Too late\.\)"):
        _endorse(store, "Lanes Now", Endorsement.ENDORSE)
    with pytest.raises(UsageError, match="proposal 1 is settled"):
        _call(store, proposal=1)


def test_nothing_is_merged_into_itself(store: Store) -> None:
    _propose(store)
    with pytest.raises(UsageError, match="cannot be merged"), store.writing() as connection:
        settle(connection, "ours", 1, into=1, why="Same.", by="Ada", now=NOW)


def test_a_ratified_version_is_not_voted_on_again(store: Store) -> None:
    _ratified(store)
    with pytest.raises(UsageError, match="version 1 was ratified on 2008-01-10"):
        _call(store, version=1)


def test_a_vote_is_not_closed_before_its_day(store: Store) -> None:
    _propose(store)
    asked = Called(1, None, DecisionRule.MAJORITY, TODAY, date(2008, 1, 20))
    with store.writing() as connection:
        call(connection, "ours", asked, by="Ada", now=NOW)
    with pytest.raises(UsageError, match="open until 2008-01-20"):
        _close(store, 1)
    with store.reading() as connection:
        assert find_decision(connection, "ours", 1).stands == "open until 2008-01-20; 0 of 3 voted"
