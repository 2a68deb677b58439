"""Printing data in one of three forms: a table for people, CSV and JSON for scripts.

What draws tables is imported when one is drawn: it takes as long to import as a short command does.
"""

from __future__ import annotations

import csv
import datetime
import io
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from typing import Annotated

import typer

from tracker.cli.cells import Row, text_of
from tracker.errors import UsageError
from tracker.process.short_process import write_nowhere


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
            from tracker.cli.tables import print_table

            print_table([brief(row) for row in rows] if brief else rows, empty)


def print_one(row: Row, form: Format) -> None:
    """Prints one thing: a JSON object, one line of CSV, or one field per line."""
    with _output(form):
        if form is Format.JSON:
            print(json.dumps(dict(row), ensure_ascii=False, indent=2, default=_plain))
        elif form is Format.CSV:
            _print_csv([row])
        else:
            from tracker.cli.tables import print_blocks

            print_blocks([row])


def say(text: str) -> None:
    """Tells a person something on standard error, where it does not disturb data. That nobody is
    there to read it is no error.
    """
    from tracker.cli.tables import print_line

    try:
        print_line(text)
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
        writer.writerow([text_of(value) for value in row.values()])


def _plain(value: object) -> str:
    if isinstance(value, datetime.date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be printed as JSON")
