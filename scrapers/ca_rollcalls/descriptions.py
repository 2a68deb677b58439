"""`caYY-YYdesc.dat`: one tab-separated line per roll call, in either of two column orders."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from scrapers.ca_rollcalls.lines import (
    decode,
    encoding_of,
    refused,
    split_lines,
    without_control_bytes,
)
from tracker.rules.vocabulary import Result

COLUMNS = 10

_ABSENT = frozenset({"", "NA", "NULL"})
_DATE = re.compile(
    r"(?P<iso>\d{4})-(?P<iso_month>\d\d?)-(?P<iso_day>\d\d?)"
    r"|(?P<month>\d\d?)/(?P<day>\d\d?)/(?P<year>\d{4}|\d{2})",
    re.ASCII,
)
_MEASURE = re.compile(r"[A-Z]{2,4}(X\d)? *\d+", re.ASCII)
_RESULTS = {"PASS": Result.PASS, "FAIL": Result.FAIL}
_SAMPLE = 500
"""Lines looked at to tell the column order; every line is then held to it."""


class Order(NamedTuple):
    """In which column, from 0, each field of a description stands."""

    number: int
    bill: int
    author: int
    topic: int
    date: int
    location: int
    motion: int
    yes: int
    no: int
    result: int


NUMBER_FIRST = Order(0, 1, 2, 3, 4, 5, 6, 7, 8, 9)
"""1993-94 to 2017-18."""
DATE_FIRST = Order(number=1, bill=9, author=2, topic=3, date=0, location=4, motion=5, yes=6, no=7,
                   result=8)  # fmt: skip
"""2019-20 and 2021-22."""


class RollDescription(NamedTuple):
    """One roll call as the source describes it; None where the source prints nothing or NA."""

    row: int
    """Its line, from 1."""
    number: str
    """The number the source gives it."""
    bill_printed: str
    author: str | None
    topic: str | None
    date: date
    location: str
    motion: str
    yes: int | None
    no: int | None
    result: Result
    note: str | None


@dataclass(frozen=True)
class Descriptions:
    """All roll calls of a session, in the order of their vote columns."""

    rolls: list[RollDescription]
    warnings: list[str]

    @property
    def numbered_by_line(self) -> bool:
        """Whether the number the source gives each roll is its line."""
        return all(roll.number == str(roll.row) for roll in self.rolls)


def parse_descriptions(raw: bytes, session: str, where: str) -> Descriptions:
    """The roll calls that the bytes of a description file describe.

    Raises:
        SourceError: a line cannot be decoded, has another number of columns, an impossible
            date or a count that is not a number; or the column order is not a known one.
    """
    lines, damaged = _fields(raw, session, where)
    order = _order_of(lines, where)
    dates = _Dates(session, where)
    rolls = [_roll(fields, row, order, dates, where) for row, fields in enumerate(lines, 1)]
    return Descriptions(rolls, _warnings(damaged))


def _fields(raw: bytes, session: str, where: str) -> tuple[list[list[str]], list[int]]:
    encoding = encoding_of(session)
    lines: list[list[str]] = []
    damaged: list[int] = []
    for row, line in enumerate(split_lines(raw, where), 1):
        text, lost = without_control_bytes(decode(line, encoding, where, row))
        if lost:
            damaged.append(row)
        fields = [field.strip(" `") for field in text.split("\t")]
        if len(fields) != COLUMNS:
            raise refused(
                f"a roll call has {len(fields)} columns where {COLUMNS} are expected", where, row
            )
        lines.append(fields)
    return lines, damaged


def _order_of(lines: Sequence[list[str]], where: str) -> Order:
    sample = lines[:_SAMPLE]
    for order in (NUMBER_FIRST, DATE_FIRST):
        dated = sum(1 for fields in sample if _DATE.fullmatch(fields[order.date]))
        billed = sum(1 for fields in sample if _MEASURE.fullmatch(fields[order.bill]))
        if min(dated, billed) * 2 > len(sample):
            return order
    raise refused(
        "the columns are in no known order: no dates in the fifth column beside measures in the "
        "second, nor dates in the first beside measures in the tenth",
        where,
    )


def _roll(fields: list[str], row: int, order: Order, dates: _Dates, where: str) -> RollDescription:
    printed_result = fields[order.result].strip("()")
    result = _RESULTS.get(printed_result, Result.UNKNOWN)
    notes = []
    if result is Result.UNKNOWN and printed_result not in _ABSENT:
        notes.append(f"the source prints {printed_result!r} as the outcome")
    motion = _given(fields[order.motion])
    if motion is None:
        notes.append("the source prints no motion")
    return RollDescription(
        row=row,
        number=fields[order.number],
        bill_printed=_given(fields[order.bill]) or "",
        author=_given(fields[order.author]),
        topic=_given(fields[order.topic]),
        date=dates.read(fields[order.date], row),
        location=_given(fields[order.location]) or "",
        motion=motion or "",
        yes=_count(fields[order.yes], "ayes", where, row),
        no=_count(fields[order.no], "noes", where, row),
        result=result,
        note="; ".join(notes) or None,
    )


def _given(text: str) -> str | None:
    return None if text in _ABSENT else text


def _count(text: str, what: str, where: str, row: int) -> int | None:
    if text.isascii() and text.isdigit() and len(text) <= 3:
        return int(text)
    if text in _ABSENT:
        return None
    raise refused(f"the count of {what} is {text!r}, which is not a number of votes", where, row)


def first_and_last_day(session: str) -> tuple[date, date]:
    """The days on which a roll can be called.

    A session meets from the first Monday of December before its first year and ends on
    30 November of its second (California Constitution, article IV, section 3).
    """
    first = int(session[:4])
    return date(first - 1, 12, 1), date(first + 1, 11, 30)


class _Dates:
    """Reads the dates of one session, each text once; a date outside the session is refused."""

    def __init__(self, session: str, where: str) -> None:
        self._session = session
        self._first, self._last = first_and_last_day(session)
        self._where = where
        self._known: dict[str, date] = {}

    def read(self, text: str, row: int) -> date:
        if text not in self._known:
            self._known[text] = self._parse(text, row)
        return self._known[text]

    def _parse(self, text: str, row: int) -> date:
        if text in _ABSENT:
            raise refused("the source prints no date for this roll call", self._where, row)
        match = _DATE.fullmatch(text)
        if match is None:
            raise refused(f"{text!r} is not a date", self._where, row)
        year = match["iso"] or match["year"]
        if len(year) == 2:
            year = str(self._first.year // 100 * 100 + int(year))
            year = year if int(year) >= self._first.year else str(int(year) + 100)
        month = match["iso_month"] or match["month"]
        day = match["iso_day"] or match["day"]
        try:
            read = date(int(year), int(month), int(day))
        except ValueError as error:
            raise refused(f"{text!r} is no day of any calendar", self._where, row) from error
        if not self._first <= read <= self._last:
            raise refused(
                f"{text!r} lies outside the session {self._session}, which sat between "
                f"{self._first} and {self._last}",
                self._where,
                row,
            )
        return read


def _warnings(damaged: Sequence[int]) -> list[str]:
    if not damaged:
        return []
    noun = "description holds" if len(damaged) == 1 else "descriptions hold"
    return [
        f"{len(damaged)} {noun} a control byte where the source lost a character "
        f"(first on line {damaged[0]})"
    ]
