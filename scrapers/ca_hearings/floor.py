"""Sessions of a whole house, each with its daily file: what both houses' pages have in common."""

from __future__ import annotations

import re

from scrapers.pages.printed import PageRefused

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_EXTRAORDINARY = re.compile(r"(\w+)\s+extraordinary\s+session", re.IGNORECASE)
_TIME = re.compile(r"\d{1,2}(:\d\d)?\s*[ap]\.?m\b\.?|\b(12 )?noon\b", re.IGNORECASE)


def special_session_of(text: str) -> int:
    """The extraordinary session that is named, as 1 for the first; 0 where none is.

    Raises PageRefused where it is not said which: its measures have numbers of the regular one's.
    """
    if "extraordinary" not in text.lower():
        return 0
    named = _EXTRAORDINARY.search(text)
    if named is None or named[1].lower() not in _ORDINALS:
        raise PageRefused(f"{text[:60]!r} does not say which extraordinary session it is")
    return _ORDINALS.index(named[1].lower()) + 1


def time_in(text: str) -> str | None:
    """The first time of day in a text, as printed."""
    found = _TIME.search(text)
    return found[0] if found else None
