"""`python -m scripts.restate AGENDA PEOPLE BILLS`: an agenda's measures as a reviewed record.

PEOPLE is an archive of `openstates_people`, BILLS one of `openstates`. Both are loaded into a
store of the moment; what that holds of the measures, and of everybody who sat, is written as tables
into the record's folder of the agenda's session, where `session.yaml` and `sources.yaml` are
written by hand. It is run by hand, since the archives do not ship.
"""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from tracker import paths
from tracker.agenda.agenda import Agenda
from tracker.agenda.known_agendas import find_agenda
from tracker.store import open_store

PEOPLE_SOURCE, BILLS_SOURCE = "openstates_people-ca-2026", "openstates-bills-2026"
"""As `sources.yaml` calls the two archives."""
_QUERIES = Path(__file__).with_suffix(".sql")
_BEFORE_A_TABLE = "-------- "


def main(agenda_name: str, people: Path, bills: Path) -> None:
    """Writes the tables of the record anew."""
    agenda = find_agenda(agenda_name)
    folder = paths.data_dir() / "jurisdictions" / agenda.jurisdiction / "sessions"
    folder = folder / agenda.session / "record"
    with _set_aside(folder), tempfile.TemporaryDirectory(prefix="answerable-restate-") as home:
        os.environ["ANSWERABLE_HOME"] = home
        _load("openstates_people", "--jurisdiction", agenda.jurisdiction, "--file", str(people))
        _load("openstates", "--file", str(bills))
        with open_store().reading() as connection:
            tables = dict(_tables(connection, agenda))
    for name, (columns, rows) in tables.items():
        _write(folder / name, columns, rows)


@contextmanager
def _set_aside(folder: Path) -> Iterator[None]:
    """Hides the record, which would else say who sat, instead of the people that are read now."""
    aside = folder.rename(folder.with_name("record-set-aside"))
    try:
        yield
    finally:
        aside.rename(folder)


def _load(*arguments: str) -> None:
    command = [sys.executable, "-m", "tracker.cli", "load", *arguments]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)


def _tables(
    connection: sa.Connection, agenda: Agenda
) -> Iterator[tuple[str, tuple[list[str], list[sa.Row[Any]]]]]:
    """Columns and rows of each table of the record, by the name of its file."""
    known = {
        "session": agenda.session_id,
        "measures": [item.bill_id for item in agenda.items],
        "bills_source": BILLS_SOURCE,
        "people_source": PEOPLE_SOURCE,
    }
    for part in _QUERIES.read_text("utf-8").split(_BEFORE_A_TABLE)[1:]:
        name, query = part.split("\n", 1)
        used = {word: known[word] for word in known if f":{word}" in query}
        asked = sa.text(query)
        if "measures" in used:
            asked = asked.bindparams(sa.bindparam("measures", expanding=True))
        found = connection.execute(asked, used)
        yield name, (list(found.keys()), list(found.all()))


def _write(path: Path, columns: Sequence[str], rows: Iterable[sa.Row[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def _arguments(given: Sequence[str]) -> tuple[str, Path, Path]:
    if len(given) != 3:
        sys.exit("usage: python -m scripts.restate AGENDA PEOPLE BILLS")
    return given[0], Path(given[1]), Path(given[2])


if __name__ == "__main__":
    main(*_arguments(sys.argv[1:]))
