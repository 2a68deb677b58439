"""The grid of an agenda, as the record has it, for those who go on in a spreadsheet.

It is written in the form in which `read_grid` reads a coalition's own: a line per member and
house, a column per item. Held against the record unchanged, every cell agrees.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

import sqlalchemy as sa

from tracker.agenda.agenda import Agenda, AgendaItem
from tracker.errors import UsageError
from tracker.grid.grid import COLUMNS
from tracker.grid.houses import house_named
from tracker.grid.items import OPTIONAL, REQUIRED
from tracker.plain_text import no_formula
from tracker.rules.reference import printed_bill
from tracker.rules.vocabulary import Chamber, Option, RollStatus
from tracker.scoring.inputs import default_runs, prepare
from tracker.scoring.method import DEFAULT_METHOD, find_method
from tracker.scoring.scorecard import Member, asked_by, members_of

NOT_THEIRS: Final = "N/A"
"""The vote is none of the member's record: another house, or no name of theirs on it."""
MARKS: Final[Mapping[str, str]] = {Option.YES: "aye", Option.NO: "no", Option.NOT_VOTING: "NV"}
"""What stands in a cell. Other options are written as the record names them."""


class CountedRoll(NamedTuple):
    """A roll call on which members are scored for an item, and what was asked of its motion."""

    item_id: str
    vote_event_id: str
    chamber: str
    stance: str
    """Turned where an aye is against the measure."""
    aye_against: int
    date: str
    threshold: str
    result: str


@dataclass(frozen=True)
class GridColumn:
    """One item of the grid: a roll call in each house, or in one."""

    name: str
    item: AgendaItem
    weight: int
    """In hundredths."""
    rolls: tuple[CountedRoll, ...]

    def shared(self, field: str) -> str:
        """What all its roll calls say of themselves alike; empty where they differ, or unknown."""
        said = {str(getattr(roll, field)) for roll in self.rolls}
        return said.pop() if len(said) == 1 and said != {"unknown"} else ""


@dataclass(frozen=True)
class AgendaGrid:
    """The two files of a grid, and what has no column in it."""

    columns: tuple[GridColumn, ...]
    members: int
    left_out: tuple[str, ...]
    """Items on which nobody is scored, by their measures as printed."""
    nameless: int
    """Votes on these roll calls under names that are nobody's for certain."""
    grid_text: str
    items_text: str


def grid_of_agenda(connection: sa.Connection, agenda: Agenda) -> AgendaGrid:
    """Every member of the session, and what the record says that they did on what counts.

    Raises:
        UsageError: no roll call counts, or the record knows no member of the session.
    """
    rolls = _counted(connection, agenda)
    columns = tuple(_columns(agenda, rolls))
    if not columns:
        raise UsageError(
            "no roll call counts for any measure of this agenda, so there is nothing to write",
            where=f"the agenda {agenda.id}",
            what_to_do="see which roll calls there are, and choose: answerable agenda rolls "
            f"{agenda.id}",
        )
    members = members_of(connection, agenda.session_id)
    if not members:
        raise UsageError(
            "the record knows no member of this session: names on roll calls are nobody's yet",
            where=f"the session {agenda.session_id}",
            what_to_do="load the lawmakers and their seats: answerable load --help",
        )
    done, nameless = _votes(connection, columns)
    scored = {column.item.id for column in columns}
    return AgendaGrid(
        columns,
        len(members),
        tuple(printed_bill(one.bill_id) for one in agenda.items if one.id not in scored),
        nameless,
        _text(COLUMNS + tuple(one.name for one in columns), _lines(members, columns, done)),
        _text(REQUIRED + OPTIONAL, map(_item_line, columns)),
    )


def items_path(grid: Path) -> Path:
    """Where the items of a grid are written: `homes.csv` has its items in `homes-items.csv`."""
    return grid.with_name(f"{grid.stem}-items{grid.suffix}")


def write_grid(made: AgendaGrid, grid: Path, items: Path) -> None:
    """Writes both files, with the mark by which spreadsheet programs know UTF-8.

    Raises:
        UsageError: the name is no CSV, a file is there already, or cannot be written.
    """
    if grid.suffix.lower() != ".csv":
        raise UsageError(
            "a grid is written as CSV, which every spreadsheet program opens",
            where=str(grid),
            what_to_do=f"name it {grid.with_suffix('.csv').name}",
        )
    for path in (grid, items):
        if path.exists():
            raise UsageError(
                "the file is there already, and may hold your own work",
                where=str(path),
                what_to_do="give another name, or move it away; nothing was written",
            )
    for path, text in ((grid, made.grid_text), (items, made.items_text)):
        try:
            path.write_text(text, encoding="utf-8-sig", newline="")
        except OSError as error:
            raise UsageError(
                f"the grid cannot be written: {error.strerror or error}",
                where=str(path),
                what_to_do="name a file in a folder that you may write to",
            ) from error


# One row per item and roll call on which members are scored whatever the method, and whose names
# are in the record.
_COUNTED = sa.text(
    """
    select c.item_id, c.vote_event_id, c.chamber, c.motion_stance, c.aye_against, c.date,
        e.threshold, c.result
    from chosen_rolls as c
    join vote_events as e on e.vote_event_id = c.vote_event_id
    where c.chosen_as <> 'committee' and e.status = :loaded
    order by c.item_no, c.date, c.roll_no
    """
)


def _counted(connection: sa.Connection, agenda: Agenda) -> dict[str, list[CountedRoll]]:
    prepare(connection, asked_by(agenda), default_runs([find_method(DEFAULT_METHOD)]))
    found: dict[str, list[CountedRoll]] = defaultdict(list)
    for row in connection.execute(_COUNTED, {"loaded": RollStatus.LOADED}):
        roll = CountedRoll(*row)
        found[roll.item_id].append(roll)
    return found


def _columns(agenda: Agenda, rolls: Mapping[str, Sequence[CountedRoll]]) -> Iterator[GridColumn]:
    """A column per item where each house has one roll call that counts, and the same is asked of
    both; else one per roll call, which share the weight in their house.
    """
    for item in agenda.items:
        counted = rolls.get(item.id, ())
        name = _free_name(item, agenda)
        houses = [roll.chamber for roll in counted]
        is_one = len(set(houses)) == len(houses) and len({one.stance for one in counted}) == 1
        if is_one:
            yield GridColumn(name, item, item.weight_hundredths, tuple(counted))
            continue
        for number, roll in enumerate(counted, 1):
            weight = max(1, round(item.weight_hundredths / houses.count(roll.chamber)))
            yield GridColumn(f"{name} ({number})", item, weight, (roll,))


def _free_name(item: AgendaItem, agenda: Agenda) -> str:
    """The measure as printed; with the item's id where two items are about it."""
    printed = printed_bill(item.bill_id)
    alike = sum(one.bill_id == item.bill_id for one in agenda.items)
    return printed if alike == 1 else f"{printed} {item.id}"


def _votes(
    connection: sa.Connection, columns: Iterable[GridColumn]
) -> tuple[dict[tuple[str, str], str], int]:
    """What each person did on each roll call, and how many votes are nobody's for certain."""
    events = [roll.vote_event_id for column in columns for roll in column.rolls]
    query = sa.text(
        "select vote_event_id, person_id, option from person_votes where vote_event_id in :events"
    ).bindparams(sa.bindparam("events", expanding=True))
    done: dict[tuple[str, str], str] = {}
    nameless = 0
    for event_id, person_id, option in connection.execute(query, {"events": events}):
        if person_id is None:
            nameless += option != Option.VACANT
        else:
            done[event_id, person_id] = option
    return done, nameless


def _lines(
    members: Sequence[Member],
    columns: Sequence[GridColumn],
    done: Mapping[tuple[str, str], str],
) -> Iterator[tuple[str, ...]]:
    """Members by house, the upper one first, and then by name."""
    ordered = sorted(members, key=lambda one: (one.chamber != Chamber.UPPER, one.name))
    for member in ordered:
        yield (
            member.person_id,
            member.name,
            member.party or "",
            member.district or "",
            house_named(Chamber(member.chamber)),
            *(_mark(member, column, done) for column in columns),
        )


def _mark(member: Member, column: GridColumn, done: Mapping[tuple[str, str], str]) -> str:
    for roll in column.rolls:
        if roll.chamber == member.chamber:
            option = done.get((roll.vote_event_id, member.person_id))
            return NOT_THEIRS if option is None else MARKS.get(option, option)
    return NOT_THEIRS


def _item_line(column: GridColumn) -> tuple[str, ...]:
    against = any(roll.aye_against for roll in column.rolls)
    return (
        column.name,
        printed_bill(column.item.bill_id),
        column.shared("stance"),
        f"{column.item.title} (here an aye is against it)" if against else column.item.title,
        f"{column.weight / 100:g}",
        column.shared("date"),
        column.shared("threshold"),
        column.shared("result"),
    )


def _text(header: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([no_formula(cell) for cell in line] for line in lines)
    return out.getvalue()
