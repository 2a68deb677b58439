"""Loading: what a source staged becomes record in one transaction, or nothing of it does.

Loading the same again changes nothing.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import sqlalchemy as sa

from tracker.crawls.folder import StagedBills, StagedRolls, read_bill_facts, read_codes, read_crawl
from tracker.crawls.manifest import Manifest, StagedFile, source_id_of
from tracker.crawls.sums import program
from tracker.crawls.verdict import VERDICT, read_verdict
from tracker.errors import SourceError
from tracker.intake import repeat_loads as readings
from tracker.intake.bills import (
    MergedBills,
    merge_bill_facts,
    merge_crawled_bills,
    merge_printed_bills,
)
from tracker.intake.day_files import complete_bills, complete_events, complete_rolls, merge_codes
from tracker.intake.events import StagedEvents, merge_events, read_events
from tracker.intake.gate import Passed, pass_gate
from tracker.intake.history_tallies import Told, contradicted, told_in
from tracker.intake.identifiers import BillIds
from tracker.intake.listed_members import with_authors
from tracker.intake.merge import insert_absent, merge_rolls
from tracker.intake.numbered_people import merge_roll_numbers
from tracker.intake.organizations import merge_committees
from tracker.intake.report import LoadReport
from tracker.intake.reviewed_record import history_of, read_record
from tracker.intake.reviewed_roster import (
    as_the_store_knows_them,
    merge_roster,
    refuse_shipped_ids,
)
from tracker.intake.roll_ids import as_their_source_numbers_them
from tracker.intake.roll_monitors import odd_rolls
from tracker.intake.session_roster import (
    NOBODY_KNOWN,
    Seating,
    merge_seating,
    named,
    reviewed_roster,
    seating_of,
)
from tracker.intake.unlisted import note_unlisted
from tracker.record import tables
from tracker.record.rows import rows_of
from tracker.rules import reference
from tracker.rules.identity import Roster
from tracker.rules.source_ranking import REVIEWED_RECORD
from tracker.store import Store
from tracker.store.bulk import note_sizes


def load_record(store: Store, folder: Path) -> LoadReport:
    """Loads a reviewed record: its roster, its measures and all their roll calls.

    Raises:
        DataFileError: a file of the folder is wrong, or means other people than the store does.
        StoreError: the store cannot be written; nothing of this load is in it.
    """
    started = time.perf_counter()
    record = read_record(folder)
    refuse_shipped_ids(record)
    if not store.is_absent:
        with store.reading() as connection:
            record = as_the_store_knows_them(connection, record)
    staged = StagedRolls(
        source=REVIEWED_RECORD,
        jurisdiction=record.jurisdiction.id,
        session=record.session.id,
        roll_calls=record.roll_calls,
        votes=record.votes,
        repair=None,
        warnings=tuple(
            f"{name} is no table of a record; it was not read" for name in record.unread
        ),
    )
    known = reference.reference(record.jurisdiction.id)
    concurred = {
        one.counts for one in told_in(history_of(record), known.actions) if one.is_concurrence
    }
    passed = pass_gate(staged, known.rules, reviewed_roster(record), concurred)
    with store.writing() as connection:
        merge_roster(connection, record)
        merge_bill_facts(connection, record)
        bills = MergedBills(len(record.bills), len(record.actions))
        absent = {"events": "the reviewed record tells of no hearings"}
        return _finish(connection, staged, passed, started, bills, absent=absent)


@dataclass(frozen=True)
class GatedCrawl:
    """A crawl that was read and passed the gate, and is not stored yet."""

    manifest: Manifest
    staged: StagedRolls
    bill_facts: StagedBills | None
    events: StagedEvents | None
    codes: pa.Table | None
    seating: Seating
    passed: Passed
    told: list[Told]
    """Counts of votes that the measures' histories give."""
    started: float


def load_crawl(store: Store, folder: Path) -> LoadReport:
    """Loads a crawl folder. Names become people where a reviewed roster of its session ships, or
    else where a source's own table lists its members.

    Raises:
        SourceError: the folder is not whole, or was judged not to be loaded.
        StoreError: the store cannot be written; nothing of this load is in it.
    """
    verdict = read_verdict(folder)
    if verdict and not verdict.is_good:
        raise _judged(folder, next(one.detail for one in verdict.monitors if not one.ok))
    return load_gated(store, gate_crawl(folder, store), is_judged=verdict is not None)


def gate_crawl(folder: Path, store: Store) -> GatedCrawl:
    """Reads a crawl folder and takes it through the gate; what a file of changes leaves unsaid is
    looked up in the store.

    Raises:
        SourceError: the folder is not whole.
    """
    started = time.perf_counter()
    written, staged = read_crawl(folder)
    known = reference.reference(written.jurisdiction)
    ids = BillIds(known.jurisdiction, written.session)
    manifest, staged = ids.of_manifest(written), ids.of_rolls(staged)
    bill_facts, events = read_bill_facts(folder), read_events(folder, manifest)
    bill_facts = ids.of_bills(bill_facts) if bill_facts else None
    events = ids.of_events(events) if events else None
    with _as_known(store) as connection:
        seating = seating_of(folder, manifest, connection)
        if bill_facts and seating.people:
            bill_facts = replace(bill_facts, authors=seating.people.with_authors(bill_facts))
        elif bill_facts and isinstance(seating.roster, Roster):
            bill_facts = replace(bill_facts, authors=with_authors(bill_facts, seating.roster))
        if connection is not None and manifest.changes_only:
            staged = complete_rolls(connection, staged)
            events = complete_events(connection, staged.crawl, events) if events else None
            if bill_facts:
                bill_facts = complete_bills(connection, staged.crawl, bill_facts)
    told = list(told_in(bill_facts.actions, known.actions)) if bill_facts else []
    concurred = {one.counts for one in told if one.is_concurrence}
    passed = pass_gate(staged, known.rules, seating.roster, concurred)
    if seating.people:
        passed = seating.people.printed(passed)
    codes = read_codes(folder)
    return GatedCrawl(manifest, staged, bill_facts, events, codes, seating, passed, told, started)


@contextmanager
def _as_known(store: Store) -> Iterator[sa.Connection | None]:
    """What the store has from earlier readings, where there is a store."""
    if store.is_absent:
        yield None
        return
    with store.reading() as connection:
        yield connection


def load_gated(store: Store, crawl: GatedCrawl, *, is_judged: bool) -> LoadReport:
    """Stores what passed the gate. Only a crawl that the monitors found good (`is_judged`) may say
    of a roll call that its source no longer lists it.

    Raises:
        StoreError: the store cannot be written; nothing of this load is in it.
    """
    manifest, staged, passed = crawl.manifest, crawl.staged, crawl.passed
    known = reference.reference(staged.jurisdiction)
    with store.writing() as connection:
        merge_seating(connection, manifest, crawl.seating)
        if manifest.rolls_are_numbered:
            passed = as_their_source_numbers_them(connection, passed, f"{staged.crawl}-")
        if crawl.codes:
            merge_codes(connection, staged.crawl, crawl.codes)
            merge_committees(connection, manifest, crawl.codes, known.rules.locations)
        merge_sources(connection, manifest)
        merged = None
        if crawl.bill_facts:
            merged = merge_crawled_bills(
                connection, manifest, crawl.bill_facts, known.actions, known.sources
            )
        merge_printed_bills(connection, passed, manifest.titles_cut_at)
        dated = 0
        if crawl.events:
            dated = merge_events(connection, manifest, crawl.events, known.rules.locations)
        report = _finish(
            connection,
            staged,
            passed,
            crawl.started,
            merged,
            dated,
            manifest.changes_only,
            crawl.seating,
            _absent(crawl),
            tuple(contradicted(crawl.told, passed)),
        )
        merge_roll_numbers(connection, manifest)
        note_unlisted(connection, manifest, passed, is_good=is_judged)
        if manifest.program == program():
            readings.remember(connection, staged.crawl, manifest.content, report)
        return report


def _absent(crawl: GatedCrawl) -> dict[str, str]:
    """Kinds of facts that the crawl's source does not hold, and why."""
    kinds = [] if crawl.bill_facts else ["bills", "actions"]
    if crawl.events is None and not crawl.manifest.changes_only:
        kinds.append("events")
    return dict.fromkeys(kinds, "this source does not tell of it") | crawl.manifest.absent


def _judged(folder: Path, found: str) -> SourceError:
    return SourceError(
        f"this crawl was judged not to be loaded: {found}",
        where=str(folder / VERDICT),
        what_to_do="look at what it holds, and crawl again",
    )


def _finish(
    connection: sa.Connection,
    staged: StagedRolls,
    passed: Passed,
    started: float,
    bills: MergedBills | None = None,
    events: int = 0,
    changes_only: bool = False,
    seating: Seating = NOBODY_KNOWN,
    absent: Mapping[str, str] = {},
    told: Sequence[str] = (),
) -> LoadReport:
    merged = merge_rolls(
        connection,
        passed,
        crawl=staged.crawl,
        measures=staged.measures,
        changes_only=changes_only,
        ranking=reference.reference(staged.jurisdiction).sources,
    )
    bills = bills or MergedBills()
    lenient = seating.roster is not None and not seating.roster.is_reviewed
    odd = list(told)
    if not changes_only or seating.people:
        odd += odd_rolls(connection, staged.session_id, passed, is_part=changes_only)
    reasons = Counter(passed.quarantined.column("reason").to_pylist())
    report = LoadReport(
        source=staged.source,
        read=passed.read,
        loaded=merged.new + merged.changed,
        new=merged.new,
        changed=merged.changed,
        unchanged=merged.unchanged + merged.conflicting,
        conflicting=merged.conflicting,
        duplicates=passed.duplicates,
        quarantined=passed.quarantined.num_rows,
        reasons=dict(sorted(reasons.items())),
        person_votes=merged.person_votes,
        names_not_known=merged.names_not_known,
        bills=bills.bills,
        actions=bills.actions,
        unclassified_actions=bills.unclassified,
        events=events,
        seconds=time.perf_counter() - started,
        people=len(seating.listing.members) if seating.listing else None,
        unresolved_names=sum(map(len, passed.unresolved.values())) if lenient else None,
        roster_differences=dict(seating.differences),
        warnings=(*staged.warnings, *bills.warnings, *seating.warnings, *named(passed), *odd),
    ).without(absent)
    note_load(connection, staged.crawl, report)
    return report


def note_load(connection: sa.Connection, crawl: str, report: LoadReport) -> None:
    """Notes a load of a source and session, as in `ca_rollcalls-ca-20072008`, with its report."""
    latest = connection.execute(sa.select(sa.func.max(tables.loads.c.load_id))).scalar()
    connection.execute(
        sa.insert(tables.loads).values(
            load_id=(latest or 0) + 1,
            source=crawl,
            loaded_at=datetime.now(UTC).replace(tzinfo=None),
            report=json.dumps(report.as_dict()),
        )
    )
    note_sizes(connection)


def merge_sources(connection: sa.Connection, manifest: Manifest) -> None:
    """Puts what a crawl read into the store's sources."""
    rows = [
        {
            "source_id": source_id_of(manifest, file),
            "title": f"{_measure(file)}{file.name} ({manifest.source})",
            "url": file.url,
            "publisher": manifest.attribution,
            "licence": manifest.licence,
            "read_at": datetime.fromisoformat(manifest.read_at).replace(tzinfo=None),
            "sha256": file.sha256,
        }
        for file in manifest.files
    ]
    insert_absent(connection, tables.sources, rows_of(tables.sources, rows), key="source_id")


def _measure(file: StagedFile) -> str:
    return f"{reference.printed_bill(file.bill_id)} " if file.bill_id else ""
