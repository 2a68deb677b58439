"""One crawl of one session's bulk files, from a local zip archive or folder."""

from __future__ import annotations

from collections.abc import Callable

from scrapers.ca_pubinfo.stage import stage
from scrapers.ca_rollcalls.crawl import Result, Wish
from scrapers.staging import refuse_occupied
from tracker.errors import UsageError


def crawl(wish: Wish, tell: Callable[[str], None]) -> Result:
    """Stage the files in `wish.out`; `tell` is told of each step.

    Raises:
        UsageError: no local file is named, or `wish.out` is occupied.
        SourceError: the files cannot be read; `wish.out` was not made.
        CrawlFolderError: `wish.out` cannot be written.
    """
    refuse_occupied(wish.out)
    if wish.file is None:
        raise UsageError(
            "the bulk files are read from this computer; a session is about 1 GB",
            where="--file",
            what_to_do="download pubinfo_YYYY.zip from downloads.leginfo.legislature.ca.gov and "
            "name it, or a folder that holds its .dat files",
        )
    tell(f"reading {wish.file.name}")
    stage(wish.file, wish.out, wish.session, wish.url)
    tell(f"staged in {wish.out}")
    return Result(wish.out)
