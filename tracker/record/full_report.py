"""The report of a crawl in full: to what its spider wrote it adds what the monitors found and which
actions no reviewed rule fits, so that one file of the folder tells all.

The list of sums is true at every moment, however this ends: before a file is exchanged its line is
taken out, and after that the new one is put in. Each file is exchanged as a whole.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pyarrow.parquet as pq

from tracker.errors import DataFileError
from tracker.record import monitors
from tracker.record.actions import ActionRules
from tracker.record.manifest import REPORT, SUMS, read_manifest, read_report
from tracker.record.monitors import Verdict
from tracker.record.reference import reference
from tracker.record.sums import sha256_of


def complete_report(folder: Path, verdict: Verdict | None) -> None:
    """Writes how the crawl in `folder` was judged; None where its own report says that it is not to
    be loaded. One process at a time crawls a source, so none other writes there.

    Raises:
        DataFileError: it cannot be written; what was there is whole.
    """
    files = {}
    if verdict:
        files[monitors.FILE] = verdict.model_dump_json(indent=1)
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
