"""What every page shares: the head with its statements, the foot with its limits, failures said."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable
from functools import wraps
from html import escape
from pathlib import Path

import streamlit as st

from scorecard_app.address import link, this_address
from tracker import paths
from tracker.coalition import Coalition
from tracker.errors import AnswerableError, StoreBusy
from tracker.views.heading import Heading
from tracker.views.sheet import Place
from tracker.views.wording import long_day

_log = logging.getLogger(__name__)

_PATH = re.compile(r"(?:duckdb:/+|(?<![\w:/]))/(?:[^\s/'\"“”,;]+/)+([^\s/'\"“”,;]+)")
"""A path from the root, or the address of a store in a file; no address on the web."""

LIMITS = (
    "A score compares recorded votes with what one agenda asks, by one named rule. It says nothing "
    "about a person, and nothing about anybody's intentions.",
    "Measures that ended without a roll call are not seen in a score.",
    "All members of a house are shown. No candidate and no election is rated, and nobody is "
    "endorsed or opposed.",
    "What the record does not show is left out and said so; nothing is guessed.",
)
"""The fixed statement of limits."""


def bar(menu: Iterable[tuple[str, str]], here: str, own: Coalition | None) -> None:
    """The bar over every page. `menu` holds paths and names; `here` is the path shown now; `own`
    is the coalition whose folder this is.
    """
    whose = f' <span class="whose">{escape(own.name)}</span>' if own else ""
    entries = "".join(
        f'<a href="{escape(link(path))}"{" aria-current=page" if path == here else ""}>'
        f"{escape(name)}</a>"
        for path, name in menu
    )
    st.html(
        '<a class="skip" href="#content">Skip to the content</a>'
        f'<header class="bar"><a class="brand" href="{escape(link(""))}">Answerable{whose}</a>'
        f'<nav aria-label="Pages">{entries}</nav></header><div id="content" tabindex="-1"></div>'
    )


def foot(nonvotes: str | None) -> None:
    """The foot: what these pages do not say, and `nonvotes`: what this record does not."""
    limits = (*LIMITS, nonvotes) if nonvotes else LIMITS
    items = "".join(f"<li>{escape(limit)}</li>" for limit in limits)
    st.html(
        f'<footer class="limits"><h2>What these pages do not say</h2><ul>{items}</ul>'
        f'<p class="on-paper">Printed from {escape(this_address())}</p></footer>'
    )


def statements(head: Heading) -> str:
    """Whose agenda, as of when, by which rule: HTML for under a page's title."""
    marks = []
    if head.demonstration:
        marks.append(f'<p class="notice"><b>Demonstration.</b> {escape(head.agenda_statement)}</p>')
    elif head.ratified:
        marks.append(f"<p>Ratified on {long_day(head.ratified)}.</p>")
    if head.recorded_after_votes and not head.demonstration:
        marks.append('<p class="notice">Positions were recorded after the votes.</p>')
    return (
        '<dl class="facts">'
        f"<div><dt>Agenda</dt><dd>{escape(head.agenda_title)}, version "
        f"{escape(head.agenda_version)}{_after(head)}</dd></div>"
        f"<div><dt>As of</dt><dd>Record read {long_day(head.record_read_on)}; last vote looked at "
        f"{long_day(head.last_vote)}</dd></div>"
        f"<div><dt>Rule</dt><dd><b>{escape(head.method_title)}</b>, version "
        f"{head.method_version}. {escape(head.method_sentence)}</dd></div>"
        f"</dl>{''.join(marks)}"
    )


def brief(head: Heading) -> str:
    """The same in one line, for pages that have more to say first."""
    demonstration = "a demonstration, nobody's endorsement; " if head.demonstration else ""
    return (
        f'<p class="quiet">By the rule “{escape(head.method_title)}” on the agenda '
        f"“{escape(head.agenda_title)}” ({demonstration}version {escape(head.agenda_version)}), "
        f"record read {long_day(head.record_read_on)}.{_after(head)}</p>"
    )


def _after(head: Heading) -> str:
    mark = '<span class="mark">positions recorded after the votes</span>'
    return f" {mark}" if head.recorded_after_votes else ""


def flag(text: str) -> str:
    """A small mark beside a fact, as in `unverified`."""
    return f'<span class="mark">{escape(text)}</span>'


def details(summary: str, body: str, *, opened: bool = False) -> str:
    """A part that opens on demand. `body` is HTML."""
    state = " open" if opened else ""
    return f"<details{state}><summary>{escape(summary)}</summary>{body}</details>"


def source_link(url: str | None, title: str, ref: str | None = None) -> str:
    """Where a fact was read: a link where there is an address, else the name alone."""
    text = escape(f"{title}, {ref}" if ref else title)
    is_on_the_web = url is not None and url.startswith(("https://", "http://"))
    return f'<a class="source" href="{escape(url or "")}">{text}</a>' if is_on_the_web else text


def official_link(url: str | None) -> str:
    """The official page of the votes on a measure, where there is one."""
    return f'<a class="source" href="{escape(url)}">official page</a> · ' if url else ""


def read_from(places: Iterable[Place]) -> str:
    """What a page's roll calls were read from: the file, when, and by what sum a copy is known."""
    listed = "".join(
        f"<li>{source_link(place.source_url, place.source)}, read {long_day(place.read_on)}"
        + (f". SHA-256 of the copy <code>{escape(place.sha256)}</code>" if place.sha256 else "")
        + "</li>"
        for place in places
    )
    return f'<h2 id="read-from">What this was read from</h2><ul class="left-out">{listed}</ul>'


def not_here(what: str, wanted: str, back: Iterable[tuple[str, str]]) -> None:
    """Says that an address names something the record does not have, and where to go."""
    ways = " ".join(f'<a href="{escape(href)}">{escape(name)}</a>' for href, name in back)
    st.html(
        f'<div class="notice"><b>There is no {escape(what)} “{escape(wanted)}” in this record.</b> '
        f"The address may be mistyped, or it belongs to another session. {ways}</div>"
    )


def explain_failures(show: Callable[[], None]) -> Callable[[], None]:
    """A page that says what, where and what to do when it cannot be drawn."""

    @wraps(show)
    def shown() -> None:
        try:
            show()
        except AnswerableError as error:
            explain(error)

    return shown


def explain(error: AnswerableError, about: str = "") -> None:
    """Says what, where and what to do; `about` first. Visitors see no folder of this machine; the
    server's log does.
    """
    _log.warning("%s", error)
    if isinstance(error, StoreBusy):
        st.html(
            '<p class="notice" role="alert"><b>The record is being written at this moment,</b> and '
            "this page has not been read before. Reload it in a minute.</p>"
        )
        return
    what = f"{about}: {error.what}" if about else error.what
    said = (
        f"<b>{escape(without_folders(what))}</b><br>Where: {escape(without_folders(error.where))}"
    )
    st.html(
        f'<p class="notice" role="alert">{said}<br>What to do: '
        f"{escape(without_folders(error.what_to_do))}</p>"
    )


def without_folders(text: str) -> str:
    """The text with each path of this machine cut to the name of its file."""
    for folder in (paths.home_dir(), paths.data_dir(), Path.cwd()):
        text = text.replace(f"{folder}/", "")
    return _PATH.sub(r"\1", text)


def say_it_is_old() -> None:
    """Over a page that shows what it last read, since another command has the store open."""
    st.html(
        '<p class="notice" role="status"><b>The record is being written at this moment.</b> This '
        "is what it said before; reload the page in a minute.</p>"
    )
