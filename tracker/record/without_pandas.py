"""Keeps pandas out of processes that have no use for it."""

from __future__ import annotations

import sys
from importlib.abc import MetaPathFinder


class _Absent(MetaPathFinder):
    def find_spec(self, fullname: str, _path: object = None, _target: object = None) -> None:
        if fullname == "pandas":
            raise ModuleNotFoundError("this process does without pandas", name=fullname)


def do_without_pandas() -> None:
    """Arrow and DuckDB import pandas on the first value that they convert, if it is there at all,
    to see whether it is one of its own: half a second and 60 MB. Told that it is absent, they do
    without. For a process of ours alone, at its start.
    """
    sys.meta_path.insert(0, _Absent())
