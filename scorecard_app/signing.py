"""Signing in and out, under the bar of every page, where sign-in is configured."""

from __future__ import annotations

import streamlit as st

from scorecard_app.markup import draw
from scorecard_app.steward import asks_for_sign_in
from tracker.access.acting import Standing, now_acting
from tracker.translation import _


def sign_in_or_out() -> None:
    """Says who is signed in, with a button to sign in or out."""
    if not asks_for_sign_in():
        return
    actor = now_acting()
    with st.container(horizontal=True, horizontal_alignment="right"):
        if actor.standing is Standing.SIGNED_IN:
            draw("layout", "signed_in", address=actor.name)
            st.button(_("Sign out"), on_click=st.logout)
            return
        if st.user.is_logged_in:
            draw("layout", "not_vouched", ended=actor.ended)
        st.button(_("Sign in"), on_click=st.login)
