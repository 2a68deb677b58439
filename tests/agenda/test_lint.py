"""What the lint of agendas finds, on small invented agendas."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from tracker.agenda.agenda import (
    Agenda,
    AgendaItem,
    AyeMeans,
    DesignatedRoll,
    Issue,
    Position,
    Stance,
)
from tracker.agenda.lint import AgendaFacts, Finding, FindingKind, ScoredRoll, lint
from tracker.rules.vocabulary import Chamber

VOTED = date(2007, 6, 7)
SPLIT = {"ana": "yes", "ben": "no", "cruz": "yes"}


def _item(number: int, *, recorded_on: date = date(2007, 1, 2), item_id: str = "") -> AgendaItem:
    position = Position(
        stance=Stance.SUPPORT, in_force_from=date(2007, 1, 1), recorded_on=recorded_on
    )
    return AgendaItem(
        id=item_id or f"item-{number}",
        bill_id=f"ca-20072008-SB{number}",
        issue="homes",
        title="A measure",
        weight=Decimal(1),
        reason="Because.",
        positions=(position,),
    )


def _agenda(*items: AgendaItem) -> Agenda:
    return Agenda(
        format=1,
        id="invented",
        jurisdiction="ca",
        session="20072008",
        title="Invented",
        version="1",
        ratified=None,
        demonstration=True,
        statement="Invented for a test.",
        organizations=(),
        issues=(Issue(id="homes", name="Homes"),),
        items=items,
    )


def _roll(
    number: int,
    chamber: Chamber = Chamber.UPPER,
    *,
    tally: tuple[int, int] = (21, 15),
    options: Mapping[str, str] = SPLIT,
    item_id: str = "",
) -> ScoredRoll:
    name = item_id or f"item-{number}"
    return ScoredRoll(name, chamber, f"{name}-{chamber}", VOTED, *tally, options)


def _found(
    agenda: Agenda, *rolls: ScoredRoll, known: frozenset[str] | None = None
) -> list[Finding]:
    bills = frozenset(item.bill_id for item in agenda.items) if known is None else known
    return lint(agenda, AgendaFacts(bills, rolls))


def test_fewer_measures_than_the_method_needs_are_said_of_each_house() -> None:
    agenda = _agenda(_item(1))
    rolls = (_roll(1), _roll(1, Chamber.LOWER))
    few = {Chamber.UPPER: 4, Chamber.LOWER: 5}
    facts = AgendaFacts(frozenset({"ca-20072008-SB1"}), rolls, few, "agenda_alignment", 5)
    (found,) = lint(agenda, facts)
    assert found.kind is FindingKind.TOO_FEW_MEASURES
    assert "4 measures can count in the upper house" in found.message
    assert "from 5 on" in found.message


def test_an_aye_that_is_against_is_said_until_a_second_person_confirms_it() -> None:
    turned = DesignatedRoll(
        vote_event_id="item-1-upper",
        reason="To table it.",
        aye_means=AyeMeans.AGAINST,
        said_by="Robin",
    )
    settled = turned.model_copy(update={"confirmed_by": "Sam", "confirmed_on": date(2007, 6, 20)})
    for roll, kinds in ((turned, [FindingKind.AYE_NOT_CONFIRMED]), (settled, [])):
        item = _item(1).model_copy(update={"roll_calls": (roll,)})
        found = _found(_agenda(item), _roll(1), _roll(1, Chamber.LOWER))
        assert [one.kind for one in found] == kinds
        assert all("Robin says" in one.message for one in found)


def test_a_sound_agenda_gives_no_finding() -> None:
    agenda = _agenda(_item(1))
    assert _found(agenda, _roll(1), _roll(1, Chamber.LOWER)) == []


def test_items_on_which_every_member_voted_alike_overlap() -> None:
    agenda = _agenda(_item(1), _item(2))
    rolls = [_roll(n, chamber) for n in (1, 2) for chamber in (Chamber.UPPER, Chamber.LOWER)]
    found = _found(agenda, *rolls)
    assert [(f.kind, f.item_id) for f in found] == [(FindingKind.OVERLAPPING_ITEMS, "item-2")] * 2


def test_one_member_who_voted_otherwise_makes_two_items() -> None:
    agenda = _agenda(_item(1), _item(2))
    found = _found(
        agenda,
        _roll(1),
        _roll(2, options=SPLIT | {"ben": "not_voting"}),
        _roll(1, Chamber.LOWER),
        _roll(2, Chamber.LOWER, options=SPLIT | {"ana": "no"}),
    )
    assert found == []


def test_two_items_for_one_measure_overlap() -> None:
    agenda = _agenda(_item(1), _item(1, item_id="again"))
    rolls = [_roll(1), _roll(1, Chamber.LOWER)]
    others = [
        _roll(1, chamber, item_id="again", options=SPLIT | {"ana": "no"}) for chamber in Chamber
    ]
    (finding,) = _found(agenda, *rolls, *others)
    assert (finding.kind, finding.item_id) == (FindingKind.OVERLAPPING_ITEMS, "again")


def test_an_item_with_unanimous_votes_alone_tells_nobody_apart() -> None:
    agenda = _agenda(_item(1))
    found = _found(agenda, _roll(1, tally=(39, 0)), _roll(1, Chamber.LOWER, tally=(78, 1)))
    assert [f.kind for f in found] == [FindingKind.ONLY_UNANIMOUS]
    assert "39-0, 78-1" in found[0].message


def test_one_contested_vote_is_enough() -> None:
    agenda = _agenda(_item(1))
    found = _found(agenda, _roll(1), _roll(1, Chamber.LOWER, tally=(78, 1)))
    assert FindingKind.ONLY_UNANIMOUS not in {f.kind for f in found}


def test_a_position_written_down_after_the_vote_is_found() -> None:
    agenda = _agenda(_item(1, recorded_on=date(2007, 6, 8)))
    (finding,) = _found(agenda, _roll(1), _roll(1, Chamber.LOWER))
    assert (finding.kind, finding.item_id) == (FindingKind.RECORDED_AFTER_VOTE, "item-1")
    assert "2007-06-07 (upper)" in finding.message


def test_a_position_written_down_on_the_day_of_the_vote_is_in_time() -> None:
    agenda = _agenda(_item(1, recorded_on=VOTED))
    assert _found(agenda, _roll(1), _roll(1, Chamber.LOWER)) == []


def test_an_item_nobody_voted_on_is_found() -> None:
    (finding,) = _found(_agenda(_item(1)))
    assert finding.kind == FindingKind.NO_SCORED_VOTE


def test_a_measure_the_record_does_not_hold_is_found() -> None:
    (finding,) = _found(_agenda(_item(1)), known=frozenset())
    assert finding.kind == FindingKind.UNKNOWN_BILL
    assert "ca-20072008-SB1" in finding.message


def test_houses_that_were_asked_unequally_are_found() -> None:
    items = [_item(number) for number in range(1, 6)]
    rolls = [_roll(n, options=SPLIT | {"ana": str(n)}) for n in range(1, 6)]
    lower = [_roll(n, Chamber.LOWER, options=SPLIT | {"ana": str(n)}) for n in range(1, 4)]
    (finding,) = _found(_agenda(*items), *rolls, *lower)
    assert (finding.kind, finding.item_id) == (FindingKind.UNEQUAL_CHAMBERS, None)
    assert "5 in the upper, 3 in the lower" in finding.message


def test_a_gap_of_a_fifth_is_not_yet_unequal() -> None:
    items = [_item(number) for number in range(1, 6)]
    rolls = [_roll(n, options=SPLIT | {"ana": str(n)}) for n in range(1, 6)]
    lower = [_roll(n, Chamber.LOWER, options=SPLIT | {"ana": str(n)}) for n in range(1, 5)]
    assert _found(_agenda(*items), *rolls, *lower) == []


def test_an_added_roll_call_that_cannot_be_scored_is_found() -> None:
    added = [DesignatedRoll(vote_event_id=name, reason="x") for name in ("item-1-upper", "typo")]
    item = _item(1).model_copy(update={"roll_calls": tuple(added)})
    (finding,) = _found(_agenda(item), _roll(1), _roll(1, Chamber.LOWER))
    assert (finding.kind, finding.item_id) == (FindingKind.ROLL_CALL_NOT_SCORED, "item-1")
    assert "typo" in finding.message
