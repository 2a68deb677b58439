"""What pages show of who wrote or joined the measures: beside the votes, never with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.rules.reference import printed_bill
from tracker.scoring.sponsorship import (
    Joining,
    NotCounted,
    NotHeld,
    SponsorshipLine,
    SponsorshipScore,
    Uncounted,
)
from tracker.translation import N_, Words
from tracker.views.sheet import Sheet

DID_WORDS = Words(
    {
        Joining.AUTHORED: N_("Wrote it"),
        Joining.JOINED: N_("Joined it"),
        Joining.NOT_JOINED: N_("Not named on it"),
    }
)
CREDIT_WORDS = Words(
    {
        ("support", True): N_("On a measure that the agenda supports: full credit."),
        ("support", False): N_("Could have joined a measure that the agenda supports: no credit."),
        ("oppose", True): N_("On a measure that the agenda opposes: no credit."),
    }
)
"""By what the agenda says of the measure, and whether the lawmaker stands on it."""
NOT_HELD_WORDS = Words(
    {
        NotHeld.NOT_ASKED: N_("Stays off a measure that the agenda opposes: not counted."),
        NotHeld.OTHER_HOUSE: N_(
            "It began in the other house, and nobody of this one stands on it: not counted."
        ),
        NotHeld.NOT_IN_OFFICE: N_("No seat while it was before a house: not counted."),
    }
)
UNCOUNTED_WORDS = Words(
    {
        Uncounted.UNKNOWN_MEASURE: N_("The record does not hold it"),
        Uncounted.NO_POSITION: N_("No position was in force while it was before a house"),
        Uncounted.NOBODY_NAMED: N_("No source says who wrote or joined it"),
        Uncounted.NO_PERSON_NAMED: N_("Its sources name a committee or an organization alone"),
        Uncounted.AUTHORS_ONLY: N_("Its source names authors alone, not who joined"),
        Uncounted.NAMES_IN_DOUBT: N_("A name on it is nobody's for certain"),
    }
)


@dataclass(frozen=True)
class JoinedMeasure:
    """One measure beside one lawmaker."""

    bill_id: str
    printed: str
    title: str
    asked: str
    did: str
    worth: str
    counts: bool


@dataclass(frozen=True)
class LeftOutMeasure:
    """A measure that counts for nobody, and why."""

    bill_id: str
    printed: str
    why: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class PersonJoined:
    """What one lawmaker wrote or joined, with every measure beneath the number."""

    score: SponsorshipScore
    measures: tuple[JoinedMeasure, ...]
    left_out: tuple[LeftOutMeasure, ...]
    available: int


@dataclass(frozen=True)
class JoinedLine:
    """One lawmaker's two scores, side by side."""

    person_id: str
    name: str
    votes: int | None
    """Percent of the votes; None where there is no number."""
    joined: SponsorshipScore


@dataclass(frozen=True)
class HouseJoined:
    """One house: those with a number, the most first, and how many have none."""

    chamber: str
    name: str
    lines: tuple[JoinedLine, ...]


@dataclass(frozen=True)
class AllJoined:
    """Both houses, and the measures that count for nobody."""

    houses: tuple[HouseJoined, ...]
    available: int
    left_out: tuple[LeftOutMeasure, ...]


def person_joined(sheet: Sheet, person_id: str) -> PersonJoined:
    """One lawmaker's measures, in the agenda's order."""
    found = sheet.sponsorships
    lines = [_measure(sheet, line) for line in found.lines_of(person_id)]
    left_out = tuple(map(_left_out, found.not_counted))
    return PersonJoined(found.score_of(person_id), tuple(lines), left_out, found.available)


def all_joined(sheet: Sheet) -> AllJoined:
    """Everybody with a number, house by house, the most first."""
    found = sheet.sponsorships
    houses = (
        HouseJoined(chamber, name, tuple(_lines(sheet, chamber)))
        for chamber, name in sheet.house_names.items()
    )
    return AllJoined(tuple(houses), found.available, tuple(map(_left_out, found.not_counted)))


def _lines(sheet: Sheet, chamber: str) -> Iterable[JoinedLine]:
    lines = [
        JoinedLine(
            line.member.person_id,
            line.member.name,
            line.score.percent,
            sheet.sponsorships.score_of(line.member.person_id),
        )
        for line in sheet.lines
        if line.member.chamber == chamber
    ]
    scored = [line for line in lines if line.joined.percent is not None]
    return sorted(scored, key=lambda line: (-line.joined.tally.share, line.name))


def _measure(sheet: Sheet, line: SponsorshipLine) -> JoinedMeasure:
    return JoinedMeasure(
        line.bill_id,
        printed_bill(line.bill_id),
        sheet.items[line.item_id].title,
        ASKED_ON_PAPER[line.stance],
        DID_WORDS[line.did],
        NOT_HELD_WORDS[line.reason]
        if line.reason
        else CREDIT_WORDS[line.stance, line.did is not Joining.NOT_JOINED],
        line.credit is not None,
    )


def _left_out(one: NotCounted) -> LeftOutMeasure:
    words = UNCOUNTED_WORDS[one.reason]
    return LeftOutMeasure(one.bill_id, printed_bill(one.bill_id), words, one.names)


ASKED_ON_PAPER = Words({"support": N_("supported"), "oppose": N_("opposed")})
"""What the coalition says of a measure, where no vote is asked for."""
