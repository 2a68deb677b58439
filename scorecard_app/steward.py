"""Who may change what this app keeps: for now, whoever sits at the machine it runs on."""

from __future__ import annotations

import getpass
import os

import streamlit as st

_THIS_MACHINE = ("127.0.0.1", "::1", "localhost")


def may_edit() -> bool:
    """Whether only this machine can reach the server, so that no account is needed."""
    return st.get_option("server.address") in _THIS_MACHINE


def own_name() -> str:
    """Who sits here: `ANSWERABLE_NAME`, or the login name, or nothing where neither is known."""
    try:
        return os.environ.get("ANSWERABLE_NAME", "").strip() or getpass.getuser()
    except (KeyError, OSError):
        return ""
