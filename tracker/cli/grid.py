"""`answerable grid`: a coalition's own spreadsheet of legislators and items."""

from __future__ import annotations

import typer

app = typer.Typer(help="Score or load a coalition's own spreadsheet.", no_args_is_help=True)


@app.callback()
def _grid() -> None:
    """Score or load a coalition's own spreadsheet."""
