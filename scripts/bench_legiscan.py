"""`python -m scripts.bench_legiscan [ZIP]`: one of LegiScan's archives, loaded, and loaded again.

Beside each load stands a bare DuckDB that reads the same files from the same archive, and makes no
record of them. Without an archive it takes the largest of the samples, or says that there is none.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("ANSWERABLE_SHARED", REPOSITORY.parent / "shared"))
SAMPLES = SHARED / "samples" / "legiscan" / "datasets_csv"
LIKE = "MD_2025-2025*.zip"
"""The archive of the goal: 2,494 roll calls, 242,480 votes."""
REPEATS = 5

_BARE = """
import sys, tempfile, zipfile
import duckdb
with tempfile.TemporaryDirectory() as space, zipfile.ZipFile(sys.argv[1]) as zipped:
    for name in zipped.namelist():
        if name.endswith(".csv"):
            table = name.rpartition("/")[2].removesuffix(".csv")
            path = zipped.extract(name, space)
            duckdb.execute(f"create table {table} as select * from read_csv($1)", [path])
    print(duckdb.execute("select count(*) from votes").fetchone())
"""


@dataclass
class _Taken:
    """What several runs of one thing took, in the order of the runs."""

    seconds: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    """Seconds of it and of all that it began."""
    most: int = 0
    """Megabytes of the largest of them."""

    def run(self, command: Sequence[str], home: Path) -> None:
        """Once more, in this home."""
        started = time.perf_counter()
        with subprocess.Popen(
            [sys.executable, *command],
            cwd=REPOSITORY,
            env=os.environ | {"ANSWERABLE_HOME": str(home)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0, command
        self.seconds.append(time.perf_counter() - started)
        self.processor.append(usage.ru_utime + usage.ru_stime)
        self.most = max(self.most, usage.ru_maxrss // 1024)

    def __str__(self) -> str:
        return f"{_range(self.seconds)}, of processor {_range(self.processor)}"


def main(archive: Path | None = None) -> None:
    """Loads it several times, each time in a new home and beside the bare read."""
    archive = archive or next(iter(sorted(SAMPLES.glob(LIKE))), None)
    if archive is None:
        print(f"  the archive {LIKE} is absent from {SAMPLES}; nothing was measured")
        return
    load = ("-m", "tracker.cli", "load", "legiscan", "--file", str(archive))
    first, again, bare = _Taken(), _Taken(), _Taken()
    with tempfile.TemporaryDirectory(prefix="answerable-bench-") as folder:
        for number in range(REPEATS):
            home = Path(folder) / str(number)
            first.run(load, home)
            again.run(load, home)
            bare.run(("-c", _BARE, str(archive)), home)
    beside = [f / b for f, b in zip(first.processor, bare.processor, strict=True)]
    share = [a / f for a, f in zip(again.seconds, first.seconds, strict=True)]
    print(f"  {archive.name}, {REPEATS} runs (goal 3 s, 600 MB, again in a third)")
    print(f"  first load, the whole command  {first}")
    print(f"  the very same again            {again}")
    print(f"  a bare read by DuckDB          {bare}")
    print(f"  again / first                  {_range(share)}")
    print(f"  processor, first load / bare   {_range(beside)}")
    print(f"  most memory of any process     {first.most} MB; a bare read {bare.most} MB")


def _range(values: Sequence[float]) -> str:
    return f"{statistics.median(values):.2f} ({min(values):.2f} to {max(values):.2f})"


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else None)
