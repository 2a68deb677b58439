"""Agendas in the store: saved as versions, never over somebody else's head, undone by saving again.
A version that the members ratified stays as it is; what is saved after it is not ratified.

The functions work on a connection of `Store.writing()` or `Store.reading()`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

import sqlalchemy as sa

from tracker.access.acting import recorded_as
from tracker.access.audit import note as note_change
from tracker.access.checks import require
from tracker.access.roles import Action
from tracker.agenda.agenda import (
    Agenda,
    AgendaItem,
    AyeMeans,
    DesignatedRoll,
    agenda_of_text,
)
from tracker.agenda.agenda_text import agenda_text
from tracker.agenda.decision_rules import Outcome
from tracker.agenda.tables import agenda_decisions, agenda_results, agenda_versions
from tracker.errors import AnswerableError, UsageError
from tracker.store.moments import from_store, in_store


class StaleAgenda(AnswerableError):
    """Somebody else saved the agenda after the writer looked at it; nothing was stored."""


@dataclass(frozen=True)
class Version:
    """One version of an agenda, and who saved it when (UTC) and why."""

    agenda_id: str
    number: int
    content: str
    saved_at: datetime
    saved_by: str
    note: str | None
    ratified_on: date | None = None
    """The day on which the organizations adopted it by a vote kept here."""

    @property
    def agenda(self) -> Agenda:
        """The agenda that was saved, ratified if its organizations adopted it since.

        Raises DataFileError where a later program can no longer read it.
        """
        saved = agenda_of_text(self.content, f"agenda {self.agenda_id}, version {self.number}")
        return (
            saved.model_copy(update={"ratified": self.ratified_on}) if self.ratified_on else saved
        )


_RATIFIED = (
    sa.select(
        agenda_decisions.c.agenda_id,
        agenda_decisions.c.version,
        sa.func.min(agenda_decisions.c.decides_on).label("ratified_on"),
    )
    .join(
        agenda_results,
        (agenda_results.c.agenda_id == agenda_decisions.c.agenda_id)
        & (agenda_results.c.decision == agenda_decisions.c.number),
    )
    .where(agenda_results.c.outcome == Outcome.ADOPTED.value)
    .group_by(agenda_decisions.c.agenda_id, agenda_decisions.c.version)
    .subquery("ratified")
)
"""One row per version that was adopted by a vote: since when it is ratified."""
_VERSIONS = sa.select(agenda_versions, _RATIFIED.c.ratified_on).outerjoin(
    _RATIFIED,
    (_RATIFIED.c.agenda_id == agenda_versions.c.agenda_id)
    & (_RATIFIED.c.version == agenda_versions.c.number),
)
_of_one = agenda_versions.alias("of_one")
_LAST = _VERSIONS.where(
    agenda_versions.c.number
    == sa.select(sa.func.max(_of_one.c.number))
    .where(_of_one.c.agenda_id == agenda_versions.c.agenda_id)
    .scalar_subquery()
)
"""The last version of every agenda."""


def save_agenda(
    connection: sa.Connection,
    agenda: Agenda,
    *,
    seen: int,
    by: str,
    now: datetime,
    note: str | None = None,
) -> Version:
    """Saves an agenda as its next version. What is already its last version is not saved again.
    The day on which the version before was ratified does not hold for what changed. Whoever saves
    for the first time that an aye is against a measure said so.

    `seen` is the number of the version that the writer had before them, 0 where there was none.

    Raises:
        NotAllowed: who acts may not change agendas.
        StaleAgenda: there are versions that the writer had not seen.
    """
    require(connection, Action.EDIT_AGENDA)
    last = last_version(connection, agenda.id)
    agenda = _with_who_said(agenda, last, by)
    agenda = _not_ratified_anew(agenda, last)
    content = agenda_text(agenda)
    if last and last.content == content:
        return last
    number = last.number if last else 0
    if number != seen:
        raise _stale(agenda.id, last, seen)
    version = Version(agenda.id, number + 1, content, now.astimezone(UTC), recorded_as(by), note)
    row = vars(version) | {"saved_at": in_store(version.saved_at)}
    row.pop("ratified_on")
    connection.execute(sa.insert(agenda_versions), [row])
    note_change(
        connection,
        Action.EDIT_AGENDA,
        f"agenda {agenda.id}",
        before={"version": number, "content": last.content} if last else None,
        after={"version": number + 1, "content": content, "note": note},
        by=by,
        now=now,
    )
    return version


def _not_ratified_anew(agenda: Agenda, last: Version | None) -> Agenda:
    """The agenda as it is saved. Whoever changes a ratified version has its day before them, and
    nobody adopted the change on that day.
    """
    if last is None or agenda.ratified is None:
        return agenda
    before = last.agenda
    if agenda == before:
        return agenda.model_copy(update={"ratified": agenda_of_text(last.content, "").ratified})
    if agenda.ratified == before.ratified:
        return agenda.model_copy(update={"ratified": None})
    return agenda


def _with_who_said(agenda: Agenda, last: Version | None, by: str) -> Agenda:
    """The agenda with who said of each roll call that an aye on it is against the measure. What a
    file leaves unsaid is as in the last version, if that says the same of it.
    """
    if not any(map(_lacks_who_said, _rolls_of(agenda).values())):
        return agenda
    before = _rolls_of(last.agenda) if last else {}

    def said(item: AgendaItem, roll: DesignatedRoll) -> DesignatedRoll:
        if not _lacks_who_said(roll):
            return roll
        known = before.get((item.id, roll.vote_event_id))
        if (
            known
            and known.said_by
            and (known.aye_means, known.reason)
            == (
                roll.aye_means,
                roll.reason,
            )
        ):
            names = ("said_by", "confirmed_by", "confirmed_on")
            return roll.model_copy(update={name: getattr(known, name) for name in names})
        return roll.model_copy(update={"said_by": by})

    items = (
        item.model_copy(update={"roll_calls": tuple(said(item, one) for one in item.roll_calls)})
        for item in agenda.items
    )
    return agenda.model_copy(update={"items": tuple(items)})


def _lacks_who_said(roll: DesignatedRoll) -> bool:
    return roll.aye_means is AyeMeans.AGAINST and roll.said_by is None


def _rolls_of(agenda: Agenda) -> dict[tuple[str, str], DesignatedRoll]:
    return {
        (item.id, roll.vote_event_id): roll for item in agenda.items for roll in item.roll_calls
    }


def versions(connection: sa.Connection, agenda_id: str) -> list[Version]:
    """Every version of an agenda, oldest first; none where it was never saved."""
    column = agenda_versions.c
    query = _VERSIONS.where(column.agenda_id == agenda_id).order_by(column.number)
    return [_version(row) for row in connection.execute(query)]


def saved_agenda(connection: sa.Connection, agenda_id: str) -> Agenda:
    """The last saved version of an agenda.

    Raises UsageError where it was never saved.
    """
    version = last_version(connection, agenda_id)
    if version is None:
        raise UsageError(
            f"no version of an agenda {agenda_id!r} is saved",
            where="AGENDA",
            what_to_do="save it first: answerable agenda import LIST --session ...; "
            "answerable agenda list shows those there are",
        )
    return version.agenda


def version_numbered(connection: sa.Connection, agenda_id: str, number: int) -> Version:
    """That version of an agenda.

    Raises UsageError where there is none.
    """
    known = versions(connection, agenda_id)
    for version in known:
        if version.number == number:
            return version
    held = f"it has {len(known)}, numbered from 1" if known else "it was never saved"
    raise UsageError(
        f"the agenda {agenda_id} has no version {number}",
        where="--version",
        what_to_do=f"choose one that it has; {held}",
    )


def last_version(connection: sa.Connection, agenda_id: str) -> Version | None:
    """The version of an agenda that counts, or None where it was never saved."""
    query = _LAST.where(agenda_versions.c.agenda_id == agenda_id)
    row = connection.execute(query).first()
    return _version(row) if row else None


def saved_agendas(connection: sa.Connection) -> dict[str, Version]:
    """The last version of every agenda that was saved, by id."""
    query = _LAST.order_by(agenda_versions.c.agenda_id)
    return {row.agenda_id: _version(row) for row in connection.execute(query)}


def differences(before: Agenda | None, after: Agenda) -> Iterator[tuple[str, str, object, object]]:
    """What one version changes: the item (empty: the agenda itself), the field, and the value
    before and after. None stands for an item or value that is not there; of a first version every
    item is new.
    """
    for field in type(after).model_fields if before else ():
        one, other = getattr(before, field), getattr(after, field)
        if field != "items" and one != other:
            yield "", field, one, other
    earlier = {item.id: item for item in before.items} if before else {}
    later = {item.id: item for item in after.items}
    for item_id in {**earlier, **later}:
        old, new = earlier.get(item_id), later.get(item_id)
        if old is None or new is None:
            yield item_id, "item", old and old.bill_id, new and new.bill_id
            continue
        for field in type(old).model_fields:
            if getattr(old, field) != getattr(new, field):
                yield item_id, field, getattr(old, field), getattr(new, field)


def _version(row: sa.Row[tuple[object, ...]]) -> Version:
    values = dict(row._mapping)
    return Version(**values | {"saved_at": from_store(values["saved_at"])})


def _stale(agenda_id: str, last: Version | None, seen: int) -> StaleAgenda:
    what = f"version {last.number}, saved by {last.saved_by}" if last else "no saved version"
    return StaleAgenda(
        f"the agenda {agenda_id} has {what}; you had {f'version {seen}' if seen else 'none'}",
        where=f"agenda {agenda_id}",
        what_to_do="look at what changed, then save again on the newest version; "
        f"answerable agenda diff {agenda_id} shows it",
    )
