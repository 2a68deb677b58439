"""The worked case of the method page, computed from the sample record that ships."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from tracker.agenda.agenda import Agenda
from tracker.agenda.known_agendas import find_agenda
from tracker.intake.load import load_record
from tracker.record.queries import RollCall, roll_calls
from tracker.rules import reference
from tracker.scoring.method import find_method
from tracker.scoring.scorecard import ledger, scorecard
from tracker.store import open_store

AGENDA = "sb375-worked-case"
METHODS = ("missed_is_against", "half_for_missed", "absences_dropped")
"""No credit, half credit, left out: what the published rules make of a missed vote."""
FLOOR_ALONE = "missed_is_against"
"""The method under which the floor vote is scored by itself."""


@dataclass(frozen=True)
class Senator:
    """One senator: what they did on each roll call, and the percent under each rule."""

    person_id: str
    name: str
    options: Mapping[str, str]
    """Vote event id to option, of the roll calls they are on."""
    percents: Mapping[str, int | None]
    """By method; None where there is no number."""
    floor_alone: int | None

    @property
    def moves(self) -> bool:
        """Whether the choice of the rule changes anything for this senator."""
        return len(set(self.percents.values())) > 1


@dataclass(frozen=True)
class WorkedCase:
    """The scored roll calls by date, and every senator who is on one of them, by name."""

    rolls: Sequence[RollCall]
    senators: Sequence[Senator]

    def senator(self, person_id: str) -> Senator:
        """The senator of that id."""
        return next(one for one in self.senators if one.person_id == person_id)


def worked_case() -> WorkedCase:
    """Loads the sample record into a store of the moment, and scores the case on it."""
    asked = find_agenda(AGENDA)
    folder = reference.sample_folder(asked.jurisdiction, asked.session)
    assert folder is not None, "the sample record ships with the program"
    with tempfile.TemporaryDirectory() as home:
        store = open_store(f"duckdb:///{Path(home) / 'worked-case.duckdb'}")
        load_record(store, folder)
        with store.reading() as connection:
            return _case(connection, asked)


def _case(connection: sa.Connection, asked: Agenda) -> WorkedCase:
    options: dict[str, dict[str, str]] = defaultdict(dict)
    scored: set[str] = set()
    for line in ledger(connection, asked, find_method(METHODS[0])):
        options[line.person_id][line.vote_event_id] = line.option
        scored.add(line.vote_event_id)
    names = {
        line.member.person_id: line.member.name
        for line in scorecard(connection, asked, find_method(METHODS[0]))
        if line.member.person_id in options
    }
    by_method = {name: _percents(connection, asked, name) for name in METHODS}
    floor = _percents(connection, _floor_alone(asked), FLOOR_ALONE)
    known = roll_calls(connection, session_id=asked.session_id, bill_id=asked.items[0].bill_id)
    return WorkedCase(
        rolls=[roll for roll in known if roll.vote_event_id in scored],
        senators=[
            Senator(
                person_id,
                name,
                options[person_id],
                {method: percents[person_id] for method, percents in by_method.items()},
                floor[person_id],
            )
            for person_id, name in sorted(names.items(), key=lambda entry: entry[1])
        ],
    )


def _percents(connection: sa.Connection, asked: Agenda, method: str) -> dict[str, int | None]:
    return {
        line.member.person_id: line.score.percent
        for line in scorecard(connection, asked, find_method(method))
        if line.member.chamber == "upper"
    }


def _floor_alone(asked: Agenda) -> Agenda:
    """The same agenda without the committee votes that its steward added."""
    items = tuple(item.model_copy(update={"roll_calls": ()}) for item in asked.items)
    return asked.model_copy(update={"items": items})
