"""The agendas there are: those that ship, those saved in the store, files of one's own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from tracker import paths
from tracker.agenda.agenda import Agenda, read_agenda
from tracker.agenda.versions import Version, saved_agendas
from tracker.errors import AnswerableError, DataFileError, UsageError
from tracker.store import Store

DEFAULT_AGENDA = "demonstration-2007-2008"


class KnownAgendas(NamedTuple):
    """Every agenda by its id, and what is wrong with the files that are none."""

    agendas: Mapping[str, Agenda]
    faults: tuple[AnswerableError, ...]


def shipped_agendas() -> dict[str, Path]:
    """Agenda id to file, the default first."""
    files = {path.stem: path for path in sorted((paths.data_dir() / "agendas").glob("*.yaml"))}
    return dict(sorted(files.items(), key=lambda entry: (entry[0] != DEFAULT_AGENDA, entry[0])))


def own_agendas() -> list[Path]:
    """One's own agenda files: those in the folder `agendas` of the home."""
    return sorted((paths.home_dir() / "agendas").glob("*.yaml"))


def known_agendas(store: Store | None = None) -> KnownAgendas:
    """The agendas that ship, then those saved in the store, then files of one's own that were
    never saved. What is no agenda any more is passed over, and said.

    Raises:
        DataFileError: a file that ships is no agenda.
    """
    agendas = {name: read_agenda(path) for name, path in shipped_agendas().items()}
    faults: list[AnswerableError] = []
    saved = _saved(store)
    for name, version in saved.items():
        try:
            agendas[name] = version.agenda
        except AnswerableError as fault:
            faults.append(fault)
    for path in own_agendas():
        if path.stem in saved:
            continue
        try:
            agendas[path.stem] = _own_agenda(path)
        except AnswerableError as fault:
            faults.append(fault)
    return KnownAgendas(agendas, tuple(faults))


def _saved(store: Store | None) -> dict[str, Version]:
    if store is None or store.is_absent:
        return {}
    with store.reading() as connection:
        return saved_agendas(connection)


def _own_agenda(path: Path) -> Agenda:
    agenda = read_agenda(path)
    if path.stem in shipped_agendas():
        raise DataFileError(
            f"the agenda {path.stem!r} ships with the program",
            where=str(path),
            what_to_do="give your file, and the id in it, another name",
        )
    if agenda.id != path.stem:
        raise DataFileError(
            f"the agenda {agenda.id!r} lies in a file of another name",
            where=str(path),
            what_to_do=f"call the file {agenda.id}.yaml, or change the id in it",
        )
    return agenda


def find_agenda(name: str = DEFAULT_AGENDA, store: Store | None = None) -> Agenda:
    """The agenda of that id, shipped, saved in the store or in a file of one's own, or the agenda
    in the file of that path.

    Raises:
        UsageError: there is neither.
        DataFileError: the file is no agenda.
    """
    shipped, own = shipped_agendas(), {path.stem: path for path in own_agendas()}
    if name in shipped:
        return read_agenda(shipped[name])
    saved = _saved(store)
    if name in saved:
        return saved[name].agenda
    if name in own:
        return _own_agenda(own[name])
    if Path(name).is_file():
        return read_agenda(Path(name))
    raise UsageError(
        f"there is no agenda {name!r}",
        where="--agenda",
        what_to_do=f"choose one of {', '.join(dict.fromkeys([*shipped, *saved, *own]))}, or give "
        "the path of an agenda file",
    )
