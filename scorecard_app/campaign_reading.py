"""Campaigns for their page, kept by store revision, day and audience."""

from __future__ import annotations

import datetime

import streamlit as st

from scorecard_app import reading
from scorecard_app.address import asked_for
from scorecard_app.last_known import or_last_known, seconds_to_wait
from tracker.access.acting import Actor, now_acting
from tracker.access.checks import NotAllowed
from tracker.campaigns.model import Audience, Campaign, MilestoneHistory
from tracker.campaigns.reading import campaign_to_edit
from tracker.errors import UsageError
from tracker.store import Store, open_store
from tracker.views.campaign_view import CampaignView, campaign_views
from tracker.views.network_view import NetworkView, network_view


def audience() -> Audience:
    """For whom this app shows campaigns, at most: what is private in one is for those who may see
    it. An address can ask for less, as anybody sees it.
    """
    return Audience.ANYBODY if asked_for("as") == Audience.ANYBODY else Audience.COALITION


def campaigns() -> tuple[CampaignView, ...]:
    """Every campaign that this app may show, by title."""
    store, shown_to = open_store(), audience()
    address, today, actor = store.address, datetime.date.today(), now_acting()
    return or_last_known(
        ("campaigns", shown_to, actor),
        lambda: _campaigns(address, _stamp(store), shown_to, today, actor),
    )


def network() -> NetworkView:
    """All campaigns that this app may show, side by side and beside the agendas."""
    store, shown_to = open_store(), audience()
    today, state, actor = datetime.date.today(), reading.state(), now_acting()
    return or_last_known(
        ("network", shown_to, actor),
        lambda: _network(state, _stamp(store), shown_to, today, actor),
    )


ToEdit = tuple[Campaign, tuple[MilestoneHistory, ...]]


def to_record(campaign_id: str) -> ToEdit | None:
    """A campaign and the histories of its milestones, for those who may change them. For one who
    could until now, as they last saw it: what they typed is on the page. None for anybody else,
    and where there is no such campaign.
    """
    seen: dict[str, ToEdit] = st.session_state.setdefault("campaigns-edited", {})
    try:
        key = ("histories", campaign_id, now_acting())
        seen[campaign_id] = or_last_known(key, lambda: _to_record(campaign_id))
    except (NotAllowed, UsageError):
        pass
    return seen.get(campaign_id)


def _to_record(campaign_id: str) -> ToEdit:
    with open_store(lock_timeout=seconds_to_wait()).reading() as connection:
        return campaign_to_edit(connection, campaign_id)


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
    actor: Actor,  # noqa: ARG001 (part of the key)
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
    actor: Actor,  # noqa: ARG001 (part of the key)
) -> tuple[CampaignView, ...]:
    with open_store(lock_timeout=seconds_to_wait()).reading() as connection:
        return campaign_views(connection, audience, today)
