"""Finding members as readers type them: names without accents and capitals, and districts."""

from __future__ import annotations

import re
import unicodedata

_DISTRICT = re.compile(r"(?:district|dist\.?|d\.?)\s*[-#]?\s*(\S.*)|(\d+)")


def folded(text: str) -> str:
    """`De León` as `de leon`."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def is_meant(text: str, name: str, district: str | None) -> bool:
    """Whether a search finds a member: `district 16` and `16` mean one district and no other, all
    else means every word of it, anywhere in name and district. An empty search finds everybody.
    """
    wanted = " ".join(folded(text).split())
    by_district = _DISTRICT.fullmatch(wanted)
    if by_district and (by_district[1] or by_district[2]) == folded(district or ""):
        return True
    if wanted.isdecimal():
        return False
    known = folded(f"{name} district {district or ''}")
    number = wanted.split()[-1] if by_district else ""
    return not number.isdecimal() and all(word in known for word in wanted.split())
