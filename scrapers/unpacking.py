"""Undoes the compression of an answer, whole or not at all.

Scrapy and warcio give what they can of a body that is damaged, and look at no sum of it: a vote
could be read that no site has said.
"""

from __future__ import annotations

import zlib

_WINDOWS = {"gzip": (31,), "x-gzip": (31,), "deflate": (15, -15)}
"""Of each kind of compression, how zlib may find it; `deflate` comes with a head or without."""

ASKED_FOR = "gzip, deflate"
"""What a site is told that it may send: what is undone here, and by other readers of archives."""


class CannotUnpack(Exception):
    """A body that is not used; its text says why."""


class UnpacksToTooMuch(CannotUnpack):
    """It is larger than any answer should be."""


class Damaged(CannotUnpack):
    """It breaks off, or is not what its sum was made of."""


def unpacked(packed: bytes, encoding: str, largest: int) -> bytes:
    """The body; `encoding` is the `Content-Encoding` with which it came, empty for none. One that
    is compressed in a way that was not asked for is given as it came: no page is read from that.

    Raises:
        UnpacksToTooMuch: it has more than `largest` bytes.
        Damaged: it is not whole, or not what was compressed.
    """
    if len(packed) > largest:
        raise UnpacksToTooMuch(f"it has more than {largest:,} bytes")
    windows = _WINDOWS.get(encoding.strip().lower())
    if not packed or windows is None:
        return packed
    for window in windows:
        try:
            return _whole(packed, window, largest)
        except zlib.error:
            continue
    raise Damaged("it is damaged")


def _whole(packed: bytes, window: int, largest: int) -> bytes:
    body = bytearray()
    while packed:
        reader = zlib.decompressobj(window)
        body += reader.decompress(packed, largest + 1 - len(body))
        if len(body) > largest:
            raise UnpacksToTooMuch(f"it unpacks to more than {largest:,} bytes")
        if not reader.eof:
            raise zlib.error("it breaks off")
        packed = reader.unused_data
    return bytes(body)
