"""The part of the agenda room that says which roll calls count, and lets a steward choose more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from html import escape

import streamlit as st

from scorecard_app.layout import explain, flag, source_link
from tracker.agenda.agenda import Agenda, AyeMeans
from tracker.agenda.editing import with_roll, without_roll
from tracker.errors import AnswerableError
from tracker.rules.reference import printed_bill
from tracker.views.item_rolls import HouseRolls, ItemRoll, ItemRolls
from tracker.views.roll_meant import roll_meant
from tracker.views.wording import long_day, tally

Save = Callable[[Callable[[date], Agenda], str], None]
"""Saves a change of the agenda as its next version, with a note of what changed."""

KEY = (
    '<span class="close" aria-hidden="true"><i class="aye" style="width:50%"></i>'
    '<i class="neither" style="width:15%"></i><i class="noe" style="width:35%"></i>'
    '<i class="need" style="left:52%"></i></span> ayes, neither, noes; the line is what was needed.'
)
"""What the small bars show."""

HOW_TO_NAME = (
    "Choose one from the list, or paste its official link or the number its source gives it, which "
    "stands beside it above."
)


def rolls_overview(items: Sequence[ItemRolls]) -> str:
    """Every item with what counts in each house, as HTML."""
    rows = "".join(
        f"<tr><th scope=row>{escape(printed_bill(one.item.bill_id))}</th><td>"
        f"{''.join(map(_taken, one.houses))}{_not_found(one)}</td></tr>"
        for one in items
    )
    return (
        f'<p class="quiet">{KEY}</p><table class="plain rolls-taken"><thead><tr>'
        f"<th scope=col>Measure</th><th scope=col>What counts</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )


def _taken(house: HouseRolls) -> str:
    if house.chamber is None:
        return ""
    name = f"<b>{escape(house.house)}</b>"
    if not house.taken:
        return f'<p>{name} {flag("none")} <span class="quiet">{escape(house.why)}</span></p>'
    return "".join(
        f"<p>{name} {_close(roll)} {_counts(roll)} "
        f'<span class="quiet">{long_day(roll.date)}{_how_added(roll)}</span></p>'
        for roll in house.taken
    )


def _how_added(roll: ItemRoll) -> str:
    if roll.added is None:
        return ""
    turned = roll.added.aye_means is AyeMeans.AGAINST
    return f", added by a steward{'; an aye is against the measure' if turned else ''}"


def _not_found(one: ItemRolls) -> str:
    return "".join(
        f"<p>{flag('not in the record')} the roll call {escape(name)}, which a steward added</p>"
        for name in one.not_found
    )


def item_in_full(one: ItemRolls) -> str:
    """Every roll call of an item by house, each with its picture and why it counts or not."""
    return "".join(
        f"<h4>{escape(house.house)}</h4><p>{escape(house.why)}</p>"
        + (f'<ol class="rolls">{"".join(map(_entry, house.rolls))}</ol>' if house.rolls else "")
        for house in one.houses
    )


def _entry(roll: ItemRoll) -> str:
    counts = roll.standing.counts
    mark = f" {flag('counts')}" if counts else ""
    source = source_link(roll.source_url, "Source", roll.source_ref)
    return (
        f"<li{' class=taken' if counts else ''}>{_close(roll)}<p><b>{long_day(roll.date)}</b>, "
        f"{escape(roll.place or roll.venue)}: {_counts(roll)}{mark}</p>"
        f"<p>“{escape(roll.motion)}”</p>"
        f'<p class="quiet">{escape(roll.why)} {source}</p></li>'
    )


def _counts(roll: ItemRoll) -> str:
    """`21–15, 4 neither; 21 needed`."""
    neither = f", {roll.neither} neither" if roll.neither else ""
    return f"{tally(roll.yes, roll.no)}{neither}; {_need(roll)}"


def _need(roll: ItemRoll) -> str:
    """`21 needed`; `9 needed, more than half of those voting`."""
    if roll.line is None:
        return "what was needed is not known"
    how = "" if roll.line.label == "needed" else f", {roll.line.label}"
    return f"{roll.line.ayes} needed{how}"


def _close(roll: ItemRoll) -> str:
    """How close a roll call was: ayes, neither and noes as one bar, and the line that was needed.

    The same is said in words beside it, so that no reader needs the picture.
    """
    if roll.yes is None or roll.no is None:
        return ""
    parts = (("aye", roll.yes), ("neither", roll.neither or 0), ("noe", roll.no))
    whole = sum(count for _, count in parts) or 1
    bar = "".join(
        f'<i class="{name}" style="width:{100 * count / whole:.2f}%"></i>' for name, count in parts
    )
    line = min(100, 100 * roll.line.ayes / whole) if roll.line else None
    need = "" if line is None else f'<i class="need" style="left:{line:.2f}%"></i>'
    return f'<span class="close" aria-hidden="true">{bar}{need}</span>'


def choose_rolls(agenda: Agenda, items: Sequence[ItemRolls], save: Save | None) -> None:
    """One item's roll calls in full; with `save`, a steward may add one or take it out again."""
    known = {one.item.id: one for one in items}
    chosen = st.selectbox(
        "All roll calls of",
        list(known),
        format_func=lambda one: f"{printed_bill(known[one].item.bill_id)}, {known[one].item.title}",
        key=f"rolls-of-{agenda.id}",
    )
    one = known[chosen]
    st.html(item_in_full(one))
    if save is None:
        return
    for number, added in enumerate(one.item.roll_calls):
        left, right = st.columns([5, 1])
        left.text(f"Added: {_label_of(one, added.vote_event_id)} · Why: {added.reason}")
        if right.button("Take out", key=f"take-out-{agenda.id}-{chosen}-{number}"):
            name = added.vote_event_id
            save(partial(_without, agenda, chosen, name), f"{chosen}: {name} taken out")
    _add(agenda, one, save)


def _add(agenda: Agenda, one: ItemRolls, save: Save) -> None:
    open_to = {roll.vote_event_id: roll for roll in one.rolls if roll.standing.may_be_added}
    st.caption(f"Let another roll call count too. {HOW_TO_NAME}")
    # What was typed stays where it was refused, and goes once it is saved.
    with st.form(f"add-roll-{agenda.id}-{one.item.id}-{len(one.item.roll_calls)}"):
        picked = st.selectbox(
            "Roll call",
            [""] if not open_to else ["", *open_to],
            format_func=lambda event: _label(open_to[event]) if event else "none chosen",
        )
        pasted = st.text_input("Or its link or number", max_chars=500)
        reason = st.text_input("Why it counts (readers of the agenda see this)", max_chars=300)
        against = st.checkbox(
            "On this motion an aye is against the measure (to table it, to kill it)"
        )
        if not st.form_submit_button("Let it count", type="primary"):
            return
    aye_means = AyeMeans.AGAINST if against else AyeMeans.FOR
    try:
        roll = roll_meant(one, pasted if pasted.strip() else picked, aye_means)
    except AnswerableError as error:
        explain(error)
        return
    save(
        partial(_with, agenda, one.item.id, roll.vote_event_id, reason, aye_means),
        f"{one.item.id}: {_label(roll)} counts",
    )


def _with(
    agenda: Agenda, item_id: str, roll: str, reason: str, aye_means: AyeMeans, _today: date
) -> Agenda:
    return with_roll(agenda, item_id, roll, reason, aye_means)


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
