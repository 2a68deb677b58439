"""One crawl of one file: from its address or from this computer, into a crawl folder.

With `keep` the folder holds the file as it came and an archive of every response too, also where
the file is refused or did not come; without, it is staged or an error.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scrapers.bulk.earlier import KEPT, Earlier, earlier_of_address, earlier_of_bytes
from scrapers.bulk.report import manifest_of_nothing, report_of
from scrapers.bulk.source import BulkSource, Origin, name_of
from scrapers.staging import (
    ARCHIVE,
    FetchedFile,
    cannot_write,
    refuse_occupied,
    write_crawl_folder,
)
from tracker.errors import SourceError, UsageError
from tracker.record.manifest import Problem, StagedFile
from tracker.record.sums import content_of, program, sha256_of

if TYPE_CHECKING:
    from scrapers.budget import Budget

PARTS = ".parts"
"""Where, among the crawls of a source, downloads that broke off are kept."""
_ELSEWHERE = "download the archive yourself and name it with --file, or name another --url"


@dataclass(frozen=True)
class Wish:
    """What the person asked for."""

    out: Path
    session: str | None = None
    file: Path | None = None
    url: str | None = None
    earlier: Path | None = None
    """An earlier crawl of the same address: nothing is fetched that has not changed since."""
    crawls: Path | None = None
    """The folder of all earlier crawls, instead of one of them; downloads that broke off are
    kept in it, to go on from there.
    """
    budget: Budget | None = None
    delay: float = 2.0
    """Seconds between two requests to one host."""
    timeout: float = 180.0
    """Seconds in which a part must have come whole."""
    resume: bool = False
    """Only go on with a download that broke off."""
    keep: bool = False


@dataclass(frozen=True)
class Result:
    """The crawl folder, whether it is an earlier one because nothing has changed since, how many
    requests were answered, and what a reader should know.
    """

    folder: Path
    unchanged: bool = False
    requests: int = 0
    warnings: Sequence[str] = ()


@dataclass
class _Came:
    """What came of looking for the file: it, or an earlier crawl that has it, or trouble."""

    origin: Origin
    file: Path | None = None
    earlier: Earlier | None = None
    trouble: str | None = None
    requests: int = 0
    warnings: Sequence[str] = ()


def crawl(source: BulkSource, wish: Wish, tell: Callable[[str], None]) -> Result:
    """Stage one session's file in `wish.out`; `tell` is told of each step.

    Raises:
        UsageError: the wish contradicts itself, there is nothing to go on with, or `wish.out` is
            occupied.
        SourceError: nothing came; or, if it is not to be kept, what came cannot be read.
            `wish.out` was not made.
        CrawlFolderError: `wish.out` cannot be written.
    """
    started = time.perf_counter()
    refuse_occupied(wish.out)
    if wish.file is None:
        source.address(wish.url, wish.session)
    if wish.resume and (wish.file is not None or wish.crawls is None):
        raise UsageError(
            "there are no earlier crawls to go on with",
            where="--resume",
            what_to_do="leave it out; with --file nothing is asked of any site",
        )
    with _space(wish.out) as space:
        look = _on_this_computer if wish.file is not None else _at_the_site
        came = look(source, wish, space, tell)
        if came.earlier and came.earlier.manifest.program == program():
            tell("nothing has changed since the earlier crawl")
            return Result(came.earlier.folder, True, came.requests, came.warnings)
        if came.file is None:
            problem = Problem(url=came.origin.url, reason=came.trouble or "it did not come")
            if not wish.keep or not came.requests:
                raise SourceError(problem.reason, where=problem.url, what_to_do=_ELSEWHERE)
            _write_trouble(source, wish, space, came, unreadable=[problem], started=started)
        else:
            tell(f"reading {came.origin.name}")
            _stage(source, wish, space, came, started)
    tell(f"staged in {wish.out}")
    return Result(wish.out, False, came.requests, came.warnings)


@contextmanager
def _space(out: Path) -> Iterator[Path]:
    """A folder beside the one asked for, so that what came is moved and not copied."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        space = Path(tempfile.mkdtemp(prefix=".fetched-", dir=out.parent))
    except OSError as error:
        raise cannot_write(out, error) from error
    try:
        yield space
    finally:
        shutil.rmtree(space, ignore_errors=True)


def _on_this_computer(
    source: BulkSource, wish: Wish, _space: Path, _tell: Callable[[str], None]
) -> _Came:
    file = wish.file
    assert file is not None
    if not file.is_file() and not (file.is_dir() and source.pack):
        raise SourceError(
            "there is no such file" if not file.exists() else "this is not a file",
            where=str(file),
            what_to_do="name the zip archive of a session",
        )
    origin = Origin(wish.url or source.published_at, file.name)
    same = earlier_of_bytes(wish.crawls, content_of(file)) if wish.crawls else None
    return _Came(origin, file, same)


def _at_the_site(source: BulkSource, wish: Wish, space: Path, tell: Callable[[str], None]) -> _Came:
    """Imports what fetches only here: a local file needs none of it."""
    from scrapers.bulk.download import PART, Errand, fetch
    from scrapers.bulk.partial import Partial
    from scrapers.contact import without_contact
    from scrapers.manners import Manners
    from scrapers.warc import Archive

    url = source.address(wish.url, wish.session)
    earlier = earlier_of_address(wish.crawls, wish.earlier, url)
    most = min(PART, source.largest)
    manners = Manners.of_environment(
        wish.delay, largest=most, timeout=wish.timeout, budget=wish.budget
    )
    warnings = without_contact(manners)
    for warning in warnings:
        tell(warning)
    tell(f"asking for {url}")
    known = earlier.file if earlier else None
    errand = Errand(
        url,
        source.largest,
        known.etag if known else None,
        known.last_modified if known else None,
    )
    partial = Partial(wish.crawls / PARTS if wish.crawls else space, name_of(url), url)
    if wish.resume and not partial.size:
        raise UsageError(
            "there is no download of this file that broke off",
            where=f"--resume, {url}",
            what_to_do="leave --resume out; a download that broke off is gone on with anyway",
        )
    with Archive(space / ARCHIVE, manners.user_agent) as responses:
        outcome = fetch(errand, partial, manners, responses, tell)
    origin = Origin(url, name_of(url))
    if outcome.unchanged and earlier is None:
        outcome.problem = "the site says that nothing changed, though it was not asked"
    if outcome.problem:
        return _Came(origin, None, None, outcome.problem, responses.responses, warnings)
    if outcome.unchanged:
        assert earlier is not None
        return _Came(origin, earlier.kept, earlier, None, responses.responses, warnings)
    standing = partial.standing
    origin = Origin(url, name_of(url), standing.etag, standing.last_modified)
    partial.path.rename(space / KEPT)
    partial.forget()
    return _Came(origin, space / KEPT, None, None, responses.responses, warnings)


def _stage(source: BulkSource, wish: Wish, space: Path, came: _Came, started: float) -> None:
    """Read the file into the crawl folder; one that is refused is kept, if it is to be."""
    assert came.file is not None
    try:
        staged = source.read(came.file, came.origin, wish.session)
    except SourceError as error:
        if not wish.keep:
            raise
        read = str(wish.file or came.origin.url)
        problem = Problem(url=read, reason=f"{error.what} ({error.where})")
        _write_trouble(source, wish, space, came, refused=[problem], started=started)
        return
    kept = _kept(source, space, came) if wish.keep else []
    report = report_of(
        source.name,
        came.requests,
        _size(came.file),
        staged.manifest.counts,
        started,
        warnings=came.warnings,
    )
    write_crawl_folder(
        wish.out, staged.manifest, staged.tables, extra=report if wish.keep else {}, moved=kept
    )


def _kept(source: BulkSource, space: Path, came: _Came) -> list[Path]:
    """What goes into the folder as it came: the file, and the responses if there were any."""
    file = came.file
    if file is not None and file != space / KEPT:
        if file.is_dir():
            assert source.pack is not None
            source.pack(file, space / KEPT)
        else:
            shutil.copyfile(file, space / KEPT)
    return [path for path in (space / KEPT, space / ARCHIVE) if path.exists()]


def _write_trouble(
    source: BulkSource,
    wish: Wish,
    space: Path,
    came: _Came,
    *,
    refused: Sequence[Problem] = (),
    unreadable: Sequence[Problem] = (),
    started: float,
) -> None:
    """A folder with nothing staged: what came, and the report of why it is not read."""
    moved = _kept(source, space, came)
    kept = space / KEPT
    files: list[StagedFile] = []
    if kept.exists():
        files = [
            FetchedFile(
                url=came.origin.url,
                name=came.origin.name,
                sha256=sha256_of(kept),
                bytes=kept.stat().st_size,
                etag=came.origin.etag,
                last_modified=came.origin.last_modified,
            )
        ]
    manifest = manifest_of_nothing(source, wish.session, files)
    report = report_of(
        source.name,
        came.requests,
        _size(came.file),
        {},
        started,
        refused=refused,
        unreadable=unreadable,
        warnings=came.warnings,
    )
    write_crawl_folder(wish.out, manifest, {}, extra=report, moved=moved)


def _size(file: Path | None) -> int:
    return file.stat().st_size if file and file.is_file() else 0
