"""The command `answerable`: one module per group of commands."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Annotated, Final, NamedTuple, NoReturn

import typer

from tracker.cli.exits import Exit
from tracker.errors import AnswerableError, DataFileError, SourceError, StoreError, UsageError
from tracker.plain_text import without_controls
from tracker.process.short_process import begin_short_process, end_short_process


class Place(NamedTuple):
    """A command: its module, its name there, and what it is for, as its own help begins."""

    module: str
    attribute: str
    summary: str


COMMANDS: Final = {
    "demo": Place(
        "demo",
        "demo",
        "Build the demonstration store from what ships with the program, and open the app on it.",
    ),
    "init": Place("init", "init", "Make a folder for your coalition, with its settings."),
    "serve": Place("serve", "serve", "Open the app on your own record."),
    "load": Place("load", "load", "Load a source into the record."),
    "score": Place("score", "score", "Score every member of the session against an agenda."),
    "explain": Place("score", "explain", "Show the scored roll calls behind one member's score."),
    "status": Place(
        "status",
        "status",
        "Say of each source when it was last read well, when last tried, and what is wrong.",
    ),
    "schedule": Place("schedule", "app", "Keep the record current by itself."),
    "crawl": Place("crawl", "app", "Read official sources into the record."),
    "agenda": Place(
        "agenda", "app", "What a coalition asks for: bring it in, look at it, take it out again."
    ),
    "method": Place("method", "app", "Look at the scoring methods."),
    "record": Place("record", "app", "Look at the public record."),
    "people": Place("people", "app", "The people of the record, and the names on roll calls."),
    "quarantine": Place("record", "quarantine", "Look at what was read and refused."),
    "rules": Place(
        "rules", "app", "The reviewed rules that read motions and say what they needed."
    ),
    "grid": Place("grid", "app", "Write, score, audit or load a coalition's own spreadsheet."),
    "campaign": Place(
        "campaign", "app", "Campaigns: begin one, list them, set one beside its measure's stages."
    ),
    "milestone": Place(
        "milestone",
        "app",
        "Milestones of a campaign: set them down, record what became of them, read the history.",
    ),
    "access": Place(
        "access",
        "app",
        "Who may do what in the browser: invite people, withdraw roles, read who changed what.",
    ),
    "target": Place(
        "target",
        "app",
        "Where each member stands before a coming vote: private notes, a count, a call sheet.",
    ),
    "alerts": Place(
        "alerts", "app", "Alerts: what changed of the things you follow, told once to each place."
    ),
}
"""A module is imported when one of its commands is asked for, since all of them together take a
second."""

COMPLETING = "_ANSWERABLE_COMPLETE"
"""The shell sets this where somebody presses Tab."""

_CODES: tuple[tuple[type[AnswerableError], Exit], ...] = (
    (SourceError, Exit.UNREADABLE),
    (DataFileError, Exit.UNREADABLE),
    (StoreError, Exit.STORE),
)


def command_line(commands: Iterable[str] = COMMANDS) -> typer.Typer:
    """The command line with these commands."""
    app = _program()
    for name in commands:
        place = COMMANDS[name]
        part = getattr(import_module(f"tracker.cli.{place.module}"), place.attribute)
        if isinstance(part, typer.Typer):
            app.add_typer(part, name=name)
        else:
            app.command(name)(part)
    return app


def overview() -> typer.Typer:
    """The command line where no command is named: it can say what there is, and imports none."""
    app = _program()
    for name, place in COMMANDS.items():
        app.command(name, help=place.summary)(_nothing)
    return app


def _nothing() -> None:
    """Stands for a command of which only the name is shown."""


def _program() -> typer.Typer:
    app = typer.Typer(
        name="answerable",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_answerable)
    return app


def _say_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import PackageNotFoundError, version

        try:
            print(f"answerable {version('answerable')}")
        except PackageNotFoundError:
            print("answerable, not installed: run from its source, which bears no version")
        raise typer.Exit


def _answerable(
    _version: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version and exit.", callback=_say_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Set the public record of lawmakers beside an agenda that a community ratified."""


def main() -> None:
    """Runs a command; an error that explains itself is printed without a traceback, and so is what
    the system refused.
    """
    begin_short_process()
    sys.stdout = sys.stdout or io.StringIO()
    try:
        _refuse_undecodable(sys.argv[1:])
        _asked_for(sys.argv[1:])()
    except AnswerableError as error:
        _end_with(error)
    except OSError as error:
        _end_with(
            SourceError(
                f"the system refused: {error.strerror or error}",
                where=str(error.filename or "a file or folder that this command needs"),
                what_to_do="check that it is there, and that you may read and write it",
            )
        )
    except SystemExit as ended:
        if isinstance(ended.code, int):
            end_short_process(ended.code)
        raise


def _asked_for(arguments: Sequence[str]) -> typer.Typer:
    if COMPLETING in os.environ:
        return command_line()
    named = arguments[:1]
    return command_line(named) if named and named[0] in COMMANDS else overview()


def _end_with(error: AnswerableError) -> NoReturn:
    print(f"error: {without_controls(str(error))}", file=sys.stderr)
    code = next((code for kind, code in _CODES if isinstance(error, kind)), Exit.WRONG_USE)
    end_short_process(code)


def _refuse_undecodable(arguments: Sequence[str]) -> None:
    """Nothing that is no text can be stored, looked up or printed."""
    for number, argument in enumerate(arguments, 1):
        if not _is_text(argument):
            raise UsageError(
                f"the argument {argument!a} is not text in UTF-8",
                where=f"argument {number} of the command",
                what_to_do="set the terminal to UTF-8 and type it again; rename a file that is "
                "called so",
            )


def _is_text(argument: str) -> bool:
    try:
        argument.encode()
    except UnicodeEncodeError:
        return False
    return True
