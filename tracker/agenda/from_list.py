"""An agenda made from a pasted list of bills, or a list added to an agenda there is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from tracker.agenda.agenda import Agenda, AgendaItem, Issue, Position, Stance
from tracker.agenda.editing import headings_named
from tracker.agenda.find_bills import FoundAs, FoundLine, KnownBills
from tracker.campaigns.slug import slug

_BETWEEN: Final = " ()-–,:;"


@dataclass(frozen=True)
class ListDefaults:
    """What holds for the lines that do not say otherwise."""

    stance: Stance
    since: date
    """The first day on which a vote is judged by it."""
    recorded_on: date


def agenda_of_list(
    found: Sequence[FoundLine],
    known: KnownBills,
    defaults: ListDefaults,
    *,
    agenda_id: str,
    title: str,
    written_by: str,
) -> Agenda:
    """A new agenda that asks for every line found. There must be one at least."""
    session = known.session
    return Agenda(
        format=1,
        id=agenda_id,
        jurisdiction=session.jurisdiction_id,
        session=session.identifier,
        title=title,
        written_by=written_by,
        issues=tuple(_headings(found, ()).values()),
        items=tuple(_items(found, known, defaults, ())),
    )


def added_to(
    agenda: Agenda, found: Sequence[FoundLine], known: KnownBills, defaults: ListDefaults
) -> Agenda:
    """The agenda with every line found that it did not have, after its own items."""
    items = tuple(_items(found, known, defaults, agenda.items, agenda.issues))
    headings = _headings(found, agenda.issues).values()
    new = (heading for heading in headings if heading not in agenda.issues)
    return agenda.model_copy(
        update={"issues": (*agenda.issues, *new), "items": (*agenda.items, *items)}
    )


def _headings(found: Sequence[FoundLine], there: Sequence[Issue]) -> dict[str, Issue]:
    return headings_named(there, (one.asked.issue or "" for one in _taken(found)))


def _items(
    found: Sequence[FoundLine],
    known: KnownBills,
    defaults: ListDefaults,
    there: Sequence[AgendaItem],
    issues: Sequence[Issue] = (),
) -> Iterator[AgendaItem]:
    headings, taken = _headings(found, issues), {item.id for item in there}
    for one in _taken(found):
        asked, bill_id = one.asked, one.bill_id
        assert bill_id is not None
        printed = known.printed[bill_id]
        item_id = slug(printed) or bill_id
        title, reason = _said_beside(one)
        yield AgendaItem(
            id=item_id if item_id not in taken else slug(bill_id),
            bill_id=bill_id,
            issue=headings[asked.issue].id if asked.issue else None,
            title=asked.title or title or known.titles.get(bill_id) or printed,
            weight=asked.weight or Decimal(1),
            reason=asked.reason or reason,
            lead=asked.lead,
            positions=(
                Position(
                    stance=asked.stance or defaults.stance,
                    in_force_from=asked.since or defaults.since,
                    recorded_on=defaults.recorded_on,
                ),
            ),
        )


def _taken(found: Sequence[FoundLine]) -> Iterator[FoundLine]:
    return (one for one in found if one.status is FoundAs.FOUND)


def _said_beside(found: FoundLine) -> tuple[str | None, str | None]:
    """The title and the reason of a line without a heading: what it says beside the measure.

    What follows a position that follows the measure says why: `SB 732 - oppose - too dear`. All
    else is the title.
    """
    asked = found.asked
    plain = [" ".join(cell.replace(".", " ").split()) for cell in asked.rest]
    named = next((at for at, cell in enumerate(plain) if found.words in cell), len(plain))
    why = len(plain) - asked.after
    if named >= why:
        why = len(plain)
    title = (cell.replace(found.words, "", 1).strip(_BETWEEN) for cell in plain[:why])
    return _joined(title), _joined(cell.strip(_BETWEEN) for cell in asked.rest[why:])


def _joined(cells: Iterable[str]) -> str | None:
    return " – ".join(filter(None, cells)) or None
