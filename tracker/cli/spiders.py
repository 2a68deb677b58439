"""Running spiders: each in a process of its own, which says on its last line what came of it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer

from tracker.cli.exits import Exit
from tracker.errors import SourceError

PATIENCE = 10.0
"""Seconds in which a spider that is told to stop may put away what it has."""


class SpiderFailed(typer.Exit):
    """The spider ended without a crawl, and has said why on standard error."""

    def __init__(self, code: int, said: str | None) -> None:
        super().__init__(code)
        self.said = said
        """Why, in one line; None where it ended without a word."""


@dataclass(frozen=True)
class Staged:
    """Where a crawl lies; an earlier one if nothing has changed since, which took so many
    requests to find out.
    """

    folder: Path
    unchanged: bool
    requests: int | None


def _nothing() -> None:
    pass


def stage(
    source: str, out: Path, options: Sequence[str], meanwhile: Callable[[], None] = _nothing
) -> Staged:
    """Crawls a source into `out`, unless an earlier crawl will do. `meanwhile` is done while the
    spider is at work.

    Raises:
        SpiderFailed: it could not.
    """
    arguments = ["crawl", source, "--out", str(out), *options]
    arguments += ["--progress"] if sys.stderr.isatty() else []
    said = _run(arguments, expected=(Exit.OK,), meanwhile=meanwhile)
    return Staged(Path(said["folder"]), said["unchanged"], said.get("requests"))


def replay(folder: Path) -> dict[str, Any]:
    """Reads the archive of a crawl again: its items, and the first difference, if any."""
    return _run(["replay", str(folder)], expected=(Exit.OK, Exit.FOUND_SOMETHING))


def _run(
    arguments: Sequence[str], expected: Sequence[int], meanwhile: Callable[[], None] = _nothing
) -> dict[str, Any]:
    command = [sys.executable, "-m", "scrapers", *arguments]
    code, lines = _ended(command, meanwhile)
    try:
        said = json.loads(lines[-1])
        assert isinstance(said, dict)
    except (IndexError, ValueError, AssertionError) as error:
        if code not in expected:
            raise _failed(code, None) from error
        raise SourceError(
            "the spider ended without saying what came of it",
            where=" ".join(command),
            what_to_do="run that command by hand to see what it prints",
        ) from error
    if code not in expected:
        raise _failed(code, str(said.get("error", "")) or None)
    return said


def _ended(command: Sequence[str], meanwhile: Callable[[], None]) -> tuple[int, list[str]]:
    """The exit code and the lines of a child that ends with this process, however that ends."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        try:
            meanwhile()
            out, _ = child.communicate()
        except BaseException:
            child.terminate()
            try:
                child.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                child.kill()
            raise
    return child.returncode, out.splitlines()


def _failed(code: int, said: str | None) -> SpiderFailed:
    return SpiderFailed(Exit.WRONG_USE if code == Exit.WRONG_USE else Exit.UNREADABLE, said)
