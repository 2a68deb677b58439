"""The names of measures: what a source prints, and the one id under which the record keeps it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tracker.errors import UsageError
from tracker.rules.vocabulary import Chamber

MEASURE_TYPES = {
    "AB": Chamber.LOWER,
    "ACA": Chamber.LOWER,
    "ACR": Chamber.LOWER,
    "AJR": Chamber.LOWER,
    "HR": Chamber.LOWER,
    "SB": Chamber.UPPER,
    "SCA": Chamber.UPPER,
    "SCR": Chamber.UPPER,
    "SJR": Chamber.UPPER,
    "SR": Chamber.UPPER,
    "GRP": None,
}
"""California's kinds of measure and the house each starts in; a Governor's plan starts in none."""

_TYPE = "|".join(sorted(MEASURE_TYPES, key=len, reverse=True))
_PRINTED = re.compile(rf"({_TYPE})(?:X([1-9]))?[\s-]*0*([1-9]\d{{0,4}})", re.IGNORECASE)
_BILL_ID = re.compile(rf"(\d{{8}})(\d)({_TYPE})([1-9]\d{{0,4}})")


@dataclass(frozen=True, order=True)
class BillId:
    """One measure of one session. `special_session` is 0 in the regular session."""

    session: str
    special_session: int
    measure_type: str
    number: int

    @classmethod
    def parse(cls, bill_id: str) -> BillId:
        """`200720080SB375` taken apart. Raises UsageError where the text is no bill id."""
        match = _BILL_ID.fullmatch(bill_id)
        if match is None:
            raise UsageError(
                f"{bill_id!r} is not a bill id",
                where="the bill",
                what_to_do="write session, special-session digit and measure: 200720080SB375",
            )
        return cls(match[1], int(match[2]), match[3], int(match[4]))

    @property
    def bill_id(self) -> str:
        """`200720080SB375`: session, special-session digit, type, number."""
        return f"{self.session}{self.special_session}{self.measure_type}{self.number}"

    @property
    def printed(self) -> str:
        """`SB 375`, or `SBX2 10` in the second special session."""
        special = f"X{self.special_session}" if self.special_session else ""
        return f"{self.measure_type}{special} {self.number}"

    @property
    def origin_chamber(self) -> Chamber | None:
        """The house the measure starts in; None for a Governor's reorganization plan."""
        return MEASURE_TYPES[self.measure_type]


def parse_bill_id(printed: str, session: str) -> BillId | None:
    """A printed measure (`SB 375`, `SB375`, `SB-375`, `SBX2 10`) of a session, or None."""
    match = _PRINTED.fullmatch(printed.strip())
    if match is None:
        return None
    return BillId(session, int(match[2] or 0), match[1].upper(), int(match[3]))
