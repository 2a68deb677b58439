"""`caYY-YYvotes.dat`: one line per member, twenty bytes of name, then one byte per roll call."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scrapers.ca_rollcalls.descriptions import Descriptions
from scrapers.ca_rollcalls.lines import (
    decode,
    encoding_of,
    refused,
    split_lines,
    without_control_bytes,
)
from tracker.rules.vocabulary import Option

NAME_BYTES = 20
"""Bytes, not characters: an accented letter takes two bytes from 2017-18 on."""

NOT_IN_BODY = ord("0")
OPTION_OF_CODE = {
    ord("1"): Option.YES,
    ord("6"): Option.NO,
    ord("9"): Option.NOT_VOTING,
}
"""The source's codes. `9` covers absent, abstaining and silent members alike."""

VACANCY = "Vacancy"
"""Printed in place of a name where a seat had no holder."""

Matrix = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Ballots:
    """Who voted how: the source's code per printed name (row) and roll call (column)."""

    voters: list[str]
    codes: Matrix
    warnings: list[str]


def parse_ballots(raw: bytes, session: str, where: str, described: Descriptions) -> Ballots:
    """The votes, one column per described roll call.

    Raises:
        SourceError: a name cannot be decoded or is blank; a line is shorter than the rolls, or
            longer than its fellows; a code is unknown; one name votes twice on one roll; or the
            columns do not line up with the descriptions.
    """
    lines = split_lines(raw, where)
    rolls = len(described.rolls)
    voters = [_name(line, session, where, row) for row, line in enumerate(lines, 1)]
    columns = _columns(lines, voters, rolls, where)
    whole = np.frombuffer(b"".join(line[NAME_BYTES:] for line in lines), dtype=np.uint8)
    whole = whole.reshape(len(lines), columns)
    _refuse_unknown_codes(whole, voters, where)
    _refuse_loose_alignment(whole, described, where)
    codes = whole[:, :rolls]
    _refuse_two_votes_of_one_name(codes, voters, where)
    return Ballots(voters, codes, _warnings(whole[:, rolls:], described))


def _name(line: bytes, session: str, where: str, row: int) -> str:
    text, damaged = without_control_bytes(
        decode(line[:NAME_BYTES], encoding_of(session), where, row)
    )
    name = text.strip(" `")
    if not name or damaged:
        raise refused(f"{text!r} is no printable name of a member", where, row)
    return name


def _columns(lines: Sequence[bytes], voters: Sequence[str], rolls: int, where: str) -> int:
    """The number of vote columns, the same on every line."""
    counts = [len(line) - NAME_BYTES for line in lines]
    usual = Counter(counts).most_common(1)[0][0]
    for row, (columns, voter) in enumerate(zip(counts, voters, strict=True), 1):
        if columns < rolls:
            raise refused(
                f"{voter!r} has {columns} votes where {rolls} roll calls are described", where, row
            )
        if columns != usual:
            raise refused(
                f"{voter!r} has {columns} votes where other members have {usual}, so it is "
                "not known which vote belongs to which roll call",
                where,
                row,
            )
    return usual


def _refuse_unknown_codes(whole: Matrix, voters: Sequence[str], where: str) -> None:
    known = np.zeros(256, dtype=bool)
    known[[NOT_IN_BODY, *OPTION_OF_CODE]] = True
    unknown = ~known[whole]
    if unknown.any():
        line, column = (int(index[0]) for index in np.nonzero(unknown))
        code = bytes([int(whole[line, column])])
        raise refused(
            f"{voters[line]!r} has the unknown vote code {code!r} in column {column + 1}",
            where,
            line + 1,
        )


def _refuse_loose_alignment(whole: Matrix, described: Descriptions, where: str) -> None:
    """Columns beyond the descriptions are only cut off at the end where the counts prove it."""
    rolls = described.rolls
    extra = whole.shape[1] - len(rolls)
    if extra == 0:
        return
    ayes = (whole == ord("1")).sum(axis=0)
    declared = np.array([-1 if roll.yes is None else roll.yes for roll in rolls])
    from_start = int((ayes[: len(rolls)] == declared).sum())
    from_end = int((ayes[extra:] == declared).sum())
    if not described.numbered_by_line or from_start <= max(from_end, len(rolls) // 2):
        raise refused(
            f"{len(rolls)} roll calls are described but every member has {whole.shape[1]} votes, "
            "and the counts do not show which are the ones described",
            where,
        )


def _refuse_two_votes_of_one_name(codes: Matrix, voters: Sequence[str], where: str) -> None:
    lines: dict[str, list[int]] = {}
    for line, voter in enumerate(voters):
        lines.setdefault(voter, []).append(line)
    for voter, shared in lines.items():
        if len(shared) == 1 or voter == VACANCY:
            continue
        twice = np.nonzero((codes[shared] != NOT_IN_BODY).sum(axis=0) > 1)[0]
        if len(twice):
            raise refused(
                f"{voter!r} stands on {len(shared)} lines and votes twice on the roll call in "
                f"column {int(twice[0]) + 1}, so whose vote is whose is not known",
                where,
                shared[1] + 1,
            )


def _warnings(left_out: Matrix, described: Descriptions) -> list[str]:
    warnings = []
    if not described.numbered_by_line:
        warnings.append(
            "the roll calls are not numbered by line; votes were taken in the order of the lines"
        )
    if left_out.shape[1]:
        columns = left_out.shape[1]
        found = ", ".join(
            f"{int((left_out == code).sum())} {option.value.replace('_', ' ')}"
            for code, option in OPTION_OF_CODE.items()
            if (left_out == code).any()
        )
        noun = "vote column has" if columns == 1 else "vote columns have"
        warnings.append(
            f"{columns} {noun} no description at the end of the lines: {found or 'no votes'}; "
            "left out"
        )
    return warnings
