"""What sources themselves call a session, a bill, a person or a roll call, beside our own ids.

One thing that several sources know by stable ids is one thing here: in one session and across them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

import pyarrow as pa
import sqlalchemy as sa

from tracker.crawls.folder import StagedBills, StagedRolls
from tracker.crawls.manifest import Manifest
from tracker.errors import SourceError
from tracker.intake.events import StagedEvents
from tracker.record import tables
from tracker.rules.jurisdictions import Jurisdiction
from tracker.rules.measures import Measure
from tracker.store.bulk import stage


class Identifier(NamedTuple):
    """What one source calls one entity."""

    entity_id: str
    scheme: str
    identifier: str


class BillIds:
    """The ids of the measures that a crawl names as its source does: by an official id, or as
    printed.
    """

    def __init__(self, jurisdiction: Jurisdiction, session: str) -> None:
        self._jurisdiction, self._session = jurisdiction, session
        self._known: dict[str, Measure | None] = {}

    def measure(self, named: str) -> Measure | None:
        """The measure of this session that the source means."""
        if named not in self._known:
            self._known[named] = self._jurisdiction.measure(named, self._session)
        return self._known[named]

    def of_manifest(self, manifest: Manifest) -> Manifest:
        """The manifest, with our ids of the measures that its pages are about."""
        files = [
            file.model_copy(update={"bill_id": self._one(file.bill_id)}) if file.bill_id else file
            for file in manifest.files
        ]
        return manifest.model_copy(update={"files": files})

    def of_rolls(self, rolls: StagedRolls) -> StagedRolls:
        """The roll calls; one whose measure cannot be read has none."""
        return replace(rolls, roll_calls=self._with_ids(rolls.roll_calls))

    def of_bills(self, facts: StagedBills) -> StagedBills:
        """What is told of measures besides roll calls.

        Raises:
            SourceError: the jurisdiction's file cannot read a measure.
        """
        tables_of = ("bills", "versions", "actions", "authors", "documents")
        told = {name: getattr(facts, name) for name in tables_of}
        for rows in told.values():
            for named in rows.column("bill_id").unique().to_pylist() if rows is not None else ():
                self._one(named)
        return replace(
            facts,
            **{name: None if rows is None else self._with_ids(rows) for name, rows in told.items()},
        )

    def of_events(self, events: StagedEvents) -> StagedEvents:
        """The events; a line of an agenda that is no measure stays without one."""
        return replace(events, bills=self._with_ids(events.bills))

    def _one(self, named: str) -> str:
        found = self.measure(named)
        if found is None:
            raise SourceError(
                f"{named!r} is no measure of the session {self._session} of "
                f"{self._jurisdiction.name}",
                where="the measures of the source",
                what_to_do="add its kind to `measures` in the jurisdiction's file, or report this "
                "as a defect of the source's reader; nothing was loaded",
            )
        return found.bill_id

    def _with_ids(self, rows: pa.Table) -> pa.Table:
        encoded = rows.column("bill_id").combine_chunks().dictionary_encode()
        found = [self.measure(named) for named in encoded.dictionary.to_pylist()]
        ids = pa.array([one.bill_id if one else None for one in found], pa.string())
        at = rows.column_names.index("bill_id")
        return rows.set_column(at, rows.schema.field(at), ids.take(encoded.indices))


def merge_identifiers(
    connection: sa.Connection, entity_type: str, found: Iterable[Identifier]
) -> None:
    """Adds those that the record does not hold yet; what a source calls something stays."""
    rows = dict.fromkeys(found)
    if not rows:
        return
    columns = zip(*rows, strict=True)
    incoming = pa.table(dict(zip(Identifier._fields, map(list, columns), strict=True)))
    stage(connection, "incoming_identifiers", incoming)
    connection.execute(sa.text(_ADD), {"entity_type": entity_type})


def entities_known_as(
    connection: sa.Connection, entity_type: str, scheme: str
) -> Mapping[str, str]:
    """Identifier to the id in the record, of one kind and scheme."""
    known = tables.identifiers.c
    query = sa.select(known.identifier, known.entity_id).where(
        known.entity_type == entity_type, known.scheme == scheme
    )
    return {row.identifier: row.entity_id for row in connection.execute(query)}


_ADD = """
insert into identifiers (scheme, identifier, entity_type, entity_id)
select i.scheme, i.identifier, cast(:entity_type as varchar), i.entity_id
from incoming_identifiers as i
where not exists (
    select 1 from identifiers as k
    where k.entity_type = :entity_type and k.scheme = i.scheme and k.identifier = i.identifier
)
"""
