"""`answerable schedule`: keep the record current by itself."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tracker.cli.output import say

app = typer.Typer(help="Keep the record current by itself.", no_args_is_help=True)


@app.callback()
def _schedule() -> None:
    """Keep the record current by itself."""


@app.command("run")
def schedule_run(
    file: Annotated[
        Path | None,
        typer.Option(
            "--file", help="another schedule than schedule.yaml in the home, or the one that ships"
        ),
    ] = None,
) -> None:
    """Read every source when it is due, until stopped by Ctrl+C or a signal.

    Each run reads as `answerable crawl` does, one at a time per source. Runs that were missed are
    made up for by one. `answerable status` shows what came of them, and when the next one is. Your
    alerts (alerts.yaml) are sent after each load, and when a milestone is due.
    """
    from tracker.service.schedule_file import schedule_path
    from tracker.service.scheduler import run_schedule

    run_schedule(file or schedule_path(), say)
