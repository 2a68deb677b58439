"""What sources call sessions: `2024 1st Special Session`, `Second Extraordinary Session`."""

from __future__ import annotations

import re

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_SPECIAL = re.compile(
    rf"(?:(?P<number>\d+)(?:st|nd|rd|th)|(?P<word>{'|'.join(_ORDINALS)}))?[\s-]*"
    r"(?P<kind>special|extraordinary|extra)(?:\s+session)?"
    r"(?:\s+(?:(?P<roman>i{1,3}|iv|vi{0,3}|ix|x)\b|(?P<after>\d{1,2})(?!\d))|\b)",
    re.IGNORECASE,
)
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")


def special_number(name: str, *, unnumbered: int = 1) -> int | None:
    """The number of a special session by its name; `unnumbered` where it bears none, and None where
    the name is not that of one.
    """
    found = _SPECIAL.search(name)
    if found is None:
        return None
    if found["number"] or found["after"]:
        return int(found["number"] or found["after"])
    if found["word"]:
        return _ORDINALS.index(found["word"].lower()) + 1
    if found["roman"]:
        return _ROMAN.index(found["roman"].lower()) + 1
    return unnumbered
