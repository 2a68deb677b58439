"""What is printed: rows, and a value as a cell shows it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

Row = Mapping[str, object]


def text_of(value: object) -> str:
    """A value as a cell of a table or of CSV shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {text_of(part)}" for name, part in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(text_of(part) for part in value)
    return str(value)
