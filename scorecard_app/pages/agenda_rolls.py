"""The part of the agenda room that says which roll calls count, and lets a steward choose more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

import streamlit as st

from scorecard_app.layout import explain
from scorecard_app.markup import draw
from scorecard_app.steward import own_name
from tracker.agenda.agenda import Agenda, AyeMeans
from tracker.agenda.editing import with_confirmed_aye, with_roll, without_roll
from tracker.errors import AnswerableError
from tracker.rules.reference import printed_bill
from tracker.translation import N_, _
from tracker.views.item_rolls import ItemRoll, ItemRolls
from tracker.views.roll_meant import roll_meant
from tracker.views.wording import long_day, tally

Save = Callable[[Callable[[date], Agenda], str], None]
"""Saves a change of the agenda as its next version, with a note of what changed."""

HOW_TO_NAME = N_(
    "Let another roll call count too. Choose one from the list, or paste its official link or the "
    "number its source gives it, which stands beside it above."
)


def choose_rolls(agenda: Agenda, items: Sequence[ItemRolls], save: Save | None) -> None:
    """One item's roll calls in full; with `save`, a steward may add one or take it out again."""
    known = {one.item.id: one for one in items}
    chosen = st.selectbox(
        _("All roll calls of"),
        list(known),
        format_func=lambda one: f"{printed_bill(known[one].item.bill_id)}, {known[one].item.title}",
        key=f"rolls-of-{agenda.id}",
    )
    one = known[chosen]
    draw("agenda_rolls", "in_full", one=one)
    if save is None:
        return
    for number, added in enumerate(one.item.roll_calls):
        left, right = st.columns([5, 1])
        said = _("Added: {roll_call} · Why: {reason}")
        label = _label_of(one, added.vote_event_id)
        left.text(said.format(roll_call=label, reason=added.reason))
        name = added.vote_event_id
        if added.is_unconfirmed and added.said_by:
            who = _("{name} says that an aye is against the measure. A second person confirms it.")
            left.caption(who.format(name=added.said_by))
            if left.button(_("Confirm it"), key=f"confirm-{agenda.id}-{chosen}-{number}"):
                save(
                    partial(_confirmed, agenda, chosen, name),
                    f"{chosen}: confirmed that an aye on {name} is against the measure",
                )
        if right.button(_("Take out"), key=f"take-out-{agenda.id}-{chosen}-{number}"):
            save(partial(_without, agenda, chosen, name), f"{chosen}: {name} taken out")
    _add(agenda, one, save)


def _add(agenda: Agenda, one: ItemRolls, save: Save) -> None:
    open_to = {roll.vote_event_id: roll for roll in one.rolls if roll.standing.may_be_added}
    st.caption(_(HOW_TO_NAME))
    # What was typed stays where it was refused, and goes once it is saved.
    with st.form(f"add-roll-{agenda.id}-{one.item.id}-{len(one.item.roll_calls)}"):
        picked = st.selectbox(
            _("Roll call"),
            [""] if not open_to else ["", *open_to],
            format_func=lambda event: _label(open_to[event]) if event else _("none chosen"),
        )
        pasted = st.text_input(_("Or its link or number"), max_chars=500)
        reason = st.text_input(_("Why it counts (readers of the agenda see this)"), max_chars=300)
        against = st.checkbox(
            _("On this motion an aye is against the measure (to table it, to kill it)")
        )
        instead = st.checkbox(
            _("It counts in place of the one that the rule takes in this house; readers see that")
        )
        if not st.form_submit_button(_("Let it count"), type="primary"):
            return
    aye_means = AyeMeans.AGAINST if against else AyeMeans.FOR
    try:
        roll = roll_meant(one, pasted if pasted.strip() else picked, aye_means)
    except AnswerableError as error:
        explain(error)
        return
    save(
        partial(_with, agenda, one.item.id, roll.vote_event_id, reason, aye_means, instead),
        f"{one.item.id}: {_label(roll)} counts",
    )


def _with(
    agenda: Agenda,
    item_id: str,
    roll: str,
    reason: str,
    aye_means: AyeMeans,
    instead: bool,
    _today: date,
) -> Agenda:
    return with_roll(agenda, item_id, roll, reason, aye_means, replaces_the_rules=instead)


def _confirmed(agenda: Agenda, item_id: str, roll: str, today: date) -> Agenda:
    return with_confirmed_aye(agenda, item_id, roll, by=own_name(), today=today)


def _without(agenda: Agenda, item_id: str, roll: str, _today: date) -> Agenda:
    return without_roll(agenda, item_id, roll)


def _label(roll: ItemRoll) -> str:
    return (
        f"{long_day(roll.date)}, {roll.place or roll.venue}: {tally(roll.yes, roll.no)}, "
        f"{roll.motion}"
    )


def _label_of(one: ItemRolls, name: str) -> str:
    found = (roll for roll in one.rolls if roll.added and roll.added.vote_event_id == name)
    return next(map(_label, found), name)
