"""What a crawl folder says of itself: what was read, when, and whether it may be loaded."""

from __future__ import annotations

import datetime
import hashlib
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from tracker.errors import UsageError

FORMAT = 1
"""The layout of crawl folders that the loader reads and the spiders write."""


SUM_LENGTH = 12
"""Characters of a file's sum at the end of its id."""
REPORT = "report.json"
SUMS = "manifest.sha256"
"""The sums of all other files of a crawl folder, as `sha256sum --check` reads them."""

JUDGED = ("fields_filled", "nothing_lost", "record_kept", "names_resolved", "rolls_add_up")
"""The monitors that look at what passed the gate; a spider's own are known before."""


class Written(BaseModel):
    """What a crawl folder holds as JSON; how it is checked is worked out at its first use."""

    model_config = ConfigDict(defer_build=True)


class StagedFile(Written):
    """One file or page that was read."""

    url: str
    name: str
    """Of a page: `votes`, `history` or `status`."""
    sha256: str
    bytes: int
    bill_id: str | None = None
    """The one measure that a page is about; None for a file of many."""


class Monitor(Written):
    """A check of a whole crawl, and what it found."""

    name: str
    ok: bool
    detail: str


class Problem(Written):
    """A page that was refused or could not be read, and why."""

    url: str
    reason: str


class DeclaredSession(Written):
    """A session as the source itself declares it, where no reviewed file lists it."""

    name: str
    """As a reader would say it: `2023-2024 102nd Legislature`."""
    start: date
    end: date
    """Its years, both in full, and any day of a roll call outside them."""


class CrawlReport(Written):
    """`report.json`: what a crawl asked for, what came of it, and whether it may be loaded."""

    source: str
    requests: int
    """Requests that were answered, robots.txt, redirects and repetitions among them."""
    pages: int
    """Pages that were read and accepted, those of measures that are held back aside."""
    bytes: int
    refused: list[Problem]
    """Pages that came and are not what they should be."""
    held_back: list[str] = []
    """Of such pages: the measures, as printed, of which nothing is staged; and `the measures of` an
    event, if the page is its agenda, which are left as the record has them."""
    unreadable: list[Problem]
    """Pages that did not come."""
    items: dict[str, int]
    unclassified_actions: int | None = None
    """Actions whose text no reviewed rule fits: counted when the crawl is judged; None until then,
    and where it holds no actions."""
    unclassified: dict[str, int] = {}
    """Each of those texts and how often it stands there, the most frequent first."""
    monitors: list[Monitor]
    """The spider's own; in the file, once it was judged, all."""
    accepted: bool = False
    """A person said that what is missing is missing for good, so that it may be loaded."""
    warnings: list[str] = []
    """What a reader should know of how it came about."""
    seconds: float


class Manifest(Written):
    """`crawl.json`: what was read, when, and how it must be understood."""

    format: int
    source: str
    jurisdiction: str
    session: str
    """Within the jurisdiction, as in `20072008`; empty of what is of no one session."""
    read_at: str
    files: list[StagedFile]
    counts: dict[str, int]
    tables: dict[str, int] = {}
    """Rows per table of the source, where it has tables; one that is absent is not named."""
    absent: dict[str, str] = {}
    """Kinds of facts (`roll_calls`, `actions`, `events`) that the source does not hold, and why:
    nothing is known of them, which is not zero."""
    repair: str | None
    warnings: list[str]
    licence: str
    attribution: str
    bills: list[str] | None = None
    """The measures whose roll calls were read, as printed; None for all of the session."""
    asked: list[str] | None = None
    """The measures that were asked for, as printed."""
    days: tuple[date, date] | None = None
    """The first and the last day that were asked for, where a source is asked by day."""
    changes_only: bool = False
    """Whether the files hold only what changed, or a part of the session as a year or a month of
    it, so that what they leave out still holds."""
    rolls_are_numbered: bool = False
    """Whether a roll's `source_ref` stays the same in every file of the source."""
    numbered_by: str | None = None
    """Whose numbers its people and roll calls bear, as the scheme of their identifiers; None where
    the source numbers none."""
    declared_session: DeclaredSession | None = None
    titles_cut_at: int | None = None
    """The number of characters after which the source cuts titles; None where it cuts none."""
    since: datetime.date | None = None
    """The day since which something must have happened to a measure for all of it to be read."""
    program: str | None = None
    """The sum of the program that read it, as `tracker.crawls.sums.program` makes it."""

    whole: str | None = None
    """The sum of what was read as one thing with several files in it: a folder."""

    @property
    def content(self) -> str:
        """The sum of all that was read: of one thing its own, of several that of their sums."""
        if self.whole or len(self.files) == 1:
            return self.whole or self.files[0].sha256
        return hashlib.sha256("".join(file.sha256 for file in self.files).encode()).hexdigest()

    @property
    def crawl(self) -> str:
        """The source and session, with which the ids of everything it read begin."""
        return f"{self.source}-{self.session_id}"

    @property
    def session_id(self) -> str:
        """The session as the record calls it, as in `ca-20072008`; the jurisdiction alone of what
        is of no one session.
        """
        return f"{self.jurisdiction}-{self.session}" if self.session else self.jurisdiction


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a crawl.

    Raises:
        UsageError: there is no crawl in that folder.
    """
    try:
        return Manifest.model_validate_json((folder / "crawl.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(
            "this is not a crawl folder",
            where=str(folder),
            what_to_do="name a folder that `answerable crawl` left",
        ) from error


def lists_seats(folder: Path) -> bool:
    """Whether the crawl's source tells of people and their seats, and of no one session."""
    return (folder / "seats.parquet").exists()


def read_report(folder: Path) -> CrawlReport | None:
    """The report of a crawl, with the monitors of its spider alone, also where it was judged since;
    None where the source leaves none.
    """
    path = folder / REPORT
    if not path.exists():
        return None
    report = CrawlReport.model_validate_json(path.read_text("utf-8"))
    own = [monitor for monitor in report.monitors if monitor.name not in JUDGED]
    return report.model_copy(update={"monitors": own})


def source_id_of(manifest: Manifest, file: StagedFile) -> str:
    """The id under which what was read is recorded; other bytes get another id."""
    return f"{manifest.crawl}-{file.sha256[:SUM_LENGTH]}"
