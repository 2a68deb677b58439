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

from tracker.rules.vocabulary import Option
from tracker.scoring.method import Method
from tracker.store.bulk import note_sizes, stage

UNWEIGHTED = 100
"""Weight 1 in hundredths."""

LEDGER_SQL = Path(__file__).with_name("ledger.sql")

KEPT = ("rolls", "chosen_rolls", "seats_held")
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


class DesignatedRoll(NamedTuple):
    """A further roll call that a steward added to an item."""

    item_id: str
    vote_event_id: str
    aye_is_against: bool = False
    """Whether an aye on it is against the measure."""
    is_unconfirmed: bool = False
    """Whether nobody but who wrote that has confirmed it."""
    replaces: bool = False
    """Whether it takes the place of the roll call that the rule takes in its house."""


@dataclass(frozen=True)
class Asked:
    """Everything a coalition asked: items, positions, and further roll calls by a steward."""

    items: tuple[ScoredItem, ...]
    positions: tuple[ScoredPosition, ...]
    designated: tuple[DesignatedRoll, ...]

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
    "scoring_designated": {
        "item_no": "bigint",
        "vote_event_id": "text",
        "aye_against": "bigint",
        "aye_unconfirmed": "bigint",
        "replaces": "bigint",
    },
    "scoring_runs": {"run_id": "bigint", "rule_no": "bigint", "weighted": "boolean"},
    "scoring_rules": {
        "rule_no": "bigint",
        "committee_votes": "boolean",
        "leave_out_consent": "boolean",
        "near_unanimous_per_mille": "bigint",
        "close_under_percent": "bigint",
        "forgiven_absences": "bigint",
        "reading": "text",
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

    Where a chosen roll call does not tell a No from a non-vote, every run is there twice: with the
    reading that gives a member less, and, as `high_run(run_id)`, with the one that gives more.
    """
    put_inputs(connection, asked, runs)
    if any(_is_a_sources_number(added.vote_event_id) for added in asked.designated):
        connection.execute(sa.text(_NUMBERED_ROLLS))
    views = _ledger((*KEPT, "votes_cast") if keep_votes else KEPT)
    run_all(connection, views)
    connection.info[_MADE] += views
    if connection.execute(_UNDIVIDED).first():
        for name, rows in _run_rows(runs, HIGH).items():
            _fill(connection, name, rows)


LOW, HIGH = "low", "high"
"""Which reading a rule takes of a vote that may be a No or a non-vote, by what it gives."""

_UNDIVIDED = sa.text(
    """
    select 1 from chosen_rolls as c
    join quarantined_rolls as q on q.vote_event_id = c.vote_event_id
    limit 1
    """
)


def high_run(run_id: int) -> int:
    """The run that differs from `run_id` in the reading alone; it is there where readings may
    differ at all.
    """
    return -1 - run_id


def _is_a_sources_number(roll: str) -> bool:
    """Whether a steward named a roll call as its source does: `1233245`, `legiscan:1233245`."""
    return "-" not in roll


_NUMBERED_ROLLS = """
insert into scoring_designated (item_no, vote_event_id, aye_against, aye_unconfirmed, replaces)
select d.item_no, k.entity_id, d.aye_against, d.aye_unconfirmed, d.replaces
from scoring_designated as d
join scoring_items as i on i.item_no = d.item_no
join identifiers as k
    on k.entity_type = 'roll'
    and d.vote_event_id in (k.identifier, k.scheme || ':' || k.identifier)
join vote_events as e on e.vote_event_id = k.entity_id and e.bill_id = i.bill_id
"""
"""Adds the roll calls that are named by numbers, under their ids, if they are of the measure."""


def put_inputs(connection: sa.Connection, asked: Asked, runs: Sequence[Run]) -> None:
    """Fills the tables that `ledger.sql` reads beside the record, in place of all made before, with
    the reading of every vote that gives a member less.
    """
    tables = [f"create temporary table {name} ({_typed(name)})" for name in INPUTS]
    run_all(connection, [*drops_of(connection.info.get(_MADE, [])), *tables])
    connection.info[_MADE] = tables
    for name, rows in {**_asked_rows(asked), **_run_rows(runs, LOW)}.items():
        if rows:
            _fill(connection, name, rows)
    note_sizes(connection, *INPUTS)


def run_all(connection: sa.Connection, statements: Sequence[str]) -> None:
    """Several statements in one go: each by itself would cost more than what it does. The last one
    has a result, since DuckDB's driver searches the words of any that has none. PostgreSQL counts
    the rows of each table that is made, and plans the next by that.
    """
    if connection.dialect.name == "postgresql":
        statements = [
            f"{one};\nanalyze {made[1]}" if (made := _MAKES_A_TABLE.match(one)) else one
            for one in statements
        ]
    connection.exec_driver_sql(";\n".join((*statements, "select 1")))


_MAKES_A_TABLE = re.compile(r"create temporary table (\w+) as\b")


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
            (numbers[item_id], event_id, *map(int, flags))
            for item_id, event_id, *flags in sorted(set(asked.designated))
        ],
    }


def _newest_first(position: ScoredPosition) -> tuple[int, int, str]:
    """Of two positions in force on a day, the one that stands comes first."""
    return -position.in_force_from.toordinal(), -position.recorded_on.toordinal(), position.stance


def _run_rows(runs: Sequence[Run], reading: str) -> dict[str, Rows]:
    """Runs, and the rules they follow: methods that judge alike are one rule. Rules of the reading
    that gives more have numbers below 0.
    """
    rules: dict[_Rule, int] = {}
    sign = 1 if reading == LOW else -1
    numbers = [rules.setdefault(_rule_of(run), sign * (len(rules) + 1)) for run in runs]
    return {
        "scoring_runs": [
            (run.run_id if reading == LOW else high_run(run.run_id), number, run.weighted)
            for run, number in zip(runs, numbers, strict=True)
        ],
        "scoring_rules": [(number, *rule[:-1], reading) for rule, number in rules.items()],
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
    forgiven_absences: int
    treatments: frozenset[tuple[str, str]]
    """Pairs of option and treatment. What may be a No or a non-vote is listed as a non-vote."""


def _rule_of(run: Run) -> _Rule:
    method = run.method
    return _Rule(
        run.committee_votes,
        method.leave_out_consent,
        method.near_unanimous_per_mille,
        method.close_under_percent,
        method.forgiven_absences,
        frozenset(
            (str(option), str(treatment))
            for treatment, options in method.treatments.items()
            for option in options
        )
        | {(str(Option.NO_OR_NOT_VOTING), str(method.treatment_of(Option.NOT_VOTING)))},
    )
