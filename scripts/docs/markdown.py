"""Markdown from plain values, and the hand-written frames that generated parts are set into."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Sequence
from pathlib import Path
from string import Template

FRAMES = Path(__file__).with_name("frames")


def framed(name: str, **parts: str) -> str:
    """The frame of that name with `$part` replaced by each part.

    Raises:
        KeyError: the frame asks for a part that was not given.
    """
    frame = Template((FRAMES / name).read_text("utf-8"))
    return frame.substitute({part: text.strip() for part, text in parts.items()}).strip() + "\n"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; a vertical bar within a cell is escaped."""
    lines = [list(header), ["---"] * len(header), *(list(row) for row in rows)]
    return "".join(f"| {' | '.join(map(_cell, line))} |\n" for line in lines)


def sentence(docstring: str | None) -> str:
    """A docstring as running text on one line."""
    return " ".join(inspect.cleandoc(docstring or "").split())


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
