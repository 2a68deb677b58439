"""`python -m scripts.bench_pages`: speed of parsing votes pages; cost of an unchanged source.

The pages are those of the stand-in, drawn from the sample record. One process parses, so the figure
is per core. The unchanged source is read by the whole command, as a person runs it.
"""

from __future__ import annotations

import hashlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from scrapers.ca_archive.source import SOURCE as ARCHIVE
from scrapers.ca_leginfo.source import SOURCE as LEGINFO
from scrapers.kit.source import PageSource
from scrapers.kit.warc import Archived
from tests.sites.archive import archive_answers
from tests.sites.leginfo import OLDER_LAYOUT, leginfo_answers
from tests.sites.site import Answer, serving

REPOSITORY = Path(__file__).resolve().parent.parent
REPEATS = 5
SECONDS = 2.0
"""For so long pages are parsed over and over in each run."""
PAGES = 4
"""Of the one measure asked for: its status, history, votes and texts."""
ASKED = ("--session", "2007-08", "--bill", "SB 375", "--delay", "0")


def main() -> None:
    """Prints what it measured."""
    found = leginfo_answers()
    older = f"/{OLDER_LAYOUT}/faces/billVotes"
    layouts = {
        "ca_leginfo, today's layout": (LEGINFO, _pages(found, "/faces/billVotes")),
        "ca_leginfo, layout of 2011": (LEGINFO, _pages(found, older)),
        "ca_archive, text pages": (ARCHIVE, _pages(archive_answers(), "/pub/", "_vote_")),
    }
    for name, (source, pages) in layouts.items():
        speeds = [_pages_a_second(source, pages) for _ in range(REPEATS)]
        print(f"{name}: {_spread(speeds)} votes pages a second, {len(pages)} pages")
    _unchanged_source()


def _pages(answers: Mapping[str, Sequence[Answer]], begins: str, holds: str = "") -> list[Archived]:
    return [
        Archived(f"http://localhost{path}", 200, page[0].headers["Content-Type"], page[0].body)
        for path, page in answers.items()
        if path.startswith(begins) and holds in path
    ]


def _pages_a_second(source: PageSource, pages: list[Archived]) -> float:
    """Whole reading of a page, as a crawl does it: from bytes to checked roll calls. Seconds are
    those of a core, whatever else runs on it.
    """
    parsed, began = 0, time.process_time()
    while time.process_time() - began < SECONDS:
        for answer in pages:
            page = source.page_at(answer.url)
            assert page is not None
            source.parse(page, answer)
        parsed += len(pages)
    return parsed / (time.process_time() - began)


def _unchanged_source() -> None:
    """A second crawl of a site that says that nothing changed."""
    tagged = {
        path: [_tagged(answer) for answer in page]
        for path, page in leginfo_answers().items()
        if path.startswith("/faces/")
    }
    with serving(tagged) as site, tempfile.TemporaryDirectory(prefix="answerable-bench-") as home:
        _crawl(Path(home), site.address)
        before = _state(Path(home))
        site.requests.clear()
        began = time.perf_counter()
        _crawl(Path(home), site.address)
        seconds = time.perf_counter() - began
        asked = [one for one in site.requests if one.path != "/robots.txt"]
        conditional = sum("If-None-Match" in one.headers for one in asked)
        unwritten = _state(Path(home)) == before
    print(
        f"unchanged source of {PAGES} pages: {len(asked)} requests, {conditional} of them "
        f"conditional, store and crawls {'untouched' if unwritten else 'WRITTEN'}, "
        f"{seconds:.1f} s in all"
    )


def _tagged(answer: Answer) -> Answer:
    tag = hashlib.sha256(answer.body).hexdigest()[:16]
    return replace(answer, headers={**answer.headers, "ETag": f'"{tag}"'})


def _crawl(home: Path, address: str) -> None:
    command = [sys.executable, "-m", "tracker.cli", "crawl", "ca_leginfo", *ASKED]
    ended = subprocess.run(
        [*command, "--url", address, "--format", "json"],
        cwd=REPOSITORY,
        env=os.environ | {"ANSWERABLE_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        sys.exit(f"the benchmark could not crawl: {ended.stderr}")
    assert json.loads(ended.stdout)["pages"] in (0, PAGES)


def _state(home: Path) -> dict[str, int]:
    """Every file of the store and of the crawls, and when it was last written."""
    kept = [home / "answerable.duckdb", *(home / "crawls").glob("*/*Z/*")]
    return {str(path): path.stat().st_mtime_ns for path in kept}


def _spread(values: list[float]) -> str:
    return f"{statistics.median(values):,.0f} ({min(values):,.0f} to {max(values):,.0f})"


if __name__ == "__main__":
    main()
