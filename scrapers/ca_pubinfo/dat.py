"""Bulk files into DuckDB tables: every column in its place, or an error with table and line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.resources import files
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
    name = table.name.lower()
    if path is not None:
        _refuse_cut_off(path, table)
    try:
        work.execute(_create(table, path), {"path": str(path)} if path else {})
    except duckdb.Error as error:
        raise _explained(error, table) from error
    counted = work.execute(f"select count(*) from {name}").fetchall()
    return int(counted[0][0])


def _create(table: Table, path: Path | None) -> str:
    if path is None:
        types = {Kind.TEXT: "varchar", Kind.NUMBER: "integer", Kind.MOMENT: "timestamp"}
        listed = ", ".join(f"{n} {types[k]}" for n, k in table.columns if k is not Kind.UNREAD)
        return f"create table {table.name.lower()} ({listed})"
    read = ", ".join(f"{k}({n}) as {n}" for n, k in table.columns if k is not Kind.UNREAD)
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name, _ in table.columns)
    return (
        f"create table {table.name.lower()} as select {read} from read_csv($path, "
        f"columns = {{{columns}}}, header = false, auto_detect = false, delim = '\t', "
        "quote = '', escape = '', nullstr = 'NULL', comment = '', "
        "strict_mode = true)"
    )


def _refuse_cut_off(path: Path, table: Table) -> None:
    with path.open("rb") as file:
        if file.seek(0, 2) == 0:
            return
        file.seek(-1, 2)
        if file.read(1) != b"\n":
            raise SourceError(
                "the last line does not end: the file is cut off",
                where=table.file,
                what_to_do=GET_AGAIN,
            )


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
