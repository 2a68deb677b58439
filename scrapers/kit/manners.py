"""How a spider behaves towards the sites it reads: slowly, by their rules, under its own name."""

from __future__ import annotations

import asyncio
import math
import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.http import Response

from scrapers.kit.budget import SETTING, Budget, Span, SpentBudgets
from scrapers.kit.robots import AGENT, RedirectsWithin, SameSite, StrictRobots
from scrapers.kit.warc import ASKED_FOR, Archivist
from tracker.errors import UsageError

if TYPE_CHECKING:
    from tracker.crawls.request import CrawlRequest

CONTACT = "ANSWERABLE_CONTACT"
"""The environment variable in which an operator says how a site can reach them."""

LONGEST_WAIT = 120.0
"""Seconds. A site that asks for a longer pause is left alone until the next crawl."""

LONGEST_UNASKED = 60.0
"""Seconds that a busy site is given between two tries where it does not say how long."""


@dataclass(frozen=True)
class Manners:
    """What may be set: how slowly a host is asked, whom to write to, how much may be sent."""

    delay: float
    """Seconds."""
    contact: str | None
    largest: int
    """Bytes. A longer body is no answer to what was asked, and is not read to its end."""
    timeout: float = 60.0
    """Seconds in which an answer must have come whole."""
    budgets: tuple[Budget, ...] = ()
    is_by_key: bool = False
    """Whether an API is asked with a key that its owner gave the operator: its terms hold, and not
    what a robots.txt asks of those who come unbidden."""

    @classmethod
    def of(
        cls, wish: CrawlRequest, *, largest: int, timeout: float, in_a_month: int | None = None
    ) -> Manners:
        """Those of a wish, with the operator's contact, if the environment names one; `timeout` is
        that of one who named none. `in_a_month` are the queries that the terms of an API allow.

        Raises:
            DataFileError: what was asked before cannot be known, so nothing is asked.
        """
        contact = os.environ.get(CONTACT, "").strip() or None
        if contact and not contact.isprintable():
            raise UsageError(
                f"{CONTACT} holds characters that cannot be sent in a header",
                where=f"environment variable {CONTACT}",
                what_to_do="set it to an e-mail address or the address of a page about you",
            )
        budgets: list[Budget] = []
        if wish.budget_file:
            budgets = [Budget(wish.budget_file, wish.budget)]
            if in_a_month:
                by_month = wish.budget_file.with_name("queries.json")
                budgets.append(Budget(by_month, in_a_month, Span.MONTH))
        for budget in budgets:
            budget.spent()
        return cls(
            delay=wish.delay,
            contact=contact,
            largest=largest,
            timeout=wish.timeout or timeout,
            budgets=tuple(budgets),
            is_by_key=in_a_month is not None,
        )

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is said of a crawl that does not tell the site whom to write to."""
        if self.contact:
            return ()
        return (f"{CONTACT} is not set, so the site is not told whom to write to",)

    @property
    def user_agent(self) -> str:
        """Who is asking."""
        return f"Answerable/0.1 (public record reader; {self.contact or 'no contact set'})"

    def settings(self, archivist: type[Archivist]) -> Mapping[str, object]:
        """The same, as Scrapy reads it, with an archivist next to the wire."""
        return {
            "USER_AGENT": self.user_agent,
            "ROBOTSTXT_OBEY": not self.is_by_key,
            "ROBOTSTXT_USER_AGENT": AGENT,
            "CONCURRENT_REQUESTS": 1,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
            "DOWNLOAD_DELAY": self.delay,
            "DOWNLOAD_DELAY_JITTER": 0.0,
            "AUTOTHROTTLE_ENABLED": True,
            "AUTOTHROTTLE_START_DELAY": self.delay,
            "DOWNLOAD_TIMEOUT": self.timeout,
            "DOWNLOAD_MAXSIZE": self.largest,
            "DOWNLOAD_WARNSIZE": 0,
            "DOWNLOAD_FAIL_ON_DATALOSS": True,
            "DOWNLOADER_MIDDLEWARES": {
                "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
                StrictRobots: 100,
                "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
                SameSite: 50,
                "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
                RedirectsWithin: 600,
                "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
                PatientRetry: 550,
                SpentBudgets: 950 if self.budgets else None,
                archivist: 1000,
            },
            "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",
            SETTING: [(str(one.file), one.largest, str(one.span)) for one in self.budgets],
            "DOWNLOAD_HANDLERS": dict.fromkeys(("data", "file", "ftp", "s3")),
            "RETRY_TIMES": 2,
            "REDIRECT_MAX_TIMES": 5,
            "METAREFRESH_ENABLED": False,
            "DEFAULT_REQUEST_HEADERS": {"Accept-Encoding": ASKED_FOR},
            "COOKIES_ENABLED": False,
            "TELNETCONSOLE_ENABLED": False,
            "LOG_LEVEL": "CRITICAL",
        }


def visit(
    spider: type[Spider], manners: Manners, archivist: type[Archivist] = Archivist, **given: object
) -> None:
    """Run a spider, made with what is given; once per process, since a Twisted reactor does not
    start again. A signal to stop ends this process, and leaves the archive as it is.
    """
    process = CrawlerProcess(dict(manners.settings(archivist)))
    crawler = process.create_crawler(spider)
    process.crawl(crawler, **given)
    process.start()
    if crawler.stats and crawler.stats.get_value("finish_reason") == "shutdown":
        sys.exit(128 + signal.SIGTERM)


class PatientRetry(RetryMiddleware):
    """Retries as Scrapy does, but no sooner than a busy site asks with `Retry-After`; where it asks
    for nothing, later with each try.
    """

    async def process_response(  # type: ignore[override]
        self, request: Request, response: Response
    ) -> Request | Response:
        """Wait as asked, then let the retry happen; give up at once on too long a wait."""
        if response.status in (429, 503):
            asked = response.headers.get(b"Retry-After")
            tries = request.meta.get("retry_times", 0)
            if asked is None:
                wait = seconds_unasked(tries, self.crawler.settings.getfloat("DOWNLOAD_DELAY"))
            else:
                wait = seconds_asked(asked.decode("latin-1"), datetime.now(UTC))
            if wait > LONGEST_WAIT:
                return response
            if tries < self.max_retry_times:
                await asyncio.sleep(wait)
        return super().process_response(request, response)


def seconds_unasked(tries: int, delay: float) -> float:
    """The pause for a busy site that names none, after so many repetitions: the ordinary delay, at
    least a second, doubled with each, and at most a minute.
    """
    return min(max(delay, 1.0) * 2.0**tries, LONGEST_UNASKED)


def seconds_asked(value: str, moment: datetime) -> float:
    """The pause that a `Retry-After` header asks for: seconds or a date; 0 if it is neither."""
    text = value.strip()
    if text.isascii() and text.isdigit():
        return float(text) if len(text) < 10 else math.inf
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return 0.0
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(0.0, (until - moment).total_seconds())
