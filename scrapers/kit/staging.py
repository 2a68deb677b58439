"""Writes crawl folders: whole or not at all, under the name asked for only when complete.

A file comes, and is staged, in a folder beside it. What a crawl leaves of that which is ended by
force, the next one sweeps away. Nobody else may be working there: the program crawls a source once
at a time, but a spider that a person begins without it may run beside. So each holds a lock of the
kernel's on its own folder: that is let go when the process ends, however it ends, and only then is
the folder left over.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from scrapers.kit.zips import files_of
from tracker.crawls.manifest import FORMAT, REPORT, SUMS, Manifest, StagedFile, read_report
from tracker.crawls.sources import SourceDeclaration
from tracker.crawls.sums import content_of, program, sha256_of
from tracker.errors import AnswerableError, UsageError

if TYPE_CHECKING:
    from scrapers.kit.source import Origin

ARCHIVE = "archive.warc.gz"
"""The archive of responses in a crawl folder."""
KEPT = "source.zip"
"""The file of a source as it came: a name of ours, whatever the site calls it."""

_PREFIX = ".fetched-"
_NOT_LOCKED = ".fetching-"
"""For the instant until it is locked; such a one is not swept."""
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class FetchedFile(StagedFile):
    """A file with what its site said to ask with next time; both None for a local file."""

    etag: str | None = None
    last_modified: str | None = None


class CrawlFolderError(AnswerableError):
    """The crawl folder cannot be written; nothing of it was left."""


def write_crawl_folder(
    folder: Path,
    manifest: Manifest,
    tables: Mapping[str, pa.Table],
    *,
    extra: Mapping[str, bytes] | None = None,
    moved: Sequence[Path] = (),
    within: Path | None = None,
) -> None:
    """Write `crawl.json`, one Parquet file per table and `extra` files into a new `folder`, move
    the files `moved` into it, and list the SHA-256 sums of them all in `manifest.sha256`.

    The files are written under another name beside it, or `within` a folder of the same disk,
    synced to disk, then renamed.

    Raises:
        UsageError: `folder` exists and is not empty.
        CrawlFolderError: it cannot be written, for example because the disk is full.
    """
    refuse_occupied(folder)
    files = {
        **{f"{name}.parquet": parquet(table) for name, table in tables.items()},
        **(extra or {}),
        "crawl.json": manifest.model_dump_json(indent=1, serialize_as_any=True).encode() + b"\n",
    }
    name = f".{folder.name}.{secrets.token_hex(4)}.unfinished"
    unfinished = (within or folder.parent) / name
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _write_all(unfinished, files, moved)
        unfinished.rename(folder)
        _sync_folder(folder.parent)
    except OSError as error:
        raise cannot_write(folder, error) from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def provenance(declared: SourceDeclaration, jurisdiction: str) -> dict[str, Any]:
    """What every manifest says of its source, whose legislature was read, of this moment and of
    this program.
    """
    return {
        "format": FORMAT,
        "source": declared.id,
        "jurisdiction": jurisdiction,
        "read_at": now(),
        "titles_cut_at": declared.titles_cut_at,
        "licence": declared.licence,
        "attribution": declared.attribution,
        "program": program(),
    }


def fetched_file(path: Path, origin: Origin, url: str) -> FetchedFile:
    """The file of a source, or the folder of its files, as a manifest tells of it. `url` says where
    it is to be had, which an origin on this machine does not know.
    """
    return FetchedFile(
        url=url,
        name=origin.name,
        sha256=content_of(path),
        bytes=sum(one.stat().st_size for one in files_of(path)),
        etag=origin.etag,
        last_modified=origin.last_modified,
    )


def noted_sums(folder: Path) -> dict[str, str]:
    """The sum of every file of a crawl folder, by its name, as the crawl noted them; none where
    the list of them is gone.
    """
    try:
        lines = (folder / SUMS).read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return {}
    return {name: noted for noted, _, name in (line.partition("  ") for line in lines)}


def sound_crawls(crawls: Path) -> Iterator[tuple[Path, Manifest]]:
    """Every crawl that its own monitors found sound, the newest first: folders are named by their
    moment. One whose name begins with a dot was not finished.
    """
    folders = crawls.iterdir() if crawls.is_dir() else []
    for folder in sorted((one for one in folders if one.name[0] != "."), reverse=True):
        manifest = sound_crawl(folder)
        if manifest is not None:
            yield folder, manifest


def damaged_crawls(crawls: Path) -> tuple[str, ...]:
    """One sentence per kept crawl that can no longer be read; it is left aside and stays there."""
    said = []
    for folder in sorted(crawls.glob("*Z")) if crawls.is_dir() else []:
        for name, read in (("crawl.json", _read_manifest), (REPORT, read_report)):
            try:
                read(folder)
            except (OSError, ValueError):
                said.append(f"the kept crawl {folder.name} is damaged and was left aside: {name}")
                break
    return tuple(said)


def _read_manifest(folder: Path) -> Manifest:
    return Manifest.model_validate_json((folder / "crawl.json").read_text("utf-8"))


def sound_crawl(folder: Path) -> Manifest | None:
    """The manifest of a crawl that its own monitors, if it has a report, found sound."""
    try:
        manifest, report = _read_manifest(folder), read_report(folder)
    except (OSError, ValueError):
        return None
    return manifest if not report or all(one.ok for one in report.monitors) else None


def file_of_earlier_crawl(folder: Path) -> FetchedFile:
    """The file that an earlier crawl read, with what its site said of it.

    Raises:
        UsageError: `folder` is not a crawl folder.
    """
    try:
        written = json.loads((folder / "crawl.json").read_text("utf-8"))
        return FetchedFile.model_validate(written["files"][0])
    except (OSError, ValueError, KeyError, IndexError, TypeError) as error:
        raise UsageError(
            "this is not the folder of an earlier crawl",
            where=str(folder),
            what_to_do="name a folder that an earlier crawl left, or leave --earlier out",
        ) from error


def refuse_occupied(folder: Path) -> None:
    """Raise `UsageError` where `folder` already holds something: a crawl is never overwritten."""
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        raise UsageError(
            "a crawl is kept as it was read and never written over another",
            where=str(folder),
            what_to_do="name a folder that does not exist yet",
        )


def now() -> str:
    """The present moment in UTC, to the second: `2026-01-31T12:00:00Z`."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def parquet(table: pa.Table) -> bytes:
    """The table as Parquet in memory, so that a full disk is met in one place only."""
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd", use_dictionary=True)
    written: bytes = sink.getvalue().to_pybytes()
    return written


def _write_all(folder: Path, files: Mapping[str, bytes], moved: Sequence[Path]) -> None:
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    for path in moved:
        shutil.move(path, folder / path.name)
    sums = [f"{sha256_of(path)}  {path.name}\n" for path in sorted(folder.iterdir())]
    (folder / SUMS).write_text("".join(sums), "utf-8")
    for path in folder.iterdir():
        with path.open("rb") as file:
            os.fsync(file.fileno())
    _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def cannot_write(folder: Path, error: OSError) -> CrawlFolderError:
    """The error that says why nothing could be written there."""
    if error.errno in _FULL:
        return CrawlFolderError(
            "there is no room left to write the crawl folder; nothing of it was kept",
            where=str(folder),
            what_to_do="free some space and crawl again",
        )
    return CrawlFolderError(
        f"the crawl folder cannot be written: {error.strerror or error}",
        where=str(folder),
        what_to_do="name a folder in a place you may write to",
    )


@contextmanager
def space_beside(out: Path) -> Iterator[Path]:
    """A folder beside the one asked for, so that what came is moved and not copied.

    Raises:
        CrawlFolderError: there can be none.
    """
    with ExitStack() as held:
        try:
            out.parent.mkdir(parents=True, exist_ok=True)
            made = Path(tempfile.mkdtemp(prefix=_NOT_LOCKED, dir=out.parent))
            held.enter_context(_lock(made))
            space = made.rename(made.with_name(_PREFIX + made.name.removeprefix(_NOT_LOCKED)))
        except OSError as error:
            raise cannot_write(out, error) from error
        try:
            yield space
        finally:
            shutil.rmtree(space, ignore_errors=True)


def sweep(crawls: Path) -> None:
    """Removes such folders from among the crawls of a source, of processes that have ended."""
    for folder in crawls.glob(f"{_PREFIX}*"):
        with suppress(OSError), _lock(folder) as is_left_over:
            if is_left_over:
                shutil.rmtree(folder)


@contextmanager
def _lock(folder: Path) -> Iterator[bool]:
    """Whether nobody else holds it. On a disk without locks that is not known, and so not true."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        yield _is_taken(descriptor)
    finally:
        os.close(descriptor)


def _is_taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
