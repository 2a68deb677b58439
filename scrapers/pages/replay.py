"""Reads a crawl's archive again, with no network, and compares the items with those it left."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import ValidationError

from scrapers.pages.crawl import ARCHIVE, asked_in
from scrapers.pages.reading import read_responses
from scrapers.pages.source import PageSource
from scrapers.staging import parquet
from tracker.errors import UsageError
from tracker.record.staging import Manifest


@dataclass(frozen=True)
class Replay:
    """What a second reading of an archive gave."""

    items: dict[str, int]
    difference: str | None
    """The first difference from the items of the crawl; None where all bytes are the same."""


def replay(folder: Path, sources: Mapping[str, PageSource]) -> Replay:
    """Read the archive of the crawl in `folder` again; `sources` are all that keep one, by name.

    Raises:
        UsageError: the folder holds no crawl that keeps an archive of pages.
        SourceError: the archive cannot be read.
    """
    manifest = _manifest(folder, sources)
    reading = read_responses(folder / ARCHIVE, sources[manifest.source], asked_in(manifest))
    differences = (
        _difference(folder / f"{name}.parquet", table) for name, table in reading.tables().items()
    )
    return Replay(reading.items, next((found for found in differences if found), None))


def _manifest(folder: Path, sources: Mapping[str, PageSource]) -> Manifest:
    try:
        manifest = Manifest.model_validate_json((folder / "crawl.json").read_text("utf-8"))
    except (OSError, ValidationError) as error:
        raise _no_crawl(folder, "this is not a crawl folder", sources) from error
    if manifest.source not in sources or not (folder / ARCHIVE).is_file():
        raise _no_crawl(folder, f"a crawl of {manifest.source} keeps no archive of pages", sources)
    return manifest


def _no_crawl(folder: Path, what: str, sources: Mapping[str, PageSource]) -> UsageError:
    return UsageError(
        what,
        where=str(folder),
        what_to_do=f"name a folder that a crawl of {' or '.join(sources)} left, with its {ARCHIVE}",
    )


def _difference(path: Path, table: pa.Table) -> str | None:
    try:
        kept = path.read_bytes()
    except OSError:
        return f"{path.name} is not there"
    again = parquet(table)
    if hashlib.sha256(kept).digest() == hashlib.sha256(again).digest():
        return None
    try:
        rows, now = pq.read_table(pa.BufferReader(kept)).to_pylist(), table.to_pylist()
    except pa.ArrowException:
        return f"{path.name} is damaged"
    for number, (before, after) in enumerate(zip(rows, now, strict=False), start=1):
        if before != after:
            return f"{path.name}, row {number}: {before} was kept, {after} is read"
    if len(rows) != len(now):
        return f"{path.name}: {len(rows)} rows were kept, {len(now)} are read"
    return f"{path.name} holds the same rows in other bytes"
