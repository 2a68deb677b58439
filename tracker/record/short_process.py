"""What a process that does one thing and ends has no use for."""

from __future__ import annotations

import gc
import sys
from importlib.abc import MetaPathFinder

_ALLOCATIONS = 50_000
"""So many new objects, some 10 MB, before the collector looks at them; 700 by default."""


class _Absent(MetaPathFinder):
    def find_spec(self, fullname: str, _path: object = None, _target: object = None) -> None:
        if fullname == "pandas":
            raise ModuleNotFoundError("this process does without pandas", name=fullname)


def begin_short_process() -> None:
    """For a process of ours alone, at its start: without pandas, and seldom collecting garbage.

    Arrow and DuckDB import pandas on the first value that they convert, if it is there at all,
    to see whether it is one of its own: half a second and 60 MB. Told that it is absent, they do
    without. The collector would go through all that is imported again and again.
    """
    sys.meta_path.insert(0, _Absent())
    gc.set_threshold(_ALLOCATIONS, 20, 20)
