"""The command `answerable`: one module per group of commands."""

from __future__ import annotations

import sys
from enum import IntEnum

import typer

from tracker.cli import demo, grid, load, record, score
from tracker.errors import AnswerableError, DataFileError, SourceError, StoreError

app = typer.Typer(
    name="answerable",
    help="Set the public record of lawmakers beside an agenda that a community ratified.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
demo.register(app)
load.register(app)
score.register(app)
app.add_typer(record.app, name="record")
app.add_typer(record.quarantine, name="quarantine")
app.add_typer(grid.app, name="grid")


class Exit(IntEnum):
    """What a script may conclude from the exit code."""

    OK = 0
    FOUND_SOMETHING = 1
    """A check ran and found something to look at."""
    WRONG_USE = 2
    NOT_LOADED = 3
    """Kept but not loaded: a check of the source failed."""
    UNREADABLE = 4
    """The source or a data file could not be read as what it should be."""
    STORE = 5
    """The store could not be opened, read or written."""


_CODES: tuple[tuple[type[AnswerableError], Exit], ...] = (
    (SourceError, Exit.UNREADABLE),
    (DataFileError, Exit.UNREADABLE),
    (StoreError, Exit.STORE),
)


def main() -> None:
    """Runs a command; an error that explains itself is printed without a traceback."""
    try:
        app()
    except AnswerableError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(next((code for kind, code in _CODES if isinstance(error, kind)), Exit.WRONG_USE))
    except BrokenPipeError:
        sys.exit(Exit.OK)
