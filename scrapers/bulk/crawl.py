"""One crawl of one file: from its address or from this computer, into a crawl folder.

With `keep` the folder holds the file as it came and an archive of every response too, also where
the file is refused or did not come; without, it is staged or an error.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from scrapers.bulk.earlier import KEPT
from scrapers.bulk.looking import Came, Wish, look_for
from scrapers.bulk.report import manifest_of_nothing, report_of
from scrapers.bulk.source import BulkSource
from scrapers.bulk.space import space_beside, sweep
from scrapers.crawls import Result, crawls_to_resume
from scrapers.staging import (
    ARCHIVE,
    FetchedFile,
    refuse_occupied,
    write_crawl_folder,
)
from tracker.crawls.manifest import Problem, StagedFile
from tracker.crawls.sums import program, sha256_of
from tracker.errors import SourceError

_ELSEWHERE = "download the archive yourself and name it with --file, or name another --url"


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
    if wish.resume:
        crawls_to_resume(wish.crawls, wish.file)
    if wish.crawls:
        sweep(wish.crawls)
    with space_beside(wish.out) as space:
        came = look_for(source, wish, space, tell)
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
            try:
                _stage(source, wish, space, came, started)
            except SourceError:
                came.forget_download()
                raise
            came.forget_download()
    tell(f"staged in {wish.out}")
    return Result(wish.out, False, came.requests, came.warnings)


def _stage(source: BulkSource, wish: Wish, space: Path, came: Came, started: float) -> None:
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
    extra = report if wish.keep else {}
    write_crawl_folder(
        wish.out, staged.manifest, staged.tables, extra=extra, moved=kept, within=space
    )


def _kept(source: BulkSource, space: Path, came: Came) -> list[Path]:
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
    came: Came,
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
    write_crawl_folder(wish.out, manifest, {}, extra=report, moved=moved, within=space)


def _size(file: Path | None) -> int:
    return file.stat().st_size if file and file.is_file() else 0
