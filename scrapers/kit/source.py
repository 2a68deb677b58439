"""What a source is to the kit: what it declares, where its files and pages are, how it parses them.

Each folder of `scrapers/` has one in its `source.py`, named `SOURCE`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pyarrow as pa

from tracker.crawls.manifest import Manifest
from tracker.crawls.sources import SourceDeclaration
from tracker.errors import UsageError
from tracker.rules import reference
from tracker.rules.jurisdictions import LegislativeSession
from tracker.rules.measures import Measure
from tracker.rules.vocabulary import Option

if TYPE_CHECKING:
    from scrapers.kit.printed import Printed
    from scrapers.kit.warc import Archived

LARGEST_PAGE = 16_000_000
"""Bytes. A list of all measures of a session, 5,600 of them at a kilobyte each, comes to a third of
this; the votes page of a bill with forty floor votes to a fortieth."""


@dataclass(frozen=True)
class Origin:
    """Where a file is published, under which name, and what its site said of it."""

    url: str
    """`{year}` in it stands for the session's first year, `{years}` for both, as in `07-08`."""
    name: str
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True)
class Wanted:
    """What is asked for of a file; a part that is None is as the file says."""

    jurisdiction: str | None = None
    session: str | None = None
    """Within the jurisdiction, as in `20072008`; as a person wrote it where no jurisdiction is
    known."""


@dataclass(frozen=True)
class Staged:
    """What was parsed of a file, ready to be written as a crawl folder."""

    manifest: Manifest
    tables: Mapping[str, pa.Table]


@dataclass(frozen=True)
class Listed:
    """One file as an API lists it."""

    name: str
    """Under which it is kept; nothing that could lead out of a folder."""
    query: Mapping[str, str]
    """What to ask for it with; the names and values are not secret."""
    edition: str
    """Another one than before means that the file has changed."""
    secret: Mapping[str, str] = field(default_factory=dict, repr=False)
    """What else to ask with; never written down."""


class NotTaken(Exception):
    """An answer of an API that is not used; its text says why, and what to do."""


class FileApi(ABC):
    """An API that lists files and hands them out, packed into its answers."""

    @abstractmethod
    def list_query(self, wanted: Wanted) -> Mapping[str, str]:
        """What to ask with for the list in which the file stands."""

    @abstractmethod
    def listed(self, answer: bytes, wanted: Wanted) -> Listed:
        """The file that is wanted, in the list. NotTaken where it is not there, or where there is
        no list.
        """

    @abstractmethod
    def unpacked(self, answer: bytes, listed: Listed) -> bytes:
        """The file that the answer holds, if it is the one that was listed. NotTaken refuses it."""

    @abstractmethod
    def secrets(self, answer: bytes) -> list[str]:
        """What stands in a list and is never to be written down."""


@dataclass(frozen=True)
class FileSource:
    """A source that publishes a session as one file."""

    declaration: SourceDeclaration
    largest: int
    """Bytes. No file of this source is larger."""
    parse: Callable[[Path, Origin, Wanted], Staged]
    """Parses the file, if it is what was asked for. SourceError refuses it."""
    pack: Callable[[Path, Path], None] | None = None
    """Packs a local folder of the source's files into one archive; None where it has no such."""
    api: FileApi | None = None
    """How its files are asked for where an API hands them out."""

    def address(
        self,
        url: str | None,
        wanted: Wanted,
        *,
        daily: str | None = None,
        changes: str | None = None,
    ) -> str:
        """The address to ask for the file of a session, or for that of a day of the week.

        `url` is another address of the file. Where files are named by days, one that does not end
        in `.zip` is another site with the same names.

        Raises:
            UsageError: it depends on a session that was not said, or is none of a web site.
        """
        pattern = self.pattern(url, daily=daily, changes=changes)
        if "{year" in pattern and wanted.session is None:
            raise UsageError(
                "which session to fetch was not said",
                where="--session",
                what_to_do="add --session 2007-08, or name a local archive with --file",
            )
        address = pattern
        if wanted.session and wanted.jurisdiction:
            legislature = reference.jurisdiction_of(wanted.jurisdiction)
            address = address_of(pattern, legislature.session(wanted.session))
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UsageError(
                f"{address!r} is not the address of a web site",
                where="--url",
                what_to_do="name an address that begins with https://, or use --file",
            )
        return address

    def pattern(
        self, url: str | None, *, daily: str | None = None, changes: str | None = None
    ) -> str:
        """The same, with the place of the session in it."""
        declared, days = self.declaration, self.declaration.day_files
        if days is None or (url and url.lower().endswith(".zip")):
            return url or declared.address
        name = declared.file
        if daily or changes:
            name = days.whole.format(day=daily) if daily else days.changes.format(day=changes)
        return f"{(url or declared.site).rstrip('/')}/{name}"


def address_of(pattern: str, session: LegislativeSession) -> str:
    """The address of one session's file: `{year}` is its first year, `{years}` are all of them with
    two digits each, as in `07-08`.
    """
    years = [str(year) for year in session.years]
    all_of_them = "-".join(year[2:] for year in years)
    return pattern.replace("{years}", all_of_them).replace("{year}", years[0])


def name_of(url: str) -> str:
    """The file name in an address; nothing that could lead out of a folder."""
    return PurePosixPath(urlsplit(url).path).name or "archive.zip"


@dataclass(frozen=True)
class Asked:
    """What is asked of a source: measures of a session, its days, or, where neither is named, every
    measure that the source lists.
    """

    session: LegislativeSession
    bills: tuple[Measure, ...] = ()
    days: tuple[date, date] | None = None
    """The first and the last one."""
    since: date | None = None
    """Of the measures, only those that moved on that day or later."""

    def holds(self, day: date) -> bool:
        """Whether what happened on that day is asked for."""
        return self.days is None or self.days[0] <= day <= self.days[1]


@dataclass(frozen=True)
class Page:
    """One page: what kind it is, the measure that it is of, if one, and its address without the
    site.
    """

    kind: str
    bill: Measure | None
    path: str
    title: str = field(default="", compare=False)
    site: str = field(default="", compare=False)
    """Where it is; empty for the one site of its source."""

    @property
    def measure(self) -> Measure:
        """The measure of a page that is of one."""
        assert self.bill is not None, f"{self.path} is the page of no measure"
        return self.bill

    @property
    def name(self) -> str:
        """What it is called within a crawl."""
        return self.title or str(self.kind)

    def address(self, site: str) -> str:
        """Its address on that site."""
        return f"{site.rstrip('/')}{self.path}"


@dataclass(frozen=True)
class Notes:
    """Further counts for the report, and sentences that a reader of the source should know."""

    items: Mapping[str, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


class PageSource(ABC):
    """A source of pages; pure but for the reviewed data that it may consult."""

    declaration: SourceDeclaration
    other_sites: tuple[str, ...] = ()
    """Where some of its pages are instead of its site."""
    words: Mapping[str, Option]
    """Every word under which names stand on a roll call, and what it means."""

    @abstractmethod
    def first_pages(self, asked: Asked) -> list[Page]:
        """The pages to ask for before anything is known."""

    @abstractmethod
    def page_at(self, address: str) -> Page | None:
        """The page that this is the address of, on whatever site; None for any other address."""

    @abstractmethod
    def parse(self, page: Page, answer: Archived) -> Printed:
        """What the page says. Raises PageRefused where it is not what it should be."""

    def links(self, page: Page, answer: Archived, asked: Asked) -> list[Page]:
        """The pages that this page names and that what was asked needs too, in their order."""
        del page, answer, asked
        return []

    def bears_rolls(self, page: Page) -> bool:
        """Whether the roll calls of a measure are known once this page of it was parsed."""
        del page
        return True

    def stands_apart(self, page: Page) -> bool:
        """Whether what the other pages say stands without this one, but for what it is of."""
        return page.bill is not None

    def notes(self, parsed: Sequence[tuple[Page, Printed]]) -> Notes:
        """What is to be said of all the pages together."""
        del parsed
        return Notes()

    def address(self, page: Page, url: str | None) -> str:
        """Where a page is asked for: on the site of `url`, or on its own."""
        return page.address(url or page.site or self.declaration.site)


Source = FileSource | PageSource
