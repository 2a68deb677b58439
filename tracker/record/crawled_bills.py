"""Measures, texts, actions and authors as a source's own tables or pages give them, into the store.

What is the same already is left alone, and a measure that the store holds reviewed stays reviewed.
Each source's texts, actions and authors stand beside those of the others.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa

from tracker.record import tables
from tracker.record.actions import ActionRules
from tracker.record.arrow import rows_of, schema_of
from tracker.record.bill_facts import bill_identity
from tracker.record.bills import BillId
from tracker.record.manifest import Manifest
from tracker.record.merge import replace_where_different
from tracker.record.source_ranking import FactKind, SourceRanking, source_of
from tracker.record.staging import StagedBills
from tracker.store.bulk import stage


@dataclass(frozen=True)
class MergedBills:
    """How many bills and actions were read, and how many actions no reviewed rule fits."""

    bills: int = 0
    actions: int = 0
    unclassified: int = 0
    most_frequent: str | None = None
    """The unclassified text that stands most often."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """One line where texts were left unclassified."""
        if not self.unclassified:
            return ()
        return (
            f"{self.unclassified} of {self.actions} actions fit no reviewed rule and have no "
            f"classification, most often: {self.most_frequent!r}",
        )


def merge_crawled_bills(
    connection: sa.Connection,
    manifest: Manifest,
    staged: StagedBills,
    rules: ActionRules,
    ranking: SourceRanking,
) -> MergedBills:
    """Puts the facts into the store, replacing those of the same measures that differ; of a file of
    changes, those of the kinds that it brings of a measure.

    What a source that `ranking` puts before this one says of a measure stays.
    """
    stage(connection, "incoming_bill_ids", staged.bills.select(["bill_id"]))
    kept = _of_better_sources(connection, manifest.source, ranking)
    bills = _bills(_without(staged.bills, kept), manifest)
    _replace_of_bills(connection, tables.bills, bills, "", same="incoming_bills")
    of_each = {
        tables.bill_versions: _versions(_without(staged.versions, kept)),
        tables.bill_sponsorships: _rows(tables.bill_sponsorships, _without(staged.authors, kept)),
        tables.bill_actions: _actions(staged.actions, rules),
    }
    if staged.documents is not None:
        of_each[tables.bill_documents] = _rows(tables.bill_documents, staged.documents)
    for table, rows in of_each.items():
        told_of = _measures(rows) if manifest.changes_only else _measures(staged.bills, rows)
        if len(told_of):
            stage(connection, "told_of", told_of)
            _replace_of_bills(connection, table, rows, f"{manifest.crawl}-", same="told_of")
    texts = staged.actions.column("description").to_pylist()
    fits_none = {text for text in set(texts) if not rules.classify(text).rules}
    unknown = Counter(text for text in texts if text in fits_none)
    return MergedBills(
        bills=len(staged.bills),
        actions=len(texts),
        unclassified=unknown.total(),
        most_frequent=unknown.most_common(1)[0][0] if unknown else None,
    )


def _measures(*told: pa.Table) -> pa.Table:
    """Every measure of which any of these tables tells, once."""
    ids = pa.concat_tables([rows.select(["bill_id"]) for rows in told])
    return ids.group_by("bill_id").aggregate([])


def _of_better_sources(connection: sa.Connection, source: str, ranking: SourceRanking) -> pa.Array:
    """The incoming measures that the store holds from a better source."""
    held = connection.execute(sa.text(_HELD))
    better = [
        bill_id
        for bill_id, source_id in held
        if ranking.is_better(FactKind.MEASURES, source_of(source_id), source)
    ]
    return pa.array(better, pa.string())


def _without(rows: pa.Table, bill_ids: pa.Array) -> pa.Table:
    return rows.filter(pc.invert(pc.is_in(rows.column("bill_id"), value_set=bill_ids)))


def _bills(staged: pa.Table, manifest: Manifest) -> pa.Table:
    rows = []
    for row in staged.to_pylist():
        bill = BillId.parse(row["bill_id"])
        identity = bill_identity(bill, manifest.jurisdiction, manifest.session)
        chaptered_verified = True if row["chaptered"] else None
        known = {"title_is_cut": False, "chaptered_verified": chaptered_verified}
        rows.append({**identity, **row, **known})
    return rows_of(tables.bills, rows)


def _versions(staged: pa.Table) -> pa.Table:
    required = staged.column("vote_required")
    note = pc.binary_join_element_wise(pa.scalar("vote required"), required, ": ")
    return _rows(tables.bill_versions, staged, note=note)


def _actions(staged: pa.Table, rules: ActionRules) -> pa.Table:
    texts = staged.column("description").to_pylist()
    classes = {text: rules.classify(text).written for text in set(texts)}
    written = pa.array([classes[text] for text in texts], pa.string())
    return _rows(tables.bill_actions, staged, classification=written)


def _rows(table: sa.Table, staged: pa.Table, **columns: pa.ChunkedArray | pa.Array) -> pa.Table:
    """The staged rows with every column of `table`: the same name, given here, or absent."""
    count = len(staged)
    given = {name: staged.column(name) for name in staged.column_names}
    given |= {"verified": pa.array([True] * count, pa.bool_()), **columns}
    schema = schema_of(table)
    return pa.table(
        [
            given[field.name].cast(field.type)
            if field.name in given
            else pa.nulls(count, field.type)
            for field in schema
        ],
        schema=schema,
    )


def _replace_of_bills(
    connection: sa.Connection, table: sa.Table, rows: pa.Table, prefix: str, same: str
) -> None:
    """Replaces what sources whose ids begin with `prefix` gave of the measures in `same`."""
    here = f"bill_id in (select bill_id from {same}) and substr(source_id, 1, :length) = :prefix"
    known = {"prefix": prefix, "length": len(prefix)}
    replace_where_different(connection, table, rows, here, known)


_HELD = """
select bill_id, source_id from bills
where bill_id in (select bill_id from incoming_bill_ids)
"""
