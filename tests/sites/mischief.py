"""Every way in which a stand-in can misbehave when it is asked to, for any page."""

from __future__ import annotations

import gzip
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from tests.sites.site import Answer

HTML = "text/html; charset=utf-8"
_SLOW = 30.0
_UNKNOWN = "Nobody Known"
_CLOSED = "<html><body><h1>This site is undergoing scheduled maintenance.</h1></body></html>"
_ABSENT = "<html><body><h1>Bill not found</h1></body></html>"


class Mischief(StrEnum):
    """What may be wrong with one page; the other pages of that folder are sound."""

    BUSY = "busy"
    """429 with a Retry-After of an hour."""
    UNAVAILABLE = "unavailable"
    """503 every time."""
    ONCE_UNAVAILABLE = "once_unavailable"
    """503 with a Retry-After of a second, then the page."""
    SLOW = "slow"
    """Nothing for half a minute."""
    CUT_OFF = "cut_off"
    """The connection ends in the middle of the page."""
    WRONG_CHARSET = "wrong_charset"
    """Says UTF-8 and sends Latin-1."""
    MAINTENANCE = "maintenance"
    """A page about maintenance, with status 200."""
    NOT_FOUND = "not_found"
    """A page that says the bill was not found, with status 200."""
    OTHER_BILL = "other_bill"
    """The page of another measure."""
    LABEL_RENAMED = "label_renamed"
    """A label is called otherwise."""
    VOTE_MISSING = "vote_missing"
    """One aye fewer is named than counted."""
    UNKNOWN_NAME = "unknown_name"
    """One aye is of somebody who is on no roster."""
    REDIRECT_LOOP = "redirect_loop"
    """The page sends its reader to itself."""
    REDIRECT_AWAY = "redirect_away"
    """The page sends its reader to another site."""
    ENDLESS = "endless"
    """A body without end."""
    UNPACKS = "unpacks"
    """A compressed body that unpacks to a thousand times its size."""
    DAMAGED = "damaged"
    """A compressed page with one byte of it changed: it unpacks, but not to what was packed."""
    EMPTY = "empty"
    """Status 200 and no bytes."""


@dataclass(frozen=True)
class Spoilable:
    """A sound page, and what of it can be spoiled."""

    page: str
    address: str
    """Where it stands, for a redirect to itself."""
    other: str
    """The page of another measure."""
    label: tuple[str, str]
    """A label as it is, and as something else."""
    names: str
    """The first aye with what parts it from the second, as the page has them."""

    def other_name(self, name: str) -> str:
        """Another name in the place of the first aye."""
        return name + self.names[len(self.names.rstrip(", \t")) :]


def html(page: str, encoding: str = "utf-8") -> Answer:
    """A page that says it is UTF-8."""
    return Answer(page.encode(encoding), headers={"Content-Type": HTML})


def misbehaving(mischief: Mischief, sound: Spoilable) -> Sequence[Answer]:
    """What is answered in turn instead of the sound page."""
    page = html(sound.page)
    renamed = sound.page.replace(*sound.label)
    missing = sound.page.replace(sound.names, "", 1)
    unknown = sound.page.replace(sound.names, sound.other_name(_UNKNOWN), 1)
    accented = sound.page.replace(sound.names, sound.other_name("De León"), 1)
    away = {"Location": "http://example.invalid/"}
    answers: Mapping[Mischief, Sequence[Answer]] = {
        Mischief.BUSY: [Answer(status=429, headers={"Retry-After": "3600"})],
        Mischief.UNAVAILABLE: [Answer(status=503)],
        Mischief.ONCE_UNAVAILABLE: [Answer(status=503, headers={"Retry-After": "1"}), page],
        Mischief.SLOW: [replace(page, pause=_SLOW)],
        Mischief.CUT_OFF: [replace(page, cut=len(page.body) // 2)],
        Mischief.WRONG_CHARSET: [html(accented, "latin-1")],
        Mischief.MAINTENANCE: [html(_CLOSED)],
        Mischief.NOT_FOUND: [html(_ABSENT)],
        Mischief.OTHER_BILL: [html(sound.other)],
        Mischief.LABEL_RENAMED: [html(renamed)],
        Mischief.VOTE_MISSING: [html(missing)],
        Mischief.UNKNOWN_NAME: [html(unknown)],
        Mischief.REDIRECT_LOOP: [Answer(status=302, headers={"Location": sound.address})],
        Mischief.REDIRECT_AWAY: [Answer(status=302, headers=away)],
        Mischief.ENDLESS: [
            Answer(b"<p>and so on</p>" * 4096, headers={"Content-Type": HTML}, is_endless=True)
        ],
        Mischief.UNPACKS: [_bomb()],
        Mischief.DAMAGED: [_damaged(page.body)],
        Mischief.EMPTY: [Answer(headers={"Content-Type": HTML})],
    }
    return answers[mischief]


@cache
def _bomb() -> Answer:
    """900 MB of zeros in less than one, made of a hundred parts that are the same."""
    packed = gzip.compress(bytes(9_000_000), mtime=0) * 100
    return Answer(packed, headers={"Content-Type": HTML, "Content-Encoding": "gzip"})


def _damaged(page: bytes) -> Answer:
    """Packed as it is, so that a letter can be exchanged and only the sum tells."""
    packed = bytearray(gzip.compress(page, compresslevel=0, mtime=0))
    packed[len(packed) // 2] ^= 1
    return Answer(bytes(packed), headers={"Content-Type": HTML, "Content-Encoding": "gzip"})
