"""News as a feed that readers subscribe to: RFC 4287. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from tracker.plain_text import without_controls

_NAMESPACE = "http://www.w3.org/2005/Atom"
_NO_LETTERS = re.compile("[\ufffe\uffff]")
"""What XML allows nowhere, beside control signs."""


@dataclass(frozen=True)
class FeedEntry:
    """One piece of news."""

    key: str
    """The same as long as it is the same piece, and no other's on this server."""
    day: date
    title: str
    text: str
    path: str
    """The page about it on this server, as in `measure?measure=ca-20072008-SB375`."""


def feed_bytes(
    name: str, author: str, entries: Iterable[FeedEntry], *, server: str, path: str, empty: date
) -> bytes:
    """The feed at `path` of `server` (which ends with a slash), its entries in the order given.

    `empty` is the day a feed without entries was last changed. Ids bear the server's address, so
    that a reader of two servers' feeds mixes nothing up.
    """
    news = list(entries)
    feed = ET.Element("feed", xmlns=_NAMESPACE)
    address = f"{server}{path}"
    _add(feed, "id", address)
    _add(feed, "title", name)
    _add(feed, "updated", _moment(max((one.day for one in news), default=empty)))
    _add(ET.SubElement(feed, "author"), "name", author)
    ET.SubElement(feed, "link", rel="self", href=_plain(address), type="application/atom+xml")
    for one in news:
        entry = ET.SubElement(feed, "entry")
        _add(entry, "id", uuid5(NAMESPACE_URL, f"{server}{one.key}").urn)
        _add(entry, "title", one.title)
        _add(entry, "updated", _moment(one.day))
        ET.SubElement(entry, "link", rel="alternate", href=_plain(f"{server}{one.path}"))
        _add(entry, "content", one.text)
    written: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = _plain(text)


def _plain(text: str) -> str:
    return _NO_LETTERS.sub("\N{REPLACEMENT CHARACTER}", without_controls(text))


def _moment(day: date) -> str:
    """The record and milestones tell days, so that is all the feed tells."""
    return f"{datetime.combine(day, time(), UTC):%Y-%m-%dT%H:%M:%SZ}"
