"""The measures of the sample record as a stand-in shows them: facts, not yet any page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tracker.intake.reviewed_record import read_record
from tracker.rules import reference
from tracker.rules.measures import Measure

NOTE = "Synthetic page of a stand-in for the Legislature's site; facts from the sample record."
CODE = "ca"
SESSION = "20072008"


@dataclass(frozen=True)
class SampleRoll:
    """One roll call; names by option."""

    date: date
    location: str
    """As the roll-call file prints it."""
    motion: str
    result: str
    names: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class SampleMeasure:
    """One measure with its roll calls, oldest first, and its actions, newest first."""

    bill: Measure
    title: str
    author: str
    rolls: tuple[SampleRoll, ...]
    actions: tuple[tuple[date, str], ...]
    versions: tuple[tuple[date, str], ...]
    """The texts that the record knows, newest first."""


def sample_measures() -> list[SampleMeasure]:
    """Every measure of the sample record; rolls known to be missing are in none."""
    folder = reference.sample_folder(CODE, SESSION)
    assert folder is not None, "the sample record ships with the program"
    record = read_record(folder)
    votes: dict[int, dict[str, list[str]]] = {}
    for vote in record.votes.to_pylist():
        votes.setdefault(vote["row"], {}).setdefault(vote["option"], []).append(vote["voter"])
    rolls: dict[str, list[SampleRoll]] = {}
    for roll in record.roll_calls.sort_by("row").to_pylist():
        if not roll["known_missing"]:
            names = {option: tuple(listed) for option, listed in votes[roll["row"]].items()}
            shown = SampleRoll(
                roll["date"], roll["location"], roll["motion"], roll["result"], names
            )
            rolls.setdefault(roll["bill_id"], []).append(shown)
    actions: dict[str, list[tuple[date, str]]] = {}
    for action in record.actions:
        actions.setdefault(action.bill_id, []).insert(0, (action.date, action.description))
    versions: dict[str, list[tuple[date, str]]] = {}
    for version in record.versions:
        versions.setdefault(version.bill_id, []).insert(0, (version.date, version.label))
    return [
        SampleMeasure(
            bill.measure,
            bill.title,
            str(bill.author_printed),
            tuple(rolls.get(bill.bill_id, [])),
            tuple(actions.get(bill.bill_id, [])),
            tuple(versions.get(bill.bill_id, [])),
        )
        for bill in record.bills
    ]
