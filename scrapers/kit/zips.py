"""Zip archives that are not what they should be: none at all, damaged, or with names of harm."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from pathlib import Path, PurePosixPath

DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    RuntimeError,
    ValueError,
    OverflowError,
)
"""What `zipfile` raises on damage: encryption and an unknown method are RuntimeErrors, a cut-off
member an EOFError, zlib.error or BadZipFile, a mangled directory any of the others."""


def not_a_zip(path: Path) -> str | None:
    """What stands there instead of a zip archive; None for what begins as one does."""
    with path.open("rb") as file:
        opening = file.read(64)
    if opening[:2] == b"PK":
        return None
    if not opening:
        return "the file is empty"
    if opening.lstrip()[:1] == b"<":
        return "this is a page of a web site, not a zip archive"
    return "this is not a zip archive"


def climbs(name: str) -> bool:
    """Whether a file of an archive is to be put outside the folder that it is unpacked in.

    Nothing is ever unpacked under a name that an archive chooses; such a name still says what the
    archive was made for.
    """
    inside = PurePosixPath(name.replace("\\", "/"))
    return inside.is_absolute() or ".." in inside.parts
