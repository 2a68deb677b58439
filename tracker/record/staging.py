"""What a source leaves for the loader: rolls and votes as they were read, and where they came from.

A crawl folder holds `crawl.json`, `roll_calls.parquet` and `votes.parquet`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import BaseModel, Field, ValidationError

from tracker.errors import SourceError

FORMAT = 1
"""The layout of crawl folders that this module reads."""

ROLL_CALLS = pa.schema(
    [
        ("row", pa.int32()),
        ("source_ref", pa.string()),
        ("bill_id", pa.string()),
        ("bill_printed", pa.string()),
        ("author", pa.string()),
        ("topic", pa.string()),
        ("date", pa.date32()),
        ("location", pa.string()),
        ("motion", pa.string()),
        ("yes", pa.int32()),
        ("no", pa.int32()),
        ("result", pa.string()),
        ("known_missing", pa.bool_()),
        ("note", pa.string()),
    ]
)
"""One row per roll call as the source prints it; `row` is its line, counted from 1."""

VOTES = pa.schema(
    [
        ("row", pa.int32()),
        ("voter", pa.string()),
        ("word", pa.string()),
        ("option", pa.string()),
    ]
)
"""One row per printed name on a roll call; `word` is the source's own code or word."""


class StagedFile(BaseModel):
    """One file or page that was read."""

    url: str
    name: str
    sha256: str
    bytes: int


class Manifest(BaseModel):
    """`crawl.json`: what was read, when, and how it must be understood."""

    format: int
    source: str
    jurisdiction: str
    session: str
    read_at: str
    files: list[StagedFile] = Field(min_length=1)
    counts: dict[str, int]
    repair: str | None
    warnings: list[str]
    licence: str
    attribution: str


@dataclass(frozen=True)
class StagedRolls:
    """The roll calls of one crawl, ready for the gate."""

    source: str
    jurisdiction: str
    session: str
    roll_calls: pa.Table
    """Schema `ROLL_CALLS`, and `source_id`."""
    votes: pa.Table
    """Schema `VOTES`."""
    repair: str | None
    """`noes_include_not_voting` where the source may code non-votes as Noes."""
    warnings: tuple[str, ...] = ()


def read_crawl(folder: Path) -> tuple[Manifest, StagedRolls]:
    """The staged content of a crawl folder.

    Raises:
        SourceError: the folder is not whole, its format is not known, or a roll has no date.
    """
    try:
        manifest = Manifest.model_validate_json((folder / "crawl.json").read_text("utf-8"))
        rolls = _columns(pq.read_table(folder / "roll_calls.parquet"), ROLL_CALLS)
        votes = _columns(pq.read_table(folder / "votes.parquet"), VOTES)
    except (OSError, ValidationError, pa.ArrowException, KeyError) as error:
        raise SourceError(
            f"this is not a whole crawl folder: {str(error).splitlines()[0]}",
            where=str(folder),
            what_to_do="crawl the source again; a crawl that ended early leaves no folder",
        ) from error
    _refuse_unknown_format(manifest, folder)
    _refuse_undated(rolls, folder)
    source_id = pa.array([source_id_of(manifest)] * len(rolls), pa.string())
    rolls = rolls.append_column("source_id", source_id)
    staged = StagedRolls(
        manifest.source,
        manifest.jurisdiction,
        manifest.session,
        rolls,
        votes,
        manifest.repair,
        tuple(manifest.warnings),
    )
    return manifest, staged


def source_id_of(manifest: Manifest) -> str:
    """The id under which what was read is recorded; other bytes get another id."""
    return f"{manifest.source}-{manifest.session}-{manifest.files[0].sha256[:12]}"


def _columns(table: pa.Table, schema: pa.Schema) -> pa.Table:
    return table.select(schema.names).cast(schema)


def _refuse_unknown_format(manifest: Manifest, folder: Path) -> None:
    if manifest.format != FORMAT:
        raise SourceError(
            f"this crawl folder has the format {manifest.format}; this program reads {FORMAT}",
            where=str(folder / "crawl.json"),
            what_to_do="crawl the source again with this version of the program",
        )


def _refuse_undated(rolls: pa.Table, folder: Path) -> None:
    """Without its day nobody can say who held a seat; only a roll known to be missing may."""
    if not rolls["date"].null_count:
        return
    columns = (rolls[name].to_pylist() for name in ("source_ref", "date", "known_missing"))
    for source_ref, day, known_missing in zip(*columns, strict=True):
        if day is None and not known_missing:
            raise SourceError(
                "a roll call has no date",
                where=f"{folder / 'roll_calls.parquet'}, {source_ref}",
                what_to_do="report this as a defect of the source's reader; nothing was loaded",
            )
