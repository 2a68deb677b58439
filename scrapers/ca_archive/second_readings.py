"""What floor analyses say of the roll calls that votes pages print: the same, or otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from scrapers.pages.printed import ListedRoll, Printed, PrintedRoll
from scrapers.pages.source import JURISDICTION, Notes, Page
from tracker.rules import reference
from tracker.rules.identity import folded_name
from tracker.rules.vocabulary import Venue

DAYS_OFF = timedelta(days=1)
"""Genuine analyses sometimes name the day after a vote. Which committee is meant is not read from
its printed name: its house, its counts and such a day must fit."""


def second_readings(read: Sequence[tuple[Page, Printed]]) -> Notes:
    """How many listed roll calls the votes pages confirm, and each that they contradict."""
    listed = agreeing = 0
    warnings: dict[str, None] = {}
    for page, said in read:
        for second in said.listed:
            listed += 1
            first = [roll for roll in _rolls(read, page) if _is_same_sitting(roll, second, page)]
            what = f"{page.measure.printed}: an analysis lists the vote of {_when(second)}"
            if second.declared != (len(second.ayes), len(second.noes)):
                warnings[f"{what} with other counts than names ({page.name})"] = None
            elif any(_agree(roll, second) for roll in first):
                agreeing += 1
            elif first:
                warnings[f"{what} otherwise than its votes page ({page.name})"] = None
    return Notes({"listed_votes": listed, "listed_votes_confirmed": agreeing}, tuple(warnings))


def _when(second: ListedRoll) -> str:
    return f"{second.where} on {second.date}" if second.date else second.where


def _rolls(read: Sequence[tuple[Page, Printed]], page: Page) -> Iterator[PrintedRoll]:
    return (roll for other, said in read if other.bill == page.bill for roll in said.rolls)


def _is_same_sitting(roll: PrintedRoll, second: ListedRoll, page: Page) -> bool:
    rules = reference.reference(JURISDICTION).rules
    place = rules.locations.locate(roll.location, page.measure.session)
    if place is None or (second.date and abs(roll.date - second.date) > DAYS_OFF):
        return False
    is_floor = place.venue is Venue.FLOOR
    same_counts = (len(roll.names["AYES"]), len(roll.names["NOES"])) == second.declared
    same_house = (place.chamber, is_floor) == (second.chamber, second.is_floor)
    return same_house and (is_floor or same_counts)


def _agree(roll: PrintedRoll, second: ListedRoll) -> bool:
    return (_folded(roll.names["AYES"]), _folded(roll.names["NOES"])) == (
        _folded(second.ayes),
        _folded(second.noes),
    )


def _folded(names: Sequence[str]) -> frozenset[str]:
    return frozenset(folded_name(name) for name in names)
