"""Bulk files into DuckDB tables: every column in its place, or an error with table and line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.resources import files
from mmap import ACCESS_READ, mmap
from pathlib import Path

import duckdb

from scrapers.ca_pubinfo.layout import Kind, Table
from tracker.errors import SourceError

SEPARATOR = "--------\n"
"""Between two statements of one .sql file."""

_LINE = re.compile(r"CSV Error on Line: (\d+)")
_FOUND = re.compile(r"Expected Number of Columns: (\d+) Found: (\d+)")
GET_AGAIN = "get the file again; if it is the same, the source has changed: report it"


def prepare(work: duckdb.DuckDBPyConnection) -> None:
    """Teach the connection how fields of these files are written."""
    run(work, "dat.sql", {})


def run(work: duckdb.DuckDBPyConnection, name: str, constants: Mapping[str, object]) -> None:
    """Run the statements of one .sql file, each with those of the named constants it uses."""
    text = files("scrapers.ca_pubinfo").joinpath(name).read_text("utf-8")
    for statement in text.split(SEPARATOR):
        used = {key: value for key, value in constants.items() if f"${key}" in statement}
        work.execute(statement, used)


def read_table(work: duckdb.DuckDBPyConnection, table: Table, path: Path | None) -> int:
    """Make the table under its own name, in lower case, and say how many rows it has.

    `path` None makes it empty.

    Raises:
        SourceError: a line has a column more or less, a field is not what its column holds, the
            bytes are not UTF-8, or the last line is cut off.
    """
    if path is None:
        work.execute(_empty(table))
        return 0
    _refuse_unlike(path, table)
    try:
        work.execute(_split(table), {"path": str(path)})
        if table.decoded:
            work.execute(_decode(table))
    except duckdb.Error as error:
        raise _explained(error, table) from error
    counted = work.execute(f"select count(*) from {table.name}").fetchall()
    return int(counted[0][0])


def _empty(table: Table) -> str:
    types = {Kind.TEXT: "varchar", Kind.NUMBER: "integer", Kind.MOMENT: "timestamp"}
    listed = (
        f"{name} {types[kind] if table.decoded else 'varchar'}" for name, kind in _read(table)
    )
    return f"create table {table.name} ({', '.join(listed)})"


def _split(table: Table) -> str:
    """Lines into fields as they are written. No field can equal U+E000, so none becomes null."""
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name, _ in table.columns)
    return (
        f"create table {table.name} as select {', '.join(name for name, _ in _read(table))} "
        f"from read_csv($path, columns = {{{columns}}}, header = false, auto_detect = false, "
        "delim = '\t', quote = '', escape = '', nullstr = chr(57344), comment = '', "
        "strict_mode = true)"
    )


def _decode(table: Table) -> str:
    """Fields into values, only once every line is known to have its columns."""
    values = ", ".join(f"{kind}({name}) as {name}" for name, kind in _read(table))
    return f"create or replace table {table.name} as select {values} from {table.name}"


def _read(table: Table) -> list[tuple[str, Kind]]:
    return [(name, kind) for name, kind in table.columns if kind is not Kind.UNREAD]


def _refuse_unlike(path: Path, table: Table) -> None:
    """Refuses what DuckDB would let pass: a last line cut off, and an empty column too many."""
    if path.stat().st_size == 0:
        return
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as content:
        what, at = "the last line does not end: the file is cut off", len(content)
        if content[-1:] == b"\n":
            what, at = "a line has an empty column more", content.find(b"\t\n")
        if at >= 0:
            line = content[:at].count(b"\n") + 1
            where = f"{table.file}, line {line}"
            raise SourceError(what, where=where, what_to_do=GET_AGAIN)


def _explained(error: duckdb.Error, table: Table) -> SourceError:
    message = str(error)
    line, found = _LINE.search(message), _FOUND.search(message)
    where = f"{table.file}, line {line[1]}" if line else table.file
    if found:
        what = f"a line has {found[2]} columns instead of {found[1]}"
    elif "not utf-8" in message:
        what = "the bytes of a line are not UTF-8"
    else:
        what = message.splitlines()[0].partition(": ")[2] or message.splitlines()[0]
    return SourceError(what, where=where, what_to_do=GET_AGAIN)
