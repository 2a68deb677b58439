"""Which house each row of a grid belongs to: members of different houses faced different votes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.rules.csvfile import CsvRow
from tracker.rules.vocabulary import Chamber

HOUSES: Mapping[str, Chamber] = {
    "upper": Chamber.UPPER,
    "upper house": Chamber.UPPER,
    "senate": Chamber.UPPER,
    "state senate": Chamber.UPPER,
    "sen": Chamber.UPPER,
    "s": Chamber.UPPER,
    "lower": Chamber.LOWER,
    "lower house": Chamber.LOWER,
    "house": Chamber.LOWER,
    "house of representatives": Chamber.LOWER,
    "house of delegates": Chamber.LOWER,
    "state house": Chamber.LOWER,
    "assembly": Chamber.LOWER,
    "state assembly": Chamber.LOWER,
    "asm": Chamber.LOWER,
    "h": Chamber.LOWER,
    "a": Chamber.LOWER,
}
"""What groups call the two houses of a legislature in the column `chamber`."""

ONLY_HOUSE = Chamber.LOWER
"""Where the record keeps a body with one house: a council, a board, or a column left empty."""

ONLY_HOUSE_NAME = "Members"


@dataclass(frozen=True)
class GridHouse:
    """One house of the grid's body, by the name that the file gives it."""

    chamber: Chamber
    name: str


def houses_of(rows: Sequence[CsvRow]) -> dict[str, GridHouse]:
    """What each text of the column `chamber` stands for.

    Either every row names the upper or the lower house, or all rows share one other text (also
    none), which is then the body's only house.

    Raises:
        DataFileError: neither; the line that does not fit is named.
    """
    written: dict[str, CsvRow] = {}
    for row in rows:
        written.setdefault(row.values["chamber"], row)
    others = [text for text in written if _known(text) is None]
    if len(written) == 1 and others:
        return {others[0]: GridHouse(ONLY_HOUSE, others[0] or ONLY_HOUSE_NAME)}
    if others:
        odd = others[-1]
        raise written[odd].fault(
            f"chamber {odd!r} is no house known here, and other rows have another chamber",
            "write Senate or House (or Assembly, upper, lower) in every row; or, for a body with "
            "a single house, the same word in every row",
        )
    names: dict[Chamber, str] = {}
    for text in written:
        names.setdefault(_house(text), text)
    return {text: GridHouse(_house(text), names[_house(text)]) for text in written}


def house_named(chamber: Chamber) -> str:
    """A word for the column `chamber` that is read as this house again."""
    return ONLY_HOUSE_NAME if chamber is Chamber.LEGISLATURE else chamber.value


def _known(text: str) -> Chamber | None:
    return HOUSES.get(" ".join(text.split()).rstrip(".").casefold())


def _house(text: str) -> Chamber:
    chamber = _known(text)
    assert chamber is not None
    return chamber
