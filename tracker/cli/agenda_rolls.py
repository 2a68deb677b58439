"""Rows of an agenda's roll calls as `answerable agenda rolls` prints them."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.agenda.agenda import AyeMeans, DesignatedRoll
from tracker.cli.cells import Row
from tracker.views.item_rolls import HouseRolls, ItemRoll, ItemRolls


def house_rows(one: ItemRolls) -> Iterator[Row]:
    """An item, a row per house, with every field."""
    for house in one.houses:
        yield {
            "item_id": one.item.id,
            "bill_id": one.item.bill_id,
            "chamber": house.chamber,
            "house": house.house,
            "taken": [roll.vote_event_id for roll in house.taken],
            "why": house.why,
            "not_found": list(one.not_found),
            "rolls": [_roll(roll) for roll in house.rolls],
        }


def _roll(roll: ItemRoll) -> dict[str, object]:
    return {
        "vote_event_id": roll.vote_event_id,
        "date": roll.date,
        "venue": roll.venue,
        "place": roll.place,
        "motion": roll.motion,
        "motion_class": roll.motion_class,
        "declared": {"yes": roll.yes, "no": roll.no},
        "neither": roll.neither,
        "threshold": roll.threshold,
        "needed": roll.needed,
        "counts": roll.standing.counts,
        "standing": str(roll.standing),
        "why": roll.why,
        "reason": roll.added.reason if roll.added else None,
        "aye_means": str(roll.added.aye_means) if roll.added else None,
        "aye_confirmed": _is_confirmed(roll.added) if roll.added else None,
        "left_out": roll.left_out,
        "source_url": roll.source_url,
        "source_ref": roll.source_ref,
        "identifiers": list(roll.identifiers),
    }


def _is_confirmed(added: DesignatedRoll) -> bool | None:
    return None if added.aye_means is AyeMeans.FOR else not added.is_unconfirmed


def brief_rolls(one: ItemRolls) -> Iterator[Row]:
    """The same for a table: a row per roll call, and one for a house that has none."""
    for house in one.houses:
        for roll in house.rolls:
            yield _brief(one, house, roll)
        if not house.rolls:
            yield _brief(one, house, None)


def _brief(one: ItemRolls, house: HouseRolls, roll: ItemRoll | None) -> Row:
    return {
        "item": one.item.id,
        "house": house.house,
        "date": (roll.date or "not known") if roll else None,
        "motion": roll.motion if roll else None,
        "ayes": roll.yes if roll else None,
        "noes": roll.no if roll else None,
        "neither": roll.neither if roll else None,
        "needed": roll.needed if roll else None,
        "counts": "yes" if roll and roll.standing.counts else "no",
        "why": roll.why if roll else house.why,
    }
