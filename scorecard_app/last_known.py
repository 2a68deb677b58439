"""What a page showed last, for the moments in which another command has the store open."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TypeVar, cast

import streamlit as st

from tracker.errors import StoreBusy

T = TypeVar("T")

WAIT_SECONDS = 2.0
"""How long a page waits for the store, once: a reader has gone by the time a load has ended."""
MOST_KEPT = 200

_kept: OrderedDict[Hashable, object] = OrderedDict()
_BUSY, _OLD = "the store is busy", "what is shown is old"


def begin_run() -> None:
    """Forgets of an earlier run of this page that the store was busy."""
    for mark in (_BUSY, _OLD):
        st.session_state.pop(mark, None)


def is_old() -> bool:
    """Whether this run shows what an earlier one read."""
    return bool(st.session_state.get(_OLD))


def seconds_to_wait() -> float:
    """How long to wait for the store: a page that has waited in vain does not wait again."""
    return 0.0 if st.session_state.get(_BUSY) else WAIT_SECONDS


def or_last_known(key: Hashable, read: Callable[[], T]) -> T:
    """What `read` gives; what it gave last for `key` where another process has the store open.

    Raises:
        StoreBusy: another process has it open, and nothing was read before.
    """
    try:
        value = read()
    except StoreBusy:
        st.session_state[_BUSY] = True
        if key not in _kept:
            raise
        st.session_state[_OLD] = True
        return cast("T", _kept[key])
    _kept[key] = value
    _kept.move_to_end(key)
    while len(_kept) > MOST_KEPT:
        _kept.popitem(last=False)
    return value
