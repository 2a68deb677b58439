"""Measures and what is known of them besides roll calls: reviewed, or as roll calls print them."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import sqlalchemy as sa

from tracker.record import tables
from tracker.record.arrow import rows_of
from tracker.record.bills import BillId
from tracker.record.gate import Passed
from tracker.record.merge import insert_absent, insert_rows, replace_rows
from tracker.record.sample_facts import SampleBill, SampleRecord
from tracker.record.staging import StagedRolls

CUT_TITLE_LENGTH = 45
"""The roll-call files to 2015-16 cut topics after so many characters."""


def merge_bill_facts(connection: sa.Connection, record: SampleRecord) -> None:
    """Puts the reviewed measures, versions, actions and sponsorships into the store."""
    code, session = record.body.jurisdiction, record.body.session
    bills = [_bill(bill, code, session) for bill in record.bills]
    replace_rows(connection, tables.bills, rows_of(tables.bills, bills), keys=("bill_id",))
    _replace_actions(connection, _actions(record), sources=[one.id for one in record.sources])
    for table, rows in (
        (tables.bill_versions, _versions(record)),
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


def merge_printed_bills(connection: sa.Connection, staged: StagedRolls, passed: Passed) -> None:
    """Adds the measures that the store does not know yet, with the title the rolls print."""
    rows = []
    for row in passed.bills.to_pylist():
        bill = BillId.parse(row["bill_id"])
        title = row["topic"]
        rows.append(
            {
                **bill_identity(bill, staged.jurisdiction, staged.session),
                "title": title,
                "title_is_cut": title is not None and len(title) >= CUT_TITLE_LENGTH,
                "author": row["author"],
                "source_id": row["source_id"],
                "source_ref": row["source_ref"],
            }
        )
    insert_absent(connection, tables.bills, rows_of(tables.bills, rows), key="bill_id")


def bill_identity(bill: BillId, code: str, session: str) -> dict[str, object]:
    """The columns of `bills` that follow from the id alone."""
    return {
        "bill_id": bill.bill_id,
        "jurisdiction_id": code,
        "session": session,
        "printed": bill.printed,
        "measure_type": bill.measure_type,
        "number": bill.number,
        "special_session": bill.special_session,
        "origin_chamber": bill.origin_chamber,
    }


def _bill(bill: SampleBill, code: str, session: str) -> dict[str, object]:
    return {
        **bill_identity(BillId.parse(bill.bill_id), code, session),
        "title": bill.full_title or bill.title,
        "title_is_cut": bill.title_is_cut and not bill.full_title,
        "popular_name": bill.popular_name,
        "author": bill.author_printed,
        "summary": bill.summary,
        "chaptered": bill.chaptered,
        "chaptered_verified": bill.chaptered_verified,
        "source_id": bill.full_title_source_id or bill.source_id,
    }


def _versions(record: SampleRecord) -> pa.Table:
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


def _actions(record: SampleRecord) -> pa.Table:
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


def _sponsorships(record: SampleRecord) -> pa.Table:
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
