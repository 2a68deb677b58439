"""Downloads one session's archive, politely, into a file; reading it is left to `stage`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response
from twisted.python.failure import Failure

from scrapers.manners import Manners
from scrapers.trouble import header, in_plain_words
from tracker.errors import SourceError

ELSEWHERE = "download the archive yourself and name it with --file, or name another --url"

LARGEST_ARCHIVE = 32_000_000
"""Bytes. No archive seen is over 1 MB; a body beyond this is not one."""


@dataclass(frozen=True)
class Errand:
    """What to fetch, where to put it, and what is known of it from an earlier visit."""

    url: str
    into: Path
    etag: str | None = None
    last_modified: str | None = None


@dataclass
class Outcome:
    """What came of an errand: the validators of a new body, no change, or why there is none."""

    etag: str | None = None
    last_modified: str | None = None
    unchanged: bool = False
    problem: str | None = "the crawl ended before anything was read"


class RollCallArchiveSpider(scrapy.Spider):
    """Asks for one address and writes the body to the errand's file."""

    name = "ca_rollcalls"

    def __init__(self, errand: Errand, outcome: Outcome) -> None:
        super().__init__()
        self.errand = errand
        self.outcome = outcome

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """The one request, conditional where an earlier visit left a validator."""
        headers = {
            b"If-None-Match": self.errand.etag,
            b"If-Modified-Since": self.errand.last_modified,
        }
        yield scrapy.Request(
            self.errand.url,
            headers={name: value for name, value in headers.items() if value},
            callback=self.keep,
            errback=self.explain,
            meta={"handle_httpstatus_list": [304]},
            dont_filter=True,
        )

    def keep(self, response: Response) -> None:
        """Write the body down, unless the site says that nothing changed."""
        outcome = self.outcome
        outcome.unchanged = response.status == 304
        outcome.etag = header(response, b"ETag")
        outcome.last_modified = header(response, b"Last-Modified")
        try:
            if not outcome.unchanged:
                self.errand.into.write_bytes(response.body)
            outcome.problem = None
        except OSError as error:
            outcome.problem = f"the archive could not be kept for reading: {error.strerror}"

    def explain(self, failure: Failure) -> None:
        """Say in plain words why there is no body."""
        self.outcome.problem = in_plain_words(failure.value, "archive")


def fetch(errand: Errand, manners: Manners) -> Outcome:
    """Run the spider; once per process, since a Twisted reactor does not start again.

    Raises:
        SourceError: the address could not be read.
    """
    outcome = Outcome()
    process = CrawlerProcess(dict(manners.settings()))
    process.crawl(RollCallArchiveSpider, errand=errand, outcome=outcome)
    process.start()
    if outcome.problem:
        raise SourceError(outcome.problem, where=errand.url, what_to_do=ELSEWHERE)
    return outcome
