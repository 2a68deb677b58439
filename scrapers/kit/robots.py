"""Where a site lets programs go: what its robots.txt asks of them, and where an answer may lead.

A page may lead to the same site alone, a robots.txt to any (RFC 9309, 2.3.1.2).
"""

from __future__ import annotations

from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.offsite import OffsiteMiddleware
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from scrapy.spidermiddlewares.httperror import HttpError

AGENT = "Answerable"
"""The name by which a robots.txt speaks of this program."""

LONGEST_DELAY = 120.0
"""Seconds between two requests. A site that asks for a longer pause is left alone."""


class RobotsUnread(IgnoreRequest):
    """Nothing is asked of a site whose robots.txt could not be read."""

    def __init__(self, why: Exception) -> None:
        super().__init__(str(why))
        self.why = why


class DelayTooLong(IgnoreRequest):
    """Nothing is asked of a site that wants to be asked so seldom."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"Crawl-delay {seconds:g}")
        self.seconds = seconds


class StrictRobots(RobotsTxtMiddleware):
    """Obeys robots.txt as Scrapy does, but takes one that cannot be read for a closed door and not
    for an open one (RFC 9309, 2.3.1.4), and waits between requests as long as its `Crawl-delay`
    asks. Where there is none (4xx), there are no rules.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._unread: dict[str, Exception] = {}

    async def process_request(self, request: Request) -> None:  # type: ignore[override]
        """Let pass what is allowed, no sooner than the site asks.

        Raises:
            IgnoreRequest: it is not to be asked for.
        """
        await super().process_request(request)
        if not is_of_robots(request):
            self._keep_apart(request, await self.robot_parser(request))

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """The rules of the site.

        Raises:
            RobotsUnread: they could not be read.
        """
        parser = await super().robot_parser(request)
        why = self._unread.get(urlsplit(request.url).netloc)
        if why is not None:
            raise RobotsUnread(why)
        return parser

    def _keep_apart(self, request: Request, rules: RobotParser | None) -> None:
        """AutoThrottle shortens the delay of a host after each answer, so it is set every time."""
        asked = rules.crawl_delay(AGENT) if rules else None
        if asked is None:
            return
        if asked > LONGEST_DELAY:
            raise DelayTooLong(asked)
        engine = self.crawler.engine
        assert engine is not None
        slot = engine.downloader.slots.get(urlsplit(request.url).hostname or "")
        if slot is not None:
            slot.delay = max(slot.delay, asked)

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500 or 300 <= response.status < 400:
            raise HttpError(response)
        await super()._parse_robots(response, netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        self._unread[netloc] = exc
        super()._robots_error(exc, netloc)


def is_of_robots(request: Request) -> bool:
    """Whether it asks for a robots.txt, or for where one leads to."""
    return bool(request.meta.get("dont_obey_robotstxt"))


class LeadsAway(IgnoreRequest):
    """A page would be another site's."""

    def __init__(self, site: str) -> None:
        super().__init__(f"offsite: {site}")
        self.site = site


class SameSite(OffsiteMiddleware):
    """Asks no other site for anything but where a robots.txt leads to."""

    def should_follow(self, request: Request, spider: Spider) -> bool:
        """Whether it may be asked for."""
        return is_of_robots(request) or super().should_follow(request, spider)


class RedirectsWithin(RedirectMiddleware):
    """Follows redirects as Scrapy does, but says so where one leads away; Scrapy leaves such a
    request without a word.
    """

    def process_response(  # type: ignore[override]
        self, request: Request, response: Response
    ) -> Request | Response:
        """Pass the answer on, or ask where it leads to.

        Raises:
            LeadsAway: that is another site.
        """
        led = super().process_response(request, response)
        same_site = self.crawler.get_downloader_middleware(SameSite)
        assert same_site is not None
        assert self.crawler.spider is not None
        if isinstance(led, Request) and not same_site.should_follow(led, self.crawler.spider):
            raise LeadsAway(urlsplit(led.url).hostname or led.url)
        return led
