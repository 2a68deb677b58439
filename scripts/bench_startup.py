"""What a short command takes, beside what it cannot do without, in one run: processor seconds.

`python -m scripts.bench_startup`, part of `make bench`: `--help` beside `import typer`, `status`
beside `import duckdb`, `load --help` beside `import typer`, and `score` beside DuckDB
alone, which is given the same statements.
"""

from __future__ import annotations

import os
import pickle
import resource
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from operator import truediv
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from rich.console import Console

from tracker.agenda.known_agendas import find_agenda
from tracker.scoring.method import find_method
from tracker.scoring.scorecard import scorecard
from tracker.store import open_store

REPOSITORY = Path(__file__).resolve().parent.parent
RUNS = 5
BARE = """
import pickle, sys
sys.modules["pandas"] = sys.modules["numpy"] = None
import duckdb
store = duckdb.connect(sys.argv[1])
for statement, values in pickle.load(open(sys.argv[2], "rb")):
    store.execute(statement, values).fetchall()
"""
"""Runs the statements of a file in a store: a whole process, as a command is, and like a command
without pandas and numpy, which DuckDB would import and use for nothing.
"""

console = Console(width=110, highlight=False)


def main() -> None:
    """Loads the sample record, then runs each command and its peer in turn and prints ratios."""
    with tempfile.TemporaryDirectory(prefix="answerable-bench-") as folder:
        home = Path(folder)
        _spent(home, _command("load", "sample"))
        store, statements = home / "answerable.duckdb", home / "statements.pickle"
        statements.write_bytes(pickle.dumps(_statements_of_score(store)))
        bare = [sys.executable, "-c", BARE, str(store), str(statements)]
        pairs = [
            ("--help", _command("--help"), "import typer", _import("typer")),
            ("status", _command("status"), "import duckdb", _import("duckdb")),
            ("load --help", _command("load", "--help"), "import typer", _import("typer")),
            ("score", _command("score"), "DuckDB alone, the same statements", bare),
        ]
        spent: dict[str, list[tuple[float, float]]] = defaultdict(list)
        for run in range(RUNS + 1):
            for name, command, _, peer in pairs:
                both = _spent(home, command), _spent(home, peer)
                if run:  # The first compiles.
                    spent[name].append(both)
    for name, _, beside, _ in pairs:
        ours, theirs = zip(*spent[name], strict=True)
        ratio = _range([truediv(*both) for both in spent[name]], 2)
        console.print(
            f"  {name}: {_range(ours, 3)} s; {beside}: {_range(theirs, 3)} s; {ratio} times"
        )


def _statements_of_score(store: Path) -> list[tuple[str, Any]]:
    """What `score` has DuckDB do, as the driver is given it."""
    said: list[tuple[str, Any]] = []

    def note(*event: Any) -> None:
        said.append((event[2], event[3]))

    with open_store(f"duckdb:///{store}").reading() as connection:
        sa.event.listen(connection, "before_cursor_execute", note)
        scorecard(connection, find_agenda(), find_method("agenda_alignment"))
    return said


def _command(*words: str) -> list[str]:
    return [sys.executable, "-m", "tracker.cli", *words]


def _import(package: str) -> list[str]:
    return [sys.executable, "-c", f"import {package}"]


def _spent(home: Path, words: Sequence[str]) -> float:
    """Processor seconds of one process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = os.environ | {"ANSWERABLE_HOME": str(home)}
    subprocess.run(words, cwd=REPOSITORY, env=environment, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _range(values: Sequence[float], places: int) -> str:
    low, high = min(values), max(values)
    return f"{statistics.median(values):.{places}f} ({low:.{places}f} to {high:.{places}f})"


if __name__ == "__main__":
    main()
