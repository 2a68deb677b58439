"""Ids that are easy to type: a title in plain small letters, digits and hyphens."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Set

from tracker.errors import UsageError

MOST_LETTERS = 40
"""Long enough to be told apart, short enough to be typed."""


def slug(title: str) -> str:
    """`Viviendas: ¡cerca!` is `viviendas-cerca`. Empty where no letter or digit is left."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    kept = ""
    for word in words:
        longer = f"{kept}-{word}" if kept else word[:MOST_LETTERS]
        if len(longer) > MOST_LETTERS:
            break
        kept = longer
    return kept


def chosen_id(title: str, chosen: str | None, *, where: str) -> str:
    """The id a person chose, or else one made from the title.

    Raises:
        UsageError: the chosen id is not one, or the title gives none.
    """
    wanted = chosen.strip() if chosen is not None else slug(title)
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", wanted):
        raise UsageError(
            f"{wanted!r} cannot be an id",
            where=where,
            what_to_do="choose an id of small letters, digits and single hyphens: --id near-home",
        )
    return wanted


def free_id(title: str, otherwise: str, taken: Set[str]) -> str:
    """An id made from the title, or from `otherwise` where it has no letter of the alphabet; with
    a number after it where that is taken: `rally`, `rally-2`.
    """
    wanted = slug(title) or otherwise
    ids = (wanted, *(f"{wanted}-{number}" for number in range(2, len(taken) + 3)))
    return next(one for one in ids if one not in taken)
