"""Zip archives: the files in them, and those that are none at all, damaged, or made for harm."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from tracker.errors import SourceError

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


def texts(
    path: Path, known_as: str, is_wanted: Callable[[str], bool], largest: int, get_again: str
) -> Iterator[tuple[str, bytes]]:
    """The wanted files of a zip or folder, or of the zips in it, each with its name; a file that is
    no zip is itself what is wanted.

    Raises:
        SourceError: an archive is not whole, or a file of it unpacks to more bytes than `largest`.
    """
    for one in files_of(path):
        name = str(one.relative_to(path)) if path.is_dir() else one.name
        if one.suffix == ".zip" or zipfile.is_zipfile(one):
            yield from _unzipped(one, known_as, is_wanted, largest, get_again)
        elif is_wanted(name) or not path.is_dir():
            yield name, one.read_bytes()


def files_of(path: Path) -> list[Path]:
    """The file itself, or all files in a folder and below it."""
    return sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]


def _unzipped(
    path: Path, known_as: str, is_wanted: Callable[[str], bool], largest: int, get_again: str
) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(path) as zipped:
            for info in zipped.infolist():
                if info.is_dir() or not is_wanted(info.filename):
                    continue
                if info.file_size > largest:
                    what = f"{info.filename} unpacks to {info.file_size:,} bytes"
                    raise SourceError(what, where=known_as, what_to_do=get_again)
                yield info.filename, zipped.read(info)
    except DAMAGED as error:
        what = not_a_zip(path) or f"this is not a whole zip archive: {error}"
        raise SourceError(what, where=known_as, what_to_do=get_again) from error
