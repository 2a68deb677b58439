"""What a crawl of pages says of itself: its report, whose monitors say whether it may be loaded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from scrapers.pages.filling import Filled, Wish
from scrapers.pages.reading import Reading
from scrapers.pages.source import LARGEST_PAGE, address_of
from scrapers.warc import read_archive
from tracker.crawls.manifest import CrawlReport, Monitor, Problem

MOST_REFUSED = 0.05
"""Of the pages of one kind, and of the measures. One page among many can be wrong by itself; where
more are, it is the site or our reading of it that changed, and then nothing is trusted."""


def report_of(
    reading: Reading, filled: Filled, wish: Wish, archive: Path, seconds: float
) -> CrawlReport:
    """`report.json`."""
    unreadable = _unreadable(reading, filled.trouble, wish)
    return CrawlReport(
        source=reading.source.name,
        requests=filled.requests,
        pages=len(reading.files),
        bytes=sum(len(response.body) for response in read_archive(archive, LARGEST_PAGE)),
        refused=list(reading.refused.values()),
        held_back=list(reading.held_back_by_name),
        unreadable=unreadable,
        items=reading.items,
        monitors=[_every_page_came(unreadable), _few_pages_refused(reading)],
        warnings=list(filled.warnings),
        seconds=round(seconds, 3),
    )


def _unreadable(reading: Reading, trouble: Problem | None, wish: Wish) -> list[Problem]:
    """Every page that did not come; after the first in trouble the others were not asked for."""
    absent = "the archive does not hold it" if wish.file else "the site gave another page instead"
    problems = [trouble] if trouble else []
    for page, said in reading.missing.items():
        address = address_of(page, reading.source, wish.url)
        if trouble is None or trouble.url != address:
            reason = said or ("not asked for after that" if trouble else absent)
            problems.append(Problem(url=address, reason=reason))
    return problems


def _every_page_came(unreadable: Sequence[Problem]) -> Monitor:
    first = f"; the first: {unreadable[0].reason}" if unreadable else ""
    detail = f"pages that did not come: {len(unreadable)}{first}"
    return Monitor(name="every_page_came", ok=not unreadable, detail=detail)


def _few_pages_refused(reading: Reading) -> Monitor:
    """Fails where a page was refused that is of no one measure or event, so that nothing else can
    be told apart from it, or where too large a share was.
    """
    refused = reading.refused
    apart = all(map(reading.source.stands_apart, refused))
    detail = f"pages that were refused: {len(refused)}"
    if refused:
        first = next(iter(refused.values()))
        shares = ", ".join(f"{n} of {total} {kind}" for kind, n, total in _shares(reading))
        detail = f"{detail} ({shares}); the first: {first.reason}"
    few = all(n <= MOST_REFUSED * total for _, n, total in _shares(reading))
    return Monitor(name="few_pages_refused", ok=apart and few, detail=detail)


def _shares(reading: Reading) -> Iterator[tuple[str, int, int]]:
    """What was refused or held back, as a number of how many, where any was."""
    for kind, came in reading.came.items():
        refused = sum(page.kind == kind for page in reading.refused)
        if refused:
            yield f"{kind} pages", refused, came
    if reading.held_back:
        yield "measures", len(reading.held_back), reading.wanted_bills
