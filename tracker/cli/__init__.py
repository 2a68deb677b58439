"""The command `answerable`: one module per group of commands."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Annotated, Final, NoReturn

import typer

from tracker.cli.exits import Exit
from tracker.errors import AnswerableError, DataFileError, SourceError, StoreError, UsageError
from tracker.plain_text import without_controls
from tracker.process.short_process import begin_short_process, end_short_process

COMMANDS: Final = {
    "demo": ("demo", "demo"),
    "serve": ("serve", "serve"),
    "load": ("load", "load"),
    "score": ("score", "score"),
    "explain": ("score", "explain"),
    "status": ("status", "status"),
    "schedule": ("schedule", "app"),
    "crawl": ("crawl", "app"),
    "agenda": ("agenda", "app"),
    "method": ("method", "app"),
    "record": ("record", "app"),
    "people": ("people", "app"),
    "quarantine": ("record", "quarantine"),
    "rules": ("rules", "app"),
    "grid": ("grid", "app"),
    "campaign": ("campaign", "app"),
    "milestone": ("milestone", "app"),
}
"""Where each command is: its module, and its name there. A module is imported when one of its
commands is asked for, since all of them together take a second."""

_CODES: tuple[tuple[type[AnswerableError], Exit], ...] = (
    (SourceError, Exit.UNREADABLE),
    (DataFileError, Exit.UNREADABLE),
    (StoreError, Exit.STORE),
)


def command_line(commands: Iterable[str] = COMMANDS) -> typer.Typer:
    """The command line with these commands."""
    app = typer.Typer(
        name="answerable",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_answerable)
    for name in commands:
        module, attribute = COMMANDS[name]
        part = getattr(import_module(f"tracker.cli.{module}"), attribute)
        if isinstance(part, typer.Typer):
            app.add_typer(part, name=name)
        else:
            app.command(name)(part)
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
        command_line(sys.argv[1:2] if sys.argv[1:2] and sys.argv[1] in COMMANDS else COMMANDS)()
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
