"""Where a reviewed record lies: in a folder or a zip of one, and of which session it is."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from tracker.errors import AnswerableError, DataFileError, UsageError
from tracker.process.scratch import scratch
from tracker.rules.jurisdictions import Jurisdiction, LegislativeSession
from tracker.rules.reference import jurisdiction_of
from tracker.rules.reviewed import Reviewed, read_reviewed

_SESSION_FILE = "session.yaml"
_FILES = (
    *(_SESSION_FILE, "sources.yaml", "people.csv", "memberships.csv", "bills.csv"),
    *("roll_calls.csv", "votes.csv", "aliases.csv", "regions.csv", "versions.csv"),
    *("actions.csv", "sponsorships.csv"),
)
_LARGEST = 256 * 2**20
"""Bytes of one file of a zip: the votes of a busy session are a tenth of that."""


class _SessionFile(Reviewed):
    """`session.yaml`: whose record this is."""

    jurisdiction: str
    session: str
    seats_from: str | None = None
    """The source of people whose seats the record restates: its newer readings stand instead."""


@contextmanager
def record_folder(file: Path) -> Iterator[Path]:
    """The folder of a reviewed record, given as a folder or as a zip of one; errors of what a zip
    holds name the zip.

    Raises:
        UsageError: there is neither.
        DataFileError: the zip cannot be read.
    """
    if file.is_dir():
        yield file
        return
    if not file.is_file():
        raise UsageError(
            "there is no such file or folder",
            where=str(file),
            what_to_do="name the folder of a reviewed record, or a zip of it",
        )
    with scratch("record") as unpacked:
        try:
            _unpack(file, unpacked)
            yield unpacked
        except AnswerableError as error:
            where = error.where.replace(str(unpacked), str(file))
            raise type(error)(error.what, where=where, what_to_do=error.what_to_do) from error


def _unpack(file: Path, folder: Path) -> None:
    """The files that a record may have, by their own names, wherever in the zip they lie."""
    try:
        with zipfile.ZipFile(file) as archive:
            for entry in archive.infolist():
                name = PurePosixPath(entry.filename).name
                if entry.is_dir() or name not in _FILES:
                    continue
                if (folder / name).exists() or entry.file_size > _LARGEST:
                    raise zipfile.BadZipFile(f"it holds {name} twice, or a huge one")
                with archive.open(entry) as packed, (folder / name).open("wb") as plain:
                    shutil.copyfileobj(packed, plain)
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, ValueError) as error:
        raise DataFileError(
            f"this is no zip of a reviewed record: {error}",
            where=str(file),
            what_to_do="pack the folder again, or name the folder itself",
        ) from error


def session_of_record(folder: Path) -> tuple[Jurisdiction, LegislativeSession]:
    """The session that a record says it is of.

    Raises:
        DataFileError: it does not say so, or no jurisdiction's file has that session.
    """
    path = folder / _SESSION_FILE
    named = read_reviewed(path, _SessionFile)
    try:
        jurisdiction = jurisdiction_of(named.jurisdiction)
        return jurisdiction, jurisdiction.session(named.session)
    except UsageError as error:
        raise DataFileError(
            error.what,
            where=f"{path}, {error.where}",
            what_to_do=f"{error.what_to_do}; or add it to the jurisdiction's files first",
        ) from error


def seats_from(folder: Path) -> str | None:
    """The source of people whose seats a record restates; None where they were reviewed."""
    return read_reviewed(folder / _SESSION_FILE, _SessionFile).seats_from


def unread_tables(folder: Path) -> tuple[str, ...]:
    """Tables in the folder that a record does not have, such as one whose name is misspelt."""
    tables = {path.name for path in folder.iterdir() if path.suffix in (".csv", ".yaml")}
    return tuple(sorted(tables - set(_FILES)))
