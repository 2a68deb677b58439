"""An archive of pages, parsed: the same whether it was just filled or is read again.

Monitors say of it whether what was parsed may be loaded.
"""

from __future__ import annotations

import hashlib
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from scrapers.kit.page_tables import (
    bill_items,
    bill_tables,
    event_items,
    event_tables,
    events_without_agenda,
)
from scrapers.kit.printed import PageRefused, Printed
from scrapers.kit.source import LARGEST_PAGE, Asked, Page, PageSource
from scrapers.kit.warc import Archived, read_archive
from tracker.crawls.manifest import Monitor, Problem, StagedFile
from tracker.rules.jurisdictions import LegislativeSession
from tracker.rules.measures import Measure

GONE = (404, 410)
"""What a site answers for a page that is not there."""


MOST_REFUSED = 0.05
"""Of the pages of one kind, and of the measures. One page among many can be wrong by itself; where
more are, it is the site or our parsing of it that changed, and then nothing is trusted."""


@dataclass
class ParsedPages:
    """What the pages of a crawl say."""

    source: PageSource
    asked: Asked
    parsed: list[tuple[Page, Printed]] = field(default_factory=list)
    """In the order of `files`."""
    files: list[StagedFile] = field(default_factory=list)
    came: Counter[str] = field(default_factory=Counter)
    """Pages that came, by kind."""
    refused: dict[Page, Problem] = field(default_factory=dict)
    """Of a measure or event also those that the site says are not there, where other pages are."""
    missing: dict[Page, str | None] = field(default_factory=dict)
    """Pages that did not come, and why, if the site said so."""
    known: set[Page] = field(default_factory=set)
    """Every page that was asked for, or that another names."""

    @property
    def bills(self) -> list[Measure]:
        """The measures whose roll calls were read."""
        bearing = (page for page, _ in self.parsed if self.source.bears_rolls(page))
        return sorted({page.bill for page in bearing if page.bill})

    @property
    def wanted_bills(self) -> int:
        """How many measures were asked for, by name or because a list has them."""
        return len({page.bill for page in self.known if page.bill})

    @property
    def held_back(self) -> list[Measure]:
        """The measures of which a page was refused: of them nothing is taken, since half of what
        the site says of a measure would look like all of it.
        """
        return sorted({page.bill for page in self.refused if page.bill})

    @property
    def held_back_by_name(self) -> Iterator[str]:
        """The same as printed, and the events of whose agenda nothing is taken."""
        yield from (bill.printed for bill in self.held_back)
        for event in events_without_agenda(self.parsed, self.asked, self.left):
            yield f"the measures of {event.place}, {event.date}"

    @property
    def left(self) -> frozenset[str]:
        """The addresses of the pages of which nothing is taken."""
        return frozenset(page.path for page in self.refused)

    @property
    def items(self) -> dict[str, int]:
        """How many of each kind were read."""
        found = event_items(self.parsed, self.asked) if self.asked.days else bill_items(self.parsed)
        return found | dict(self.source.notes(self.parsed).items)

    def tables(self) -> dict[str, pa.Table]:
        """The items as the loader reads them, by the name of their file."""
        of_bills = bill_tables(self.parsed, self.files, self.source.words)
        if not self.asked.days:
            return of_bills
        return of_bills | event_tables(self.parsed, self.asked, self.left)

    def few_refused(self) -> Monitor:
        """Fails where a page was refused that is of no one measure or event, so that nothing else
        can be told apart from it, or where too large a share was.
        """
        shares = list(self._refused_shares())
        detail = f"pages that were refused: {len(self.refused)}"
        if self.refused:
            first = next(iter(self.refused.values()))
            listed = ", ".join(f"{n} of {total} {kind}" for kind, n, total in shares)
            detail = f"{detail} ({listed}); the first: {first.reason}"
        apart = all(map(self.source.stands_apart, self.refused))
        few = all(n <= MOST_REFUSED * total for _, n, total in shares)
        return Monitor(name="few_pages_refused", ok=apart and few, detail=detail)

    def _refused_shares(self) -> Iterator[tuple[str, int, int]]:
        """What was refused or held back, as a number of how many, where any was."""
        for kind, came in self.came.items():
            refused = sum(page.kind == kind for page in self.refused)
            if refused:
                yield f"{kind} pages", refused, came
        if self.held_back:
            yield "measures", len(self.held_back), self.wanted_bills


@dataclass(frozen=True)
class _Answer:
    """What is kept of a page until all are read: what it says, not what it looks like."""

    url: str
    status: int
    links: Sequence[Page] = ()
    said: Printed | None = None
    refusal: str = ""
    sha256: str = ""
    bytes: int = 0


def parse_archive(archive: Path, source: PageSource, asked: Asked) -> ParsedPages:
    """Parses the pages that were asked for; of one that stands in the archive several times, the
    last. A page that is not what it should be is refused, and the other pages of its measure
    are held back with it; those of other measures stand.

    Raises:
        SourceError: the archive cannot be read.
    """
    answers: dict[Page, _Answer] = {}
    for response in read_archive(archive, LARGEST_PAGE):
        page = source.page_at(response.url)
        if page is not None:
            answers[page] = _answer(page, response, source, asked)
    pages, gone = ParsedPages(source, asked), dict[Page, _Answer]()
    wanted = deque(source.first_pages(asked))
    pages.known.update(wanted)
    while wanted:
        page = wanted.popleft()
        answer = answers.get(page)
        if answer is None or answer.status != 200:
            if answer and answer.status in GONE and source.stands_apart(page):
                gone[page] = answer
            else:
                pages.missing[page] = None
            continue
        _take(page, answer, pages)
        found = [link for link in answer.links if link not in pages.known]
        pages.known.update(found)
        wanted.extend(found)
    _sort_out(gone, pages)
    _hold_back(pages)
    return pages


def links_of(source: PageSource, page: Page, answer: Archived, asked: Asked) -> list[Page]:
    """The further pages that this one names; none where the page is not what it should be."""
    try:
        return source.links(page, answer, asked)
    except PageRefused:
        return []


def _answer(page: Page, answer: Archived, source: PageSource, asked: Asked) -> _Answer:
    if answer.status != 200:
        return _Answer(answer.url, answer.status)
    links = links_of(source, page, answer, asked)
    try:
        said = source.parse(page, answer)
        _refuse_other_days(said, asked.session)
    except PageRefused as refusal:
        return _Answer(answer.url, answer.status, links, refusal=str(refusal))
    sha256 = hashlib.sha256(answer.body).hexdigest()
    return _Answer(answer.url, answer.status, links, said, sha256=sha256, bytes=len(answer.body))


def _take(page: Page, answer: _Answer, pages: ParsedPages) -> None:
    pages.came[str(page.kind)] += 1
    if answer.said is None:
        pages.refused[page] = Problem(url=answer.url, reason=answer.refusal)
        return
    pages.parsed.append((page, answer.said))
    pages.files.append(
        StagedFile(
            url=answer.url,
            name=page.name,
            sha256=answer.sha256,
            bytes=answer.bytes,
            bill_id=page.bill.bill_id if page.bill else None,
        )
    )


def _sort_out(gone: Mapping[Page, _Answer], pages: ParsedPages) -> None:
    """Pages of a measure or event that the site says are not there: those are held back. Where no
    other page came either, it is the site that is not there.
    """
    has_others = bool(pages.came)
    for page, answer in gone.items():
        reason = f"the site has no such page (status {answer.status})"
        if has_others:
            pages.came[str(page.kind)] += 1
            pages.refused[page] = Problem(url=answer.url, reason=reason)
        else:
            pages.missing[page] = reason


def _hold_back(pages: ParsedPages) -> None:
    held = set(pages.held_back)
    both = list(zip(pages.parsed, pages.files, strict=True))
    pages.parsed = [one for one, _ in both if one[0].bill not in held]
    pages.files = [file for one, file in both if one[0].bill not in held]


def _refuse_other_days(said: Printed, session: LegislativeSession) -> None:
    """A roll call of another session is none of this measure."""
    for nth, roll in enumerate(said.rolls, start=1):
        if not session.start <= roll.date <= session.end:
            where = roll.ref or f"roll call {nth}"
            raise PageRefused(f"{where}: {roll.date} is not in the session {session.name}")
