"""What a process that does one thing and ends has no use for."""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections.abc import Collection
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from typing import NoReturn, TextIO

from tracker.process.parent import WATCH

_ALLOCATIONS = 300_000
"""So many new objects, some 50 MB, before the collector looks at them; 700 by default."""


@dataclass(frozen=True)
class _Absent(MetaPathFinder):
    names: Collection[str]

    def find_spec(self, fullname: str, _path: object = None, _target: object = None) -> None:
        if fullname in self.names:
            raise ModuleNotFoundError(f"this process does without {fullname}", name=fullname)


def begin_short_process(*, needs_numpy: bool = False) -> None:
    """For a process of ours alone, at its start: without pandas, or numpy unless it `needs_numpy`,
    seldom collecting garbage, and without the threads that numpy would keep ready for matrices.

    Arrow and DuckDB import them as soon as they begin or convert a first value, if they are there
    at all, to see whether it is one of theirs: half a second and 60 MB. Told that they are absent,
    they do without. The collector would go through all that is imported again and again. Threads
    that wait for a matrix keep a processor busy which the spider or the loader beside them needs.
    Pydantic would look through the description of every package for plugins, of which we have none.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    sys.meta_path.insert(0, _Absent(("pandas",) if needs_numpy else ("pandas", "numpy")))
    gc.set_threshold(_ALLOCATIONS, 20, 20)


def end_short_process(code: int) -> NoReturn:
    """For such a process at its end, when all that it did is done and its files are closed.

    What it imported is left to the system: to take it apart, object by object, takes as long as
    many a command, and threads of Arrow or DuckDB that are not yet asleep may then break it off.
    Where work goes on in a thread, or what was printed finds no reader, it ends as any does.
    """
    others = {one.name for one in threading.enumerate() if one is not threading.main_thread()}
    if others - {WATCH}:
        sys.exit(code)
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream:
                stream.flush()
    except OSError:
        sys.exit(code)
    os._exit(code)


def write_nowhere(stream: TextIO) -> None:
    """What is left to write there, whose reader has gone, goes to no file, so that ending does not
    fail again.
    """
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
