"""Asks for pages one by one, and for those that they name, and archives every answer; what is taken
from them is left to `parsed_pages`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import scrapy
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from scrapers.kit.manners import Manners, visit
from scrapers.kit.parsed_pages import GONE, links_of
from scrapers.kit.past_pages import Known
from scrapers.kit.progress import Progress
from scrapers.kit.source import Asked, Page, PageSource
from scrapers.kit.trouble import header, in_plain_words
from scrapers.kit.warc import Archive, Archived
from tracker.crawls.manifest import Problem

NOT_MODIFIED = 304
MOST_GONE = 5
"""Pages that are not there, before any other came: then it is the site that is not there."""


@dataclass(frozen=True)
class Errand:
    """What to ask of which site."""

    source: PageSource
    asked: Asked
    pages: Sequence[Page]
    known: Collection[Page]
    """Pages that are not to be asked for if another names them."""
    url: str | None
    """Another site with the same addresses; None for where the pages are."""
    earlier: Mapping[Page, Known]
    """What earlier crawls have: asked for only if it changed."""


@dataclass
class Outcome:
    """What came of asking: the pages that are as they were, and why it ended early."""

    unchanged: list[Page] = field(default_factory=list)
    trouble: Problem | None = None


class PagesSpider(scrapy.Spider):
    """Each page is asked for when the one before it was answered; the first failure ends it,
    since a site in trouble is left alone. A page of one measure or event that is not there is no
    failure of a site that has others.
    """

    name = "pages"

    def __init__(
        self, errand: Errand, archive: Archive, outcome: Outcome, progress: Progress
    ) -> None:
        super().__init__()
        self.archive = archive
        source = errand.source
        sites = [errand.url] if errand.url else [source.declaration.site, *source.other_sites]
        self.allowed_domains = [urlsplit(site).hostname or site for site in sites]
        self._errand = errand
        self._left = deque(errand.pages)
        self._known = {*errand.pages, *errand.known}
        self._done = 0
        self._has_come = bool(errand.known)
        self._outcome = outcome
        self._progress = progress

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """The first page."""
        for request in self._next():
            yield request

    def note(self, response: Response, page: Page) -> Iterator[scrapy.Request]:
        """Go on to the next page; those that this one names come last."""
        self.logger.debug("answered: %s", response.url)
        if response.status in GONE:
            if self._is_over(response, page):
                return
        elif not self._has_come:
            self._has_come, self._outcome.trouble = True, None
        links = self._links(response, page)
        found = [link for link in links if link not in self._known]
        self._known.update(found)
        self._left.extend(found)
        self._done += 1
        self._progress.show(self._done, self._done + len(self._left))
        yield from self._next()

    def explain(self, failure: Failure) -> None:
        """Say in plain words why there is no page, and ask for nothing more."""
        request = failure.request  # type: ignore[attr-defined]
        address = request.meta.get("redirect_urls", [request.url])[0]
        self._note_trouble(address, failure.value)

    def _note_trouble(self, address: str, error: BaseException | None) -> None:
        self._outcome.trouble = Problem(url=address, reason=in_plain_words(error, "page"))

    def _is_over(self, response: Response, page: Page) -> bool:
        """Whether a page that is not there ends it: one that is of all, or one of the first few."""
        of_all = not self._errand.source.stands_apart(page)
        if of_all or not (self._has_come or self._outcome.trouble):
            self._note_trouble(response.url, HttpError(response))
        return of_all or (not self._has_come and self._done + 1 >= MOST_GONE)

    def _links(self, response: Response, page: Page) -> Sequence[Page]:
        if response.status in GONE:
            return []
        if response.status == NOT_MODIFIED:
            self._outcome.unchanged.append(page)
            return self._errand.earlier[page].links
        content_type = header(response, b"Content-Type") or ""
        answer = Archived(response.url, response.status, content_type, response.body)
        return links_of(self._errand.source, page, answer, self._errand.asked)

    def _next(self) -> Iterator[scrapy.Request]:
        if not self._left:
            return
        page = self._left.popleft()
        earlier = self._errand.earlier.get(page)
        yield scrapy.Request(
            self._errand.source.address(page, self._errand.url),
            headers=dict(earlier.headers) if earlier else None,
            meta={"handle_httpstatus_list": [*GONE, *([NOT_MODIFIED] if earlier else [])]},
            callback=self.note,
            errback=self.explain,
            cb_kwargs={"page": page},
        )


def fetch(errand: Errand, archive: Archive, manners: Manners, progress: Progress) -> Outcome:
    """What came of the errand, besides what `archive` then holds. Once per process: see `visit`."""
    outcome = Outcome()
    visit(PagesSpider, manners, errand=errand, archive=archive, outcome=outcome, progress=progress)
    return outcome
