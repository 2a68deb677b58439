"""Comparing names as readers type them: without accents and capitals."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    """`De León` as `de leon`."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()
