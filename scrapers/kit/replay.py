"""What a crawl kept, parsed again with no network, and compared with the items that it left."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from scrapers.kit.source import FileSource, Origin
from scrapers.kit.staging import ARCHIVE, KEPT, noted_sums, parquet
from scrapers.sources import source_of
from tracker.crawls.manifest import SUMS, Manifest, read_manifest
from tracker.crawls.sums import sha256_of
from tracker.errors import SourceError, UsageError


@dataclass(frozen=True)
class Replay:
    """What parsing again gave."""

    items: dict[str, int]
    difference: str | None
    """The first difference from the items of the crawl; None where all bytes are the same."""


def replay(folder: Path) -> Replay:
    """Parse what the crawl in `folder` kept again.

    Raises:
        UsageError: it is no crawl folder, or holds nothing that was kept.
        SourceError: what it kept cannot be parsed, or is not what the crawl wrote.
    """
    manifest = read_manifest(folder)
    source = source_of(manifest.source)
    if isinstance(source, FileSource):
        kept = _kept(folder / KEPT, manifest)
        origin = Origin(manifest.files[0].url, manifest.files[0].name)
        staged = source.parse(kept, origin, manifest.session or None)
        return Replay(staged.manifest.counts, _first_difference(folder, staged.tables))
    from scrapers.kit.parsed_pages import parse_archive
    from scrapers.kit.past_pages import asked_in

    pages = parse_archive(_kept(folder / ARCHIVE, manifest), source, asked_in(manifest))
    return Replay(pages.items, _first_difference(folder, pages.tables()))


def _kept(kept: Path, manifest: Manifest) -> Path:
    """What the crawl kept, as it wrote it."""
    if not kept.is_file():
        raise UsageError(
            f"this crawl of {manifest.source} kept nothing as it came",
            where=str(kept.parent),
            what_to_do=f"name a folder that `answerable crawl` left, with its {kept.name}",
        )
    _refuse_changed(kept)
    return kept


def _refuse_changed(kept: Path) -> None:
    """Raise where a file of a crawl folder is not the one of which the crawl noted the sum.

    Raises:
        SourceError: it was changed or cut off since. What is read from it would be laid at the
            door of the parsing.
    """
    sums = noted_sums(kept.parent)
    if kept.name in sums and sha256_of(kept) != sums[kept.name]:
        raise SourceError(
            f"{kept.name} is not what the crawl wrote: its sum is not the one in {SUMS}",
            where=str(kept),
            what_to_do="put a sound copy of that file in its place, or crawl again",
        )


def _first_difference(folder: Path, tables: Mapping[str, pa.Table]) -> str | None:
    """Where the tables first differ from those in the crawl folder; None where nowhere."""
    differences = (_difference(folder / f"{name}.parquet", t) for name, t in tables.items())
    return next((found for found in differences if found), None)


def _difference(path: Path, table: pa.Table) -> str | None:
    try:
        kept = path.read_bytes()
    except OSError:
        return f"{path.name} is not there"
    again = parquet(table)
    if hashlib.sha256(kept).digest() == hashlib.sha256(again).digest():
        return None
    try:
        # On this thread alone: the process ends soon after, and no other may still be reading then.
        before = pq.read_table(pa.BufferReader(kept), use_threads=False, pre_buffer=False)
    except pa.ArrowException:
        return f"{path.name} is damaged"
    rows, now = before.to_pylist(), table.to_pylist()
    for number, (was, is_now) in enumerate(zip(rows, now, strict=False), start=1):
        if was != is_now:
            return f"{path.name}, row {number}: {was} was kept, {is_now} is read"
    if len(rows) != len(now):
        return f"{path.name}: {len(rows)} rows were kept, {len(now)} are read"
    return f"{path.name} holds the same rows in other bytes"
