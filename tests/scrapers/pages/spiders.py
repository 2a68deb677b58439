"""The spiders of pages, and what the stand-in has for each."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

from tests.cli.program import REPOSITORY, Ended, Program
from tests.ready_python import ready_python
from tests.sites.archive import archive_answers
from tests.sites.hearings import OF_AGENDA, first_agenda, hearings_answers
from tests.sites.leginfo import leginfo_answers
from tests.sites.site import Answer

BILL = ("--session", "2007-08", "--bill", "SB 375")


@dataclass(frozen=True)
class Spider:
    """One spider of pages, and what its stand-in has of SB 375."""

    source: str
    answers: Callable[[], dict[str, Sequence[Answer]]]
    asked: tuple[str, ...]
    """What it is asked for."""
    items: tuple[str, int]
    """A kind of item, and how many of it there are."""
    in_trouble: str
    """The page that misbehaves."""
    pages: tuple[str, ...]
    """How the addresses of the pages asked for end, up to the first that misbehaves."""
    folder: str = ""
    """Before the folders in which it does."""

    @property
    def name(self) -> str:
        """The source, and what of it is in trouble if there is more than one such page."""
        return f"{self.source}, {self.folder.strip('/')}" if self.folder else self.source


SPIDERS = (
    Spider(
        "ca_leginfo",
        leginfo_answers,
        BILL,
        ("roll_calls", 11),
        "/faces/billVotesClient.xhtml?bill_id=200720080SB375",
        tuple(
            f"bill{page}Client.xhtml?bill_id=200720080SB375"
            for page in ("Status", "History", "Votes")
        ),
    ),
    Spider(
        "ca_archive",
        archive_answers,
        BILL,
        ("roll_calls", 11),
        "/pub/07-08/bill/sen/sb_0351-0400/sb_375_vote_20080830_000010_sen_floor.html",
        (
            "postquery?bill_number=sb_375&sess=0708",
            "sb_375_bill_20080930_history.html",
            "sb_375_vote_20070423_000000_sen_comm.html",
            "sb_375_vote_20070529_000001_sen_comm.html",
        ),
    ),
    Spider(
        "ca_hearings",
        hearings_answers,
        ("--session", "2007-08"),
        ("events", 11),
        "/schedules-publications/daily-file",
        (
            "daily-file",
            "calendar?startDate=2006-12-04&endDate=2008-11-30&floorMeetings=1&committeeHearings=1",
            "18008",
        ),
    ),
)
IN_ITS_AGENDA = replace(SPIDERS[-1], in_trouble=first_agenda(), folder=OF_AGENDA)
OF_BILLS = [spider for spider in SPIDERS if spider.asked == BILL]


def crawl(spider: Spider, home: Path, address: str) -> Ended:
    """The command as a person runs it, with a home of its own, before a site there."""
    quick = ("--url", address, "--delay", "0", "--timeout", "2", "--format", "json")
    return Program(home).run("crawl", spider.source, *spider.asked, *quick)


def run_scrapers(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """The spider alone, without the program."""
    return subprocess.run(
        [ready_python(), "-m", "scrapers", *map(str, arguments)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )


def bodies_in(archive: Path) -> list[tuple[str, bytes]]:
    """The address and the body of every answer in an archive."""
    with archive.open("rb") as file:
        return [
            (record.rec_headers.get_header("WARC-Target-URI"), record.content_stream().read())
            for record in ArchiveIterator(file)
            if record.rec_type == "response"
        ]
