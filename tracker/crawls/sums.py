"""Sums by which the very same files, and the very same program, are recognised."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path

from tracker import paths

LIBRARIES = ("duckdb", "numpy", "pyarrow", "pydantic", "sqlalchemy")
"""Libraries whose next version may read or compare otherwise."""

_ROOT = Path(__file__).resolve().parents[2]
"""The folder in which the packages lie, of a checkout or of an installed wheel."""
_PACKAGES = ("tracker", "scrapers")
_CODE = (".py", ".sql")


def sha256_of(path: Path) -> str:
    """The SHA-256 sum of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def content_of(path: Path) -> str:
    """The sum of a file; of a folder, that of the names and sums of all files in it."""
    if not path.is_dir():
        return sha256_of(path)
    return _sum_of_files(path, sorted(one for one in path.rglob("*") if one.is_file()))


@cache
def program(root: Path = _ROOT) -> str:
    """The sum of all code that reads and loads, the reviewed files it goes by, and its libraries.

    `root` is the folder in which the packages lie.
    """
    code = [path for name in _PACKAGES for path in (root / name).rglob("*") if path.suffix in _CODE]
    data = root / paths.data_dir().relative_to(_ROOT)
    reviewed = [path for path in data.rglob("*") if path.is_file()]
    known = [platform.python_version(), *map(version, LIBRARIES)]
    files = _sum_of_files(root, sorted({*code, *reviewed}))
    return hashlib.sha256("\n".join((*known, files)).encode()).hexdigest()


def _sum_of_files(root: Path, files: Sequence[Path]) -> str:
    sums = (f"{path.relative_to(root).as_posix()} {sha256_of(path)}\n" for path in files)
    return hashlib.sha256("".join(sums).encode()).hexdigest()
