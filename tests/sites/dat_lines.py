"""Rows as the Legislature's bulk files write them: for files made up to try the spiders on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scrapers.ca_pubinfo.tables import TABLES

Row = Mapping[str, str | int | None]
Tables = Mapping[str, Sequence[Row]]
"""Rows by the name of their table."""

LAYOUTS = {table.name: tuple(name for name, _ in table.columns) for table in TABLES}
_BARE = ("_date", "_date_time", "_update", "_update_dt", "_xml", "_doc", "message", "_in_print")
"""How the names of columns end that hold a moment, or the name of a file with a longer text."""


def dat_files(tables: Tables) -> dict[str, bytes]:
    """File name to content, of each table."""
    return {
        f"{name}.dat": "".join(f"{line(name, row)}\n" for row in rows).encode()
        for name, rows in tables.items()
    }


def line(table: str, row: Row) -> str:
    """One row in the order of the table: text in back-quotes, moments, numbers and file names
    bare. What a back-quote or backslash would mean is for the row to say.
    """
    unknown = row.keys() - set(LAYOUTS[table])
    assert not unknown, f"{table} has no column {unknown}"
    return "\t".join(_written(name, row.get(name)) for name in LAYOUTS[table])


def _written(name: str, value: str | int | None) -> str:
    if value is None:
        return "NULL"
    bare = isinstance(value, int) or name.endswith(_BARE)
    return str(value) if bare else f"`{value}`"
