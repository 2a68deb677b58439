"""A position on a bill that was amended since needs review, until somebody says that it stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
import sqlalchemy as sa

from tests.scoring.engine import empty_record
from tracker.agenda.agenda import Agenda, AgendaItem, Position, Stance
from tracker.agenda.agenda_text import agenda_text
from tracker.agenda.amended import amended_since, reviewed, with_texts
from tracker.agenda.lint import AgendaFacts, FindingKind, lint
from tracker.errors import UsageError
from tracker.record.tables import bill_versions

BILL = "ca-20072008-SB375"
TEXTS = {
    date(2007, 2, 21): "Introduced",
    date(2007, 4, 17): "Amended Senate",
    date(2007, 5, 2): "Amended Senate",
    date(2007, 9, 20): "Enrolled",
    date(2007, 9, 30): "Chaptered",
}


@pytest.fixture
def record() -> Iterator[sa.Connection]:
    """A record with the texts of one bill."""
    with empty_record() as connection:
        rows = [
            {"bill_id": BILL, "date": day, "label": label, "verified": True, "source_id": "x"}
            for day, label in TEXTS.items()
        ]
        connection.execute(sa.insert(bill_versions), rows)
        yield connection


def _agenda(recorded_on: date, **more: date) -> Agenda:
    position = Position(
        stance=Stance.SUPPORT, in_force_from=date(2007, 1, 1), recorded_on=recorded_on, **more
    )
    item = AgendaItem(id="homes", bill_id=BILL, title="Homes", positions=(position,))
    return Agenda(
        format=1, id="ours", jurisdiction="ca", session="20072008", title="Ours", items=(item,)
    )


def test_a_position_keeps_the_text_it_was_decided_on(record: sa.Connection) -> None:
    agenda = with_texts(record, _agenda(date(2007, 4, 20)))
    assert agenda.items[0].positions[0].text_of == date(2007, 4, 17)
    assert "text_of: 2007-04-17" in agenda_text(agenda)
    assert with_texts(record, agenda) == agenda


def test_an_amendment_asks_for_review_and_an_enrolled_text_does_not(
    record: sa.Connection,
) -> None:
    before = amended_since(record, with_texts(record, _agenda(date(2007, 4, 20))))
    assert before["homes"].newest.date == date(2007, 5, 2)
    assert "decided on the text of 2007-04-17" in before["homes"].sentence
    assert not amended_since(record, with_texts(record, _agenda(date(2007, 5, 2))))
    assert amended_since(record, _agenda(date(2007, 2, 1)))["homes"].read == date(2007, 2, 1)


def test_a_position_that_is_no_longer_in_force_needs_none(record: sa.Connection) -> None:
    ended = _agenda(date(2007, 4, 20), in_force_until=date(2007, 4, 30))
    assert not amended_since(record, ended)


def test_once_somebody_says_that_it_stands_it_needs_none(record: sa.Connection) -> None:
    agenda = reviewed(record, with_texts(record, _agenda(date(2007, 4, 20))), "homes")
    assert agenda.items[0].positions[0].text_of == date(2007, 5, 2)
    assert agenda.items[0].positions[0].recorded_on == date(2007, 4, 20)
    with pytest.raises(UsageError, match="needs no review"):
        reviewed(record, agenda, "homes")


def test_the_lint_says_so_beside_the_item(record: sa.Connection) -> None:
    agenda = _agenda(date(2007, 4, 20))
    said = {name: one.sentence for name, one in amended_since(record, agenda).items()}
    found = lint(agenda, AgendaFacts(frozenset({BILL}), (), amended=said))
    assert (FindingKind.NEEDS_REVIEW, "homes") in [(one.kind, one.item_id) for one in found]
