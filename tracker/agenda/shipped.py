"""The agendas that ship with the program, and finding one by id or path."""

from __future__ import annotations

from pathlib import Path

from tracker import paths
from tracker.agenda.agenda import Agenda, read_agenda
from tracker.errors import UsageError

DEFAULT_AGENDA = "demonstration-2007-2008"


def shipped_agendas() -> dict[str, Path]:
    """Agenda id to file, the default first."""
    files = {path.stem: path for path in sorted((paths.data_dir() / "agendas").glob("*.yaml"))}
    return dict(sorted(files.items(), key=lambda entry: (entry[0] != DEFAULT_AGENDA, entry[0])))


def find_agenda(name: str = DEFAULT_AGENDA) -> Agenda:
    """The shipped agenda of that id, or the agenda in the file of that path.

    Raises:
        UsageError: there is neither.
        DataFileError: the file is no agenda.
    """
    files = shipped_agendas()
    if name in files:
        return read_agenda(files[name])
    if Path(name).is_file():
        return read_agenda(Path(name))
    raise UsageError(
        f"there is no agenda {name!r}",
        where="--agenda",
        what_to_do=f"choose one of {', '.join(files)}, or give the path of an agenda file",
    )
