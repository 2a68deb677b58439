"""Tables for people, as wide as their terminal."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from types import NoneType

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from tracker.cli.cells import Row, text_of

NARROW = 16
"""Columns whose longest value is at most so long are never broken over lines."""
WIDEST_WORD = 24
"""Words in other columns are broken only if they are longer."""
GAP = 2
"""Blanks between two columns."""
PIPE_WIDTH = 160


def print_table(rows: Sequence[Row], empty: str) -> None:
    """A line per row, or one field per line where the columns do not fit; `empty` where there is
    no row.
    """
    console = _console()
    if not rows:
        console.print(empty or "Nothing to show.", markup=False)
        return
    columns = {name: [text_of(row[name]) for row in rows] for name in rows[0]}
    least = {name: _least_width(name, cells) for name, cells in columns.items()}
    if sum(least.values()) + GAP * (len(least) - 1) > console.width:
        print_blocks(rows)
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
        table.add_row(*(escape(text_of(value)) for value in row.values()))
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


def print_blocks(rows: Sequence[Row]) -> None:
    """One field per line and a blank line between rows: for one thing, or a narrow screen."""
    console = _console()
    for number, row in enumerate(rows):
        block = Table(show_header=False, box=None, pad_edge=False)
        block.add_column(no_wrap=True)
        block.add_column(overflow="fold")
        for name, value in row.items():
            block.add_row(name.replace("_", " "), escape(text_of(value)))
        if number:
            console.print()
        console.print(block)


def print_line(text: str) -> None:
    """Text as it is, on standard error. Raises BrokenPipeError where its reader has gone."""
    _Console(stderr=True, soft_wrap=True, highlight=False).print(text, markup=False)


def _console() -> Console:
    """As wide as the terminal; into a file or pipe, wide enough that a reader can search it."""
    return _Console(highlight=False, width=None if sys.stdout.isatty() else PIPE_WIDTH)


class _Console(Console):
    """Leaves it to who prints what a reader that has gone means; rich would end with code 1."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError
