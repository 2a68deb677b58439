"""Texts of sources and people as a terminal and a spreadsheet may be given them.

A title that a source wrote, or a name that a person did, may hold signs that a terminal obeys (they
move, hide or recolour what is printed) or that turn the direction of writing, and may begin as a
formula does.
"""

from __future__ import annotations

import re

_OBEYED = "\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff"
"""Control signs but tab and line end, marks of direction, and halves of a letter."""
_CONTROLS = re.compile(f"[{_OBEYED}]")
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def without_controls(text: str) -> str:
    """The text with a question mark in a box where a terminal would find an order."""
    return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text)


def controls_escaped(json_text: str) -> str:
    """JSON that means the same and holds none of those signs."""
    return _CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", json_text)


def no_formula(text: str) -> str:
    """A text that a spreadsheet would run as a formula is shown as text instead."""
    return f"'{text}" if text.startswith(_BEGINS_A_FORMULA) else text
