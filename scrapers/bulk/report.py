"""What a crawl of one file leaves to be read of itself: its report, and a manifest of nothing."""

from __future__ import annotations

import time
from collections.abc import Sequence

from scrapers.bulk.source import JURISDICTION, BulkSource
from scrapers.staging import now
from tracker.crawls.manifest import (
    FORMAT,
    REPORT,
    CrawlReport,
    Manifest,
    Monitor,
    Problem,
    StagedFile,
)
from tracker.crawls.sums import program


def report_of(
    source: str,
    requests: int,
    size: int,
    items: dict[str, int],
    started: float,
    *,
    refused: Sequence[Problem] = (),
    unreadable: Sequence[Problem] = (),
    warnings: Sequence[str] = (),
) -> dict[str, bytes]:
    """`report.json` of a crawl that began at `started` on the clock of `time.perf_counter`."""
    report = CrawlReport(
        source=source,
        requests=requests,
        pages=0 if refused or unreadable else 1,
        bytes=size,
        refused=list(refused),
        unreadable=list(unreadable),
        items=items,
        monitors=[
            _monitor("file_came", unreadable, "the file came"),
            _monitor("file_accepted", refused, "the file is what it should be"),
        ],
        warnings=list(warnings),
        seconds=round(time.perf_counter() - started, 3),
    )
    return {REPORT: report.model_dump_json(indent=1).encode() + b"\n"}


def manifest_of_nothing(
    source: BulkSource, session: str | None, files: list[StagedFile]
) -> Manifest:
    """Of a crawl in which nothing was staged, with the files that came."""
    return Manifest(
        format=FORMAT,
        source=source.name,
        jurisdiction=JURISDICTION,
        session=session or "",
        read_at=now(),
        files=files,
        counts={},
        repair=None,
        warnings=[],
        licence=source.licence,
        attribution=source.attribution,
        program=program(),
    )


def _monitor(name: str, problems: Sequence[Problem], sound: str) -> Monitor:
    return Monitor(name=name, ok=not problems, detail=problems[0].reason if problems else sound)
