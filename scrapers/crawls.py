"""What a crawl of one file and one of many pages have in common: how each ends, and goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tracker.errors import UsageError


@dataclass(frozen=True)
class Result:
    """The crawl folder, whether it is an earlier one because nothing has changed since, how many
    requests were answered, and what a reader should know.
    """

    folder: Path
    unchanged: bool
    requests: int
    warnings: Sequence[str]


def crawls_to_resume(crawls: Path | None, file: Path | None) -> Path:
    """The folder of earlier crawls, for one that goes on with what broke off.

    Raises:
        UsageError: there is no such folder, or a local file is read instead of a site.
    """
    if crawls is None or file is not None:
        raise UsageError(
            "there are no earlier crawls to go on with",
            where="--resume",
            what_to_do="leave it out; with --file nothing is asked of any site",
        )
    return crawls
