"""Whether what was read has less than the record holds of the same source.

The record itself is asked, since a file that is loaded from this computer leaves no crawl to be
compared with, and a kept one may be gone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pyarrow as pa
import sqlalchemy as sa

from tracker.crawls.folder import StagedBills
from tracker.crawls.manifest import Manifest, Monitor
from tracker.intake.monitors import LEAST_KEPT
from tracker.record import tables
from tracker.rules.reference import jurisdiction_of
from tracker.store import Store

FEWEST = 4
"""Rows of one measure, below which no share is taken."""
LEAST_OF_ONE = 0.5
"""Of one measure: a line or two may be taken back, half of them are not."""


def record_kept(store: Store, manifest: Manifest, facts: StagedBills | None) -> Monitor:
    """The finding on measures' actions, versions and authors, per table and per measure."""
    said: list[str] = []
    if facts and not manifest.changes_only and not store.is_absent:
        with store.reading() as connection:
            for table, read in (
                (tables.bill_actions, facts.actions),
                (tables.bill_versions, facts.versions),
                (tables.bill_sponsorships, facts.authors),
            ):
                said += thinned(table, _held(connection, table, manifest), read)
    more = f" (and {len(said) - 1} more)" if len(said) > 1 else ""
    fine = "the record keeps what it has from this source"
    return Monitor(name="record_kept", ok=not said, detail=f"{said[0]}{more}" if said else fine)


def _held(connection: sa.Connection, table: sa.Table, manifest: Manifest) -> Counter[str]:
    """Rows of each measure that was read, as the same source gave them before."""
    of_source = table.c.source_id.startswith(f"{manifest.crawl}-", autoescape=True)
    query = sa.select(table.c.bill_id, sa.func.count()).where(of_source).group_by(table.c.bill_id)
    held = Counter({bill_id: int(count) for bill_id, count in connection.execute(query)})
    if manifest.bills is None:
        return held
    jurisdiction = jurisdiction_of(manifest.jurisdiction)
    read = (jurisdiction.measure(text, manifest.session) for text in manifest.bills)
    asked = {bill.bill_id for bill in read if bill}
    return Counter({bill_id: count for bill_id, count in held.items() if bill_id in asked})


def thinned(table: sa.Table, held: Counter[str], read: pa.Table) -> Iterator[str]:
    """What the table would lose as a whole, and measure by measure, if `read` came in its place."""
    what = table.name.removeprefix("bill_")
    now = Counter(read.column("bill_id").to_pylist())
    kept = sum(min(count, now[bill_id]) for bill_id, count in held.items())
    if kept < held.total() * LEAST_KEPT:
        yield f"the record has {held.total():,} {what} from this source, and {kept:,} are left"
    for bill_id, count in sorted(held.items()):
        if count >= FEWEST and now[bill_id] < count * LEAST_OF_ONE:
            yield f"{bill_id} has {count} {what} on record, and {now[bill_id]} here"
