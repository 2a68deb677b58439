"""What a mark in a cell of a grid means, and what the member then did on the roll call."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from tracker.agenda.agenda import Stance
from tracker.rules.vocabulary import Option


class Meaning(StrEnum):
    """What a cell says: a vote, a vote as seen by the organization, or why there is none."""

    WITH = "with"
    """Voted as the organization asked, whichever way that was."""
    AGAINST = "against"
    """Voted the other way."""
    YES = "yes"
    """Voted aye; the position says what that is worth."""
    NO = "no"
    """Voted no; the position says what that is worth."""
    NOT_VOTING = "not_voting"
    """No vote recorded, without a reason."""
    PRESENT = "present"
    """In the room and not voting: a non-vote all the same."""
    ABSENT = "absent"
    EXCUSED = "excused"
    ABSTAIN = "abstain"
    PAIRED = "paired"
    RECUSED = "recused"
    NOT_ELIGIBLE = "not_eligible"
    """Not in that house or not in office: the vote is none of this member's record."""


STANDARD: Mapping[str, Meaning] = MappingProxyType(
    {
        "+": Meaning.WITH,
        "-": Meaning.AGAINST,
        # What spreadsheets make of a hyphen typed alone: minus sign and en dash.
        "\N{MINUS SIGN}": Meaning.AGAINST,
        "\N{EN DASH}": Meaning.AGAINST,
        "aye": Meaning.YES,
        "yea": Meaning.YES,
        "yes": Meaning.YES,
        "nay": Meaning.NO,
        "no": Meaning.NO,
        "noe": Meaning.NO,
        "nv": Meaning.NOT_VOTING,
        "nvp": Meaning.PRESENT,
        "e": Meaning.EXCUSED,
        "n/a": Meaning.NOT_ELIGIBLE,
        "na": Meaning.NOT_ELIGIBLE,
        "absent": Meaning.ABSENT,
        "excused": Meaning.EXCUSED,
    }
)
"""Marks understood without a vocabulary file, as `plain_mark` writes them.

Single letters other than E are left out: Y, N, A, P and X mean different things to different
groups. So is the empty cell.
"""

_NAMES = {meaning.value: meaning for meaning in Meaning}


def plain_mark(text: str) -> str:
    """A mark without outer blanks, with single inner ones, in lower case."""
    return " ".join(text.split()).casefold()


def meaning_named(text: str) -> Meaning | None:
    """What the second column of a vocabulary names: a standard mark, or a meaning by its name."""
    mark = plain_mark(text)
    return STANDARD.get(mark) or _NAMES.get(mark.replace(" ", "_"))


def option_of(meaning: Meaning, stance: Stance) -> Option | None:
    """What the member did on the motion; None where the vote is none of their record."""
    if meaning is Meaning.NOT_ELIGIBLE:
        return None
    if meaning is Meaning.WITH:
        return Option.YES if stance is Stance.SUPPORT else Option.NO
    if meaning is Meaning.AGAINST:
        return Option.NO if stance is Stance.SUPPORT else Option.YES
    return Option(meaning.value)
