"""Checks of a whole crawl, beside the last good one of the same source and session.

What they measure is kept in the crawl folder (`monitors.json`), so that the next crawl can be
compared with it. Pure but for that file: what passed the gate in, findings out.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tracker.crawls.folder import StagedBills, StagedRolls
from tracker.crawls.manifest import (
    REPORT,
    SUMS,
    Manifest,
    Monitor,
    read_manifest,
    read_report,
)
from tracker.crawls.sums import sha256_of
from tracker.crawls.verdict import VERDICT, Measured, Verdict, read_verdict
from tracker.errors import DataFileError
from tracker.intake.gate import Passed
from tracker.rules.actions import ActionRules
from tracker.rules.reference import jurisdiction_of, reference
from tracker.rules.vocabulary import QuarantineReason

NEEDED: Mapping[str, tuple[str, ...]] = {
    "roll_calls": ("bill_id", "date", "location", "motion", "yes", "no"),
    "votes": ("voter", "word", "option"),
    "actions": ("date", "description"),
}
"""Fields without which an item says nothing. Others may be empty for good."""

OF_NAMES = frozenset(
    {QuarantineReason.UNKNOWN_NAME, QuarantineReason.AMBIGUOUS_NAME, QuarantineReason.NOT_IN_OFFICE}
)
OF_COUNTS = frozenset(
    {
        QuarantineReason.COUNTS_DO_NOT_ADD_UP,
        QuarantineReason.NOE_OR_NOT_VOTING,
        QuarantineReason.NO_DECLARED_COUNTS,
        QuarantineReason.NO_VOTES,
        QuarantineReason.VACANT_SEAT_VOTED,
        QuarantineReason.NAMED_THOUGH_MISSING,
    }
)

LEAST_FILLED = 0.9
"""The 2021-22 files leave the measure or the counts of some rolls open; a tenth is never open.
One item alone is no tenth, however few there are: the gate says what is wrong with it.
"""
LARGEST_LOSS = 0.1
"""Of the items that fill a field: more than this, and the field is read from the wrong place."""
LEAST_KEPT = 0.95
"""A session's own files only grow; a few items may be taken back."""
MOST_REFUSED = 0.5
"""Of the rolls, at a first crawl: more than this, and it is the reading that is wrong."""
MOST_NEWLY_REFUSED = 0.2
"""Of the rolls, beyond the share of the last good crawl."""
COME_AND_GO = frozenset({"events", "event_bills"})
"""A daily file is of one day, and a hearing is taken back: fewer of them is no loss."""
_WITHOUT_LOSS = {
    True: "nothing of the last good crawl is missing",
    False: "there is no earlier crawl to compare it with",
}
MOST_LOOKED_AT = 50
"""Crawls, the newest. A measure that was not read in so many is one that nobody follows now."""
FEWEST_ROLLS = 5
"""Of fewer rolls no share is taken: one refused roll of two says nothing of the source."""


BETTER_EMPTY = frozenset({"motion_code", "place_code"})
"""Fields that are filled where a source says less than it might."""


def measure(
    manifest: Manifest, staged: StagedRolls, bills: StagedBills | None, passed: Passed
) -> Measured:
    """What a crawl holds, and what the gate made of it."""
    tables = {"roll_calls": staged.roll_calls, "votes": staged.votes}
    if bills:
        tables |= {"bills": bills.bills, "versions": bills.versions, "actions": bills.actions}
    reasons = Counter(passed.quarantined.column("reason").to_pylist())
    filled = {
        f"{kind}.{name}": _filled(table.column(name))
        for kind, table in tables.items()
        for name in table.column_names
        if len(table) and name not in BETTER_EMPTY
    }
    if manifest.bills is None and len(passed.person_votes):
        filled["votes.person"] = _filled(passed.person_votes.column("person_id"))
    return Measured(
        items=manifest.counts,
        filled=filled,
        rolls=len(staged.roll_calls),
        unresolved=sum(reasons[reason] for reason in OF_NAMES) + passed.partly_named,
        unbalanced=sum(reasons[reason] for reason in OF_COUNTS),
        of_measures=None if manifest.bills is None else _of_measures(manifest, tables),
    )


def judge(now: Measured, before: Measured | None) -> list[Monitor]:
    """The findings, each with what it found in plain words; `before` is the last good crawl."""
    return [
        _monitor("fields_filled", _emptied(now, before), "no field is emptier than it should be"),
        _monitor("nothing_lost", _lost(now, before), _WITHOUT_LOSS[before is not None]),
        _refused("names_resolved", "whose names are not resolved", "unresolved", now, before),
        _refused("rolls_add_up", "that do not add up", "unbalanced", now, before),
    ]


def last_good(crawls: Path, session_id: str) -> tuple[Path, Measured] | None:
    """The newest crawl of this session among the folders in `crawls` that was judged good, and
    what it holds; of measures that it did not read, what the newest good crawl before it has.
    """
    found: tuple[Path, Measured] | None = None
    folders = sorted((path for path in crawls.glob("*Z") if path.is_dir()), reverse=True)
    for folder in folders[:MOST_LOOKED_AT]:
        verdict = read_verdict(folder)
        if not verdict or not verdict.is_good or _whole_session(folder) != session_id:
            continue
        if found is None:
            found = folder, verdict.measured
        elif found[1].of_measures is not None:
            for measure_id, counted in (verdict.measured.of_measures or {}).items():
                newer = found[1].of_measures.setdefault(measure_id, {})
                newer.update(counted | newer)
    return found


def _whole_session(folder: Path) -> str | None:
    """The session of a crawl; None where it holds a day's changes alone."""
    try:
        text = (folder / "crawl.json").read_text("utf-8")
        manifest = Manifest.model_validate_json(text)
    except (OSError, ValueError):
        return None
    return None if manifest.changes_only else manifest.session_id


def _filled(column: pa.ChunkedArray) -> float:
    """The share of values that are neither null nor empty text."""
    empty = column.null_count
    if pa.types.is_string(column.type):
        empty += pc.sum(pc.equal(column, "")).as_py() or 0
    return round(1.0 - float(empty) / len(column), 4)


def _of_measures(manifest: Manifest, tables: Mapping[str, pa.Table]) -> dict[str, dict[str, int]]:
    jurisdiction = jurisdiction_of(manifest.jurisdiction)
    read = (jurisdiction.measure(text, manifest.session) for text in manifest.bills or ())
    counted = {bill.bill_id: {"roll_calls": 0} for bill in read if bill}
    for kind in ("roll_calls", "actions"):
        if kind in tables:
            for bill_id, count in Counter(tables[kind].column("bill_id").to_pylist()).items():
                counted.setdefault(str(bill_id), {})[kind] = count
    return counted


def _emptied(now: Measured, before: Measured | None) -> Iterator[str]:
    for kind, names in NEEDED.items():
        for name in names:
            share = now.filled.get(f"{kind}.{name}", 1.0)
            empty = round((1.0 - share) * now.items.get(kind, FEWEST_ROLLS))
            if share < LEAST_FILLED and empty > 1:
                yield f"{name} of {_words(kind)} is filled in {share:.0%}"
    for field, held in before.filled.items() if before else ():
        share = now.filled.get(field, held)
        if share < held - LARGEST_LOSS:
            kind, name = field.split(".")
            yield f"{name} of {_words(kind)} was filled in {held:.0%}, and is in {share:.0%}"


def _lost(now: Measured, before: Measured | None) -> Iterator[str]:
    if before is None:
        return
    if now.of_measures is not None and before.of_measures is not None:
        for bill_id, read in now.of_measures.items():
            for kind, count in before.of_measures.get(bill_id, {}).items():
                if read.get(kind, count) < count:
                    yield f"{bill_id} had {count} {_words(kind)}, and has {read[kind]}"
        return
    for kind, count in before.items.items():
        found = now.items.get(kind, 0)
        if kind not in COME_AND_GO and found < count * LEAST_KEPT:
            yield f"there were {count:,} {_words(kind)}, and are {found:,}"


def _refused(name: str, what: str, counted: str, now: Measured, before: Measured | None) -> Monitor:
    refused = int(getattr(now, counted))
    share = refused / now.rolls if now.rolls else 0.0
    most = MOST_REFUSED
    if before and before.rolls >= FEWEST_ROLLS:
        most = getattr(before, counted) / before.rolls + MOST_NEWLY_REFUSED
    detail = f"roll calls {what}: {refused} of {now.rolls}"
    return Monitor(name=name, ok=now.rolls < FEWEST_ROLLS or share <= most, detail=detail)


def _monitor(name: str, found: Iterable[str], fine: str) -> Monitor:
    said = list(found)
    more = f" (and {len(said) - 1} more)" if len(said) > 1 else ""
    return Monitor(name=name, ok=not said, detail=f"{said[0]}{more}" if said else fine)


def _words(kind: str) -> str:
    return kind.replace("_", " ")


def complete_report(folder: Path, verdict: Verdict | None) -> None:
    """Writes how the crawl in `folder` was judged; None where its own report says that it is not to
    be loaded. One process at a time crawls a source, so none other writes there.

    Raises:
        DataFileError: it cannot be written; what was there is whole.
    """
    files = {}
    if verdict:
        files[VERDICT] = verdict.model_dump_json(indent=1)
    report = read_report(folder)
    if report:
        rules = reference(read_manifest(folder).jurisdiction).actions
        texts = _unclassified(folder, rules)
        found = {
            "unclassified_actions": None if texts is None else sum(texts.values()),
            "unclassified": texts or {},
            "monitors": verdict.monitors if verdict else report.monitors,
            "accepted": bool(verdict and verdict.accepted),
        }
        files[REPORT] = report.model_copy(update=found).model_dump_json(indent=1)
    try:
        _exchange(folder, files)
    except OSError as error:
        raise DataFileError(
            f"how the crawl was judged cannot be kept: {error.strerror or error}",
            where=str(folder),
            what_to_do="let that folder be written, or free some space, and crawl again",
        ) from error


def _unclassified(folder: Path, rules: ActionRules) -> dict[str, int] | None:
    """How often each text that no rule fits stands there, the most frequent first; None where the
    crawl holds no actions.
    """
    path = folder / "actions.parquet"
    if not path.exists():
        return None
    counted = Counter(pq.read_table(path, columns=["description"]).column(0).to_pylist())
    return {text: n for text, n in counted.most_common() if not rules.classify(text).rules}


def _exchange(folder: Path, files: Mapping[str, str]) -> None:
    kept = None
    if (folder / SUMS).exists():
        lines = (folder / SUMS).read_text("utf-8").splitlines()
        kept = [line for line in lines if line.partition("  ")[2] not in files]
        _write_whole(folder / SUMS, kept)
    for name, text in files.items():
        _write_whole(folder / name, [text])
    if kept is not None:
        fresh = [f"{sha256_of(folder / name)}  {name}" for name in files]
        _write_whole(folder / SUMS, sorted([*kept, *fresh], key=lambda line: line.split("  ")[1]))


def _write_whole(path: Path, lines: list[str]) -> None:
    fresh = path.with_name(f".{path.name}.new")
    with fresh.open("w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
