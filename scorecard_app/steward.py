"""Who may change what this app keeps: for now, whoever sits at the machine it runs on."""

from __future__ import annotations

import getpass
import os
from collections.abc import Mapping
from urllib.parse import urlsplit

import streamlit as st

PUBLIC = "ANSWERABLE_PUBLIC"
"""Set where the app is shown to others by way of a proxy: then nobody is taken for the steward. A
proxy that hands requests on as they came cannot be told from the machine's own browser.
"""
_THIS_MACHINE = ("127.0.0.1", "::1", "localhost")
_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via")
"""Headers by which a proxy says for whom it asks."""


def may_edit() -> bool:
    """Whether only this machine can reach the server, so that no account is needed; and this page
    was asked for on it, not by way of a proxy.
    """
    return may_edit_from(st.context.headers)


def may_edit_from(headers: Mapping[str, str]) -> bool:
    """The same of a request that is for none of Streamlit's pages, by its headers."""
    if os.environ.get(PUBLIC):
        return False
    return st.get_option("server.address") in _THIS_MACHINE and was_asked_here(headers)


def was_asked_here(headers: Mapping[str, str]) -> bool:
    """Whether a request names this machine as its host, and no proxy passed it on. A page of
    another site that was given this machine's address still names its own host.
    """
    if any(name in headers for name in _FORWARDED):
        return False
    try:
        host = urlsplit(f"//{headers.get('Host', '')}").hostname
    except ValueError:
        return False
    return host in _THIS_MACHINE


def own_name() -> str:
    """Who sits here: `ANSWERABLE_NAME`, or the login name, or nothing where neither is known."""
    try:
        return os.environ.get("ANSWERABLE_NAME", "").strip() or getpass.getuser()
    except (KeyError, OSError):
        return ""
