"""The campaigns page: what a coalition set out to do, beside the stages of its measures."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

import streamlit as st

from scorecard_app import campaign_forms, campaign_reading
from scorecard_app.address import asked_for, full_address, link
from scorecard_app.campaign_board import anchor, board_by_status, kind_and_place
from scorecard_app.chart_block import show_chart
from scorecard_app.charts.campaign_timeline import KEY, campaign_timeline
from scorecard_app.charts.chart import About
from scorecard_app.layout import details, flag, not_here, source_link
from scorecard_app.steward import may_edit
from tracker.campaigns.board import BoardMilestone, Entry
from tracker.campaigns.model import Audience, Visibility
from tracker.campaigns.timeline import RowKind, TimelineRow, milestone_words
from tracker.rules.reference import printed_bill
from tracker.translation import _
from tracker.views.campaign_view import CampaignView
from tracker.views.wording import long_day

NOT_FOR_PUBLICATION = "includes private milestones, not for publication"

AT_THE_RALLY = (
    '<p class="quiet"><a href="./rally">At the rally</a>: the same for one hand, also without a '
    "signal, and a sheet to print.</p>"
)

HOW_IT_IS_KEPT = (
    '<p class="quiet"><code>--seen</code> is the number of updates you have read; where there are '
    "more by now, nothing is stored and you are told what they say. Milestones are private unless "
    "made public. Private ones are shown here only on the machine that the app runs on, or where "
    "it was started with <code>ANSWERABLE_SHOW_PRIVATE=1</code>, for the coalition alone.</p>"
)


def show() -> None:
    """Draws the page of one campaign, or the list of all where the address names none."""
    views = {view.board.campaign_id: view for view in campaign_reading.campaigns()}
    wanted = asked_for("campaign") or (next(iter(views)) if len(views) == 1 else "")
    if wanted in views:
        _campaign(views[wanted], several=len(views) > 1)
        return
    st.html("<h1>Campaigns</h1>")
    if wanted:
        said = _("There is no campaign “{id}” in this record.").format(id=wanted)
        not_here(said, [(link("campaigns"), _("All campaigns"))])
    if not views:
        st.html('<p class="empty">No campaign has a milestone to show here yet.</p>')
        if may_edit():
            campaign_forms.begin_a_campaign(opened=True)
        _how_to_record("near-home", opened=not may_edit())
        return
    entries = "".join(
        f'<li><a href="{escape(link("campaigns", campaign=campaign_id))}">'
        f"{escape(view.board.title)}</a> {escape(view.board.organization)}</li>"
        for campaign_id, view in views.items()
    )
    st.html(f'<ul class="measures">{entries}</ul>{_calendar("")}')
    if may_edit():
        st.html(AT_THE_RALLY)
        campaign_forms.begin_a_campaign(opened=False)


def _campaign(view: CampaignView, *, several: bool) -> None:
    board = view.board
    st.set_page_config(page_title=f"{board.title} · Answerable", layout="wide")
    st.html(_head(view, several))
    if board.milestones:
        st.html(f"<h2>Where it stands</h2>{board_by_status(board)}")
    if may_edit() and board.audience is Audience.COALITION:
        _steward(board.campaign_id)
    if view.clock.dated:
        st.html("<h2>On one clock</h2>")
        show_chart(
            campaign_timeline(
                f"{board.title}: the campaign and its measure",
                view.clock.dated,
                _about(view),
                f"campaign-{board.campaign_id}",
            )
        )
    if view.clock.undated:
        listed = "".join(f"<li>{_undated(row)}</li>" for row in view.clock.undated)
        st.html(f'<h3>Without a day</h3><ul class="left-out">{listed}</ul>')
    st.html(f"<h2>Milestones ({len(board.milestones)})</h2>")
    for milestone in board.milestones:
        st.html(_milestone(view, milestone))
    if may_edit() and not several:
        campaign_forms.begin_a_campaign(opened=False)
    _how_to_record(board.campaign_id, opened=False)


def _steward(campaign_id: str) -> None:
    campaign, histories = campaign_reading.to_record(campaign_id)
    if histories:
        campaign_forms.record_for(campaign, histories)
        st.html(AT_THE_RALLY)
    campaign_forms.add_to(campaign_id, opened=not histories)


def _head(view: CampaignView, several: bool) -> str:
    board = view.board
    crumb = f'<p class="crumb"><a href="{escape(link("campaigns"))}">Campaigns</a></p>'
    measures = "; ".join(
        f"{_measure_link(measure.bill_id)} {escape(measure.name or '')}"
        for measure in view.measures
    )
    facts = [("Run by", escape(board.organization))]
    if measures:
        facts.append(("About", measures))
    facts.append(("As of", f"{long_day(board.as_of)}; record read {long_day(view.record_read_on)}"))
    if any(one.visibility is Visibility.PUBLIC for one in board.milestones):
        facts.append(("Calendar", _calendar(board.campaign_id)))
    listed = "".join(f"<div><dt>{key}</dt><dd>{text}</dd></div>" for key, text in facts)
    return (
        f"{crumb if several else ''}<h1>{escape(board.title)}</h1>"
        f'<dl class="facts">{listed}</dl>{_notices(view)}'
    )


def _calendar(campaign_id: str) -> str:
    """Where a calendar program, and a feed reader, finds what is public."""
    query = f"?{urlencode({'campaign': campaign_id})}" if campaign_id else ""
    return (
        f'<a href="./calendar.ics{escape(query)}">Public milestones, hearings and deadlines as a '
        f'calendar</a> to subscribe to; <a href="./feed.atom{escape(query)}">news as a feed</a>.'
    )


def _notices(view: CampaignView) -> str:
    board = view.board
    statement = escape(board.statement or "")
    notices = ""
    if board.demonstration:
        notices += f'<p class="notice"><b>Invented.</b> {statement}</p>'
    elif statement:
        notices += f"<p>{statement}</p>"
    if asked_for("as"):
        own = link("campaigns", campaign=board.campaign_id)
        notices += (
            '<p class="notice"><b>This is what anybody sees.</b> '
            f'<a href="{escape(own)}">Back</a></p>'
        )
    if board.audience is Audience.COALITION:
        others = link("campaigns", campaign=board.campaign_id, **{"as": Audience.ANYBODY})
        notices += (
            f'<p class="notice"><b>For the coalition:</b> {NOT_FOR_PUBLICATION}. '
            f'<a href="{escape(others)}">See it as anybody does</a></p>'
        )
    return notices


def _about(view: CampaignView) -> About:
    rows = view.clock.dated
    own = sum(row.kind is RowKind.MILESTONE for row in rows)
    invented = ("Invented: a demonstration",) if view.board.demonstration else ()
    record = ", ".join(view.publishers) or "no record yet"
    private = f"; {NOT_FOR_PUBLICATION}" if view.board.audience is Audience.COALITION else ""
    return About(
        source=f"milestones: {view.board.organization}; stages: {record}",
        as_of=view.board.as_of,
        method=KEY,
        n=f"{own} milestones and {len(rows) - own} stages with a day{private}",
        marks=invented,
        address=full_address("campaigns", campaign=view.board.campaign_id),
    )


def _undated(row: TimelineRow) -> str:
    what = f"<b>{escape(row.title)}</b>" if row.kind is RowKind.MILESTONE else escape(row.title)
    return f"{what}: {escape(row.outcome)}" if row.outcome else what


def _milestone(view: CampaignView, milestone: BoardMilestone) -> str:
    marks = f" {flag('private')}" if milestone.visibility is Visibility.PRIVATE else ""
    lines = [f"<p><b>{escape(milestone_words(milestone))}</b> · {_days(milestone)}</p>"]
    if kind_and_place(milestone):
        lines.append(f"<p>{escape(kind_and_place(milestone))}</p>")
    if milestone.bill_id:
        lines.append(f"<p>{_concerns(view, milestone, milestone.bill_id)}</p>")
    if milestone.owner:
        lines.append(f'<p class="quiet">Seen to by {escape(milestone.owner)}</p>')
    history = "".join(f"<li>{_entry(entry)}</li>" for entry in milestone.entries)
    count = len(milestone.entries)
    known_as = f"Id: {escape(milestone.milestone_id)}"
    updates = details(
        f"History ({count} update{'' if count == 1 else 's'})",
        f'<ol class="stages">{history}</ol><p class="quiet">{known_as}</p>'
        if history
        else f'<p class="empty">No update yet. {known_as}</p>',
    )
    head = f'<h3 id="{escape(anchor(milestone))}">{escape(milestone.title)}{marks}</h3>'
    return f"{head}{''.join(lines)}{updates}"


def _days(milestone: BoardMilestone) -> str:
    due, ended = milestone.due, milestone.closed_on
    if due == ended:
        return f"due and ended {long_day(due)}" if due else "no day set"
    days = [f"due {long_day(due)}" if due else "no day set"]
    return " · ".join(days + ([f"ended {long_day(ended)}"] if ended else []))


def _concerns(view: CampaignView, milestone: BoardMilestone, bill_id: str) -> str:
    roll = view.roll_call_of(milestone)
    if roll is None:
        return f"Concerns {_measure_link(bill_id)}"
    address = f"{link('measure', measure=bill_id)}#{roll.vote_event_id}"
    return (
        f'Concerns {_measure_link(bill_id)}, <a href="{escape(address)}">roll call of '
        f"{long_day(roll.day)}</a>: {escape(roll.title)}, {escape(roll.outcome)}"
    )


def _measure_link(bill_id: str) -> str:
    address = escape(link("measure", measure=bill_id))
    return f'<a href="{address}">{escape(printed_bill(bill_id))}</a>'


def _entry(entry: Entry) -> str:
    what = "took the update before it back" if entry.takes_back else entry.status.words
    parts = [long_day(entry.recorded_on), what]
    if entry.due:
        parts.append(f"now due {long_day(entry.due)}")
    if entry.recorded_by:
        parts.append(f"by {entry.recorded_by}")
    note = f" “{escape(entry.note)}”" if entry.note else ""
    text = f"{escape(', '.join(parts))}.{note}"
    if entry.evidence:
        text += f" {source_link(entry.evidence, 'Evidence')}"
    return f"<s>{text}</s> {flag('taken back')}" if entry.taken_back else text


def _how_to_record(campaign_id: str, *, opened: bool) -> None:
    commands = (
        ("Begin a campaign", 'answerable campaign add "Near home" --organization "Our name"'),
        ("Set down a milestone", f'answerable milestone add {campaign_id} "Call-in day" --due DAY'),
        ("See what is there", f"answerable milestone list {campaign_id}"),
        ("Record what happened", "answerable milestone update call-in-day --status done --seen 0"),
        (
            "Let anybody see it",
            "answerable milestone update call-in-day --visibility public --seen 1",
        ),
    )
    listed = "".join(f"<li>{what}: <code>{escape(line)}</code></li>" for what, line in commands)
    st.html(
        details(
            "How to record on the command line",
            f'<ul class="left-out">{listed}</ul>{HOW_IT_IS_KEPT}',
            opened=opened,
        )
    )
