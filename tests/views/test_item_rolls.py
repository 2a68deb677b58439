"""Which roll calls count for an item, on the sample record, and what a steward's choice changes."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from tracker.agenda.agenda import Agenda, AyeMeans
from tracker.agenda.editing import with_roll, without_roll
from tracker.agenda.known_agendas import find_agenda
from tracker.errors import UsageError
from tracker.record.tables import identifiers, vote_events
from tracker.scoring.method import find_method
from tracker.store import Store, open_store
from tracker.views.item_rolls import ItemRoll, ItemRolls, RollStanding, item_rolls
from tracker.views.legislator_view import legislator_view
from tracker.views.roll_meant import roll_meant
from tracker.views.sheet import read_sheet

FIRST_PASSAGE, LAST_PASSAGE = date(2007, 6, 7), date(2008, 8, 30)


@pytest.fixture(scope="module")
def store(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The sample record, in which a source knows the first passage of SB 375 as number 555001."""
    path = tmp_path_factory.mktemp("item-rolls") / "answerable.duckdb"
    shutil.copy(sample_store, path)
    store = open_store(f"duckdb:///{path}")
    row = {"entity_type": "roll", "scheme": "legiscan", "identifier": "555001"}
    with store.writing() as connection:
        connection.execute(
            sa.insert(identifiers), [row | {"entity_id": _id_of(connection, FIRST_PASSAGE)}]
        )
    return store


def _id_of(connection: sa.Connection, day: date) -> str:
    column = vote_events.c
    query = sa.select(column.vote_event_id).where(
        column.bill_id == "ca-20072008-SB375", column.venue == "floor", column.date == day
    )
    return str(connection.execute(query).scalar_one())


def _sb375(store: Store, agenda: Agenda | None = None) -> ItemRolls:
    with store.reading() as connection:
        return item_rolls(connection, agenda or find_agenda("sb375-worked-case"))[0]


def _on(one: ItemRolls, day: date | None) -> ItemRoll:
    return next(roll for roll in one.rolls if roll.date == day)


def _alone() -> Agenda:
    """The demonstration's item on SB 375 alone, to which nobody has added a roll call."""
    agenda = find_agenda()
    return agenda.model_copy(update={"items": agenda.items[:1]})


def test_the_rule_takes_each_houses_last_vote_on_passage_and_says_so(store: Store) -> None:
    one = _sb375(store, _alone())
    senate, assembly = one.houses
    assert (senate.house, assembly.house) == ("Senate", "Assembly")
    assert len(one.rolls) == 12
    (taken,) = senate.taken
    assert (taken.date, taken.yes, taken.no, taken.neither) == (LAST_PASSAGE, 25, 14, 1)
    assert taken.line is not None
    assert taken.line.ayes == 21
    assert "takes the last vote on passage" in senate.why
    assert "25–14 on 30 August 2008" in senate.why


def test_every_other_roll_call_says_why_it_does_not_count(store: Store) -> None:
    one = _sb375(store, _alone())
    assert _on(one, FIRST_PASSAGE).standing is RollStanding.EARLIER_PASSAGE
    assert _on(one, date(2007, 4, 23)).standing is RollStanding.COMMITTEE
    missing = _on(one, None)
    assert missing.standing is RollStanding.NAMELESS
    assert "only its count is printed" in missing.why


def test_a_day_without_a_position_is_the_reason_and_such_a_roll_cannot_be_added(
    store: Store,
) -> None:
    agenda = _alone()
    item = agenda.items[0]
    late = item.positions[0].model_copy(update={"in_force_from": date(2009, 1, 1)})
    never = item.model_copy(update={"positions": (late,)})
    one = _sb375(store, agenda.model_copy(update={"items": (never,)}))
    assert not [roll for house in one.houses for roll in house.taken]
    assert all("no position was in force" in house.why for house in one.houses)
    with pytest.raises(UsageError, match="would count for nobody"):
        roll_meant(one, _on(one, LAST_PASSAGE).vote_event_id)


@pytest.mark.parametrize(
    "pasted",
    [
        "555001",
        "legiscan:555001",
        "https://legiscan.com/CA/rollcall/SB375/id/555001",
        "roll 17061",
        " 17061 ",
    ],
)
def test_a_link_or_a_number_names_the_roll_call(store: Store, pasted: str) -> None:
    assert roll_meant(_sb375(store, _alone()), pasted).date == FIRST_PASSAGE


@pytest.mark.parametrize(
    "pasted",
    [
        "",
        "5550",
        "https://legiscan.com/CA/bill/SB375/2007",
        "https://leginfo.legislature.ca.gov/faces/billVotesClient.xhtml?bill_id=200720080SB375",
        "<b>555001</b>",
    ],
)
def test_what_names_no_one_roll_call_is_refused_and_nothing_is_guessed(
    store: Store, pasted: str
) -> None:
    with pytest.raises(UsageError, match="names no roll call of SB 375"):
        roll_meant(_sb375(store, _alone()), pasted)


def test_a_roll_call_that_counts_already_is_not_added_again(store: Store) -> None:
    one = _sb375(store, _alone())
    with pytest.raises(UsageError, match="counts already"):
        roll_meant(one, _on(one, LAST_PASSAGE).vote_event_id)


def test_an_added_roll_call_counts_beside_the_rules_and_taken_out_it_does_not(
    store: Store,
) -> None:
    agenda = _alone()
    added = _on(_sb375(store, agenda), FIRST_PASSAGE).vote_event_id
    changed = with_roll(agenda, "sb-375", added, "It decided the bill.")
    senate = _sb375(store, changed).houses[0]
    assert [roll.standing for roll in senate.taken] == [
        RollStanding.ADDED,
        RollStanding.LAST_PASSAGE,
    ]
    assert senate.taken[0].why == "A steward added it: It decided the bill."
    assert "share the measure's weight" in senate.why
    assert without_roll(changed, "sb-375", added) == agenda


def test_an_added_number_that_the_record_does_not_know_is_named(store: Store) -> None:
    changed = with_roll(_alone(), "sb-375", "999999", "A slip of the pen.")
    assert _sb375(store, changed).not_found == ("999999",)


@pytest.mark.parametrize(
    ("aye_means", "credit"), [(AyeMeans.FOR, "full credit"), (AyeMeans.AGAINST, "no credit")]
)
def test_what_an_aye_means_decides_what_it_earns(
    store: Store, aye_means: AyeMeans, credit: str
) -> None:
    agenda = with_roll(_alone(), "sb-375", "555001", "It was the first.", aye_means)
    with store.reading() as connection:
        sheet = read_sheet(connection, agenda, find_method("missed_is_against"))
    view = legislator_view(sheet, "darrell-steinberg")
    assert view is not None
    rows = view.records[0].counted_rows
    roll = next(roll for row in rows for roll in row.rolls if roll.date == FIRST_PASSAGE)
    assert roll.did == "Aye"
    assert credit in roll.worth
    says_so = "On this motion an aye is against the measure." in roll.worth
    assert says_so == (aye_means is AyeMeans.AGAINST)
    assert rows[0].asked == "Vote for it"
