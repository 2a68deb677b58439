"""One crawl, of a file or of pages: what came is parsed and left in a folder."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from scrapers.kit.source import FileSource, Source
from scrapers.kit.staging import refuse_occupied, write_crawl_folder
from tracker.crawls.manifest import REPORT, CrawlReport, Manifest
from tracker.crawls.request import CrawlRequest
from tracker.errors import UsageError

Tell = Callable[[str], None]
"""Whom to tell of each step."""


@dataclass(frozen=True)
class Crawled:
    """What came of asking and parsing, ready to be written; or an earlier crawl that has it."""

    requests: int
    """Requests that were answered."""
    warnings: Sequence[str] = ()
    """What a reader should know."""
    earlier: Path | None = None
    """The crawl that is left as it is, since nothing has changed."""
    manifest: Manifest | None = None
    tables: Mapping[str, pa.Table] = field(default_factory=dict)
    report: CrawlReport | None = None
    """None of a file that is not kept."""
    kept: Sequence[Path] = ()
    """What is moved into the crawl folder as it came."""
    space: Path | None = None
    """Where it lies until then."""


@dataclass(frozen=True)
class Result:
    """The crawl folder, whether it is an earlier one because nothing has changed since, how many
    requests were answered, and what a reader should know.
    """

    folder: Path
    unchanged: bool
    requests: int
    warnings: Sequence[str]


def crawl(source: Source, wish: CrawlRequest, tell: Tell) -> Result:
    """Stage what was asked for in `wish.out`; `tell` is told of each step.

    What is refused, or did not come, is in the report, whose monitors say whether the rest may be
    loaded.

    Raises:
        UsageError: the wish contradicts itself or the source, there is nothing to go on with, or
            `wish.out` is occupied.
        SourceError: nothing came; or a file that is not to be kept cannot be parsed. `wish.out`
            was not made.
        CrawlFolderError: `wish.out` cannot be written.
    """
    started = time.perf_counter()
    refuse_occupied(wish.out)
    with _crawled(source, wish, tell) as came:
        if came.manifest is not None:
            extra = {}
            if came.report is not None:
                seconds = round(time.perf_counter() - started, 3)
                report = came.report.model_copy(update={"seconds": seconds})
                extra = {REPORT: report.model_dump_json(indent=1).encode() + b"\n"}
            write_crawl_folder(
                wish.out,
                came.manifest,
                came.tables,
                extra=extra,
                moved=came.kept,
                within=came.space,
            )
    is_same = came.earlier is not None
    tell("nothing has changed since the earlier crawl" if is_same else f"staged in {wish.out}")
    return Result(came.earlier or wish.out, is_same, came.requests, came.warnings)


def _crawled(source: Source, wish: CrawlRequest, tell: Tell) -> AbstractContextManager[Crawled]:
    """What came, for as long as the place in which it lies is there. Files need nothing of what
    pages need, and that takes long to import.
    """
    if isinstance(source, FileSource):
        from scrapers.kit.file_crawl import crawled_file

        return crawled_file(source, wish, tell)
    from scrapers.kit.page_crawl import crawled_pages

    return crawled_pages(source, wish, tell)


def crawls_to_resume(wish: CrawlRequest) -> Path:
    """The folder of earlier crawls, for one that goes on with what broke off.

    Raises:
        UsageError: there is no such folder, or a local file is read instead of a site.
    """
    if wish.crawls is None or wish.file is not None:
        raise UsageError(
            "there are no earlier crawls to go on with",
            where="--resume",
            what_to_do="leave it out; with --file nothing is asked of any site",
        )
    return wish.crawls
