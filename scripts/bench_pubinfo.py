"""`python -m scripts.bench_pubinfo`: bulk files of a whole session, made up, staged and loaded.

Writes 5,500 bills, 60,000 actions, 25,000 roll calls and 1.3 million votes in the real format into
a temporary folder, then runs the spider and the loader as a person would: for the first time, for
the very same again, for the same in other bytes, and for a day's file with 500 changed roll calls.
Every name in it is invented.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from tracker.store.duckdb_engine import QUIET

REPOSITORY = Path(__file__).resolve().parent.parent
SESSION = "20092010"
"""A session whose roster nobody has reviewed: made-up names may stand in it."""

CHANGED = 500
"""Roll calls in which one member's vote is another the next day."""
REPEATS = 3

_FILES = {
    "BILL_TBL": """
        select q(bill_id), q('20092010'), q('0'), q(kind), n, q('Introduced'), null, null, null,
            null, q('2009' || n || kind), q('Y'), q('BENCH'), '2010-12-01 00:00:00', null, null,
            null, null, null
        from bills""",
    "BILL_HISTORY_TBL": """
        select q(bill_id), row_number() over (), stamp(bill_no, step), q(text), q('BENCH'),
            '2010-12-01 00:00:00', step, q('6'), q('Applied'), q('Senate'), q('Committee'),
            q('CS61'), q('In Committee Process')
        from bills, steps where bill_no * 11 + step <= 60500""",
    "BILL_VERSION_TBL": """
        select q('v' || bill_no || '-' || v), q(bill_id), 99 - v, stamp(bill_no, v * 3),
            q('Amended'), null, q('Shade trees: subject ' || bill_no || '.'),
            q(if(bill_no % 9 = 0, 'Two Thirds', 'Majority')), null, null, null, null, null, null,
            'BILL_VERSION_TBL_' || bill_no || '.lob', q('Y'), q('BENCH'), '2010-12-01 00:00:00'
        from bills, range(3) as r(v)""",
    "BILL_VERSION_AUTHORS_TBL": """
        select q('v' || bill_no || '-' || v), q('Legislator'), q('SENATE'),
            q('Member ' || bill_no % 120), q('LEAD_AUTHOR'), null, q('Y'), q('BENCH'),
            '2010-12-01 00:00:00', q('Y')
        from bills, range(3) as r(v)""",
    "BILL_SUMMARY_VOTE_TBL": """
        select q(bill_id), q(place), day, seq, motion, size - 10, 6, 4, q('(PASS)'), q('BENCH'),
            '2010-12-01 00:00:00', null, null, null, null
        from rolls""",
    "BILL_DETAIL_VOTE_TBL": """
        select q(bill_id), q(place), q('Member ' || (first + m)), day, seq,
            q(case when m < size - 10 then 'AYE' when m < size - 4 then 'NOE' else 'ABS' end),
            motion, q('BENCH'), '2010-12-01 00:00:00', null, null, null
        from rolls, range(80) as r(m) where m < size""",
    "BILL_MOTION_TBL": """
        select m, q('Do pass as amended, motion ' || m || '.'), q('BENCH'), '2010-12-01 00:00:00'
        from range(500) as r(m)""",
    "LOCATION_CODE_TBL": """
        select q('20092010'), q(code), q('C'), null, q(words), q(words), q('Y'), q('BENCH'),
            '2010-12-01 00:00:00', null
        from (values ('CX25', 'Asm Appropriations'), ('CS61', 'Sen Appropriations'))
            as c(code, words)""",
    "LEGISLATOR_TBL": """
        select q(format('{}D{:02}', house, seat)), q('20092010'), q('Member ' || m), q(house),
            q('Member ' || m), q('Invented'), q('Member ' || m), null, null, null, null, q('DEM'),
            q('Y'), q('BENCH'), '2010-12-01 00:00:00', q('Y')
        from (
            select m, if(m < 80, 'A', 'S') as house, m % 80 + 1 as seat from range(120) as r(m)
        )""",
}
_CHANGES = {
    "BILL_TBL": f"{_FILES['BILL_TBL']} where bill_no < {CHANGED}",
    "BILL_SUMMARY_VOTE_TBL": f"""
        select q(bill_id), q(place), day, seq, motion, size - 11, 7, 4, q('(PASS)'), q('BENCH'),
            '2010-12-02 00:00:00', null, null, null, null
        from rolls where row < {CHANGED}""",
    "BILL_DETAIL_VOTE_TBL": f"""
        select q(bill_id), q(place), q('Member ' || (first + m)), day, seq,
            q(case when m < size - 11 then 'AYE' when m < size - 4 then 'NOE' else 'ABS' end),
            motion, q('BENCH'), '2010-12-02 00:00:00', null, null, null
        from rolls, range(80) as r(m) where m < size and row < {CHANGED}""",
}
"""A day's file: without the motions and places, which the session's file names."""
_WORLD = """
    create macro q(text) as '`' || text || '`';
    create macro stamp(a, b) as strftime(
        date '2009-01-05' + cast((a * 7 + b * 13) % 500 as integer), '%Y-%m-%d 00:00:00');
    create table bills as
    select b as bill_no, if(b % 2 = 0, 'AB', 'SB') as kind, b // 2 + 1 as n,
        '200920100' || kind || n as bill_id
    from range(5500) as r(b);
    create table steps as
    select * from (values
        (0, 'Introduced.  Read first time.  To Com. on RLS. for assignment.  To print.'),
        (1, 'From printer.  May be acted upon on or after March 1.'),
        (2, 'Referred to Com. on  T. & H.'),
        (3, 'Set for hearing April 7.'),
        (4, 'From committee: Do pass and re-refer to Com. on  APPR. (Ayes 9. Noes 4. Page 567.)'),
        (5, 'April 20 hearing: Placed on  APPR. suspense file.'),
        (6, 'From committee: Do pass. (Ayes 8. Noes 3. Page 1194.)'),
        (7, 'Read second time. Ordered to third reading.'),
        (8, 'Read third time. Passed. (Ayes 25. Noes 12. Page 1323.) Ordered to the Assembly.'),
        (9, 'In Assembly.  Read first time.  Held at Desk.'),
        (10, 'Referred to Com. on  L. GOV.')) as s(step, text);
    create table rolls as
    select r as row, b.bill_id, stamp(b.bill_no, r // 5500 * 31) as day, 1000 + r % 90 as seq,
        r % 500 as motion,
        case r % 10 when 0 then 'CX25' when 1 then 'CS61' when 2 then 'CX25' when 3 then 'SFLOOR'
            when 4 then 'SFLOOR' when 5 then 'SFLOOR' else 'AFLOOR' end as place,
        case r % 10 when 0 then 17 when 1 then 17 when 2 then 17 when 3 then 40 when 4 then 40
            when 5 then 40 else 80 end as size,
        if(place in ('CS61', 'SFLOOR'), 80, 0) as first
    from range(25000) as r(r) join bills as b on b.bill_no = r % 5500;
"""


def main() -> None:
    """Runs it several times, each in a new home, and prints seconds, ratios and memory."""
    with tempfile.TemporaryDirectory(prefix="answerable-bench-") as name:
        folder = Path(name)
        tables, again, changes = write_files(folder)
        print(f"{os.cpu_count()} cores; {_size(tables) / 1e6:,.0f} MB of tables; {REPEATS} runs")
        runs = [measure(folder / f"home{n}", tables, again, changes) for n in range(REPEATS)]
    for what, goal in GOALS.items():
        seconds = _spread([run[what].seconds for run in runs])
        used = _spread([run[what].used for run in runs])
        print(f"  {what:34} {seconds} s{goal}; {used} s of processor time")
    ratios = _spread([run[SAME].seconds / run[FIRST].seconds for run in runs])
    print(f"  {'the very same again / first':34} {ratios} (goal at most 0.33)")
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"  largest process: {memory:,.0f} MB (goal at most 1,500)")


FIRST, SAME, OTHER, DAY = (
    "first load",
    "the very same again",
    "the same in other bytes",
    f"a day's {CHANGED} changed roll calls",
)
GOALS = {FIRST: " (goal 20 s)", SAME: "", OTHER: "", DAY: " (goal 2 s)"}


@dataclass(frozen=True)
class Took:
    """What one command took: seconds on the clock, and of processor time of it and its children,
    which a busy machine lengthens less.
    """

    seconds: float
    used: float


def measure(home: Path, tables: Path, again: Path, changes: Path) -> Mapping[str, Took]:
    """What each of the four loads, one after another into one home."""
    return {
        FIRST: _load(home, tables, loaded=25_000),
        SAME: _load(home, tables, loaded=0),
        OTHER: _load(home, again, loaded=0),
        DAY: _load(home, changes, loaded=CHANGED),
    }


def write_files(folder: Path) -> tuple[Path, Path, Path]:
    """The tables of a made-up session in a folder, packed in an archive, and a day's changes."""
    tables, changed = folder / "tables", folder / "changed"
    with duckdb.connect() as world:
        world.execute(QUIET)
        world.execute(_WORLD)
        _write(world, tables, _FILES)
        _write(world, changed, _CHANGES)
    return (
        tables,
        _pack(tables, folder / "pubinfo_2009.zip"),
        _pack(changed, folder / "pubinfo_Mon.zip"),
    )


def _write(world: duckdb.DuckDBPyConnection, folder: Path, files: Mapping[str, str]) -> None:
    folder.mkdir(parents=True)
    for table, query in files.items():
        world.execute(
            f"copy ({query}) to '{folder / table}.dat' "
            "(format csv, delimiter '\t', header false, quote '', escape '', nullstr 'NULL')"
        )


def _pack(folder: Path, archive: Path) -> Path:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as zipped:
        for file in sorted(folder.iterdir()):
            zipped.write(file, file.name)
    return archive


def _load(home: Path, file: Path, *, loaded: int) -> Took:
    """One `answerable load`, which must store so many roll calls."""
    command = [sys.executable, "-m", "tracker.cli", "load", "ca_pubinfo", "--format", "json"]
    started, before = time.perf_counter(), _processor_seconds()
    ended = subprocess.run(
        [*command, "--file", str(file), "--session", SESSION],
        cwd=REPOSITORY,
        env=os.environ | {"ANSWERABLE_HOME": str(home)},
        capture_output=True,
        text=True,
        check=True,
    )
    took = Took(time.perf_counter() - started, _processor_seconds() - before)
    report = json.loads(ended.stdout)
    if (report["loaded"], report["quarantined"]) != (loaded, 0):
        sys.exit(f"{file.name}: {loaded} roll calls were to be stored, not {report}")
    return took


def _processor_seconds() -> float:
    """Of all children that have ended."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.iterdir())


def _spread(several: list[float]) -> str:
    values = sorted(several)
    return f"{values[len(values) // 2]:.2f} ({values[0]:.2f} to {values[-1]:.2f})"


if __name__ == "__main__":
    main()
