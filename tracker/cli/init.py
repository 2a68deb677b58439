"""`answerable init`: a coalition's own folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tracker.cli.output import say
from tracker.coalition import Followed, begin_folder
from tracker.errors import UsageError
from tracker.rules.reference import jurisdiction_of


def init(
    folder: Annotated[
        Path, typer.Argument(metavar="[FOLDER]", help="it is made; the one you are in unless said")
    ] = Path(),
    name: Annotated[
        str | None, typer.Option("--name", help="what your coalition is called")
    ] = None,
    contact: Annotated[
        str | None,
        typer.Option("--contact", help="whom the sites that are read may write to"),
    ] = None,
    follow: Annotated[
        list[str] | None,
        typer.Option(
            "--follow",
            help="a session that you follow, as in md:2025; may be repeated",
        ),
    ] = None,
) -> None:
    """Make a folder for your coalition, with its settings.

    The record, your agendas and your campaigns will lie in it. For example:
    answerable init riverbend --name "Homes for Riverbend" --follow md:2025
    """
    called = name or folder.resolve().name.replace("-", " ").replace("_", " ").capitalize()
    followed = tuple(map(_followed, follow or ()))
    path = begin_folder(folder, called.strip(), contact, followed)
    say(f"{path} holds the settings of {called}; change them as you like.")
    into = "" if folder.resolve() == Path.cwd() else f"  cd {folder}\n"
    say(
        f"Next:\n{into}"
        "  answerable serve     opens the app, whose page `Start` says what to do first"
    )


def _followed(text: str) -> Followed:
    code, _, session = text.partition(":")
    if not code or not session:
        raise UsageError(
            f"{text!r} is no jurisdiction and session",
            where="--follow",
            what_to_do="write both with a colon between, as in md:2025",
        )
    return Followed(jurisdiction=jurisdiction_of(code).id, session=session)
