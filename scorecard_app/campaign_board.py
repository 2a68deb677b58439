"""A campaign's milestones by status, as cards side by side: HTML."""

from __future__ import annotations

from html import escape

from scorecard_app.layout import flag
from tracker.campaigns.board import Board, BoardMilestone
from tracker.campaigns.model import MilestoneStatus, Visibility
from tracker.views.wording import long_day


def board_by_status(board: Board) -> str:
    """Every status that a milestone has, and the two that work begins with, each with its cards."""
    columns = []
    for status in MilestoneStatus:
        held = [one for one in board.milestones if one.status is status]
        if held or status.is_open:
            cards = "".join(map(_card, held)) or '<li class="quiet">Nothing here.</li>'
            words = escape(status.words.capitalize())
            columns.append(f"<section><h3>{words} ({len(held)})</h3><ul>{cards}</ul></section>")
    return f'<div class="campaign-board">{"".join(columns)}</div>'


def anchor(milestone: BoardMilestone) -> str:
    """Where the milestone stands in the list below the board."""
    return f"milestone-{milestone.milestone_id.partition('/')[2]}"


def kind_and_place(milestone: BoardMilestone) -> str:
    """`Rally, City Hall`; empty where neither is known."""
    kind = milestone.kind.words.capitalize() if milestone.kind else ""
    return ", ".join(part for part in (kind, milestone.place) if part)


def _card(milestone: BoardMilestone) -> str:
    day = f"{long_day(milestone.day)}" if milestone.day else "no day set"
    marks = [
        flag(words)
        for words, holds in (
            ("private", milestone.visibility is Visibility.PRIVATE),
            ("past its day", milestone.is_overdue),
        )
        if holds
    ]
    facts = " · ".join(part for part in (kind_and_place(milestone), day) if part)
    return (
        f'<li><a href="#{escape(anchor(milestone))}">{escape(milestone.title)}</a>'
        f"<span>{escape(facts)}</span>{' '.join(marks)}</li>"
    )
