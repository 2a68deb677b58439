"""The script Streamlit runs for every visit: one style, one menu, one page.

It has a folder of its own, since Streamlit takes a `pages` folder beside its script for its own.
"""

from __future__ import annotations

import streamlit as st

from scorecard_app.address import asked_for, open_at, open_with
from scorecard_app.last_known import is_old
from scorecard_app.layout import bar, explain, explain_failures, foot, say_it_is_old
from scorecard_app.pages import PAGES, path_of
from scorecard_app.reading import (
    begin_run,
    coalition,
    faults_of_files,
    nonvotes_shown,
    place_to_open,
    usual_method,
)
from scorecard_app.signing import sign_in_or_out
from scorecard_app.steward import acting_for_page, offers
from scorecard_app.theme import STYLE
from tracker.access.roles import Action
from tracker.translation import speak

st.set_page_config(layout="wide", initial_sidebar_state="collapsed")
st.html(f"<style>{STYLE.read_text('utf-8')}</style>")
speak(asked_for("lang"))
chosen = st.navigation(
    [
        st.Page(
            explain_failures(page.show),
            title=page.full_title,
            url_path=path_of(page),
            default=page is PAGES[0],
        )
        for page in PAGES
    ],
    position="hidden",
)
with acting_for_page():
    begin_run()
    st.set_page_config(page_title=chosen.title)
    menu = [one for one in PAGES if one.path != "audit" or offers(Action.READ_AUDIT)]
    bar([(path_of(page), page.title) for page in menu], chosen.url_path, coalition())
    sign_in_or_out()
    remarks = st.container()
    open_at(place_to_open)
    open_with(method=usual_method)
    with remarks:
        for about, fault in faults_of_files():
            explain(fault, about)
    chosen.run()
    with remarks:
        if is_old():
            say_it_is_old()
    foot(nonvotes_shown())
