"""Campaigns for their page, kept by store revision, day and audience."""

from __future__ import annotations

import datetime
import os

import streamlit as st

from tracker.campaigns.model import Audience
from tracker.store import Store, open_store
from tracker.views.campaign_view import CampaignView, campaign_views

SHOW_PRIVATE = "ANSWERABLE_SHOW_PRIVATE"
"""Set to 1 where the app is for the coalition alone. Nothing in an address can ask for it."""


def campaigns() -> tuple[CampaignView, ...]:
    """Every campaign that this app may show, by title."""
    inside = os.environ.get(SHOW_PRIVATE) == "1"
    audience = Audience.COALITION if inside else Audience.ANYBODY
    store = open_store()
    address = store.url.render_as_string(hide_password=False)
    return _campaigns(address, _stamp(store), audience, datetime.date.today())


def _stamp(store: Store) -> str:
    """What changes with the store: for a file its own stamp, so that it need not be opened."""
    if store.path is None or not store.path.exists():
        return store.revision()
    stat = store.path.stat()
    return f"{stat.st_mtime_ns}-{stat.st_size}"


@st.cache_resource(show_spinner="Reading the campaigns …", max_entries=8)
def _campaigns(
    address: str,
    stamp: str,  # noqa: ARG001 (part of the key)
    audience: Audience,
    today: datetime.date,
) -> tuple[CampaignView, ...]:
    with open_store(address).reading() as connection:
        return campaign_views(connection, audience, today)
