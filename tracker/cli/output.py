"""Printing data in one of three forms: a table for people, CSV and JSON for scripts."""

from __future__ import annotations

import csv
import datetime
import io
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from types import NoneType
from typing import Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from tracker.errors import UsageError
from tracker.record.short_process import write_nowhere

Row = Mapping[str, object]

NARROW = 16
"""Columns whose longest value is at most so long are never broken over lines."""
WIDEST_WORD = 24
"""Words in other columns are broken only if they are longer."""
GAP = 2
"""Blanks between two columns."""
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
    with _output(form):
        if form is Format.JSON:
            print(json.dumps(list(rows), ensure_ascii=False, indent=2, default=_plain))
        elif form is Format.CSV:
            _print_csv(rows)
        else:
            _print_table([brief(row) for row in rows] if brief else rows, empty)


def print_one(row: Row, form: Format) -> None:
    """Prints one thing: a JSON object, one line of CSV, or one field per line."""
    with _output(form):
        if form is Format.JSON:
            print(json.dumps(dict(row), ensure_ascii=False, indent=2, default=_plain))
        elif form is Format.CSV:
            _print_csv([row])
        else:
            _print_blocks(_console(), [row])


def say(text: str) -> None:
    """Tells a person something on standard error, where it does not disturb data. That nobody is
    there to read it is no error.
    """
    try:
        _Console(stderr=True, soft_wrap=True, highlight=False).print(text, markup=False)
    except BrokenPipeError:
        write_nowhere(sys.stderr)


@contextmanager
def _output(form: Format) -> Iterator[None]:
    """Standard output as the contract has it: UTF-8 for scripts; a table shows what the terminal
    has no letter for as a question mark. A reader that has seen enough (`| head`) is no error.

    Raises UsageError where nothing can be written there.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        if form is Format.TABLE:
            sys.stdout.reconfigure(errors="replace")
        else:
            sys.stdout.reconfigure(encoding="utf-8")
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        write_nowhere(sys.stdout)
    except OSError as error:
        write_nowhere(sys.stdout)
        raise UsageError(
            f"what was found cannot be printed: {error.strerror}",
            where="standard output",
            what_to_do="check the file or program that the output goes to, and its disk",
        ) from error


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
    columns = {name: [_text(row[name]) for row in rows] for name in rows[0]}
    least = {name: _least_width(name, cells) for name, cells in columns.items()}
    if sum(least.values()) + GAP * (len(least) - 1) > console.width:
        _print_blocks(console, rows)
        return
    table = Table(
        box=SIMPLE_HEAD,
        header_style="bold",
        padding=(0, GAP - 1, 0, 0),
        pad_edge=False,
        show_edge=False,
    )
    for name, cells in columns.items():
        numbers = all(isinstance(row[name], (int, NoneType)) for row in rows)
        table.add_column(
            name.replace("_", " "),
            justify="right" if numbers else "left",
            no_wrap=_is_narrow(cells),
            overflow="fold",
            min_width=least[name],
        )
    for row in rows:
        table.add_row(*(escape(_text(value)) for value in row.values()))
    console.print(table)


def _is_narrow(cells: Sequence[str]) -> bool:
    return max(map(cell_len, cells)) <= NARROW


def _least_width(name: str, cells: Sequence[str]) -> int:
    """What a column needs so that a narrow one is not broken, nor a word in another."""
    heading = name.replace("_", " ")
    if _is_narrow(cells):
        return max(map(cell_len, (heading, *cells)))
    words = (word for text in (heading, *cells) for word in text.split())
    return min(WIDEST_WORD, max(map(cell_len, words)))


def _print_blocks(console: Console, rows: Sequence[Row]) -> None:
    """One field per line and a blank line between rows: for one thing, or a narrow screen."""
    for number, row in enumerate(rows):
        block = Table(show_header=False, box=None, pad_edge=False)
        block.add_column(no_wrap=True)
        block.add_column(overflow="fold")
        for name, value in row.items():
            block.add_row(name.replace("_", " "), escape(_text(value)))
        if number:
            console.print()
        console.print(block)


def _console() -> Console:
    """As wide as the terminal; into a file or pipe, wide enough that a reader can search it."""
    return _Console(highlight=False, width=None if sys.stdout.isatty() else PIPE_WIDTH)


class _Console(Console):
    """Leaves it to `_output` what a reader that has gone means; rich would end with code 1."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {_text(part)}" for name, part in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(_text(part) for part in value)
    return str(value)


def _plain(value: object) -> str:
    if isinstance(value, datetime.date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be printed as JSON")
