"""Campaigns for their page, kept by store revision, day and audience."""

from __future__ import annotations

import datetime
import os

import streamlit as st

from scorecard_app import reading
from scorecard_app.address import asked_for
from scorecard_app.last_known import or_last_known, seconds_to_wait
from scorecard_app.steward import may_edit
from tracker.campaigns.model import Audience, Campaign, MilestoneHistory
from tracker.campaigns.reading import find_campaign, histories
from tracker.store import Store, open_store
from tracker.views.campaign_view import CampaignView, campaign_views
from tracker.views.network_view import NetworkView, network_view

SHOW_PRIVATE = "ANSWERABLE_SHOW_PRIVATE"
"""Set to 1 where the app is for the coalition alone. Nothing in an address can ask for it."""


def audience() -> Audience:
    """For whom this app shows campaigns. An address can ask for less, as anybody sees it."""
    asked_for_less = asked_for("as") == Audience.ANYBODY
    return Audience.ANYBODY if asked_for_less else audience_of(edits=may_edit())


def audience_of(*, edits: bool) -> Audience:
    """For whom this app shows campaigns, to one who may change them or not."""
    inside = os.environ.get(SHOW_PRIVATE) == "1" or edits
    return Audience.COALITION if inside else Audience.ANYBODY


def campaigns() -> tuple[CampaignView, ...]:
    """Every campaign that this app may show, by title."""
    store, shown_to = open_store(), audience()
    address, today = store.address, datetime.date.today()
    return or_last_known(
        ("campaigns", shown_to), lambda: _campaigns(address, _stamp(store), shown_to, today)
    )


def network() -> NetworkView:
    """All campaigns that this app may show, side by side and beside the agendas."""
    store, shown_to = open_store(), audience()
    today, state = datetime.date.today(), reading.state()
    stamp = _stamp(store)
    return or_last_known(("network", shown_to), lambda: _network(state, stamp, shown_to, today))


def to_record(campaign_id: str) -> tuple[Campaign, tuple[MilestoneHistory, ...]]:
    """A campaign and the histories of its milestones, for those who may change them."""
    return or_last_known(("histories", campaign_id), lambda: _to_record(campaign_id))


def _to_record(campaign_id: str) -> tuple[Campaign, tuple[MilestoneHistory, ...]]:
    with open_store(lock_timeout=seconds_to_wait()).reading() as connection:
        return find_campaign(connection, campaign_id), histories(connection, campaign_id)


def _stamp(store: Store) -> str:
    """What changes with the store: for a file its own stamp, so that it need not be opened."""
    if store.path is None or not store.path.exists():
        return store.revision()
    stat = store.path.stat()
    return f"{stat.st_mtime_ns}-{stat.st_size}"


@st.cache_resource(show_spinner=False, max_entries=4)
def _network(
    at: reading.State,  # noqa: ARG001 (part of the key)
    stamp: str,  # noqa: ARG001 (part of the key)
    audience: Audience,
    today: datetime.date,
) -> NetworkView:
    agendas = reading.agenda_summaries().values()
    with open_store(lock_timeout=seconds_to_wait()).reading() as connection:
        return network_view(connection, agendas, audience, today)


@st.cache_resource(show_spinner="Reading the campaigns …", max_entries=8)
def _campaigns(
    address: str,  # noqa: ARG001 (part of the key)
    stamp: str,  # noqa: ARG001 (part of the key)
    audience: Audience,
    today: datetime.date,
) -> tuple[CampaignView, ...]:
    with open_store(lock_timeout=seconds_to_wait()).reading() as connection:
        return campaign_views(connection, audience, today)
