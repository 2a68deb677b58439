"""How the bulk files write a field, and what is refused rather than read wrongly."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from scrapers.ca_pubinfo.tables import Table, prepare, read_table
from tracker.errors import SourceError

SMALL = Table("SMALL_TBL", "name size:number day:moment -unread")
SECTIONS = Table("LAW_SECTION_TBL", " ".join(f"c{number}" for number in range(18)))


@pytest.fixture
def work() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        prepare(connection)
        yield connection


def _read(work: duckdb.DuckDBPyConnection, path: Path, content: bytes) -> list[tuple[object, ...]]:
    file = path / SMALL.file
    file.write_bytes(content)
    read_table(work, SMALL, file)
    return [tuple(row) for row in work.execute("from small_tbl").fetchall()]


def _name(work: duckdb.DuckDBPyConnection, path: Path, written: bytes) -> object:
    return _read(work, path, written + b"\tNULL\tNULL\tNULL\n")[0][0]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (b"`De La Torre`", "De La Torre"),
        (b"bare.lob", "bare.lob"),
        (b"NULL", None),
        (b"`NULL`", "NULL"),
        (b"``", ""),
        (rb"`two\nlines`", "two\nlines"),
        (rb"`a\tb`", "a\tb"),
        (rb"`back\\slash`", "back\\slash"),
        (rb"`back\\nslash`", "back\\nslash"),
        (rb"`a \` b`", "a ` b"),
        (rb"`ends with \\`", "ends with \\"),
        (rb"`\'quoted\"`", "'quoted\""),
        (b'`say "no"`', 'say "no"'),
        (b"`#1, one`", "#1, one"),
        ("`De León`".encode(), "De León"),
        ("`De LeÃ³n`".encode(), "De LeÃ³n"),
    ],
)
def test_a_field_is_read_as_it_was_written(
    work: duckdb.DuckDBPyConnection, tmp_path: Path, written: bytes, meant: str | None
) -> None:
    assert _name(work, tmp_path, written) == meant


def test_the_real_escaped_rows_keep_their_line_breaks(
    work: duckdb.DuckDBPyConnection, samples: Path
) -> None:
    path = samples / "ca_pubinfo" / "datfile_edge" / "escaped_rows.dat"
    assert read_table(work, SECTIONS, path) == 10
    held = work.execute(
        """
        select count(*) filter (where contains(c13, chr(10))),
               count(*) filter (where contains(c13, '\\')),
               count(*) filter (where c9 is null), count(distinct c0)
        from law_section_tbl
        """
    ).fetchall()
    assert held == [(10, 0, 8, 10)]


def test_an_empty_file_is_a_table_without_rows(
    work: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    assert _read(work, tmp_path, b"") == []


SOUND = b"`a`\t1\t2009-06-04 00:00:00\tNULL\n"


@pytest.mark.parametrize(
    ("spoiled", "what", "line"),
    [
        (b"`b`\t2\tNULL\n", "3 columns instead of 4", "line 3"),
        (b"`b`\t2\tNULL\tNULL\tNULL\n", "5 columns instead of 4", "line 3"),
        (b"`b`\t2\tNULL\tNULL\t7\n", "5 columns instead of 4", "line 3"),
        (b"`b`\t2\tNULL\tNULL\t\n", "an empty column more", "line 3"),
        (b"`b\nc`\t2\tNULL\tNULL\n", "columns instead of 4", "line 3"),
        (b"`b\tc`\t2\tNULL\tNULL\n", "5 columns instead of 4", "line 3"),
        (b"`\xe9`\t2\tNULL\tNULL\n", "not UTF-8", "line 3"),
        (b"`b`\t2\tNULL\tNULL", "cut off", "line 3"),
        (b"`b\t2\tNULL\tNULL\n", "not closed", ""),
        (b"`b\\`\t2\tNULL\tNULL\n", "not closed", ""),
        (b"`\t2\tNULL\tNULL\n", "not closed", ""),
        (b"`b`\ttwo\tNULL\tNULL\n", "not a whole number", ""),
        (b"`b`\t1.5\tNULL\tNULL\n", "not a whole number", ""),
        (b"`b`\t99999999999\tNULL\tNULL\n", "not a whole number", ""),
        (b"`b`\t2\t2009-02-30 00:00:00\tNULL\n", "2009-02-30", ""),
        (b"`b`\t2\tlast June\tNULL\n", "last June", ""),
    ],
)
def test_a_spoiled_line_is_refused_with_its_table(
    work: duckdb.DuckDBPyConnection, tmp_path: Path, spoiled: bytes, what: str, line: str
) -> None:
    with pytest.raises(SourceError) as refused:
        _read(work, tmp_path, SOUND + SOUND + spoiled)
    assert what in refused.value.what
    assert refused.value.where.startswith("SMALL_TBL.dat")
    assert line in refused.value.where
