"""The command as a person runs it: its own process, on a home of its own."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.ready_python import ready_python

REPOSITORY = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Ended:
    """How a run ended, and what it printed."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Program:
    """`answerable` with `ANSWERABLE_HOME` set to one folder."""

    home: Path
    root: Path = REPOSITORY
    """The checkout whose program it is."""

    def run(
        self,
        *arguments: str | Path,
        largest_file: int | None = None,
        url: str | None = None,
        settings: Mapping[str, str] | None = None,
    ) -> Ended:
        """Runs one command to its end: on a disk that takes no larger file, on the store at `url`
        instead of the home's own, with further variables of the environment.
        """

        def limit() -> None:
            if largest_file is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))

        python = ready_python() if largest_file is None else sys.executable

        chosen = {"ANSWERABLE_DATABASE_URL": url} if url else {}
        others = {k: v for k, v in os.environ.items() if not k.startswith("ANSWERABLE_")}
        ended = subprocess.run(
            [python, "-m", "tracker.cli", *map(str, arguments)],
            cwd=self.root,
            env={**others, **(settings or {}), **chosen, "ANSWERABLE_HOME": str(self.home)},
            preexec_fn=limit if largest_file is not None else None,
            capture_output=True,
            text=True,
            check=False,
        )
        return Ended(ended.returncode, ended.stdout, ended.stderr)

    def json(self, *arguments: str | Path) -> Any:
        """What a command that must succeed prints with `--format json`."""
        ended = self.run(*arguments, "--format", "json")
        assert ended.code == 0, ended.err
        return json.loads(ended.out)
