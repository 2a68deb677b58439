"""What every page shares: the head with its statements, the foot with its limits, failures said."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path

from scorecard_app.address import this_address
from scorecard_app.markup import draw
from tracker import paths
from tracker.coalition import Coalition
from tracker.errors import AnswerableError, StoreBusy
from tracker.translation import N_, _

_log = logging.getLogger(__name__)

_PATH = re.compile(r"(?:duckdb:/+|(?<![\w:/]))/(?:[^\s/'\"“”,;]+/)+([^\s/'\"“”,;]+)")
"""A path from the root, or the address of a store in a file; no address on the web."""

LIMITS = (
    N_(
        "A score compares recorded votes with what one agenda asks, by one named rule. It says "
        "nothing about a person, and nothing about anybody's intentions."
    ),
    N_("Measures that ended without a roll call are not seen in a score."),
    N_(
        "All members of a house are shown. No candidate and no election is rated, and nobody is "
        "endorsed or opposed."
    ),
    N_("What the record does not show is left out and said so; nothing is guessed."),
)
"""The fixed statement of limits."""


def bar(menu: Iterable[tuple[str, str]], here: str, own: Coalition | None) -> None:
    """The bar over every page. `menu` holds paths and names; `here` is the path shown now; `own`
    is the coalition whose folder this is.
    """
    draw("layout", "bar", menu=menu, here=here, own=own)


def foot(nonvotes: str | None) -> None:
    """The foot: what these pages do not say, and `nonvotes`: what this record does not."""
    limits = [*map(_, LIMITS), *([nonvotes] if nonvotes else [])]
    draw("layout", "foot", limits=limits, address=this_address())


def not_here(said: str, back: Iterable[tuple[str, str]]) -> None:
    """Says that an address names something the record does not have, and where to go."""
    draw("layout", "not_here", said=said, ways=back)


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
        draw("layout", "busy")
        return
    what = f"{about}: {error.what}" if about else error.what
    said = map(without_folders, (what, error.where, error.what_to_do))
    draw("layout", "failure", **dict(zip(("what", "where", "what_to_do"), said, strict=True)))


def without_folders(text: str) -> str:
    """The text with each path of this machine cut to the name of its file."""
    for folder in (paths.home_dir(), paths.data_dir(), Path.cwd()):
        text = text.replace(f"{folder}/", "")
    return _PATH.sub(r"\1", text)


def say_it_is_old() -> None:
    """Over a page that shows what it last read, since another command has the store open."""
    draw("layout", "old")
