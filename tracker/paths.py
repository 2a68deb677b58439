"""Where things live: the reviewed data that ships with the program, and the person's own home."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from platformdirs import user_data_path

from tracker.errors import StoreError


@cache
def data_dir() -> Path:
    """The reviewed files (`data/` in a checkout, `tracker/_data` in an installed wheel)."""
    package = Path(__file__).resolve().parent
    packaged = package / "_data"
    return packaged if packaged.is_dir() else package.parent / "data"


COALITION_FILE = "coalition.yaml"
"""A folder that holds this file is a coalition's own, and so is what lies within it."""


def home_dir() -> Path:
    """`ANSWERABLE_HOME`, or the coalition's folder that this process works in, or the platform's
    folder for application data. Made when absent, for its owner alone: private notes lie in it.

    Raises:
        StoreError: it cannot be made, or nobody can say where it is.
    """
    return made(_home(), "the folder where everything lives").resolve()


def _home() -> Path:
    chosen = os.environ.get("ANSWERABLE_HOME")
    try:
        home = Path(chosen).expanduser() if chosen else _coalition_folder()
        home = home or user_data_path("answerable")
        str(home).encode()
    except (RuntimeError, UnicodeEncodeError) as error:
        raise _no_home(chosen) from error
    if not chosen and home.parts[0] == "~":
        raise _no_home(chosen)
    return home


def _coalition_folder() -> Path | None:
    """The nearest folder, from the one worked in upwards, that is a coalition's."""
    try:
        here = Path.cwd()
    except OSError:
        return None
    return next((one for one in (here, *here.parents) if (one / COALITION_FILE).is_file()), None)


def _no_home(chosen: str | None) -> StoreError:
    return StoreError(
        "the folder where everything lives cannot be found",
        where=f"ANSWERABLE_HOME={chosen!a}"
        if chosen
        else "ANSWERABLE_HOME is not set, and the user of this process has no home folder",
        what_to_do="set ANSWERABLE_HOME to the full path of a folder that you may write to",
    )


def own_jurisdictions() -> Path:
    """Where a person's own jurisdictions lie, a folder each. It need not be there."""
    return _home() / "jurisdictions"


def crawls_dir(source: str = "") -> Path:
    """Where the crawls of a source lie, or those of all. It need not be there."""
    return home_dir() / "crawls" / source


def made(folder: Path, what: str = "the folder for crawls") -> Path:
    """The folder, made when absent.

    Raises:
        StoreError: it cannot be made.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"{what} cannot be made: {error.strerror or error}",
            where=str(folder),
            what_to_do="set ANSWERABLE_HOME to a folder that you may write to",
        ) from error
    return folder
