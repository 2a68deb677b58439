"""`make bench`: speed and memory on this machine, side by side in one run, as ratios with ranges.

Reads the whole 2007-08 session from `../shared/samples`; says so and ends where it is absent.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import partial
from operator import truediv
from pathlib import Path
from typing import NamedTuple, TypeVar

import pandas as pd
import sqlalchemy as sa
from rich.console import Console

from scorecard_app.server import make_ready
from scripts import bench_legiscan, bench_pages, bench_pubinfo, bench_startup
from scripts.bench_peers import PEERS, with_changed_rolls
from tests.scoring import plain
from tests.scoring.engine import plain_input, plain_method
from tracker.agenda.known_agendas import find_agenda
from tracker.scoring.inputs import Asked, Run, ScoredItem, ScoredPosition, default_runs, prepare
from tracker.scoring.method import Method, find_method, shipped_methods
from tracker.scoring.scores import Score, fold
from tracker.store import Store, open_store
from tracker.views.scorecard_view import scorecard_view
from tracker.views.sheet import read_sheet

REPOSITORY = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("ANSWERABLE_SHARED", REPOSITORY.parent / "shared"))
ARCHIVE = SHARED / "samples" / "ca_rollcall_lewis" / "caleg07-08.zip"
FIRST_DAY = date(2006, 12, 1)
REPEATS = 5
CHANGED = 10
"""Roll calls of a small reload."""
FIRST, AGAIN, FEW = "first load", "the same again", f"{CHANGED} roll calls changed"

T = TypeVar("T")

console = Console(width=110, highlight=False)


@dataclass(frozen=True)
class Timing:
    """Seconds of several runs of one thing."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def as_ratio(self) -> str:
        return f"{self.median:.2f} ({min(self.seconds):.2f} to {max(self.seconds):.2f})"

    def __str__(self) -> str:
        return f"{self.median:.3f} s ({min(self.seconds):.3f} to {max(self.seconds):.3f})"


class Spent(NamedTuple):
    """What a child process took: seconds of processor time, and by the clock."""

    processor: float
    wall: float


def main() -> None:
    """Runs every benchmark and prints what it measured."""
    if not ARCHIVE.is_file():
        sys.exit(f"the benchmark reads {ARCHIVE}, which is absent; nothing was measured")
    console.print(f"{os.cpu_count()} cores; {REPEATS} runs each unless said otherwise\n")
    with tempfile.TemporaryDirectory(prefix="answerable-bench-") as folder:
        home = Path(folder)
        loading(home)
        store = open_store(f"duckdb:///{home / 'run0' / 'answerable.duckdb'}")
        scoring(store)
        page(home)
        console.print("\n[bold]Starting[/] (goal 1.5, 2 and 2 times)")
        bench_startup.main()
        console.print("\n[bold]Pages[/]")
        bench_pages.main()
        console.print("\n[bold]A data set of LegiScan[/]")
        bench_legiscan.main()
        console.print("\n[bold]Bulk files of a whole session, made up[/]")
        bench_pubinfo.main()


def loading(home: Path) -> None:
    """The whole session from its zip, by the command, in a new store each time; then again."""
    console.print("[bold]Loading the whole of 2007-08 from its zip[/] (goal 5 s and 1 GB)")
    changed = home / ARCHIVE.name
    with_changed_rolls(ARCHIVE, changed, CHANGED)
    ways: dict[str, list[Spent]] = defaultdict(list)
    grown: list[float] = []
    for number in range(REPEATS):
        where = home / f"run{number}"
        for name, archive in ((FIRST, ARCHIVE), (AGAIN, ARCHIVE), (FEW, changed)):
            before = _size(where)
            command = partial(_command, where, "load", "ca_rollcalls", "--file", str(archive))
            spent, report = _spent(command)
            ways[name].append(spent)
            if name == FEW:
                assert report["changed"] == CHANGED, report
                grown.append(_size(where) / before)
        if number == 0:
            peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            console.print(f"  {report['read']} roll calls; {peak:.0f} MB at the most")
        for peer in PEERS:
            folder = home / f"{peer}{number}"
            folder.mkdir()
            spent, _ = _spent(partial(_by_peer, peer, folder))
            ways[f"{peer}, no gate and no names"].append(spent)
    of_first = [one.processor for one in ways[FIRST]]
    for name, each in ways.items():
        processor = Timing(tuple(one.processor for one in each))
        ratio = Timing(tuple(map(truediv, processor.seconds, of_first))).as_ratio
        wall = Timing(tuple(one.wall for one in each))
        console.print(f"  {name}: {processor} of processor, {ratio} of a first load; {wall}")
    console.print(f"  the file after {CHANGED} changed rolls   {Timing(tuple(grown)).as_ratio}\n")


def scoring(store: Store) -> None:
    """Every member on every measure with a floor vote, all presets: three ways, equal results."""
    methods = list(shipped_methods().values())
    runs = default_runs(methods)
    with store.reading() as connection:
        asked = _everything(connection)
        console.print(
            f"[bold]Scoring every member on {len(asked.items)} measures[/], "
            f"{len(methods)} presets (goal 0.5 s; 50 times the plain scorer)"
        )
        fast = _timed(lambda: _by_ledger(connection, asked, runs), REPEATS)
        by_ledger = _by_ledger(connection, asked, runs)
        record = plain_input(connection, asked)
    console.print(f"  the program                    {fast}")
    plainly, slow = _once(lambda: [_by_plain(record, method) for method in methods])
    for run, scores in zip(runs, plainly, strict=True):
        assert scores == _shares(by_ledger[run.run_id]), f"{run.method.id}: the scorers differ"
    console.print(f"  the plain scorer, once         {slow:.1f} s: {slow / fast.median:.0f} times")
    frame = _frame(record)
    rows, slow = _once(lambda: [_by_pandas(frame, method) for method in methods])
    for run, shares in zip(runs, rows, strict=True):
        assert shares == _counted(by_ledger[run.run_id]), f"{run.method.id}: pandas differs"
    console.print(
        f"  pandas, row by row, once       {slow:.1f} s: {slow / fast.median:.0f} times\n"
    )


def page(home: Path) -> None:
    """The scorecard page's data from a store that no process has open, in a new process."""
    console.print("\n[bold]One page's data from a cold store[/] (goal 0.2 s)")
    _command(home / "sample", "load", "sample")
    for name, where in (("sample record", "sample"), ("whole session", "run0")):
        script = f"from scripts.bench import cold_page; cold_page({str(home / where)!r})"
        seconds = [
            float(
                subprocess.run(
                    [sys.executable, "-c", script],
                    cwd=REPOSITORY,
                    check=True,
                    capture_output=True,
                    text=True,
                ).stdout
            )
            for _ in range(REPEATS)
        ]
        console.print(f"  {name:30} {Timing(tuple(seconds))}")


def cold_page(home: str) -> None:
    """Prints the seconds that all a scorecard page shows takes in this process, which is as ready
    as the app is when it begins to serve.
    """
    make_ready()
    started = time.perf_counter()
    agenda, method = find_agenda(), find_method("agenda_alignment")
    with open_store(f"duckdb:///{home}/answerable.duckdb").reading() as connection:
        scorecard_view(read_sheet(connection, agenda, method))
    print(time.perf_counter() - started)


def _by_peer(peer: str, folder: Path) -> None:
    words = [sys.executable, "-m", "scripts.bench_peers", peer, str(ARCHIVE), str(folder)]
    subprocess.run(words, cwd=REPOSITORY, check=True, capture_output=True)


def _spent(run: Callable[[], T]) -> tuple[Spent, T]:
    """Runs what waits for a child process."""
    before, started = _processor_of_children(), time.perf_counter()
    result = run()
    return Spent(_processor_of_children() - before, time.perf_counter() - started), result


def _processor_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _size(home: Path) -> int:
    store = home / "answerable.duckdb"
    return store.stat().st_size if store.exists() else 0


def _command(home: Path, *words: str) -> dict[str, object]:
    environment = os.environ | {"ANSWERABLE_HOME": str(home)}
    ended = subprocess.run(
        [sys.executable, "-m", "tracker.cli", *words, "--format", "json"],
        cwd=REPOSITORY,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    report: dict[str, object] = json.loads(ended.stdout)
    return report


def _everything(connection: sa.Connection) -> Asked:
    """An agenda that asks for every measure with a floor vote: two of three supported."""
    rows = connection.execute(
        sa.text("select distinct bill_id from vote_events where venue = 'floor' order by bill_id")
    )
    bills = [row[0] for row in rows]
    return Asked(
        items=tuple(ScoredItem(bill, bill, 100) for bill in bills),
        positions=tuple(
            ScoredPosition(bill, "support" if n % 3 else "oppose", FIRST_DAY, None, FIRST_DAY)
            for n, bill in enumerate(bills)
        ),
        designated=(),
    )


def _by_ledger(
    connection: sa.Connection, asked: Asked, runs: Sequence[Run]
) -> dict[int, list[Score]]:
    prepare(connection, asked, runs)
    folded = fold(connection)
    return {run.run_id: folded.scores(run) for run in runs}


def _shares(scores: Sequence[Score]) -> dict[tuple[str, str], tuple[int, int]]:
    return {(s.person_id, s.chamber): s.tally.whole for s in scores}


def _counted(scores: Sequence[Score]) -> dict[tuple[str, str], Fraction]:
    return {(s.person_id, s.chamber): s.tally.share for s in scores if s.tally.counted}


def _by_plain(record: plain.ScoringInput, method: Method) -> dict[tuple[str, str], tuple[int, int]]:
    return {
        (score.person_id, str(score.chamber)): (score.numerator, score.denominator)
        for score in plain.scores(record, plain_method(method))
    }


def _frame(record: plain.ScoringInput) -> pd.DataFrame:
    """One row per vote on each measure's last passage, as a spreadsheet user would have it."""
    rows = plain.ledger(record, plain_method(find_method("missed_is_against")))
    events = {event.vote_event_id: event for event in record.vote_events}
    return pd.DataFrame(
        [
            {
                "person_id": row.person_id,
                "chamber": str(row.chamber),
                "stance": str(row.stance),
                "option": str(row.option),
                "effect": str(events[row.vote_event_id].nonvote_effect),
                "consent": events[row.vote_event_id].motion_class == "consent",
                "failed": events[row.vote_event_id].result == "fail",
                "yes": events[row.vote_event_id].yes,
                "no": events[row.vote_event_id].no,
            }
            for row in rows
        ]
    )


def _by_pandas(frame: pd.DataFrame, method: Method) -> dict[tuple[str, str], Fraction]:
    """The usual loop over a frame's rows; every measure has one scored roll call per house."""
    treatments = {
        str(option): str(treatment)
        for treatment, options in method.treatments.items()
        for option in options
    }
    sums: dict[tuple[str, str], list[int]] = {}
    for _, row in frame.iterrows():
        cast = row["yes"] + row["no"]
        if method.leave_out_consent and row["consent"]:
            continue
        per_mille = method.near_unanimous_per_mille
        if per_mille and cast and min(row["yes"], row["no"]) * 1000 < per_mille * cast:
            continue
        percent = method.close_under_percent
        if percent and not row["failed"] and not (cast and row["yes"] * 100 < percent * cast):
            continue
        halves = _halves(row, treatments[row["option"]])
        if halves is not None:
            total = sums.setdefault((row["person_id"], row["chamber"]), [0, 0])
            total[0] += halves
            total[1] += 2
    return {key: Fraction(int(earned), possible) for key, (earned, possible) in sums.items()}


def _halves(row: pd.Series, treatment: str) -> int | None:
    if treatment == "by_position":
        return 2 if (row["option"] == "yes") == (row["stance"] == "support") else 0
    if treatment == "by_effect":
        if row["effect"] != "as_no":
            return None
        return 2 if row["stance"] == "oppose" else 0
    return {"against": 0, "half": 1}.get(treatment)


def _timed(action: Callable[[], object], repeats: int) -> Timing:
    seconds = []
    for _ in range(repeats):
        gc.collect()
        started = time.perf_counter()
        action()
        seconds.append(time.perf_counter() - started)
    return Timing(tuple(seconds))


def _once(action: Callable[[], T]) -> tuple[T, float]:
    started = time.perf_counter()
    result = action()
    return result, time.perf_counter() - started


if __name__ == "__main__":
    main()
