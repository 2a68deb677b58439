"""What a page shows stands in its address, by id: reading it, changing it, linking to it.

Decision 006. Every link carries the agenda and the method; nothing is kept by a row's place. Where
no agenda asks about a session, the address names the session instead (decision 087).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode, urljoin

import streamlit as st

from tracker.agenda.known_agendas import DEFAULT_AGENDA
from tracker.errors import AnswerableError
from tracker.scoring.method import DEFAULT_METHOD
from tracker.translation import ENGLISH, _

DEFAULTS = {"agenda": DEFAULT_AGENDA, "session": "", "method": DEFAULT_METHOD, "lang": ENGLISH}
"""What an address means where it says nothing."""


def asked_for(name: str) -> str:
    """A value of the address, or its default, or the empty text. An address that names a session
    and no agenda means no agenda.
    """
    if name == "agenda" and name not in st.query_params and "session" in st.query_params:
        return ""
    return str(st.query_params.get(name, DEFAULTS.get(name, "")))


def open_with(**usual: Callable[[], str]) -> None:
    """Writes an agenda and a method into an address that names none, unless they are the defaults:
    so that a link means the same wherever it is opened.
    """
    for name, choose_usual in usual.items():
        if name in st.query_params:
            continue
        with suppress(AnswerableError):
            chosen = choose_usual()
            if chosen != DEFAULTS[name]:
                st.query_params[name] = chosen


def open_at(place: Callable[[str], tuple[str, str]]) -> None:
    """Writes into an address that names no agenda the one it opens with, unless it is the default:
    so that a link means the same wherever it is opened. An agenda brings its own session.

    `place` gives, for the session in the address, the agenda, or else the session alone.
    """
    if "agenda" in st.query_params:
        st.query_params.pop("session", None)
        return
    try:
        agenda, session = place(asked_for("session"))
    except AnswerableError:
        return
    for name, chosen in (("agenda", agenda), ("session", session)):
        if chosen and chosen != DEFAULTS[name]:
            st.query_params[name] = chosen
        else:
            st.query_params.pop(name, None)


@dataclass(frozen=True)
class AddressLinks:
    """Makes links that carry on what an address says: agenda or session, method, language."""

    carried: Mapping[str, str]

    def to(self, page: str, **values: str) -> str:
        """A relative address of a page; what is the default is left out."""
        asked = dict(self.carried)
        if values.keys() & {"agenda", "session"}:
            asked |= {"agenda": "", "session": ""}
        asked |= values
        kept = {name: text for name, text in asked.items() if text and text != DEFAULTS.get(name)}
        query = urlencode(kept)
        return f"./{page}{'?' + query if query else ''}"


def links_here() -> AddressLinks:
    """Links from the page that the reader is on."""
    return AddressLinks({name: asked_for(name) for name in DEFAULTS})


def link(page: str, **values: str) -> str:
    """The address of a page, for a reader who is on this one."""
    return links_here().to(page, **values)


def full_address(page: str, **values: str) -> str:
    """The same with scheme and host, as this reader reached it; for downloads, which travel."""
    return urljoin(str(st.context.url or ""), link(page, **values))


def this_address() -> str:
    """Where the reader is, whole."""
    query = urlencode(st.query_params.to_dict())
    return f"{st.context.url or ''}{'?' + query if query else ''}"


def choose_rules(*, methods: Mapping[str, str] | None, agendas: Mapping[str, str]) -> None:
    """The part of a page that changes method and agenda; open where the address names neither.

    What was chosen is in `asked_for("method")` and `asked_for("agenda")`, or their defaults where
    the address names something that does not exist.
    """
    known = (methods is None or asked_for("method") in methods) and asked_for("agenda") in agendas
    label = _("Choose another agenda") if methods is None else _("Choose another rule or agenda")
    with st.expander(label, expanded=not known):
        left, right = st.columns(2)
        with left:
            choose("agenda", _("Agenda"), agendas)
        if methods is not None:
            with right:
                choose("method", _("Rule"), methods)


def known_or_default(name: str, options: Mapping[str, str]) -> str:
    """The value of the address where it is among `options`, else the default, else the first."""
    wanted = next((one for one in (asked_for(name), DEFAULTS[name]) if one in options), None)
    return wanted or next(iter(options), DEFAULTS[name])


def choose(
    name: str, label: str, options: Mapping[str, str], *, help_text: str | None = None
) -> str:
    """A select box whose choice stands in the address as `name`; the id that is in force.

    `options` maps ids to what readers see. An id that is not among them is said so, and the first
    option stands in.
    """
    ids = list(options)
    default = DEFAULTS.get(name, ids[0])
    current = str(st.query_params.get(name, default))
    if current not in options:
        said = _("This address asks for “{value}” as {what}, which does not exist here.")
        text = said.format(value=current, what=f"“{label}”")
        st.html(f'<p class="notice" role="status">{escape(text)}</p>')
        current = default if default in options else ids[0]
    # The key is the same whatever is chosen, so that the box keeps the focus; what it shows follows
    # the address, so that going back in the browser shows the earlier choice.
    key = f"choice-{name}"
    if st.session_state.get(key) != current:
        st.session_state[key] = current
    st.selectbox(
        label,
        ids,
        format_func=lambda chosen: options[chosen],
        key=key,
        on_change=_keep,
        args=(name, key, default),
        help=help_text,
    )
    return current


def search(name: str, label: str, *, placeholder: str) -> str:
    """A text box whose content stands in the address as `name`. What is typed is shown from its
    first find on.
    """
    current = str(st.query_params.get(name, ""))
    key = f"search-{name}"
    if st.session_state.get(key) != current:
        st.session_state[key] = current
    st.text_input(
        label,
        key=key,
        placeholder=placeholder,
        on_change=_keep,
        args=(name, key, ""),
    )
    return current.strip()


def _keep(name: str, key: str, default: str) -> None:
    chosen = str(st.session_state[key]).strip()
    st.query_params.pop("from", None)
    if chosen == default:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = chosen
