"""Asks for pages one by one, and for those that they name, and archives every answer; reading is
left to `reading`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response
from twisted.python.failure import Failure

from scrapers.manners import Manners
from scrapers.pages.reading import links_of
from scrapers.pages.source import Page, PageSource, address_of
from scrapers.trouble import header, in_plain_words
from scrapers.warc import Archive, Archived, Archivist
from tracker.record.staging import Problem


@dataclass
class Outcome:
    """What came of asking: the pages that were answered in order, and why it ended early."""

    answered: list[Page] = field(default_factory=list)
    trouble: Problem | None = None


class PagesSpider(scrapy.Spider):
    """Each page is asked for when the one before it was answered; the first failure ends it,
    since a site in trouble is left alone.
    """

    name = "pages"

    def __init__(
        self,
        source: PageSource,
        pages: Sequence[Page],
        url: str | None,
        archive: Archive,
        outcome: Outcome,
    ) -> None:
        super().__init__()
        self.archive = archive
        sites = [url] if url else [source.site, *source.other_sites]
        self.allowed_domains = [urlsplit(site).hostname or site for site in sites]
        self._source = source
        self._left = list(pages)
        self._known = set(pages)
        self._url = url
        self._outcome = outcome

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """The first page."""
        for request in self._next():
            yield request

    def note(self, response: Response, page: Page) -> Iterator[scrapy.Request]:
        """Go on to the next page; those that this one names come last."""
        self.logger.debug("answered: %s", response.url)
        self._outcome.answered.append(page)
        content_type = header(response, b"Content-Type") or ""
        answer = Archived(response.url, response.status, content_type, response.body)
        found = [link for link in links_of(self._source, page, answer) if link not in self._known]
        self._known.update(found)
        self._left.extend(found)
        yield from self._next()

    def explain(self, failure: Failure) -> None:
        """Say in plain words why there is no page, and ask for nothing more."""
        address = failure.request.url  # type: ignore[attr-defined]
        reason = in_plain_words(failure.value, "page")
        self._outcome.trouble = Problem(url=address, reason=reason)

    def _next(self) -> Iterator[scrapy.Request]:
        if not self._left:
            return
        page = self._left.pop(0)
        yield scrapy.Request(
            address_of(page, self._source, self._url),
            callback=self.note,
            errback=self.explain,
            cb_kwargs={"page": page},
        )


def fetch(
    source: PageSource, pages: Sequence[Page], url: str | None, archive: Archive, manners: Manners
) -> Outcome:
    """Run the spider, on the site of `url` or where the pages are.

    Once per process, since a Twisted reactor does not start again.
    """
    outcome = Outcome()
    settings = dict(manners.settings())
    middlewares = settings["DOWNLOADER_MIDDLEWARES"]
    assert isinstance(middlewares, dict)
    settings |= {
        "DOWNLOADER_MIDDLEWARES": middlewares | {Archivist: 1000},
        "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",
    }
    process = CrawlerProcess(settings)
    process.crawl(
        PagesSpider, source=source, pages=pages, url=url, archive=archive, outcome=outcome
    )
    process.start()
    return outcome
