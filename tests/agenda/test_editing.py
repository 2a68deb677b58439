"""An agenda edited as a table: what is typed is taken, and what cannot be is named cell by cell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tracker.agenda.agenda import Agenda, AyeMeans, Stance, agenda_of_text
from tracker.agenda.agenda_text import agenda_text
from tracker.agenda.editing import edited, rows_of, with_roll
from tracker.agenda.known_agendas import find_agenda
from tracker.errors import UsageError

TODAY = date(2026, 11, 27)


@pytest.fixture
def agenda() -> Agenda:
    return find_agenda()


def test_rows_that_nobody_touched_change_nothing(agenda: Agenda) -> None:
    assert edited(agenda, rows_of(agenda), today=TODAY) == agenda


def test_a_changed_position_counts_as_recorded_on_the_day_of_the_change(agenda: Agenda) -> None:
    first, *others = rows_of(agenda)
    after = edited(agenda, [replace(first, stance="oppose"), *others], today=TODAY)
    (position,) = after.items[0].positions
    before = agenda.items[0].positions[0]
    assert (position.stance, position.recorded_on) == (Stance.OPPOSE, TODAY)
    assert position.in_force_from == before.in_force_from
    assert after.items[1:] == agenda.items[1:]


def test_a_new_heading_is_made_and_one_without_items_goes(agenda: Agenda) -> None:
    rows = [replace(row, issue="Homes, everywhere") for row in rows_of(agenda)]
    after = edited(agenda, rows, today=TODAY)
    assert [(issue.id, issue.name) for issue in after.issues] == [
        ("homes-everywhere", "Homes, everywhere")
    ]
    assert {item.issue for item in after.items} == {"homes-everywhere"}


def test_an_item_whose_row_is_gone_goes(agenda: Agenda) -> None:
    after = edited(agenda, rows_of(agenda)[1:], today=TODAY)
    assert [item.id for item in after.items] == [item.id for item in agenda.items[1:]]


def test_all_cells_that_cannot_be_are_named_at_once(agenda: Agenda) -> None:
    one, two, three, *rest = rows_of(agenda)
    spoilt = [
        replace(one, weight="2.5"),
        replace(two, title=" "),
        replace(three, stance="maybe"),
        *rest,
    ]
    with pytest.raises(UsageError) as refused:
        edited(agenda, spoilt, today=TODAY)
    for words in (f"{one.item_id}: the weight '2.5'", f"{two.item_id} has no title", "'maybe'"):
        assert words in str(refused.value)


def test_an_agenda_keeps_one_item_at_least(agenda: Agenda) -> None:
    with pytest.raises(UsageError, match="no item left"):
        edited(agenda, [], today=TODAY)


def test_a_roll_call_counts_only_with_a_reason(agenda: Agenda) -> None:
    with pytest.raises(UsageError, match="only with a reason"):
        with_roll(agenda, agenda.items[0].id, "some-roll", "  ")


def test_the_same_roll_call_added_again_takes_the_place_of_the_first(agenda: Agenda) -> None:
    first, second = agenda.items[0].id, agenda.items[1].id
    once = with_roll(agenda, first, "some-roll", "At first.")
    twice = with_roll(once, first, "some-roll", "On second thought.", AyeMeans.AGAINST)
    (roll,) = twice.items[0].roll_calls
    assert (roll.reason, roll.aye_means) == ("On second thought.", AyeMeans.AGAINST)
    assert twice.items[1].id == second
    assert twice.items[1].roll_calls == ()


def test_what_an_aye_means_leaves_with_the_file_and_comes_back(agenda: Agenda) -> None:
    changed = with_roll(agenda, agenda.items[0].id, "some-roll", "To kill it.", AyeMeans.AGAINST)
    text = agenda_text(changed)
    assert "aye_means: against" in text
    assert agenda_of_text(text, "a file") == changed
