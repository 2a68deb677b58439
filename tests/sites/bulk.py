"""The stand-in for the sites of bulk files: their addresses, and every way they can misbehave.

Each way has a folder of its own in front of the same addresses: `/bomb/pubinfo_2007.zip`. The
session is over, so that its file is the same as of any day of the week; what changed on one of them
is what did in the last week with votes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, partial

from scrapers.ca_pubinfo.source import SOURCE as PUBINFO
from tests.sites.bulk_files import pubinfo_changes, pubinfo_files, rollcalls_files, zipped
from tests.sites.pubinfo_tables import WEEK
from tests.sites.site import Answer, made_once

_SLOW = 30.0
_CLOSED = b"<html><body><h1>This site is undergoing scheduled maintenance.</h1></body></html>"
_BOMB = 400_000_000
"""Bytes, of one letter: they pack to a thousandth."""


class FileMischief(StrEnum):
    """What may be wrong with the file of a session."""

    BUSY = "busy"
    """429 with a Retry-After of an hour."""
    UNAVAILABLE = "unavailable"
    """503 every time."""
    ONCE_UNAVAILABLE = "once_unavailable"
    """503 with a Retry-After of a second, then the file."""
    ABSENT = "absent"
    """404."""
    SLOW = "slow"
    """Nothing for half a minute."""
    CUT_OFF = "cut_off"
    """The connection ends in the middle of the file."""
    MAINTENANCE = "maintenance"
    """A page about maintenance, with status 200."""
    REDIRECT_LOOP = "redirect_loop"
    """The file sends its reader to itself."""
    REDIRECT_AWAY = "redirect_away"
    """The file sends its reader to another site."""
    ENDLESS = "endless"
    """A body without end."""
    EMPTY = "empty"
    """Status 200 and no bytes."""
    ENDS_EARLY = "ends_early"
    """The archive is sent whole, but ends in its middle."""
    BOMB = "bomb"
    """A table of the archive unpacks to a thousand times its size."""
    CLIMBS = "climbs"
    """A file of the archive is to be put outside its folder."""
    COLUMN_MORE = "column_more"
    """A line has a column more."""
    WRONG_CHARSET = "wrong_charset"
    """A name is written in Latin-1 in a file that is UTF-8 or ASCII."""


@dataclass(frozen=True)
class _Served:
    """One file of the stand-in, and what of it can be spoiled."""

    paths: tuple[str, ...]
    """Where it is; it may be the same at several addresses."""
    files: Callable[[], Mapping[str, bytes]]
    lines: str
    """The file in which a line gets a column more."""
    names: str
    """The file in which small letters are those of names alone."""

    def columns_more(self) -> Mapping[str, bytes]:
        """The files, with a column more in the first line of one."""
        files = dict(self.files())
        return files | {self.lines: files[self.lines].replace(b"\n", b"\tmore\n", 1)}

    def other_charset(self) -> Mapping[str, bytes]:
        """The files, with an accent in another charset."""
        files = dict(self.files())
        return files | {self.names: files[self.names].replace(b"e", "é".encode("latin-1"), 1)}


_LINES, _NAMES = "BILL_TBL.dat", "BILL_DETAIL_VOTE_TBL.dat"
_SERVED = (
    _Served(
        ("/pubinfo_2007.zip", *(PUBINFO.pattern("/", daily=day) for day in WEEK)),
        pubinfo_files,
        _LINES,
        _NAMES,
    ),
    *(
        _Served(
            (PUBINFO.pattern("/", changes=name),), partial(pubinfo_changes, day), _LINES, _NAMES
        )
        for name, day in WEEK.items()
    ),
    _Served(
        ("/data/caleg07-08.zip",),
        rollcalls_files,
        "ca07-08desc.dat",
        "ca07-08votes.dat",
    ),
)


@made_once
def bulk_answers() -> dict[str, Sequence[Answer]]:
    """Every address of the stand-in, and its answers."""
    answers: dict[str, Sequence[Answer]] = {}
    for served in _SERVED:
        sound = _file(zipped(served.files()))
        answers |= {path: [sound] for path in served.paths}
        for mischief in FileMischief:
            paths = [f"/{mischief}{path}" for path in served.paths]
            answers |= dict.fromkeys(paths, _misbehaving(mischief, served, sound, paths[0]))
    return answers


def _file(body: bytes) -> Answer:
    edition = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    return Answer(body, headers={"Content-Type": "application/zip", "ETag": edition}, in_parts=True)


def _misbehaving(
    mischief: FileMischief, served: _Served, sound: Answer, path: str
) -> Sequence[Answer]:
    match mischief:
        case FileMischief.BUSY:
            return [Answer(status=429, headers={"Retry-After": "3600"})]
        case FileMischief.UNAVAILABLE:
            return [Answer(status=503)]
        case FileMischief.ONCE_UNAVAILABLE:
            return [Answer(status=503, headers={"Retry-After": "1"}), sound]
        case FileMischief.ABSENT:
            return [Answer(status=404)]
        case FileMischief.SLOW:
            return [replace(sound, pause=_SLOW)]
        case FileMischief.CUT_OFF:
            return [replace(sound, cut=len(sound.body) // 2)]
        case FileMischief.MAINTENANCE:
            return [Answer(_CLOSED, headers={"Content-Type": "text/html"})]
        case FileMischief.REDIRECT_LOOP:
            return [Answer(status=302, headers={"Location": path})]
        case FileMischief.REDIRECT_AWAY:
            return [Answer(status=302, headers={"Location": "http://example.invalid/a.zip"})]
        case FileMischief.ENDLESS:
            return [Answer(bytes(1 << 16), is_endless=True)]
        case FileMischief.EMPTY:
            return [Answer()]
        case FileMischief.ENDS_EARLY:
            return [_file(sound.body[: len(sound.body) // 2])]
        case FileMischief.BOMB:
            return [_file(_bomb(served.lines, served.names))]
        case FileMischief.CLIMBS:
            return [_file(zipped({**served.files(), "../../climbed.dat": b""}))]
        case FileMischief.COLUMN_MORE:
            return [_file(zipped(served.columns_more()))]
        case FileMischief.WRONG_CHARSET:
            return [_file(zipped(served.other_charset()))]


@cache
def _bomb(name: str, beside: str) -> bytes:
    """An archive of that file and an empty one. It takes seconds to make, so that the archives in
    which the two are called the same share it.
    """
    return zipped({name: b"0" * _BOMB, beside: b""})
