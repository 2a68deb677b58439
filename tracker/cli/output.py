"""Printing data in one of three forms: a table for people, CSV and JSON for scripts."""

from __future__ import annotations

import csv
import datetime
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from types import NoneType
from typing import Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

Row = Mapping[str, object]

NARROW = 16
"""Columns whose longest value is at most so long are never broken over lines."""
PIPE_WIDTH = 160


class Format(StrEnum):
    """How data is printed. The names of fields are the same in all three."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


FormatOption = Annotated[
    Format, typer.Option("--format", help="table for reading; csv or json for scripts")
]


def print_rows(
    rows: Sequence[Row],
    form: Format,
    *,
    brief: Callable[[Row], Row] | None = None,
    empty: str = "",
) -> None:
    """Prints a list of like rows. JSON keeps numbers, nulls and nested values as they are.

    `brief` picks what a table shows of a row that has more fields than fit on a line.
    """
    if form is Format.JSON:
        print(json.dumps(list(rows), ensure_ascii=False, indent=2, default=_plain))
    elif form is Format.CSV:
        _print_csv(rows)
    else:
        _print_table([brief(row) for row in rows] if brief else rows, empty)


def print_one(row: Row, form: Format) -> None:
    """Prints one thing: a JSON object, one line of CSV, or one field per line."""
    if form is Format.JSON:
        print(json.dumps(dict(row), ensure_ascii=False, indent=2, default=_plain))
    elif form is Format.CSV:
        _print_csv([row])
    else:
        table = Table(show_header=False, box=None, pad_edge=False)
        for name, value in row.items():
            table.add_row(name.replace("_", " "), _text(value))
        _console().print(table)


def say(text: str) -> None:
    """Tells a person something on standard error, where it does not disturb data."""
    Console(stderr=True, soft_wrap=True, highlight=False).print(text, markup=False)


def _print_csv(rows: Sequence[Row]) -> None:
    if not rows:
        return
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(rows[0].keys())
    for row in rows:
        writer.writerow([_text(value) for value in row.values()])


def _print_table(rows: Sequence[Row], empty: str) -> None:
    console = _console()
    if not rows:
        console.print(empty or "Nothing to show.", markup=False)
        return
    table = Table(box=SIMPLE_HEAD, header_style="bold", pad_edge=False, show_edge=False)
    for name in rows[0]:
        numbers = all(isinstance(row[name], (int, NoneType)) for row in rows)
        table.add_column(
            name.replace("_", " "),
            justify="right" if numbers else "left",
            no_wrap=max(len(_text(row[name])) for row in rows) <= NARROW,
            overflow="fold",
        )
    for row in rows:
        table.add_row(*(escape(_text(value)) for value in row.values()))
    console.print(table)


def _console() -> Console:
    """As wide as the terminal; into a file or pipe, wide enough that a reader can search it."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else PIPE_WIDTH)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {_text(part)}" for name, part in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(_text(part) for part in value)
    return str(value)


def _plain(value: object) -> str:
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be printed as JSON")
