"""Budgets of requests per host, for a day or a month: counted in a file, so that they outlive every
process.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from filelock import FileLock
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest

from tracker.errors import DataFileError

SETTING = "ANSWERABLE_BUDGETS"


class Span(StrEnum):
    """For how long requests are counted together, by UTC."""

    DAY = "day"
    """Set by the operator, so that no site is asked too much."""
    MONTH = "month"
    """Set by the terms of an API; the count begins anew on the first of the month."""

    @property
    def present(self) -> str:
        """The one that it is now, as in `2026-01-31` or `2026-01`."""
        day = datetime.now(UTC).date().isoformat()
        return day if self is Span.DAY else day[:7]

    @property
    def said(self) -> str:
        """The same in words."""
        return "today" if self is Span.DAY else "this month"


_USED_UP = {
    Span.DAY: "today's {largest:,} requests to {host} are used up; they begin anew at midnight UTC",
    Span.MONTH: "this month's {largest:,} queries to {host} are used up; they begin anew on the "
    "first of the month",
}


@dataclass(frozen=True)
class Budget:
    """How many requests a host may be sent in a day or month, and where they are counted."""

    file: Path
    largest: int
    span: Span = Span.DAY

    def spend(self, host: str) -> bool:
        """Count one request to the host; False, and nothing counted, if its budget is used up.

        Raises:
            DataFileError: the file of counts cannot be read or written.
        """
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(f"{self.file}.lock"):
                counts = self.spent()
                if counts.get(host, 0) >= self.largest:
                    return False
                counts[host] = counts.get(host, 0) + 1
                fresh = self.file.with_suffix(".new")
                fresh.write_text(
                    json.dumps({self.span: self.span.present, "hosts": counts}) + "\n", "utf-8"
                )
                fresh.replace(self.file)
        except OSError as error:
            raise DataFileError(
                f"the requests of {self.span.said} cannot be counted: {error.strerror or error}",
                where=str(self.file),
                what_to_do="let that file be written, or free some space, and crawl again",
            ) from error
        return True

    def spent(self) -> dict[str, int]:
        """The requests of this day or month, by host; those of another are forgotten.

        Raises:
            DataFileError: the file of counts cannot be read.
        """
        if not self.file.exists():
            return {}
        try:
            kept = json.loads(self.file.read_text("utf-8"))
            counts = {str(k): int(v) for k, v in kept["hosts"].items()}
            return counts if kept[self.span] == self.span.present else {}
        except (OSError, ValueError, LookupError, AttributeError, TypeError) as error:
            raise DataFileError(
                f"the requests of {self.span.said} cannot be counted: {self.file.name} is damaged "
                f"({error})",
                where=str(self.file),
                what_to_do="remove that file, or put a sound copy in its place; without it the "
                f"requests of {self.span.said} are counted from zero",
            ) from error


class SpentBudgets:
    """Downloader middleware: a request beyond a budget of its host is not sent."""

    def __init__(self, budgets: Sequence[Budget]) -> None:
        self.budgets = budgets

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> SpentBudgets:
        """With what the settings say."""
        rows = crawler.settings.getlist(SETTING)
        return cls([Budget(Path(file), int(largest), Span(span)) for file, largest, span in rows])

    def process_request(self, request: Request) -> None:
        """Count it, or refuse it; what is retried and robots.txt are requests too."""
        host = urlsplit(request.url).hostname or ""
        for budget in self.budgets:
            try:
                is_within = budget.spend(host)
            except DataFileError as error:
                raise IgnoreRequest(f"budget: {error.what}, at {error.where}") from error
            if not is_within:
                said = _USED_UP[budget.span].format(largest=budget.largest, host=host)
                raise IgnoreRequest(f"budget: {said}")
