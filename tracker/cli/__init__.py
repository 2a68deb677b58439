"""The command `answerable`: one module per group of commands."""

from __future__ import annotations

import sys

import typer

from tracker.cli import (
    agenda,
    campaign,
    crawl,
    demo,
    grid,
    load,
    method,
    milestone,
    record,
    score,
    status,
)
from tracker.cli.exits import Exit
from tracker.errors import AnswerableError, DataFileError, SourceError, StoreError
from tracker.record.without_pandas import do_without_pandas

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
status.register(app)
app.add_typer(crawl.app, name="crawl")
app.add_typer(agenda.app, name="agenda")
app.add_typer(method.app, name="method")
app.add_typer(record.app, name="record")
app.add_typer(record.quarantine, name="quarantine")
app.add_typer(grid.app, name="grid")
app.add_typer(campaign.app, name="campaign")
app.add_typer(milestone.app, name="milestone")

_CODES: tuple[tuple[type[AnswerableError], Exit], ...] = (
    (SourceError, Exit.UNREADABLE),
    (DataFileError, Exit.UNREADABLE),
    (StoreError, Exit.STORE),
)


def main() -> None:
    """Runs a command; an error that explains itself is printed without a traceback."""
    do_without_pandas()
    try:
        app()
    except AnswerableError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(next((code for kind, code in _CODES if isinstance(error, kind)), Exit.WRONG_USE))
    except BrokenPipeError:
        sys.exit(Exit.OK)
