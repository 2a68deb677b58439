"""Measures and what is known of them besides roll calls: reviewed, or as roll calls print them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa

from tracker.crawls.folder import StagedBills
from tracker.crawls.manifest import Manifest
from tracker.intake.gate import Passed
from tracker.intake.identifiers import Identifier, merge_identifiers
from tracker.intake.merge import insert_absent, insert_rows, replace_rows, replace_where_different
from tracker.intake.reviewed_record import ReviewedBill, ReviewedRecord
from tracker.record import tables
from tracker.record.rows import rows_of, schema_of
from tracker.rules.actions import ActionRules
from tracker.rules.measures import Measure
from tracker.rules.reference import measures_of
from tracker.rules.source_ranking import FactKind, SourceRanking, source_of
from tracker.store.bulk import stage


def merge_bill_facts(connection: sa.Connection, record: ReviewedRecord) -> None:
    """Puts the reviewed measures, versions, actions and sponsorships into the store."""
    bills = [_bill(bill) for bill in record.bills]
    replace_rows(connection, tables.bills, rows_of(tables.bills, bills), keys=("bill_id",))
    _keep_identifiers(connection, (bill.measure for bill in record.bills))
    _replace_actions(
        connection, _reviewed_actions(record), sources=[one.id for one in record.sources]
    )
    for table, rows in (
        (tables.bill_versions, _reviewed_versions(record)),
        (tables.bill_sponsorships, _sponsorships(record)),
    ):
        replace_rows(connection, table, rows, keys=("bill_id",))


def _replace_actions(connection: sa.Connection, rows: pa.Table, *, sources: Sequence[str]) -> None:
    """Replaces the actions on the same measures that these sources gave."""
    bill_ids = sorted(set(rows.column("bill_id").to_pylist()))
    columns = tables.bill_actions.c
    connection.execute(
        sa.delete(tables.bill_actions).where(
            columns.source_id.in_(sources), columns.bill_id.in_(bill_ids)
        )
    )
    insert_rows(connection, tables.bill_actions, rows)


def merge_printed_bills(connection: sa.Connection, passed: Passed, cut_at: int | None) -> None:
    """Adds the measures that the store does not know yet, with the title the rolls print.

    A title of `cut_at` characters may be only its beginning; None where the source cuts none.
    """
    rows = []
    printed = passed.bills.to_pylist()
    measures = _measures_by_id(row["bill_id"] for row in printed)
    _keep_identifiers(connection, measures.values())
    for row in printed:
        bill, title = measures[row["bill_id"]], row["topic"]
        is_cut = bool(cut_at and title and len(title) >= cut_at)
        rows.append(
            {
                **bill_identity(bill),
                "title": title,
                "title_is_cut": is_cut,
                "author": row["author"],
                "source_id": row["source_id"],
                "source_ref": row["source_ref"],
            }
        )
    insert_absent(connection, tables.bills, rows_of(tables.bills, rows), key="bill_id")


def _keep_identifiers(connection: sa.Connection, measures: Iterable[Measure]) -> None:
    found = (
        Identifier(one.bill_id, scheme, identifier)
        for one in measures
        for scheme, identifier in one.identifiers.items()
    )
    merge_identifiers(connection, "bill", found)


def _measures_by_id(bill_ids: Iterable[str]) -> dict[str, Measure]:
    asked = set(bill_ids)
    found = measures_of(asked)
    unread = asked - found.keys()
    assert not unread, f"{min(unread)} was made from a measure that its jurisdiction reads"
    return found


def bill_identity(bill: Measure) -> dict[str, object]:
    """The columns of `bills` that follow from the id alone."""
    return {
        "bill_id": bill.bill_id,
        "jurisdiction_id": bill.jurisdiction,
        "session_id": bill.session_id,
        "printed": bill.printed,
        "measure_type": bill.measure_type,
        "number": bill.number,
        "special_session": bill.special_session,
        "origin_chamber": bill.origin_chamber,
    }


def _bill(bill: ReviewedBill) -> dict[str, object]:
    return {
        **bill_identity(bill.measure),
        "title": bill.full_title or bill.title,
        "title_is_cut": bill.title_is_cut and not bill.full_title,
        "popular_name": bill.popular_name,
        "author": bill.author_printed,
        "summary": bill.summary,
        "chaptered": bill.chaptered,
        "chaptered_verified": bill.chaptered_verified,
        "source_id": bill.full_title_source_id or bill.source_id,
    }


def _reviewed_versions(record: ReviewedRecord) -> pa.Table:
    return rows_of(
        tables.bill_versions,
        [
            {
                "bill_id": version.bill_id,
                "date": version.date,
                "label": version.label,
                "note": version.note,
                "verified": version.verified,
                "source_id": version.source_id,
            }
            for version in record.versions
        ],
    )


def _reviewed_actions(record: ReviewedRecord) -> pa.Table:
    return rows_of(
        tables.bill_actions,
        [
            {
                "bill_id": action.bill_id,
                "date": action.date,
                "sequence": sequence,
                "chamber": action.chamber,
                "description": action.description,
                "classification": action.classification,
                "verified": action.verified,
                "note": action.note,
                "source_id": action.source_id,
            }
            for sequence, action in enumerate(record.actions, start=1)
        ],
    )


def _sponsorships(record: ReviewedRecord) -> pa.Table:
    return rows_of(
        tables.bill_sponsorships,
        [
            {
                "bill_id": sponsorship.bill_id,
                "name": sponsorship.name,
                "entity_type": sponsorship.entity_type,
                "classification": sponsorship.classification,
                "person_id": sponsorship.person_id,
                "verified": sponsorship.verified,
                "source_id": sponsorship.source_id,
            }
            for sponsorship in record.sponsorships
        ],
    )


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
    measures = _measures_by_id(staged.bills.column("bill_id").to_pylist())
    bills = _bills(_without(staged.bills, kept), measures)
    _keep_identifiers(connection, measures.values())
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
    told = list(zip(texts, staged.actions.column("code").to_pylist(), strict=True))
    fits_none = {one for one in set(told) if not rules.classify(*one).rules}
    unknown = Counter(one[0] for one in told if one in fits_none)
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


def _bills(staged: pa.Table, measures: Mapping[str, Measure]) -> pa.Table:
    rows = []
    for row in staged.to_pylist():
        identity = bill_identity(measures[row["bill_id"]])
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
    told = list(zip(texts, staged.column("code").to_pylist(), strict=True))
    classes = {one: rules.classify(*one).written for one in set(told)}
    written = pa.array([classes[one] for one in told], pa.string())
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
