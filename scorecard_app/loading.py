"""Loading a file that a person chose in the browser: as `answerable load` does, in its process."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import BinaryIO

from tracker import paths
from tracker.access.checks import require
from tracker.access.roles import Action
from tracker.errors import SourceError
from tracker.process.children import run_child
from tracker.store import open_store

LOAD = (sys.executable, "-m", "tracker.cli", "load")


def load_upload(source: str, name: str, content: BinaryIO, jurisdiction: str) -> dict[str, object]:
    """Loads it, and gives the report of `answerable load`. The copy goes when that is done.

    Raises:
        NotAllowed: who acts may not load data.
        SourceError: nothing was loaded; it says why.
    """
    with open_store().reading() as connection:
        require(connection, Action.LOAD_DATA)
    with tempfile.TemporaryDirectory(dir=paths.home_dir(), prefix=".upload-") as folder:
        file = Path(folder) / (Path(name).name or "upload.zip")
        with file.open("wb") as copy:
            while part := content.read(1 << 20):
                copy.write(part)
        of = ("--jurisdiction", jurisdiction) if jurisdiction else ()
        ended = run_child([*LOAD, source, "--file", str(file), *of, "--format", "json"])
    if ended.returncode:
        raise SourceError(
            _first_words(ended.stderr) or f"the command ended with {ended.returncode}",
            where=name,
            what_to_do="choose another file, or another source; nothing was loaded",
        )
    report: dict[str, object] = json.loads(ended.stdout)
    return report


def _first_words(said: str) -> str:
    """What an error of the command line says, without where: that names a copy that is gone."""
    lines = [line.strip() for line in said.splitlines()]
    begins = next((n for n, line in enumerate(lines) if line.startswith("error: ")), None)
    if begins is None:
        return " ".join(line for line in lines if line)
    told = lines[begins].removeprefix("error: ")
    todo = next((one for one in lines[begins:] if one.startswith("what to do: ")), "")
    return f"{told}. {todo.removeprefix('what to do: ')}" if todo else told
