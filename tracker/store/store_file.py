"""A DuckDB file and what lies beside it: who may read them, and whether they belong together.

At which state the file was last seen is noted beside it, in `<file>.seen`.

DuckDB keeps the changes of a process that was killed in a log beside the file (`<file>.wal`), and
takes them over when the file is next opened. It does not look whether they belong to it: with an
older copy of the file in its place, changes since that copy would be lost in silence.
"""

from __future__ import annotations

import os
import stat
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tracker.errors import StoreError

_HEADERS = (4096, 8192)
"""Where the two headers of a DuckDB file begin; the one with the higher number is in force."""
_SUM = 8
"""Bytes of a checksum before that number."""
_FIRST_OF_A_LOG = b"d\0"
"""How any entry of the log begins: the field that says of which kind it is."""


@dataclass(frozen=True)
class LastSeen:
    """The note beside one file."""

    file: Path

    @property
    def _note(self) -> Path:
        return Path(f"{self.file}.seen")

    @property
    def _log(self) -> Path:
        return Path(f"{self.file}.wal")

    @property
    def exists(self) -> bool:
        """Whether there has ever been a store of that name in this folder."""
        return self._note.exists()

    def note(self) -> None:
        """Notes the state of the file, if it is there. That it cannot be noted is no error: the
        file itself says so if it cannot be written.
        """
        state = self._state()
        if state is not None:
            with suppress(OSError):
                self._note.touch(0o600)
                self._note.write_text(f"{state}\n", "ascii")

    def forget(self) -> None:
        """For a file that is gone: one that takes its place begins anew."""
        self._note.unlink(missing_ok=True)

    def refuse_older(self, address: str) -> None:
        """Refuses a log of changes that was written beside a later state of the file, and one that
        is none.

        Raises:
            StoreError: what lies there does not belong together.
        """
        try:
            beginning = self._log.read_bytes()[:2] if self._log.stat().st_size else b""
        except OSError:
            return
        if beginning and beginning != _FIRST_OF_A_LOG:
            raise damaged_log(address, f"{self._log} does not begin as a log does", self.file)
        state, noted = self._state(), self._noted()
        if state is None or noted is None or state >= noted:
            return
        raise StoreError(
            f"{self.file.name} is older than the changes kept beside it in {self._log.name}: "
            "to open both together would lose what came between",
            where=address,
            what_to_do=f"put the newer {self.file.name} back; or, to go on from the older one, "
            f"move {self._log.name} elsewhere first",
        )

    def _state(self) -> int | None:
        """The number of the file's header in force; None where it has none."""
        try:
            with self.file.open("rb") as file:
                return max(self._number(file.seek(place), file.read(16)) for place in _HEADERS)
        except (OSError, struct.error):
            return None

    @staticmethod
    def _number(_place: int, header: bytes) -> int:
        return int(struct.unpack_from("<Q", header, _SUM)[0])

    def _noted(self) -> int | None:
        try:
            return int(self._note.read_text("ascii"))
        except (OSError, ValueError):
            return None


def damaged_log(address: str, text: str, file: Path | None) -> StoreError:
    """The error of a log that cannot be read."""
    log = f"{file.name}.wal" if file else "the log"
    return StoreError(
        f"the last changes to the store, kept in {log}, are damaged and cannot be read",
        where=f"{address}: {text}",
        what_to_do=f"copy the store and {log} to a safe place, then move {log} elsewhere: the "
        "store opens as it was before its last command, which you can run again",
    )


@contextmanager
def private(path: Path | None) -> Iterator[None]:
    """What DuckDB makes (the store, the log of its changes) may be read by its owner alone: it
    holds private notes. A store that others can read is closed to them.

    The mask is the process's, so a file that another thread makes meanwhile is private too.
    """
    if path is None:
        yield
        return
    for file in (path, Path(f"{path}.wal")):
        with suppress(OSError):  # not there yet; or another's, who then decides who reads it
            if file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
                file.chmod(stat.S_IRUSR | stat.S_IWUSR)
    mask = os.umask(stat.S_IRWXG | stat.S_IRWXO)
    try:
        yield
    finally:
        os.umask(mask)
