"""A grid held against the record: errors put into a true grid are all found, and no others."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import sqlalchemy as sa

from tracker.grid.audit import Audit, ColumnStatus, audit_grid
from tracker.grid.grid import read_grid
from tracker.record.queries import RollCall, roll_calls
from tracker.record.sessions import find_session
from tracker.scoring.method import find_method
from tracker.store import open_store

ITEMS = {"Homes": "SB 375", "Ports": "SB 974", "Toxics": "SB 1713"}


@dataclass
class TrueGrid:
    """The Senate's last floor votes on three measures, as a coalition would write them."""

    rolls: dict[str, RollCall]
    names: dict[str, str]
    cells: dict[tuple[str, str], str] = field(default_factory=dict)
    bills: dict[str, str] = field(default_factory=lambda: dict(ITEMS))

    def audit(self, connection: sa.Connection, folder: Path) -> Audit:
        with (folder / "grid.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("legislator_id", "name", "party", "district", "chamber", *self.bills))
            for person, name in self.names.items():
                cells = [self.cells[person, item] for item in self.bills]
                writer.writerow((person, name, "", "", "Senate", *cells))
        with (folder / "items.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("item", "bill", "position", "title"))
            writer.writerows((item, bill, "support", item) for item, bill in self.bills.items())
        grid = read_grid(folder / "grid.csv", folder / "items.csv")
        session = find_session(connection, "2007-08", "ca")
        return audit_grid(connection, grid, session, find_method("missed_is_against"))


@pytest.fixture(scope="module")
def connection(sample_store: Path) -> Iterator[sa.Connection]:
    with open_store(f"duckdb:///{sample_store}").reading() as connection:
        yield connection


@pytest.fixture
def true(connection: sa.Connection) -> TrueGrid:
    rolls = {}
    for item, bill in ITEMS.items():
        found = roll_calls(
            connection, session_id="ca-20072008", bill_id=f"ca-20072008-{bill.replace(' ', '')}"
        )
        floor = [one for one in found if (one.venue, one.chamber) == ("floor", "upper")]
        rolls[item] = floor[-1]
    names: dict[str, str] = dict(
        connection.execute(
            sa.text(
                "select distinct m.person_id, p.name from memberships as m "
                "join people as p on p.person_id = m.person_id "
                "where m.chamber = 'upper' and m.session_id = 'ca-20072008' order by 1"
            )
        )
        .tuples()
        .all()
    )
    grid = TrueGrid(rolls, names)
    words = {"yes": "aye", "no": "no", "not_voting": "NV"}
    for item, roll in rolls.items():
        for person in names:
            grid.cells[person, item] = "N/A"
        for option, voters in roll.votes.items():
            for voter in voters:
                grid.cells[roll.people[voter], item] = words[option]
    return grid


def test_a_true_grid_agrees_in_every_cell(
    true: TrueGrid, connection: sa.Connection, tmp_path: Path
) -> None:
    found = true.audit(connection, tmp_path)
    assert [(one.vote_event_id, one.status) for one in found.columns] == [
        (roll.vote_event_id, ColumnStatus.FOUND) for roll in true.rolls.values()
    ]
    assert (found.differences, found.people_not_found) == ((), ())
    assert found.agree == len(true.names) * len(ITEMS)


def test_every_error_put_in_is_found_with_its_direction(
    true: TrueGrid, connection: sa.Connection, tmp_path: Path
) -> None:
    yes = true.rolls["Homes"].votes["yes"][0]
    no = true.rolls["Ports"].votes["no"][0]
    silent = true.rolls["Homes"].votes["not_voting"][0]
    put_in = {
        (true.rolls["Homes"].people[yes], "Homes"): ("no", "no", "yes"),
        (true.rolls["Ports"].people[no], "Ports"): ("absent", "absent", "no"),
        (true.rolls["Homes"].people[silent], "Homes"): ("N/A", "not_eligible", "not_voting"),
    }
    for cell, (mark, _, _) in put_in.items():
        true.cells[cell] = mark
    found = true.audit(connection, tmp_path)
    assert {(one.legislator_id, one.item): (one.grid, one.record) for one in found.differences} == {
        cell: (grid, record) for cell, (_, grid, record) in put_in.items()
    }
    assert Counter(one.item for one in found.differences) == {"Homes": 2, "Ports": 1}


def test_a_column_is_known_by_its_votes_though_its_name_is_wrong(
    true: TrueGrid, connection: sa.Connection, tmp_path: Path
) -> None:
    true.bills = {"Homes": "SB 974", "Ports": "SB 375", "Toxics": "SB 1713"}
    found = true.audit(connection, tmp_path)
    assert [one.vote_event_id for one in found.columns] == [
        roll.vote_event_id for roll in true.rolls.values()
    ]


def test_a_column_of_no_roll_call_is_none_and_earns_nothing(
    true: TrueGrid, connection: sa.Connection, tmp_path: Path
) -> None:
    for number, person in enumerate(true.names):
        true.cells[person, "Ports"] = ("aye", "no", "NV")[number % 3]
    found = true.audit(connection, tmp_path)
    ports = next(one for one in found.columns if one.item == "Ports")
    assert (ports.status, ports.vote_event_id, ports.agree, ports.differ) == (
        ColumnStatus.NONE,
        None,
        0,
        0,
    )


def test_who_is_nobody_for_certain_is_said(
    true: TrueGrid, connection: sa.Connection, tmp_path: Path
) -> None:
    true.names["nobody-known"] = "Nobody Known"
    for item in ITEMS:
        true.cells["nobody-known", item] = "aye"
    found = true.audit(connection, tmp_path)
    assert [one.legislator_id for one in found.people_not_found] == ["nobody-known"]
    assert not found.differences


def test_a_member_is_known_by_full_name_where_the_ids_are_ones_own(
    true: TrueGrid, connection: sa.Connection, tmp_path: Path
) -> None:
    known = dict(true.names)
    true.names = {f"S-{number}": name for number, name in enumerate(known.values())}
    by_name = {name: person for person, name in known.items()}
    cells = true.cells
    true.cells = {
        (own, item): cells[by_name[name], item]
        for own, name in true.names.items()
        for item in ITEMS
    }
    found = true.audit(connection, tmp_path)
    assert not found.people_not_found
    assert found.agree == len(known) * len(ITEMS)


def test_the_record_scores_the_members_whatever_the_grid_says(
    true: TrueGrid, connection: sa.Connection, tmp_path: Path
) -> None:
    """Florez: aye on homes at the end; his score is that of the record, not of a spoilt grid."""
    right = {one.legislator_id: one.percent for one in true.audit(connection, tmp_path).scores}
    spoilt = true.rolls["Homes"].people[true.rolls["Homes"].votes["no"][0]]
    true.cells[spoilt, "Homes"] = "aye"
    again = {one.legislator_id: one.percent for one in true.audit(connection, tmp_path).scores}
    assert again == right
    assert set(right.values()) > {0, 100}
