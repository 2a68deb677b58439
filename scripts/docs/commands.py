"""The page on the command line: every command's help, set beside what scripts may rely on."""

from __future__ import annotations

from collections.abc import Iterator
from string import Template

import typer
from typer.core import TyperGroup
from typer.main import get_command

from scripts.docs.dictionary import member_docstrings
from scripts.docs.markdown import FRAMES, framed, table
from tracker.cli import command_line
from tracker.cli.exits import Exit

FRAME = "cli.md"
PROGRAM = "answerable"
WIDTH = 92
"""Columns of the captured help, so that it does not depend on anybody's terminal."""


def commands_page() -> str:
    """The whole page.

    Raises:
        LookupError: the frame has no place for a command, or one for a command there is not.
    """
    helps = {name.replace(" ", "_"): _block(text) for name, text in captured_helps().items()}
    places = set(Template((FRAMES / FRAME).read_text("utf-8")).get_identifiers()) - {"exits"}
    if places != set(helps):
        raise LookupError(
            f"scripts/docs/frames/{FRAME}: these commands are not documented, or are no commands: "
            f"{', '.join(sorted(places ^ set(helps)))}; give each a section with $command in it"
        )
    meanings = member_docstrings(Exit)
    exits = table(("code", "meaning"), [(f"{code:d}", meanings[code.name]) for code in Exit])
    return framed(FRAME, exits=exits, **helps)


def captured_helps() -> dict[str, str]:
    """What `--help` prints, by command: `answerable`, then `answerable record rollcalls` ..."""
    program = get_command(command_line())
    context = typer.Context(program, info_name=PROGRAM, terminal_width=WIDTH)
    return dict(_helps(context))


def _helps(context: typer.Context) -> Iterator[tuple[str, str]]:
    command = context.command
    inner = command.commands if isinstance(command, TyperGroup) else {}
    if context.parent is None or not inner:
        yield context.command_path, command.get_help(context)
    for name, one in inner.items():
        yield from _helps(typer.Context(one, info_name=name, parent=context, terminal_width=WIDTH))


def _block(text: str) -> str:
    return f"```text\n{text.strip()}\n```"
