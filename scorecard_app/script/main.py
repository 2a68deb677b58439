"""The script Streamlit runs for every visit: one style, one menu, one page.

It has a folder of its own, since Streamlit takes a `pages` folder beside its script for its own.
"""

from __future__ import annotations

import streamlit as st

from scorecard_app.address import known_or_default, open_with
from scorecard_app.layout import bar, explain, explain_failures, foot
from scorecard_app.pages import PAGES
from scorecard_app.reading import agenda_to_open, agendas, faults_of_agendas, nonvotes
from scorecard_app.theme import STYLE

st.set_page_config(page_title="Answerable", layout="wide", initial_sidebar_state="collapsed")
st.html(f"<style>{STYLE.read_text('utf-8')}</style>")
paths = {page.title: "" if number == 0 else page.path for number, page in enumerate(PAGES)}
chosen = st.navigation(
    [
        st.Page(
            explain_failures(page.show),
            title=f"{page.title} · Answerable",
            url_path=paths[page.title],
            default=page is PAGES[0],
        )
        for page in PAGES
    ],
    position="hidden",
)
open_with(agenda_to_open)
bar([(path, title) for title, path in paths.items()], chosen.url_path)
for fault in faults_of_agendas():
    explain(fault, "An agenda of yours is left out")
chosen.run()
foot(nonvotes(known_or_default("agenda", agendas())))
