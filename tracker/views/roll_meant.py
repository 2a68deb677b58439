"""Which roll call of an item a person means who pastes a link, an id or a source's own number."""

from __future__ import annotations

import re

from tracker.agenda.agenda import AyeMeans
from tracker.errors import UsageError
from tracker.rules.reference import printed_bill
from tracker.views.item_rolls import STANDING_WORDS, ItemRoll, ItemRolls, RollStanding


def roll_meant(item: ItemRolls, text: str, aye_means: AyeMeans = AyeMeans.FOR) -> ItemRoll:
    """The one roll call that the text names, which would count if it were added.

    Raises UsageError where it names none of the item's or several, where that one counts already
    or could count for nobody, and where its motion kills the measure and an aye is said to be for.
    """
    wanted = text.strip()
    found = [roll for roll in item.rolls if _is_named(roll, wanted)]
    if len(found) != 1:
        raise _unclear(item, wanted, len(found))
    (roll,) = found
    if not roll.standing.may_be_added:
        state = "counts already" if roll.standing.counts else "would count for nobody"
        raise UsageError(
            f"the roll call {wanted!r} {state}: {STANDING_WORDS[roll.standing]}",
            where=f"item {item.item.id}",
            what_to_do="choose another roll call of the measure",
        )
    if roll.standing is RollStanding.REJECTION and aye_means is AyeMeans.FOR:
        raise UsageError(
            f"the motion of the roll call {wanted!r} kills the measure, so an aye is against it",
            where=f"item {item.item.id}",
            what_to_do="say so beside the reason, or choose another roll call",
        )
    return roll


def _is_named(roll: ItemRoll, text: str) -> bool:
    numbers = [name.partition(":")[2] for name in roll.identifiers]
    exact = {roll.vote_event_id, *roll.identifiers, *numbers}
    if roll.source_ref:
        exact |= {roll.source_ref, roll.source_ref.split()[-1]}
    if text in exact:
        return True
    parts = re.split(r"[/?&=#]", text) if "://" in text else []
    return any(number in parts for number in numbers)


def _unclear(item: ItemRolls, text: str, count: int) -> UsageError:
    printed = printed_bill(item.item.bill_id)
    what = f"{count} roll calls" if count else "no roll call"
    return UsageError(
        f"{text!r} names {what} of {printed} in the record",
        where=f"item {item.item.id}",
        what_to_do="choose one from the list, or give the number beside it; if it is not there, "
        "load the record that has it",
    )
