"""What people read, in their language: every sentence for people is marked here, by `_`.

English is what the code says. Another language is a catalog of GNU gettext,
`data/locale/LANGUAGE/LC_MESSAGES/answerable.mo`; `make catalog` writes the list to translate.
"""

from __future__ import annotations

import gettext as catalogs
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import TypeVar

from tracker.paths import data_dir

ENGLISH = "en"
LOCALE = "ANSWERABLE_LOCALE"
"""A folder of catalogs that stands in for `data/locale`."""
DOMAIN = "answerable"

K = TypeVar("K")

_spoken: ContextVar[str] = ContextVar("spoken", default=ENGLISH)


def _(text: str) -> str:
    """The text in the language spoken; itself where no catalog has it."""
    return _catalog(_spoken.get()).gettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    """The form that the language spoken has for so many, as in `1 vote` and `2 votes`."""
    return _catalog(_spoken.get()).ngettext(one, many, count)


def N_(text: str) -> str:
    """Marks a text that stands in a table and is translated where it is read, by `_`."""
    return text


class Words(dict[K, str]):
    """A table of words for people, each marked by `N_`, and translated as it is read."""

    def __getitem__(self, key: K) -> str:
        return _(super().__getitem__(key))


def languages() -> tuple[str, ...]:
    """English, and every language with a catalog."""
    found = sorted(path.parent.parent.name for path in _folder().glob(f"*/*/{DOMAIN}.mo"))
    return (ENGLISH, *found)


def spoken() -> str:
    """The language in which this visit is answered."""
    return _spoken.get()


def speak(language: str) -> None:
    """From here on in this thread; English where there is no catalog for the language."""
    _spoken.set(language if language in languages() else ENGLISH)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """The same within a block."""
    before = _spoken.set(language if language in languages() else ENGLISH)
    try:
        yield
    finally:
        _spoken.reset(before)


@cache
def _catalog(language: str) -> catalogs.NullTranslations:
    return catalogs.translation(DOMAIN, _folder(), [language], fallback=True)


def _folder() -> Path:
    chosen = os.environ.get(LOCALE)
    return Path(chosen) if chosen else data_dir() / "locale"
