"""What every source of people with dated seats stages, and what none of them can be asked."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from scrapers.kit.source import Staged, Wanted
from scrapers.kit.staging import FetchedFile, provenance
from tracker.crawls.manifest import Manifest
from tracker.crawls.shapes import OTHER_NUMBERS, ROLL_CALLS, SEATS, VOTES
from tracker.crawls.sources import SourceDeclaration
from tracker.errors import UsageError

Rows = Sequence[dict[str, object]]


def refuse_session(wanted: Wanted) -> None:
    """Raises UsageError where a session was named."""
    if wanted.session:
        raise UsageError(
            "people are read with the seats of all their sessions",
            where="--session",
            what_to_do="leave it out",
        )


def people_staged(
    declaration: SourceDeclaration,
    jurisdiction: str,
    file: FetchedFile,
    seats: Rows,
    numbers: Rows,
    *,
    people: int,
    warnings: Sequence[str],
    numbered_by: str | None = None,
) -> Staged:
    """The manifest and the tables: a row per seat, and one per further number of a person."""
    manifest = Manifest(
        **provenance(declaration, jurisdiction),
        session="",
        files=[file],
        counts={"people": people, "seats": len(seats)},
        absent=dict(declaration.absent),
        repair=None,
        warnings=list(warnings),
        numbered_by=numbered_by,
    )
    tables = {
        "seats": pa.Table.from_pylist(seats, SEATS),
        "numbers": pa.Table.from_pylist(numbers, OTHER_NUMBERS),
        "roll_calls": ROLL_CALLS.empty_table(),
        "votes": VOTES.empty_table(),
    }
    return Staged(manifest, tables)
