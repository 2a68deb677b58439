"""What a scoring run reads, put beside the record as small temporary relations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import product
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa

from tracker.scoring.method import Method

UNWEIGHTED = 100
"""Weight 1 in hundredths."""

LEDGER_SQL = Path(__file__).with_name("ledger.sql")

VIEWS = ("cast_votes", "ledger")
"""The relations of `ledger.sql` with a row per vote."""


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


_PREPARED = "scoring relations"
"""Kept with a connection: whether it was prepared for a run before."""

INPUTS: Mapping[str, Mapping[str, str]] = {
    "scoring_items": {"item_no": "bigint", "bill_id": "text"},
    "scoring_positions": {
        "position_no": "bigint",
        "item_no": "bigint",
        "item_id": "text",
        "bill_id": "text",
        "weight": "bigint",
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


def prepare(
    connection: sa.Connection, asked: Asked, runs: Sequence[Run], *, keep_votes: bool = False
) -> None:
    """Makes the relations of `ledger.sql` readable on this connection: temporary tables, but those
    with a row per vote are views.

    With `keep_votes` the votes are looked up once and kept: worth it for an agenda's few measures
    where both the fold and the ledger are read, and not for a whole session's.
    """
    if connection.info.get(_PREPARED):
        _run(
            connection,
            *(f"drop {_kind(name)} if exists {name}" for name in reversed(relations())),
            *(f"drop table if exists {name}" for name in ("kept_votes", *INPUTS)),
        )
    connection.info[_PREPARED] = True
    _run(connection, *(f"create temporary table {name} ({_typed(name)})" for name in INPUTS))
    for name, rows in {**_asked_rows(asked), **_run_rows(runs)}.items():
        if rows:
            _fill(connection, name, rows)
    _run(connection, *_definitions(keep_votes=keep_votes))


def _typed(name: str) -> str:
    return ", ".join(f"{column} {kind}" for column, kind in INPUTS[name].items())


def _definitions(*, keep_votes: bool) -> Iterator[str]:
    """The statements that make the relations, in order."""
    for name, query in relations().items():
        if name == "cast_votes" and keep_votes:
            yield f"create temporary table kept_votes as {query}"
            query = "select * from kept_votes"
        yield f"create temporary {_kind(name)} {name} as {query}"


def _run(connection: sa.Connection, *statements: str) -> None:
    """Several statements in one go: each by itself would cost more than what it does. The last one
    has a result, since DuckDB's driver searches the words of any that has none.
    """
    connection.exec_driver_sql(";\n".join((*statements, "select 1")))


def _kind(relation: str) -> str:
    return "view" if relation in VIEWS else "table"


@cache
def relations() -> dict[str, str]:
    """The queries of `ledger.sql` by the relation each makes, in order."""
    parts = LEDGER_SQL.read_text("utf-8").split("\n-- relation ")[1:]
    named = (part.split("\n", 1) for part in parts)
    return {name.strip(): query for name, query in named}


Rows = Sequence[tuple[object, ...]]


def _asked_rows(asked: Asked) -> dict[str, Rows]:
    items = {item.item_id: (no, item) for no, item in enumerate(asked.items, start=1)}
    return {
        "scoring_items": [(no, item.bill_id) for no, item in items.values()],
        "scoring_positions": [
            (place, *_position_row(*items[position.item_id], position))
            for place, position in enumerate(sorted(asked.positions, key=_newest_first), start=1)
        ],
        "scoring_designated": [
            (items[item_id][0], event_id) for item_id, event_id in sorted(set(asked.designated))
        ],
    }


def _position_row(no: int, item: ScoredItem, asked: ScoredPosition) -> tuple[object, ...]:
    """The item with what is asked about it, as in `scoring_positions`."""
    return (
        no,
        item.item_id,
        item.bill_id,
        item.weight,
        asked.stance,
        asked.in_force_from,
        asked.in_force_until,
        asked.recorded_on,
    )


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


def _fill(connection: sa.Connection, name: str, rows: Rows) -> None:
    columns = INPUTS[name]
    lists = ", ".join(f"unnest(cast(:{column} as {kind}[]))" for column, kind in columns.items())
    connection.execute(
        sa.text(f"insert into {name} select {lists}"),
        {
            column: list(found)
            for column, found in zip(columns, zip(*rows, strict=True), strict=True)
        },
    )


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
