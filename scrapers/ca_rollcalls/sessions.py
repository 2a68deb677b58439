"""Two-year sessions: their names, their first and last day, and how their archives are encoded."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum

from tracker.errors import UsageError

_WRITTEN = re.compile(r"(\d{4})\s*-?\s*(\d{4}|\d{2})")
_CENTURY_TURNS = 93
"""The archives begin in 1993, so `93` to `99` are of the last century."""


class Encoding(StrEnum):
    """How the text of a session's archive is written, as found in the archives themselves."""

    ASCII = "ascii"
    """2003-04 to 2009-10 hold no byte above 0x7F; one that does is damaged."""
    LATIN_1 = "latin-1"
    """Before 2003, and from 2011-12 to 2015-16; a line that is valid UTF-8 is read as UTF-8."""
    UTF_8 = "utf-8"
    """From 2017-18 on."""


def read_session(text: str) -> str:
    """`20072008` from `20072008`, `2007-2008` or `2007-08`.

    Raises:
        UsageError: not the name of a two-year session.
    """
    match = _WRITTEN.fullmatch(text.strip())
    if match:
        first, last = match.groups()
        last = last if len(last) == 4 else first[:2] + last
        if int(first) % 2 == 1 and int(last) == int(first) + 1:
            return first + last
    raise UsageError(
        f"{text!r} is not a session of the California Legislature",
        where="--session",
        what_to_do="name both years, the first one odd: 20072008, 2007-2008 or 2007-08",
    )


def session_of_years(first: str, last: str) -> str | None:
    """`19992000` from `99`, `00`; None where the years are not one session."""
    years = [int(y) + (1900 if int(y) >= _CENTURY_TURNS else 2000) for y in (first, last)]
    if years[0] % 2 == 0 or years[1] != years[0] + 1:
        return None
    return f"{years[0]}{years[1]}"


def years_of(session: str) -> str:
    """`07-08` from `20072008`, as the archives are named."""
    return f"{session[2:4]}-{session[6:8]}"


def first_and_last_day(session: str) -> tuple[date, date]:
    """The days on which a roll can be called.

    A session meets from the first Monday of December before its first year and ends on
    30 November of its second (California Constitution, article IV, section 3).
    """
    first = int(session[:4])
    return date(first - 1, 12, 1), date(first + 1, 11, 30)


def encoding_of(session: str) -> Encoding:
    """The encoding in which the archive of this session is written."""
    first = int(session[:4])
    if first >= 2017:
        return Encoding.UTF_8
    return Encoding.ASCII if 2003 <= first <= 2009 else Encoding.LATIN_1
