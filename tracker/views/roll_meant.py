"""Which roll call of an item a person means who pastes a link, an id or a source's own number."""

from __future__ import annotations

import re

from tracker.errors import UsageError
from tracker.rules.reference import printed_bill
from tracker.views.item_rolls import STANDING_WORDS, ItemRoll, ItemRolls


def roll_meant(item: ItemRolls, text: str) -> ItemRoll:
    """The one roll call that the text names, which would count if it were added.

    Raises UsageError where it names none of the item's or several, and where that one counts
    already or could count for nobody.
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
