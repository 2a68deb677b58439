"""What pages show over and over: built once for everything that it depends on."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar, cast

import streamlit as st

T = TypeVar("T")


def kept(key: tuple[Hashable, ...], build: Callable[[], T]) -> T:
    """What `build` gives, or gave before for the same key: the very same object, not to be changed.

    `key` must name all that it depends on, what the page rests on included (`reading.shown`).
    """
    return cast("T", _kept(key, build))


@st.cache_resource(show_spinner=False, max_entries=500)
def _kept(
    key: tuple[Hashable, ...],  # noqa: ARG001 (Streamlit keeps the result by it)
    _build: Callable[[], object],
) -> object:
    return _build()
