"""Bringing an agenda into the store: from a list of bills, or from the file it left as."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import sqlalchemy as sa

from tracker.agenda.agenda import Agenda, Stance
from tracker.agenda.amended import with_texts
from tracker.agenda.bill_list import ListLine, read_list_file
from tracker.agenda.find_bills import FoundAs, FoundLine, find_lines, known_bills
from tracker.agenda.from_list import ListDefaults, added_to, agenda_of_list
from tracker.agenda.known_agendas import own_agendas, shipped_agendas
from tracker.agenda.versions import last_version, save_agenda, saved_agendas
from tracker.campaigns.slug import chosen_id
from tracker.errors import UsageError
from tracker.record.sessions import Session, find_session
from tracker.record.tables import legislative_sessions
from tracker.rules.ids import session_id
from tracker.rules.reference import is_reviewed
from tracker.store import Store


@dataclass(frozen=True)
class AgendaImport:
    """What a person asked of a list."""

    file: Path
    jurisdiction: str | None
    session: str
    agenda_id: str | None
    title: str | None
    stance: Stance
    since: date | None
    by: str
    now: datetime
    dry_run: bool


@dataclass(frozen=True)
class Import:
    """What became of it."""

    lines: Sequence[FoundLine]
    agenda_id: str
    version: int | None
    """None: nothing was saved."""
    remarks: Sequence[str]
    """What a person should know, in sentences."""

    @property
    def is_incomplete(self) -> bool:
        """Whether a line is left that means no one measure."""
        return any(not _is_clear(line) for line in self.lines)


def import_list(store: Store, asked: AgendaImport) -> Import:
    """Finds each line of a list, and where all are found saves an agenda that asks for them.

    Raises:
        DataFileError: the list cannot be read.
        UsageError: no such session, an id that cannot be one or that ships with the program.
    """
    lines = read_list_file(asked.file)
    title = asked.title or asked.file.stem.replace("_", " ").replace("-", " ").capitalize()
    agenda_id = chosen_id(title, asked.agenda_id, where="--id")
    _refuse_shipped(agenda_id)
    with store.reading() as connection:
        session = find_session(connection, asked.session, asked.jurisdiction)
        known = known_bills(connection, session)
        first = asked.since or first_day(connection, session)
        last = last_version(connection, agenda_id)
    before = last.agenda if last else None
    _refuse_other_session(before, session)
    already = frozenset(item.bill_id for item in before.items) if before else frozenset()
    found = find_lines(lines, known, already)
    remarks = list(_remarks(found, asked, session, is_empty=not known.printed))
    new = [line for line in found if line.status is FoundAs.FOUND]
    if asked.dry_run or not new or not all(map(_is_clear, found)):
        return Import(found, agenda_id, None, [*remarks, *_not_saved(found, asked, new)])
    defaults = ListDefaults(asked.stance, first, asked.now.date())
    if before:
        agenda = added_to(before, found, known, defaults)
    else:
        agenda = agenda_of_list(
            found, known, defaults, agenda_id=agenda_id, title=title, written_by=asked.by
        )
    with store.writing() as connection:
        version = save_agenda(
            connection,
            with_texts(connection, agenda),
            seen=last.number if last else 0,
            by=asked.by,
            now=asked.now,
            note=f"{len(new)} measures from {asked.file.name}",
        )
    remarks.append(f"Saved: agenda {agenda_id}, version {version.number}.")
    return Import(found, agenda_id, version.number, remarks)


def import_agenda(store: Store, agenda: Agenda, *, by: str, now: datetime, dry_run: bool) -> Import:
    """Saves an agenda from a file as its next version, whether or not the record holds its
    measures; those it does not hold are listed.
    """
    _refuse_shipped(agenda.id)
    with store.reading() as connection:
        known = known_bills(connection, session_of(agenda))
        last = last_version(connection, agenda.id)
    found = [
        replace(line, asked=replace(line.asked, line=number))
        for number, line in enumerate(
            find_lines([ListLine(0, item.bill_id) for item in agenda.items], known), 1
        )
    ]
    if dry_run:
        return Import(found, agenda.id, None, ["Nothing was saved: this was a dry run."])
    with store.writing() as connection:
        seen = last.number if last else 0
        version = save_agenda(connection, agenda, seen=seen, by=by, now=now)
    said = "Saved" if version.number > seen else "Nothing changed"
    return Import(
        found, agenda.id, version.number, [f"{said}: agenda {agenda.id}, version {version.number}."]
    )


def _is_clear(line: FoundLine) -> bool:
    return line.status in (FoundAs.FOUND, FoundAs.DUPLICATE)


def session_of(agenda: Agenda) -> Session:
    """The session whose measures an agenda asks about."""
    name = agenda.session
    known = is_reviewed(agenda.jurisdiction)
    whole = session_id(agenda.jurisdiction, name) if known else agenda.session_id
    return Session(agenda.jurisdiction, whole, name, name)


def free_id(connection: sa.Connection, title: str) -> str:
    """An id for a new agenda, made from its title, that no agenda has yet."""
    wanted = chosen_id(title, None, where="the title")
    taken = {*shipped_agendas(), *(path.stem for path in own_agendas()), *saved_agendas(connection)}
    ids = (wanted, *(f"{wanted}-{number}" for number in range(2, len(taken) + 3)))
    return next(one for one in ids if one not in taken)


def first_day(connection: sa.Connection, session: Session) -> date:
    """The first day of a session, from which the positions of a list judge votes."""
    column = legislative_sessions.c
    query = sa.select(column.start_date).where(column.session_id == session.session_id)
    return connection.execute(query).scalar() or date(1900, 1, 1)


def _remarks(
    found: Sequence[FoundLine], asked: AgendaImport, session: Session, *, is_empty: bool
) -> Iterator[str]:
    if is_empty:
        yield (
            f"The record holds no measure of {session.name}; load the session first: "
            "answerable load --help"
        )
    silent = [line for line in found if _is_clear(line) and line.asked.stance is None]
    if silent:
        yield (
            f"{len(silent)} of {len(found)} lines say no position and are taken as "
            f"{asked.stance.value}; --position sets another."
        )


def _not_saved(
    found: Sequence[FoundLine], asked: AgendaImport, new: Sequence[FoundLine]
) -> Iterator[str]:
    unclear = sum(not _is_clear(line) for line in found)
    if unclear:
        yield (
            f"Nothing was saved: {unclear} of {len(found)} lines name no one measure of the "
            "session. Correct them in the list and import it again."
        )
    elif asked.dry_run:
        yield "Nothing was saved: this was a dry run."
    elif not new:
        yield "Nothing was saved: the agenda has all of them."


def _refuse_shipped(agenda_id: str) -> None:
    if agenda_id in shipped_agendas():
        raise UsageError(
            f"the agenda {agenda_id!r} ships with the program",
            where="--id",
            what_to_do="choose another id for yours",
        )


def _refuse_other_session(before: Agenda | None, session: Session) -> None:
    if before and before.session_id != session.session_id:
        raise UsageError(
            f"the agenda {before.id} is about {before.jurisdiction} {before.session}",
            where="--session",
            what_to_do="choose another --id for an agenda of this session",
        )
