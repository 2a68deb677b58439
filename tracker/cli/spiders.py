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
from tracker.process.parent import PATIENCE


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
    requests: int
    warnings: Sequence[str]
    """What a reader of the crawl should know of how it came about."""


def _nothing() -> None:
    pass


def stage(
    source: str,
    out: Path,
    options: Sequence[str],
    meanwhile: Callable[[], None] = _nothing,
    inherits: Sequence[int] = (),
    *,
    tells: bool,
) -> Staged:
    """Crawls a source into `out`, unless an earlier crawl will do. `meanwhile` is done while the
    spider is at work; it `inherits` descriptors, such as that of a lock, and `tells` on standard
    error how far it has come.

    Raises:
        SpiderFailed: it could not.
    """
    arguments = ["crawl", source, "--out", str(out), *options]
    arguments += ["--progress"] if tells else []
    said = _run(arguments, (Exit.OK,), meanwhile, inherits)
    folder = Path(said["folder"])
    return Staged(folder, said["unchanged"], said["requests"], said["warnings"])


def replay(folder: Path) -> dict[str, Any]:
    """Reads the archive of a crawl again: its items, and the first difference, if any."""
    return _run(["replay", str(folder)], (Exit.OK, Exit.FOUND_SOMETHING))


def _run(
    arguments: Sequence[str],
    expected: Sequence[int],
    meanwhile: Callable[[], None] = _nothing,
    inherits: Sequence[int] = (),
) -> dict[str, Any]:
    spider = [sys.executable, "-m", "scrapers"]
    code, lines = _ended([*spider, "--end-with-parent", *arguments], meanwhile, inherits)
    try:
        said = json.loads(lines[-1])
        assert isinstance(said, dict)
    except (IndexError, ValueError, AssertionError) as error:
        if code not in expected:
            raise _failed(code, None) from error
        raise SourceError(
            "the spider ended without saying what came of it",
            where=" ".join((*spider, *arguments)),
            what_to_do="run that command by hand to see what it prints",
        ) from error
    if code not in expected:
        raise _failed(code, str(said.get("error", "")) or None)
    return said


def _ended(
    command: Sequence[str], meanwhile: Callable[[], None], inherits: Sequence[int]
) -> tuple[int, list[str]]:
    """The exit code and the lines of a child that ends with this process, however that ends: it is
    told to stop, or finds its standard input at an end.
    """
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        pass_fds=tuple(inherits),
    ) as child:
        assert child.stdout is not None
        try:
            meanwhile()
            out = child.stdout.read()
            child.wait()
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
