"""What a scoring run reads, put beside the record as small temporary relations."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import product
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import sqlalchemy as sa

from tracker.scoring.method import Method
from tracker.store.bulk import stage

UNWEIGHTED = 100
"""Weight 1 in hundredths."""

LEDGER_SQL = Path(__file__).with_name("ledger.sql")

KEPT = ("chosen_rolls", "seats_held")
"""Views of `ledger.sql` that are small and read many times: here they are made tables."""


@dataclass(frozen=True)
class ScoredItem:
    """One agenda item as scoring needs it. `weight` is in hundredths: 100 is weight 1."""

    item_id: str
    bill_id: str
    weight: int


@dataclass(frozen=True)
class ScoredPosition:
    """What was asked about an item, between two days, and when that was put on record."""

    item_id: str
    stance: str
    in_force_from: date
    in_force_until: date | None
    recorded_on: date


@dataclass(frozen=True)
class Asked:
    """Everything a coalition asked: items, positions, and further roll calls by a steward."""

    items: tuple[ScoredItem, ...]
    positions: tuple[ScoredPosition, ...]
    designated: tuple[tuple[str, str], ...]
    """Pairs of item id and vote event id."""

    @property
    def has_weights(self) -> bool:
        """Whether any item weighs more or less than 1."""
        return any(item.weight != UNWEIGHTED for item in self.items)


@dataclass(frozen=True)
class Run:
    """One method with one choice of committee votes and weights."""

    run_id: int
    method: Method
    committee_votes: bool = False
    weighted: bool = True

    @property
    def as_published(self) -> bool:
        """Floor votes and the steward's further ones, with weights."""
        return self.weighted and not self.committee_votes


def default_runs(methods: Sequence[Method]) -> list[Run]:
    """One run per method as published: floor votes and the steward's, with weights."""
    return [Run(number, method) for number, method in enumerate(methods)]


def band_runs(methods: Sequence[Method], *, weighted: Sequence[bool] = (True, False)) -> list[Run]:
    """Every method with and without committee votes, weighted and not.

    Where every weight is 1, `weighted=(True,)` gives the same band for half the work.
    """
    variants = product(methods, (False, True), weighted)
    return [Run(number, *variant) for number, variant in enumerate(variants)]


INPUTS: Mapping[str, Mapping[str, str]] = {
    "scoring_items": {
        "item_no": "bigint",
        "item_id": "text",
        "bill_id": "text",
        "weight": "bigint",
    },
    "scoring_positions": {
        "position_no": "bigint",
        "item_no": "bigint",
        "stance": "text",
        "in_force_from": "date",
        "in_force_until": "date",
        "recorded_on": "date",
    },
    "scoring_designated": {"item_no": "bigint", "vote_event_id": "text"},
    "scoring_runs": {"run_id": "bigint", "rule_no": "bigint", "weighted": "boolean"},
    "scoring_rules": {
        "rule_no": "bigint",
        "committee_votes": "boolean",
        "leave_out_consent": "boolean",
        "near_unanimous_per_mille": "bigint",
        "close_under_percent": "bigint",
    },
    "scoring_treatments": {"rule_no": "bigint", "option": "text", "treatment": "text"},
}
"""What `ledger.sql` reads beside the record: temporary tables, with the types of their columns."""


_MADE = "scoring relations"
"""Kept with a connection: the statements that made the relations of the last `prepare` on it."""


def prepare(
    connection: sa.Connection, asked: Asked, runs: Sequence[Run], *, keep_votes: bool = False
) -> None:
    """Makes the views of `ledger.sql` readable on this connection, in place of any before.

    With `keep_votes` the votes are looked up once and kept: worth it for an agenda's few measures
    where both the sums and the ledger are read, and not for a whole session's.
    """
    put_inputs(connection, asked, runs)
    views = _ledger((*KEPT, "votes_cast") if keep_votes else KEPT)
    run_all(connection, views)
    connection.info[_MADE] += views


def put_inputs(connection: sa.Connection, asked: Asked, runs: Sequence[Run]) -> None:
    """Fills the tables that `ledger.sql` reads beside the record, in place of all made before."""
    tables = [f"create temporary table {name} ({_typed(name)})" for name in INPUTS]
    run_all(connection, [*drops_of(connection.info.get(_MADE, [])), *tables])
    connection.info[_MADE] = tables
    for name, rows in {**_asked_rows(asked), **_run_rows(runs)}.items():
        if rows:
            _fill(connection, name, rows)


def run_all(connection: sa.Connection, statements: Sequence[str]) -> None:
    """Several statements in one go: each by itself would cost more than what it does. The last one
    has a result, since DuckDB's driver searches the words of any that has none.
    """
    connection.exec_driver_sql(";\n".join((*statements, "select 1")))


def drops_of(statements: Sequence[str]) -> list[str]:
    """What takes away the relations that `statements` make, the last one first."""
    made = (one.split(maxsplit=4)[2:4] for one in reversed(statements))
    return [f"drop {kind} if exists {name}" for kind, name in made]


def statements_of(path: Path) -> list[str]:
    """The statements of a file of SQL, each of which makes a relation, without their headings."""
    return re.findall(
        r"^(create temporary .*?);$", path.read_text("utf-8"), re.DOTALL | re.MULTILINE
    )


def _typed(name: str) -> str:
    return ", ".join(f"{column} {kind}" for column, kind in INPUTS[name].items())


@cache
def _ledger(names: tuple[str, ...]) -> list[str]:
    """The statements of `ledger.sql`, with tables in place of the views of those names."""
    view = re.compile(rf"create temporary view (?=({'|'.join(names)}) as)")
    return [view.sub("create temporary table ", one) for one in statements_of(LEDGER_SQL)]


Rows = Sequence[tuple[object, ...]]


def _asked_rows(asked: Asked) -> dict[str, Rows]:
    numbers = {item.item_id: number for number, item in enumerate(asked.items, start=1)}
    return {
        "scoring_items": [
            (numbers[item.item_id], item.item_id, item.bill_id, item.weight) for item in asked.items
        ],
        "scoring_positions": [
            (
                place,
                numbers[p.item_id],
                p.stance,
                p.in_force_from,
                p.in_force_until,
                p.recorded_on,
            )
            for place, p in enumerate(sorted(asked.positions, key=_newest_first), start=1)
        ],
        "scoring_designated": [
            (numbers[item_id], event_id) for item_id, event_id in sorted(set(asked.designated))
        ],
    }


def _newest_first(position: ScoredPosition) -> tuple[int, int, str]:
    """Of two positions in force on a day, the one that stands comes first."""
    return -position.in_force_from.toordinal(), -position.recorded_on.toordinal(), position.stance


def _run_rows(runs: Sequence[Run]) -> dict[str, Rows]:
    """Runs, and the rules they follow: methods that judge alike are one rule."""
    rules: dict[_Rule, int] = {}
    numbers = [rules.setdefault(_rule_of(run), len(rules) + 1) for run in runs]
    return {
        "scoring_runs": [
            (run.run_id, number, run.weighted) for run, number in zip(runs, numbers, strict=True)
        ],
        "scoring_rules": [(number, *rule[:-1]) for rule, number in rules.items()],
        "scoring_treatments": [
            (number, option, treatment)
            for rule, number in rules.items()
            for option, treatment in sorted(rule.treatments)
        ],
    }


MANY = 1000
"""Rows from which on Arrow is the quicker way: it takes a millisecond or two to begin with, and
then a quarter of the time for each row.
"""

ARROW = {
    "bigint": pa.int64(),
    "text": pa.string(),
    "date": pa.date32(),
    "boolean": pa.bool_(),
}


def _fill(connection: sa.Connection, name: str, rows: Rows) -> None:
    found = dict(zip(INPUTS[name], zip(*rows, strict=True), strict=True))
    kinds = INPUTS[name].items()
    if len(rows) < MANY:
        lists = ", ".join(f"unnest(cast(:{column} as {kind}[]))" for column, kind in kinds)
        values = {column: list(of_column) for column, of_column in found.items()}
        connection.execute(sa.text(f"insert into {name} select {lists}"), values)
    else:
        stage(
            connection,
            "scoring_rows",
            pa.table({column: pa.array(found[column], ARROW[kind]) for column, kind in kinds}),
        )
        connection.execute(sa.text(f"insert into {name} select * from scoring_rows"))


class _Rule(NamedTuple):
    """All that decides what a vote is worth, but the weights: as in `scoring_rules`, and last the
    treatments.
    """

    committee_votes: bool
    leave_out_consent: bool
    near_unanimous_per_mille: int | None
    close_under_percent: int | None
    treatments: frozenset[tuple[str, str]]
    """Pairs of option and treatment."""


def _rule_of(run: Run) -> _Rule:
    method = run.method
    return _Rule(
        run.committee_votes,
        method.leave_out_consent,
        method.near_unanimous_per_mille,
        method.close_under_percent,
        frozenset(
            (str(option), str(treatment))
            for treatment, options in method.treatments.items()
            for option in options
        ),
    )
