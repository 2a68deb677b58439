"""A daily budget of requests per host: counted in a file, so that it outlives every process."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from filelock import FileLock
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest

from tracker.errors import DataFileError

SETTING = "ANSWERABLE_BUDGET"


@dataclass(frozen=True)
class Budget:
    """How many requests a host may be sent in a day (UTC), and where they are counted."""

    file: Path
    largest: int

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
                fresh.write_text(json.dumps({"day": _today(), "hosts": counts}) + "\n", "utf-8")
                fresh.replace(self.file)
        except OSError as error:
            raise DataFileError(
                f"the requests of today cannot be counted: {error.strerror or error}",
                where=str(self.file),
                what_to_do="let that file be written, or free some space, and crawl again",
            ) from error
        return True

    def spent(self) -> dict[str, int]:
        """The requests of today, by host; another day's are forgotten.

        Raises:
            DataFileError: the file of counts cannot be read.
        """
        if not self.file.exists():
            return {}
        try:
            kept = json.loads(self.file.read_text("utf-8"))
            counts = {str(k): int(v) for k, v in kept["hosts"].items()}
            return counts if kept["day"] == _today() else {}
        except (OSError, ValueError, LookupError, AttributeError, TypeError) as error:
            raise DataFileError(
                f"the requests of today cannot be counted: {self.file.name} is damaged ({error})",
                where=str(self.file),
                what_to_do="remove that file, or put a sound copy in its place; without it the "
                "requests of today are counted from zero",
            ) from error


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


class DailyBudget:
    """Downloader middleware: a request beyond the budget of its host is not sent."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> DailyBudget:
        """With what the settings say."""
        file, largest = crawler.settings.getlist(SETTING)
        return cls(Budget(Path(file), int(largest)))

    def process_request(self, request: Request) -> None:
        """Count it, or refuse it; what is retried and robots.txt are requests too."""
        host = urlsplit(request.url).hostname or ""
        try:
            if self.budget.spend(host):
                return
        except DataFileError as error:
            raise IgnoreRequest(f"budget: {error.what}, at {error.where}") from error
        raise IgnoreRequest(
            f"budget: today's {self.budget.largest:,} requests to {host} are used up; "
            "they begin anew at midnight UTC"
        )
