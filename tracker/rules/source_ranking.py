"""Which source's reading stands where two disagree: ranked per kind of fact, with reasons."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import Field

from tracker.errors import DataFileError
from tracker.rules.ids import JURISDICTION, SESSION
from tracker.rules.reviewed import Reviewed, read_reviewed

REVIEWED_RECORD = "sample"
"""The source of what was not crawled; the ids under which it cites others are its own."""

Told = TypeVar("Told")

_OF_A_CRAWL = re.compile(
    rf"(grid(?=-)|[a-z][a-z0-9_]*(?=-{JURISDICTION}-{SESSION}-[0-9a-f]{{12}}$))"
)


class FactKind(StrEnum):
    """A kind of fact for which sources are ranked."""

    ROLL_CALLS = "roll_calls"
    """Outcome and counts of a roll call, and what each name did."""
    MEASURES = "measures"
    """Title and author of a measure."""
    ACTIONS = "actions"
    """The history of a measure, from which its stage follows."""


class _Place(Reviewed):
    source: str
    reason: str = Field(min_length=1)


class _RankingFile(Reviewed):
    format: Literal[1]
    jurisdiction: str
    sources: Mapping[str, str] = Field(min_length=1)
    kinds: Mapping[FactKind, tuple[_Place, ...]]


@dataclass(frozen=True)
class SourceRanking:
    """The sources of one jurisdiction, best first, per kind of fact."""

    titles: Mapping[str, str]
    """Source to what it is, in plain words."""
    order: Mapping[FactKind, tuple[str, ...]]

    def rank(self, kind: FactKind, source: str) -> int:
        """0 for the best; all sources that the kind does not name share the last place."""
        order = self.order[kind]
        return order.index(source) if source in order else len(order)

    def is_better(self, kind: FactKind, source: str, other: str) -> bool:
        """Whether the source's reading of such a fact stands before the other's."""
        return self.rank(kind, source) < self.rank(kind, other)

    def told_once(self, kind: FactKind, told: Iterable[tuple[str, Told]]) -> list[Told]:
        """Of what several sources tell of one measure, what the best-ranked of them does; of
        sources in one place, what the one does that tells most. `told` begins with the id cited.
        """
        of_sources: dict[str, list[Told]] = {}
        for source_id, one in told:
            of_sources.setdefault(source_of(source_id), []).append(one)
        best = min(
            sorted(of_sources),
            key=lambda source: (self.rank(kind, source), -len(of_sources[source])),
            default=None,
        )
        return [] if best is None else of_sources[best]


UNRANKED = SourceRanking({}, dict.fromkeys(FactKind, ()))
"""No source before another: what the record holds stays."""


def source_of(source_id: str) -> str:
    """The source behind an id that a fact cites: a spider, a grid, or the reviewed record."""
    found = _OF_A_CRAWL.match(source_id)
    return found[1] if found else REVIEWED_RECORD


def load_source_ranking(path: Path) -> SourceRanking:
    """Read one jurisdiction's ranking.

    Raises:
        DataFileError: it is not what it should be, leaves a kind out, ranks a source twice, or
            ranks one that it does not describe.
    """
    file = read_reviewed(path, _RankingFile)
    for kind in FactKind:
        if kind not in file.kinds:
            raise _fault(path, kind, "is not ranked", "add it, best source first")
        for source, times in Counter(place.source for place in file.kinds[kind]).items():
            if times > 1:
                raise _fault(path, kind, f"ranks {source!r} twice", "keep one of the two places")
            if source not in file.sources:
                raise _fault(
                    path, kind, f"ranks {source!r}, which is no source", "add it under sources"
                )
    order = {kind: tuple(place.source for place in places) for kind, places in file.kinds.items()}
    return SourceRanking(file.sources, order)


def _fault(path: Path, kind: FactKind, what: str, what_to_do: str) -> DataFileError:
    return DataFileError(
        f"the kind {kind!r} {what}", where=f"{path}, kinds.{kind}", what_to_do=what_to_do
    )
