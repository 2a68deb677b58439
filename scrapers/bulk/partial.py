"""A file that is being fetched in parts, on disk, with what its site said of it: it can go on."""

from __future__ import annotations

import shutil
from pathlib import Path

from pydantic import BaseModel, ValidationError


class Standing(BaseModel):
    """How far a download has come, and of which edition of the file."""

    url: str
    total: int | None = None
    etag: str | None = None
    last_modified: str | None = None

    @property
    def validator(self) -> str | None:
        """What `If-Range` may be asked with: a strong ETag, else the day of the last change."""
        if self.etag and not self.etag.startswith("W/"):
            return self.etag
        return self.last_modified


class Partial:
    """The bytes so far and their standing, in two files of one folder. They stay there until they
    are forgotten, also when all have come.
    """

    def __init__(self, folder: Path, name: str, url: str) -> None:
        self.path = folder / f"{name}.part"
        self._note = folder / f"{name}.part.json"
        self.standing = self._read(url)

    @property
    def size(self) -> int:
        """Bytes that are there."""
        return self.path.stat().st_size if self.path.exists() else 0

    @property
    def is_whole(self) -> bool:
        """Whether all have come, of the edition that the site had then."""
        return 0 < self.size == self.standing.total

    def begin(self, standing: Standing) -> None:
        """Start over, with this edition of the file."""
        self.forget()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.standing = standing
        self._note.write_text(standing.model_dump_json() + "\n", "utf-8")

    def add(self, part: bytes) -> None:
        """The next bytes."""
        with self.path.open("ab") as file:
            file.write(part)

    def keep_at(self, path: Path) -> None:
        """Keep them under this name too, on the same disk in no more room. Where a file cannot have
        two names they are moved.
        """
        try:
            path.hardlink_to(self.path)
        except OSError:
            shutil.move(self.path, path)

    def forget(self) -> None:
        """Drop what is there."""
        self.path.unlink(missing_ok=True)
        self._note.unlink(missing_ok=True)
        self.standing = Standing(url=self.standing.url)

    def _read(self, url: str) -> Standing:
        """The standing of an earlier attempt at this address, if it can be gone on with."""
        fresh = self.standing = Standing(url=url)
        try:
            found = Standing.model_validate_json(self._note.read_text("utf-8"))
        except (OSError, ValidationError):
            found = fresh
        usable = found.url == url and found.validator and found.total and self.size <= found.total
        if not usable:
            self.forget()
        return found if usable else fresh
