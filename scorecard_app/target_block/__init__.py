"""The house as a list in which a tap opens a member and a second tap notes where the member stands.

What is typed stays in the reader's browser until a note is stored.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import streamlit as st

_list = st.components.v2.component(
    "answerable_targets",
    js=Path(__file__).with_name("targets.js").read_text("utf-8"),
    isolate_styles=False,
)


def show_targets(
    key: str, html: str, *, emptied: str, note: Callable[[Mapping[str, object]], None]
) -> None:
    """Shows the members, whose markup is `html`. `note` is given what a person sent, before the
    page is drawn anew. `emptied` is the mark of the last note that was stored, as in
    `dean-florez 2`: the fields of that member are emptied once.
    """

    def taken() -> None:
        sent = st.session_state[key].get("note")
        if isinstance(sent, Mapping):
            note(sent)

    _list(key=key, data={"html": html, "emptied": emptied}, on_note_change=taken, height="content")
