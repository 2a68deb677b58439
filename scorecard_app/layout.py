"""What every page shares: the head with its statements, the foot with its limits, failures said."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from html import escape

import streamlit as st

from scorecard_app.address import link
from tracker.errors import AnswerableError
from tracker.views.heading import Heading
from tracker.views.wording import long_day

LIMITS = (
    "A score compares recorded votes with what one agenda asks, by one named rule. It says nothing "
    "about a person, and nothing about anybody's intentions.",
    "Measures that ended without a roll call are not seen in a score.",
    "All members of a house are shown. No candidate and no election is rated, and nobody is "
    "endorsed or opposed.",
    "What the record does not show is left out and said so; nothing is guessed.",
)
"""The fixed statement of limits."""


def bar(menu: Iterable[tuple[str, str]], here: str) -> None:
    """The bar over every page. `menu` holds paths and names; `here` is the path shown now."""
    entries = "".join(
        f'<a href="{escape(link(path))}"{" aria-current=page" if path == here else ""}>'
        f"{escape(name)}</a>"
        for path, name in menu
    )
    st.html(
        f'<header class="bar"><a class="brand" href="{escape(link(""))}">Answerable</a>'
        f'<nav aria-label="Pages">{entries}</nav></header>'
    )


def foot(nonvotes: str | None) -> None:
    """The foot: what these pages do not say, and `nonvotes`: what this record does not."""
    limits = (*LIMITS, nonvotes) if nonvotes else LIMITS
    items = "".join(f"<li>{escape(limit)}</li>" for limit in limits)
    st.html(f'<footer class="limits"><h2>What these pages do not say</h2><ul>{items}</ul></footer>')


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
    return f'<a class="source" href="{escape(url)}">{text}</a>' if url else text


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
    """Says what, where and what to do; `about` first."""
    what = f"{about}: {error.what}" if about else error.what
    st.error(f"**{what}**  \nWhere: {error.where}  \nWhat to do: {error.what_to_do}")
