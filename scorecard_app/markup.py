"""Markup for people: templates that escape what they are given, speak the visitor's language, and
take their links from one object. The app has one such set; a static site can have another.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from pathlib import Path
from typing import Protocol

import jinja2
import streamlit as st
from markupsafe import Markup

from scorecard_app.address import links_here
from tracker.rules.reference import printed_bill
from tracker.rules.vocabulary import Option
from tracker.translation import _, ngettext
from tracker.views.agenda_ended import STOP_WORDS
from tracker.views.wording import AGENDA_WORDS, OPTION_WORDS, amount, long_day, of_all, tally

TEMPLATES = Path(__file__).parent / "templates"


class Links(Protocol):
    """What makes the addresses that templates link to."""

    def to(self, page: str, **values: str) -> str:
        """The address of a page, with what stands in it by name; see `address`."""


class Templates:
    """The templates in `templates/`, a file for each page, with a macro for each of its parts.

    `links` gives the links for what is drawn now.
    """

    def __init__(self, links: Callable[[], Links]) -> None:
        self._environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            extensions=["jinja2.ext.i18n"],
        )
        self._environment.install_gettext_callables(_, ngettext, newstyle=True)  # type: ignore[attr-defined]
        self._environment.filters |= {
            "amount": amount,
            "day": long_day,
            "of": of_all,
            "did": lambda option: OPTION_WORDS[Option(option)],
            "printed": printed_bill,
            "stop": STOP_WORDS.__getitem__,
            "tally": tally,
            "word": AGENDA_WORDS.__getitem__,
        }
        self._environment.globals["link"] = self._link
        self._links = links
        self._links_of_part: ContextVar[list[Links]] = ContextVar("links of the part")

    def part(self, page: str, name: str, /, **values: object) -> Markup:
        """The part of that name from the template of that page, as HTML."""
        macro = getattr(self._environment.get_template(f"{page}.html").module, name)
        part = self._links_of_part.set([])
        try:
            return Markup(macro(**values))
        finally:
            self._links_of_part.reset(part)

    def _link(self, page: str, **values: str) -> str:
        """An address. What links carry is asked for once in a part, which may have hundreds."""
        made = self._links_of_part.get()
        if not made:
            made.append(self._links())
        return made[0].to(page, **values)

    def make_ready(self) -> None:
        """Compiles all templates, which is done once in a process."""
        for name in self._environment.list_templates():
            self._environment.get_template(name)


TEMPLATES_OF_THE_APP = Templates(links_here)
part = TEMPLATES_OF_THE_APP.part


def draw(page: str, name: str, /, **values: object) -> None:
    """Draws a part where the page stands now, unless there is nothing in it."""
    if (drawn := part(page, name, **values)).strip():
        st.html(drawn)
