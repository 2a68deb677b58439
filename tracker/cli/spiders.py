"""Running spiders: each in a process of its own, which says on its last line what came of it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer

from tracker.cli.exits import Exit
from tracker.errors import SourceError


def stage(source: str, out: Path, options: Sequence[str]) -> Path:
    """Crawls a source into `out`; the folder where the crawl lies.

    The spider says itself, on standard error, why it could not.
    """
    arguments = ["crawl", source, "--out", str(out), *options]
    arguments += ["--progress"] if sys.stderr.isatty() else []
    return Path(_run(arguments, expected=(Exit.OK,))["folder"])


def replay(folder: Path) -> dict[str, Any]:
    """Reads the archive of a crawl again: its items, and the first difference, if any."""
    return _run(["replay", str(folder)], expected=(Exit.OK, Exit.FOUND_SOMETHING))


def _run(arguments: Sequence[str], expected: Sequence[int]) -> dict[str, Any]:
    command = [sys.executable, "-m", "scrapers", *arguments]
    ended = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if ended.returncode == Exit.WRONG_USE:
        raise typer.Exit(Exit.WRONG_USE)
    if ended.returncode not in expected:
        raise typer.Exit(Exit.UNREADABLE)
    try:
        said = json.loads(ended.stdout.splitlines()[-1])
        assert isinstance(said, dict)
    except (IndexError, ValueError, AssertionError) as error:
        raise SourceError(
            "the spider ended without saying what came of it",
            where=" ".join(command),
            what_to_do="run that command by hand to see what it prints",
        ) from error
    return said
