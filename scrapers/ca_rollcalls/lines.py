"""Bytes of an archive's files in, lines of text out; what cannot be read as text is refused."""

from __future__ import annotations

import re
from enum import StrEnum

from tracker.errors import SourceError

LOST = "\N{REPLACEMENT CHARACTER}"
"""Stands where the source itself lost a character and left a control byte."""

_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f]")
_LOST_HYPHEN = re.compile(r"(?<=\bLong)[\x1a\x80](?=term Care\b)")
"""The Assembly's Committee on Aging and Long-Term Care: the hyphen of its name reached the
archives of 2007-08 as byte 0x1A (4 rolls) and of 2013-14 as byte 0x80 (14 rolls)."""

_GET_AGAIN = "get the archive again from its publisher; nothing was taken from this one"


class Encoding(StrEnum):
    """How the text of a session's archive is written, as found in the archives themselves."""

    ASCII = "ascii"
    """2003-04 to 2009-10 hold no byte above 0x7F; one that does is damaged."""
    LATIN_1 = "latin-1"
    """Before 2003, and from 2011-12 to 2015-16; a line that is valid UTF-8 is read as UTF-8."""
    UTF_8 = "utf-8"
    """From 2017-18 on."""


def encoding_of(session: str) -> Encoding:
    """The encoding in which the archive of this session is written."""
    first = int(session[:4])
    if first >= 2017:
        return Encoding.UTF_8
    return Encoding.ASCII if 2003 <= first <= 2009 else Encoding.LATIN_1


def refused(what: str, where: str, line: int | None = None) -> SourceError:
    """A `SourceError` about one member of an archive, or one of its lines (from 1)."""
    place = where if line is None else f"{where}, line {line}"
    return SourceError(what, where=place, what_to_do=_GET_AGAIN)


def split_lines(raw: bytes, where: str) -> list[bytes]:
    """The lines without their ends (LF or CRLF); a last line end is not a line.

    Raises:
        SourceError: there is no line at all.
    """
    lines = raw.replace(b"\r\n", b"\n").split(b"\n")
    if lines[-1] == b"":
        lines.pop()
    if not lines:
        raise refused("this file of the archive is empty", where)
    return lines


def decode(raw: bytes, encoding: Encoding, where: str, line: int) -> str:
    """One line, or one name, as text.

    In a latin-1 session a line whose high bytes are all valid UTF-8 is read as UTF-8: in latin-1
    it would be a capital letter followed by a symbol or control byte, which is in no name.

    Raises:
        SourceError: a byte does not belong to the encoding of the session.
    """
    if raw.isascii():
        return raw.decode("ascii")
    try:
        return raw.decode("ascii" if encoding is Encoding.ASCII else "utf-8")
    except UnicodeDecodeError as error:
        if encoding is Encoding.LATIN_1:
            return raw.decode("latin-1")
        raise refused(
            f"byte 0x{raw[error.start]:02X} at position {error.start + 1} is not "
            f"{encoding.value.upper()} text, in which archives of this session are written",
            where,
            line,
        ) from error


def without_control_bytes(text: str) -> tuple[str, bool]:
    """The text with `LOST` for every control character, and whether there was any.

    A tab is left. Only the hyphen of a committee's known name is put back.
    """
    if not _CONTROL.search(text):
        return text, False
    return _CONTROL.sub(LOST, _LOST_HYPHEN.sub("-", text)), True
