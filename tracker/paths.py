"""Where things live: the reviewed data that ships with the program, and the person's own home."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_data_path

from tracker.errors import StoreError


def data_dir() -> Path:
    """The reviewed files (`data/` in a checkout, `tracker/_data` in an installed wheel)."""
    package = Path(__file__).resolve().parent
    packaged = package / "_data"
    return packaged if packaged.is_dir() else package.parent / "data"


def home_dir() -> Path:
    """`ANSWERABLE_HOME`, or the platform's folder for application data. Made when absent.

    Raises:
        StoreError: it cannot be made.
    """
    chosen = os.environ.get("ANSWERABLE_HOME")
    home = Path(chosen).expanduser() if chosen else user_data_path("answerable")
    return made(home, "the folder where everything lives").resolve()


def own_jurisdictions() -> Path:
    """Where a person's own jurisdictions lie, a folder each. It need not be there."""
    chosen = os.environ.get("ANSWERABLE_HOME")
    home = Path(chosen).expanduser() if chosen else user_data_path("answerable")
    return home / "jurisdictions"


def crawls_dir(source: str = "") -> Path:
    """Where the crawls of a source lie, or those of all. It need not be there."""
    return home_dir() / "crawls" / source


def made(folder: Path, what: str = "the folder for crawls") -> Path:
    """The folder, made when absent.

    Raises:
        StoreError: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"{what} cannot be made: {error.strerror or error}",
            where=str(folder),
            what_to_do="set ANSWERABLE_HOME to a folder that you may write to",
        ) from error
    return folder
