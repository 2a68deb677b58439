"""Changing an agenda item by item, as a table of them is edited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.agenda.agenda import (
    Agenda,
    AgendaItem,
    AyeMeans,
    DesignatedRoll,
    Issue,
    Stance,
    is_same_name,
    weight_of,
)
from tracker.campaigns.slug import slug
from tracker.errors import UsageError


@dataclass(frozen=True)
class EditedItem:
    """What a person may change of an item, as they typed it."""

    item_id: str
    title: str
    stance: str
    issue: str
    """The heading's name; empty for none."""
    reason: str
    weight: str
    lead: str


def rows_of(agenda: Agenda) -> list[EditedItem]:
    """The items of an agenda as a person edits them. The stance is that of the last position."""
    names = {issue.id: issue.name for issue in agenda.issues}
    return [
        EditedItem(
            item.id,
            item.title,
            str(last_stance(item)),
            names.get(item.issue or "", ""),
            item.reason or "",
            f"{item.weight.normalize():f}",
            item.lead or "",
        )
        for item in agenda.items
    ]


def last_stance(item: AgendaItem) -> Stance:
    """What the newest position of an item asks."""
    return max(item.positions, key=lambda position: position.in_force_from).stance


def edited(agenda: Agenda, rows: Sequence[EditedItem], *, today: date) -> Agenda:
    """The agenda with its items as they were edited, in that order; an item without a row goes. A
    position that changed counts as recorded today.

    Raises UsageError that names every cell that cannot be: nothing is changed then.
    """
    items = {item.id: item for item in agenda.items}
    known = [row for row in rows if row.item_id in items]
    faults = [fault for row in known for fault in _faults(row)]
    if not known:
        faults.append("the agenda would have no item left")
    if faults:
        raise UsageError(
            "the agenda cannot be saved: " + "; ".join(faults),
            where=f"agenda {agenda.id}",
            what_to_do="correct these entries and save again; what you typed is still there",
        )
    headings = headings_named(agenda.issues, (row.issue for row in known))
    used = {headings[row.issue.strip()].id for row in known if row.issue.strip()}
    return agenda.model_copy(
        update={
            "items": tuple(_edited(items[row.item_id], row, headings, today) for row in known),
            "issues": tuple(issue for issue in headings.values() if issue.id in used),
        }
    )


def _faults(row: EditedItem) -> Iterator[str]:
    if not row.title.strip():
        yield f"{row.item_id} has no title"
    if row.stance not in tuple(Stance):
        yield f"{row.item_id}: {row.stance!r} is no position; choose support or oppose"
    if weight_of(row.weight) is None:
        yield f"{row.item_id}: the weight {row.weight!r} is no number from 1 to 2"


def _edited(
    item: AgendaItem, row: EditedItem, headings: Mapping[str, Issue], today: date
) -> AgendaItem:
    positions = item.positions
    if row.stance != last_stance(item):
        last = max(positions, key=lambda position: position.in_force_from)
        changed = last.model_copy(
            update={"stance": Stance(row.stance), "recorded_on": today, "text_of": None}
        )
        positions = tuple(changed if position is last else position for position in positions)
    return item.model_copy(
        update={
            "title": row.title.strip(),
            "positions": positions,
            "issue": headings[row.issue.strip()].id if row.issue.strip() else None,
            "reason": row.reason.strip() or None,
            "weight": weight_of(row.weight),
            "lead": row.lead.strip() or None,
        }
    )


def headings_named(there: Sequence[Issue], names: Iterable[str]) -> dict[str, Issue]:
    """By name: the headings there are, then those typed for the first time. No two share an id."""
    found = {issue.name: issue for issue in there}
    taken = {issue.id for issue in there}
    for name in map(str.strip, names):
        if name and name not in found:
            wanted = slug(name) or name
            ids = (wanted, *(f"{wanted}-{number}" for number in range(2, len(taken) + 3)))
            found[name] = Issue(id=next(one for one in ids if one not in taken), name=name)
            taken.add(found[name].id)
    return found


def with_roll(
    agenda: Agenda,
    item_id: str,
    vote_event_id: str,
    reason: str,
    aye_means: AyeMeans = AyeMeans.FOR,
    *,
    replaces_the_rules: bool = False,
) -> Agenda:
    """The agenda with a further roll call that counts for an item, in place of the same one before;
    if so said, also in place of the one that the rule takes in its house.

    Raises UsageError where no reason says why.
    """
    if not reason.strip():
        raise UsageError(
            "a roll call counts only with a reason, which readers see",
            where=f"item {item_id}",
            what_to_do="say in a sentence why it counts, and save again",
        )
    added = DesignatedRoll(
        vote_event_id=vote_event_id,
        reason=reason.strip(),
        replaces_the_rules=replaces_the_rules,
        aye_means=aye_means,
    )
    return _with_rolls(agenda, item_id, vote_event_id, (added,))


def with_confirmed_aye(
    agenda: Agenda, item_id: str, vote_event_id: str, *, by: str, today: date
) -> Agenda:
    """The agenda in which a second person has confirmed that an aye on a steward's roll call is
    against the measure; the roll call by the name under which it was added.

    Raises UsageError where there is no such roll call, an aye on it is for the measure, it is
    confirmed already, or the same person wrote it.
    """
    where = f"agenda {agenda.id}, item {item_id}"
    rolls = [roll for item in agenda.items if item.id == item_id for roll in item.roll_calls]
    found = next((roll for roll in rolls if roll.vote_event_id == vote_event_id), None)
    if found is None or found.aye_means is AyeMeans.FOR:
        turned = [one.vote_event_id for one in rolls if one.aye_means is AyeMeans.AGAINST]
        raise UsageError(
            f"the item has no roll call {vote_event_id!r} on which an aye is against the measure",
            where=where,
            what_to_do=f"choose one of {', '.join(turned)}" if turned else "there is none on it",
        )
    if found.confirmed_by is not None:
        raise UsageError(
            f"{found.confirmed_by} confirmed it on {found.confirmed_on}",
            where=where,
            what_to_do="nothing is left to do",
        )
    if found.said_by is None or is_same_name(found.said_by, by):
        raise UsageError(
            f"{by} wrote it; a second person has to confirm it",
            where=where,
            what_to_do="have somebody else read the motion and confirm it",
        )
    confirmed = found.model_copy(update={"confirmed_by": by, "confirmed_on": today})
    return _with_rolls(agenda, item_id, vote_event_id, (confirmed,))


def without_roll(agenda: Agenda, item_id: str, vote_event_id: str) -> Agenda:
    """The agenda in which a steward's roll call no longer counts for an item; by the name under
    which it was added.
    """
    return _with_rolls(agenda, item_id, vote_event_id, ())


def _with_rolls(
    agenda: Agenda, item_id: str, replaced: str, added: tuple[DesignatedRoll, ...]
) -> Agenda:
    def changed(item: AgendaItem) -> AgendaItem:
        kept = tuple(roll for roll in item.roll_calls if roll.vote_event_id != replaced)
        return item.model_copy(update={"roll_calls": (*kept, *added)})

    items = tuple(changed(item) if item.id == item_id else item for item in agenda.items)
    return agenda.model_copy(update={"items": items})
