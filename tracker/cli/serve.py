"""`answerable serve`: the app on your own record."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Annotated, NoReturn

import typer

from tracker.access.sign_in import own_sign_in, refuse_open_door
from tracker.cli.output import say
from tracker.coalition import own_coalition
from tracker.store import open_store

PortOption = Annotated[int, typer.Option("--port", help="where the app listens, on this machine")]


def serve(
    port: PortOption = 8501,
    public: Annotated[
        bool,
        typer.Option(
            "--public",
            help="for a proxy that shows it to others: nothing can be changed, nothing private "
            "is shown",
        ),
    ] = False,
    address: Annotated[
        str,
        typer.Option(
            "--address", help="who may connect; any but this machine's own asks for sign-in"
        ),
    ] = "127.0.0.1",
) -> None:
    """Open the app on your own record. Nothing is put into the store.

    It listens on this machine alone, unless you say otherwise. Ctrl-C ends it, and all that it
    began. Where coalition.yaml says `schedule: true`, it also reads the sources when they are due,
    and sends your alerts.
    """
    refuse_open_door(address, public=public, sign_in=own_sign_in())
    own = own_coalition()
    keeps_current = own is not None and own.schedule
    if keeps_current:
        from tracker.service.schedule_file import read_schedule, schedule_path

        read_schedule(schedule_path())  # what is wrong with it is said before anything begins
    store = open_store()
    say(f"The record is {store.address}.")
    if store.is_absent:
        say("It is empty. Load a legislature, while the app runs or before: answerable load --help")
        with store.reading():
            pass  # this makes it, so that the first page need not
    shown = ["--public"] if public else []
    by_itself = ["--schedule"] if keeps_current else []
    where = ["--port", str(port), "--address", address]
    become([sys.executable, "-m", "scorecard_app", *where, *shown, *by_itself])


def become(command: list[str]) -> NoReturn:
    """Goes on as another program, so that a signal to this process reaches it: no child is left."""
    if os.name == "posix":
        sys.stdout.flush()
        sys.stderr.flush()
        os.execv(command[0], command)
    raise typer.Exit(subprocess.run(command, check=False).returncode)
