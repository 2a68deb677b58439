"""Two agendas of one session, measure by measure."""

from __future__ import annotations

from typing import Any

import pytest

from tracker.agenda.agenda import Agenda
from tracker.agenda.comparing import Match, compare
from tracker.errors import UsageError


def agenda(name: str, session: str = "20072008", **asked: str) -> Agenda:
    """An agenda that asks a stance on each bill, as in `SB2="support"`."""
    items: list[dict[str, Any]] = [
        {
            "id": bill.lower(),
            "bill_id": bill,
            "title": f"{bill} of {name}",
            "positions": [
                {"stance": stance, "recorded_on": "2007-01-01", "in_force_from": "2007-01-01"}
            ],
        }
        for bill, stance in asked.items()
    ]
    content = {"format": 1, "id": name, "jurisdiction": "ca", "session": session, "title": name}
    return Agenda.model_validate(content | {"items": items})


def test_disputes_come_first_then_what_both_ask_then_the_rest() -> None:
    ours = agenda("ours", SB2="support", SB375="support", AB32="oppose")
    theirs = agenda("theirs", SB375="oppose", AB842="support", AB32="oppose")
    assert [(one.bill_id, one.match) for one in compare(ours, theirs)] == [
        ("ca-20072008-SB375", Match.OPPOSITE),
        ("ca-20072008-AB32", Match.SAME),
        ("ca-20072008-SB2", Match.ONLY_FIRST),
        ("ca-20072008-AB842", Match.ONLY_SECOND),
    ]


def test_agendas_of_two_sessions_are_not_compared() -> None:
    with pytest.raises(UsageError, match="different sessions"):
        compare(agenda("ours", SB2="support"), agenda("theirs", "20052006", SB2="support"))
