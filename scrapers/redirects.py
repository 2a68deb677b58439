"""Where an answer may lead: a page to the same site, a robots.txt to any (RFC 9309, 2.3.1.2)."""

from __future__ import annotations

from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.downloadermiddlewares.offsite import OffsiteMiddleware
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from scrapers.robots import is_of_robots


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
