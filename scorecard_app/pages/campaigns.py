"""The campaigns page: what a coalition set out to do, beside the stages of its measures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress

import streamlit as st

from scorecard_app import campaign_forms, campaign_reading
from scorecard_app.address import asked_for, choose, full_address, link
from scorecard_app.chart_block import show_chart
from scorecard_app.charts.campaign_timeline import KEY, campaign_timeline
from scorecard_app.charts.chart import About
from scorecard_app.filters import ANY
from scorecard_app.layout import not_here
from scorecard_app.markup import draw
from scorecard_app.pages import targets
from scorecard_app.steward import offers_campaigns
from tracker.access.checks import NotAllowed
from tracker.campaigns.board import Board, BoardMilestone
from tracker.campaigns.facts import FactKind
from tracker.campaigns.model import Audience, MilestoneStatus, Visibility
from tracker.campaigns.timeline import RowKind, milestone_words
from tracker.translation import N_, _
from tracker.views.campaign_view import CampaignView
from tracker.views.network_view import NetworkCampaign

NOT_FOR_PUBLICATION = N_("includes private milestones, not for publication")


def show() -> None:
    """Draws the page of one campaign, or the list of all where the address names none."""
    views = {view.board.campaign_id: view for view in campaign_reading.campaigns()}
    wanted = asked_for("campaign") or (next(iter(views)) if len(views) == 1 else "")
    if wanted in views:
        board = views[wanted].board
        if asked_for("vote") and board.audience is Audience.COALITION:
            targets.show_vote(board.campaign_id, board.title)
            return
        _campaign(views[wanted], several=len(views) > 1)
        return
    draw("campaigns", "title_of_list")
    if wanted:
        _work_on(wanted)
        said = _("There is no campaign “{id}” in this record.").format(id=wanted)
        not_here(said, [(link("campaigns"), _("All campaigns"))])
    if not views:
        draw("campaigns", "no_campaign")
        if _may_begin():
            campaign_forms.begin_a_campaign(opened=True)
        draw("campaigns", "on_the_command_line", campaign_id="near-home", opened=not _may_begin())
        return
    found = campaign_reading.network()
    draw("campaigns", "listed", campaigns=_narrowed(found.campaigns))
    if _may_begin():
        draw("campaigns", "at_the_rally")
        campaign_forms.begin_a_campaign(opened=False)
    draw("campaigns", "shared", measures=found.measures, facts=found.facts)


def _narrowed(campaigns: Sequence[NetworkCampaign]) -> list[NetworkCampaign]:
    """The campaigns as the reader narrows them, by what is said of them."""
    of: dict[str, tuple[str, Callable[[NetworkCampaign], Sequence[str]]]] = {
        "place": (_("Place"), lambda one: one.said(FactKind.PLACE)),
        "issue": (_("Issue"), lambda one: one.said(FactKind.ISSUE)),
        "owner": (_("Who sees to it"), lambda one: (one.organization, *one.owners)),
    }
    kept, chosen = list(campaigns), dict[str, str]()
    if len(campaigns) > 1:
        for column, (name, (label, said)) in zip(st.columns(len(of)), of.items(), strict=True):
            texts = sorted({text for one in campaigns for text in said(one)})
            with column:
                chosen[name] = choose(name, label, {ANY: _("All")} | {text: text for text in texts})
    for name, text in chosen.items():
        if text != ANY:
            kept = [one for one in kept if text in of[name][1](one)]
    return kept


def _campaign(view: CampaignView, *, several: bool) -> None:
    board = view.board
    st.set_page_config(page_title=f"{board.title} · Answerable", layout="wide")
    draw(
        "campaigns",
        "head",
        view=view,
        several=several,
        has_public=any(one.visibility is Visibility.PUBLIC for one in board.milestones),
        is_preview=bool(asked_for("as")),
        for_coalition=board.audience is Audience.COALITION,
        not_for_publication=_(NOT_FOR_PUBLICATION),
    )
    if board.milestones:
        draw("campaigns", "board", columns=_columns(board))
    if not asked_for("as"):
        _work_on(board.campaign_id)
    if view.clock.dated:
        draw("campaigns", "clock_title")
        title = _("{campaign}: the campaign and its measure").format(campaign=board.title)
        name = f"campaign-{board.campaign_id}"
        show_chart(campaign_timeline(title, view.clock.dated, _about(view), name))
    if view.clock.undated:
        draw("campaigns", "undated", rows=view.clock.undated)
    draw("campaigns", "milestones_title", count=len(board.milestones))
    for one in board.milestones:
        words, roll = milestone_words(one), view.roll_call_of(one)
        draw("campaigns", "milestone", one=one, words=words, roll=roll)
    if _may_begin() and not several:
        campaign_forms.begin_a_campaign(opened=False)
    draw("campaigns", "on_the_command_line", campaign_id=board.campaign_id, opened=False)


def _columns(board: Board) -> list[tuple[str, list[BoardMilestone]]]:
    """Every status that a milestone has, and the two that work begins with, with what has it."""
    held = {
        status: [one for one in board.milestones if one.status is status]
        for status in MilestoneStatus
    }
    return [
        (status.words.capitalize(), milestones)
        for status, milestones in held.items()
        if milestones or status.is_open
    ]


def _may_begin() -> bool:
    return offers_campaigns() or campaign_forms.were_offered()


def _work_on(campaign_id: str) -> None:
    """The forms, for those who may work on the campaign, or could until now."""
    found = campaign_reading.to_record(campaign_id)
    if found is None:
        return
    campaign, histories = found
    if histories:
        campaign_forms.record_for(campaign, histories)
        draw("campaigns", "at_the_rally")
    campaign_forms.add_to(campaign_id, opened=not histories)
    campaign_forms.describe(campaign_id)
    with suppress(NotAllowed):  # who could until now still sees what they typed, and no more
        targets.show_ahead(campaign_id)


def _about(view: CampaignView) -> About:
    rows = view.clock.dated
    own = sum(row.kind is RowKind.MILESTONE for row in rows)
    invented = (_("Invented: a demonstration"),) if view.board.demonstration else ()
    is_private = view.board.audience is Audience.COALITION
    n = _("{own} milestones and {stages} stages with a day")
    private = f"; {_(NOT_FOR_PUBLICATION)}" if is_private else ""
    return About(
        source=_("milestones: {organization}; stages: {record}").format(
            organization=view.board.organization,
            record=", ".join(view.publishers) or _("no record yet"),
        ),
        as_of=view.board.as_of,
        method=_(KEY),
        n=n.format(own=own, stages=len(rows) - own) + private,
        marks=invented,
        address=full_address("campaigns", campaign=view.board.campaign_id),
    )
