"""A sentence on what a search or a choice has found, heard as well as seen."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_line = st.components.v2.component(
    "answerable_said",
    js=Path(__file__).with_name("said.js").read_text("utf-8"),
    isolate_styles=False,
)


def say_found(text: str, *, seen: bool) -> None:
    """Shows and announces `text`; where it is not `seen`, it is announced only."""
    _line(key="said", data={"text": text, "seen": seen}, height="content")
