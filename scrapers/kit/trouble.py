"""Why an address could not be read, in plain words."""

from __future__ import annotations

from urllib.parse import urlsplit

from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError

from scrapers.kit.manners import LONGEST_WAIT
from scrapers.kit.robots import LONGEST_DELAY, DelayTooLong, LeadsAway, RobotsUnread
from scrapers.kit.warc import Damaged, UnpacksToTooMuch

_NOBODY_THERE = "the site could not be reached"


def in_plain_words(error: BaseException | None, sought: str) -> str:
    """What went wrong; `sought` is what was asked for, as in `archive` or `page`."""
    if isinstance(error, RobotsUnread):
        return _of_robots(error.why)
    if isinstance(error, HttpError):
        return _of_status(error.response, sought)
    if isinstance(error, LeadsAway):
        return f"the site sends its readers to another site, {error.site}"
    if isinstance(error, DelayTooLong):
        return _of_delay(error)
    if isinstance(error, UnpacksToTooMuch):
        return f"the answer unpacks to more than any {sought} should be"
    if isinstance(error, Damaged):
        return f"the {sought} came compressed and damaged, so it cannot be unpacked"
    if isinstance(error, IgnoreRequest):
        return _of_refusal(str(error), sought)
    kind = type(error).__name__
    if "Cancelled" in kind:
        return f"the answer is larger than any {sought} should be"
    if "Timeout" in kind:
        return "the site did not answer in time"
    if "DataLoss" in kind or "ResponseFailed" in kind or "DownloadFailed" in kind:
        return f"the connection broke off before the whole {sought} was read"
    if "Lookup" in kind or "Resolve" in kind:
        return "the name of the site could not be resolved"
    return f"{_NOBODY_THERE}: {error}"


def header(response: Response, name: bytes) -> str | None:
    """One header of a response as text."""
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None


def _of_robots(why: Exception) -> str:
    """Where nobody is there to answer, or today's budget kept robots.txt from being asked for, that
    alone is the reason.
    """
    reason = in_plain_words(why, "file")
    if str(why).startswith("budget: ") or reason.startswith(_NOBODY_THERE):
        return reason
    return f"the site's robots.txt could not be read, so nothing was asked for: {reason}; try later"


def _of_refusal(said: str, sought: str) -> str:
    """Scrapy's own reasons for not asking."""
    if said.startswith("budget: "):
        return said.removeprefix("budget: ")
    if "during decompression" in said:
        return f"the answer unpacks to more than any {sought} should be"
    if "robots" in said:
        return "the site's robots.txt asks programs not to read this address"
    return "the site sends its readers from address to address without end"


def _of_delay(error: DelayTooLong) -> str:
    return (
        f"the site's robots.txt asks for {error.seconds:g} seconds between two requests; "
        f"more than {LONGEST_DELAY:.0f} are not waited for"
    )


def _of_status(response: Response, sought: str) -> str:
    host = urlsplit(response.url).hostname
    asked = header(response, b"Retry-After")
    if response.status in (429, 503) and asked:
        return (
            f"{host} is busy (status {response.status}, Retry-After {asked[:40]}); "
            f"pauses of more than {LONGEST_WAIT:.0f} seconds are not waited for"
        )
    if response.status == 404:
        return f"{host} has no such {sought} (status 404)"
    return f"{host} answered with status {response.status}"
