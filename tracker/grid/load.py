"""A grid in the record: a body of its own, whole, in one transaction, or not at all.

The files are the whole body: what an earlier version of them held and this one does not, goes.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime

import sqlalchemy as sa

from tracker.errors import UsageError
from tracker.grid.grid import Grid
from tracker.grid.rows import GridRows, bill_ids, first_day, rows_for
from tracker.grid.score import asked_of
from tracker.intake.gate import Passed
from tracker.intake.merge import Merged, insert_absent, merge_rolls, replace_rows
from tracker.intake.report import LoadReport
from tracker.record import tables
from tracker.rules import reference
from tracker.scoring.inputs import Asked
from tracker.store import Store

_BODY = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_LONGEST_BODY = 60


def load_grid(store: Store, grid: Grid, *, body: str, name: str) -> LoadReport:
    """Brings a grid into the record under the id `body`, which is also its session.

    Raises:
        UsageError: the id cannot be used, or belongs to somebody else.
        StoreError: the store cannot be written; nothing of this load is in it.
    """
    started = time.perf_counter()
    _check_body(body)
    if not name.strip():
        raise UsageError("the body has no name", where="--name", what_to_do="say what it is called")
    read_at = datetime.now(UTC).replace(tzinfo=None)
    rows = rows_for(grid, body, name.strip(), read_at)
    with store.writing() as connection:
        _refuse_foreign(connection, body, rows)
        removed = _remove_what_is_gone(connection, body, rows)
        _merge_body(connection, rows)
        merged = merge_rolls(connection, _passed(rows), crawl=f"grid-{body}")
        report = _report(rows, merged, removed, started)
        _note_load(connection, body, report, read_at)
    return report


def agenda_of(grid: Grid, body: str, recorded_on: date) -> Asked:
    """What the items of a loaded grid ask, to score it from the record by any method.

    `recorded_on` is when the positions were first seen: the files do not say when they were
    taken.
    """
    since = first_day(grid) or recorded_on
    return asked_of(grid, bill_ids(grid, body), since=since, recorded_on=recorded_on)


def _check_body(body: str) -> None:
    if not _BODY.fullmatch(body) or len(body) > _LONGEST_BODY:
        raise UsageError(
            f"{body!r} cannot be the id of a body",
            where="--body",
            what_to_do="use small letters, digits and single hyphens, a letter first, as in "
            f"riverbend-2026; at most {_LONGEST_BODY}",
        )
    beginning = "-".join(body.split("-")[:2])
    if reference.is_reviewed(body) or reference.session_of(beginning):
        raise _taken(body)


def _taken(body: str) -> UsageError:
    return UsageError(
        f"the id {body!r} belongs to the official record",
        where="--body",
        what_to_do="choose an id of your own, as in riverbend-2026",
    )


def _refuse_foreign(connection: sa.Connection, body: str, rows: GridRows) -> None:
    """A grid may only replace what a grid of the same id brought in."""
    kinds = connection.execute(
        sa.select(tables.jurisdictions.c.classification).where(
            tables.jurisdictions.c.jurisdiction_id == body
        )
    ).scalars()
    if any(kind != "grid" for kind in kinds):
        raise _taken(body)
    taken = connection.execute(
        sa.select(tables.bills.c.bill_id, tables.bills.c.jurisdiction_id).where(
            tables.bills.c.bill_id.in_(rows.bills.column("bill_id").to_pylist()),
            tables.bills.c.jurisdiction_id != body,
        )
    ).first()
    if taken:
        raise UsageError(
            f"the measure {taken[0]!r} already stands in the record of {taken[1]!r}",
            where="--body",
            what_to_do="choose another id for this body",
        )


def _remove_what_is_gone(connection: sa.Connection, body: str, rows: GridRows) -> int:
    """Removes roll calls, measures and people that the files no longer hold; counts roll calls."""
    events = tables.vote_events
    stored = set(
        connection.execute(
            sa.select(events.c.vote_event_id).where(events.c.jurisdiction_id == body)
        ).scalars()
    )
    gone = sorted(stored - set(rows.vote_events.column("vote_event_id").to_pylist()))
    for table in (tables.person_votes, tables.vote_event_sources, events):
        _delete(connection, table, "vote_event_id", gone)
    sitting = connection.execute(
        sa.select(tables.memberships.c.person_id).where(
            tables.memberships.c.jurisdiction_id == body
        )
    ).scalars()
    _delete(connection, tables.people, "person_id", sorted(set(sitting)))
    for table in (tables.bills, tables.organizations, tables.memberships):
        _delete(connection, table, "jurisdiction_id", [body])
    return len(gone)


def _delete(connection: sa.Connection, table: sa.Table, key: str, ids: Sequence[str]) -> None:
    if ids:
        connection.execute(sa.delete(table).where(table.c[key].in_(ids)))


def _merge_body(connection: sa.Connection, rows: GridRows) -> None:
    insert_absent(connection, tables.sources, rows.sources, key="source_id")
    for table, incoming, key in (
        (tables.jurisdictions, rows.jurisdictions, "jurisdiction_id"),
        (tables.legislative_sessions, rows.sessions, "session_id"),
        (tables.organizations, rows.organizations, "organization_id"),
        (tables.people, rows.people, "person_id"),
        (tables.memberships, rows.memberships, "person_id"),
        (tables.bills, rows.bills, "bill_id"),
    ):
        replace_rows(connection, table, incoming, keys=(key,))


def _passed(rows: GridRows) -> Passed:
    """The grid's roll calls as the merge takes them; a grid that can be read has none to refuse."""
    return Passed(
        vote_events=rows.vote_events,
        person_votes=rows.person_votes,
        quarantined=rows.quarantined,
        bills=rows.bills,
        organizations=rows.organizations,
        read=rows.vote_events.num_rows,
        duplicates=0,
        unresolved={},
    )


def _report(rows: GridRows, merged: Merged, removed: int, started: float) -> LoadReport:
    warnings = list(rows.warnings)
    if removed:
        warnings.append(f"roll calls removed because the files no longer hold them: {removed}")
    return LoadReport(
        source="grid",
        read=rows.vote_events.num_rows,
        loaded=merged.new + merged.changed,
        new=merged.new,
        changed=merged.changed,
        unchanged=merged.unchanged,
        conflicting=merged.conflicting,
        duplicates=0,
        quarantined=0,
        reasons={},
        person_votes=merged.person_votes,
        seconds=time.perf_counter() - started,
        warnings=tuple(warnings),
    )


def _note_load(
    connection: sa.Connection, body: str, report: LoadReport, loaded_at: datetime
) -> None:
    latest = connection.execute(sa.select(sa.func.max(tables.loads.c.load_id))).scalar()
    connection.execute(
        sa.insert(tables.loads).values(
            load_id=(latest or 0) + 1,
            source=f"grid-{body}",
            loaded_at=loaded_at,
            report=json.dumps(report.as_dict()),
        )
    )
