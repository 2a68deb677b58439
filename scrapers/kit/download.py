"""Downloads one file politely and in parts, so that memory is bounded and a break costs one part.

Every answer goes into an archive of responses; there the bytes of the file itself are left out,
since the file is kept beside it as it came.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import scrapy
from pydantic import BaseModel, ValidationError
from scrapy.exceptions import DownloadCancelledError
from scrapy.http import Response
from twisted.python.failure import Failure

from scrapers.kit.manners import Manners, visit
from scrapers.kit.progress import Progress
from scrapers.kit.trouble import header, in_plain_words
from scrapers.kit.warc import Archive, Archivist

PART = 32_000_000
"""Bytes asked for at once, and so about the most of the file that is ever in memory."""

OF_FILE = "of_file"
"""Marks a request for the file itself."""

_PLACE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")


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


@dataclass(frozen=True)
class Errand:
    """What to fetch, and what is known of it from an earlier visit."""

    url: str
    largest: int
    etag: str | None = None
    last_modified: str | None = None


@dataclass
class Outcome:
    """What came of an errand: the whole file, no change, or why there is neither."""

    file: Path | None = None
    standing: Standing | None = None
    unchanged: bool = False
    problem: str | None = "the crawl ended before anything was read"


class FileSpider(scrapy.Spider):
    """Asks for one file, part after part, each when the one before it is on disk."""

    name = "bulk"

    def __init__(
        self,
        errand: Errand,
        partial: Partial,
        archive: Archive,
        outcome: Outcome,
        tell: Callable[[str], None],
    ) -> None:
        super().__init__()
        self.archive = archive
        self.allowed_domains = [urlsplit(errand.url).hostname or errand.url]
        self._errand = errand
        self._partial = partial
        self._outcome = outcome
        self._progress = Progress(tell, "bytes", self._at)

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """The first part, or the next one of an earlier attempt."""
        yield self._next()

    @property
    def _at(self) -> int:
        """Where the part that comes next begins; where all is there, only another edition can."""
        return 0 if self._partial.is_whole else self._partial.size

    def _next(self) -> scrapy.Request:
        """A request for the part that comes next, of the same edition of the file. What came whole
        before is asked for if it is another by now.
        """
        errand, begun, at = self._errand, self._partial.standing, self._at
        known = begun if self._partial.is_whole else errand
        headers = {
            b"If-Range": begun.validator if at else None,
            b"If-None-Match": None if at else known.etag,
            b"If-Modified-Since": None if at else known.last_modified,
            b"Range": f"bytes={at}-{at + PART - 1}",
            b"Accept-Encoding": "identity",
        }
        return scrapy.Request(
            errand.url,
            headers={name: value for name, value in headers.items() if value},
            callback=self.keep,
            errback=self.explain,
            meta={"handle_httpstatus_list": [304], OF_FILE: True},
        )

    def keep(self, response: Response) -> Iterator[scrapy.Request]:
        """Write the part down and ask for the next, unless nothing changed or all is there."""
        outcome, is_as_it_was = self._outcome, response.status == 304
        outcome.unchanged = is_as_it_was and not self._partial.is_whole
        outcome.problem = None
        try:
            if not is_as_it_was:
                outcome.problem = self._keep_part(response)
        except OSError as error:
            outcome.problem = f"the archive could not be kept: {error.strerror or error}"
        if outcome.unchanged or outcome.problem:
            return
        done, total = self._partial.size, self._partial.standing.total or 0
        self._progress.show(done, total)
        if done < total:
            yield self._next()
        else:
            outcome.file, outcome.standing = self._partial.path, self._partial.standing

    def _keep_part(self, response: Response) -> str | None:
        """Add the part to the file; what is wrong with it, if anything."""
        place = _PLACE.fullmatch(header(response, b"Content-Range") or "")
        first, total = (int(place[1]), int(place[3])) if place else (0, len(response.body))
        if response.status == 206 and (place is None or first != self._at):
            return "the site sent another part of the archive than was asked for"
        if total > self._errand.largest:
            return "the answer is larger than any archive should be"
        if first == 0:
            self._partial.begin(_standing(self._errand.url, total, response))
        elif self._partial.standing.total != total:
            self._partial.forget()
            return "the archive was exchanged for another while it was read"
        self._partial.add(response.body)
        return None

    def explain(self, failure: Failure) -> None:
        """Say in plain words why the file is not there, and how much of it is."""
        problem = in_plain_words(failure.value, "archive")
        if isinstance(failure.value, DownloadCancelledError):
            problem = self._too_large() or problem
            self._partial.forget()
        done = self._partial.size
        kept = f"; {done:,} bytes are kept, and the next attempt goes on from there" if done else ""
        self._outcome.problem = problem + kept

    def _too_large(self) -> str | None:
        """Why a body of more than one part came, if a whole archive may be that large."""
        if self._at:
            return "the archive was exchanged for another while it was read"
        if self._errand.largest > PART:
            return "the archive is large, and the site does not send it in parts"
        return None


def fetch(
    errand: Errand,
    partial: Partial,
    manners: Manners,
    archive: Archive,
    tell: Callable[[str], None],
) -> Outcome:
    """What came of the errand, as far as `partial` then has it. Once per process: see `visit`."""
    outcome = Outcome()
    given = {"errand": errand, "partial": partial, "archive": archive, "outcome": outcome}
    visit(FileSpider, manners, FileArchivist, **given, tell=tell)
    return outcome


class FileArchivist(Archivist):
    """Archives every response, of one with bytes of the file only what stands before them."""

    def process_response(self, request: scrapy.Request, response: Response) -> Response:
        """Archive it and pass it on as it is."""
        if not request.meta.get(OF_FILE) or response.status not in (200, 206):
            return super().process_response(request, response)
        self.keep(request.url, response, None)
        return response


def _standing(url: str, total: int, response: Response) -> Standing:
    return Standing(
        url=url,
        total=total,
        etag=header(response, b"ETag"),
        last_modified=header(response, b"Last-Modified"),
    )
