"""The stand-in for the old leginfo.ca.gov: its addresses, and how it misbehaves when asked to.

Each way has a folder of its own in front of the same addresses; in trouble is there the last votes
page of a measure.
"""

from __future__ import annotations

from collections.abc import Sequence

from scrapers.ca_archive.source import finder_of
from tests.sites.archive_pages import documents, finder_page, first_aye, votes_page
from tests.sites.mischief import Mischief, Spoilable, html, misbehaving
from tests.sites.sample_measures import SampleMeasure, sample_measures
from tests.sites.site import Answer, made_once


@made_once
def archive_answers() -> dict[str, Sequence[Answer]]:
    """Every address of the stand-in, and its answers."""
    measures = sample_measures()
    answers: dict[str, Sequence[Answer]] = {}
    for shown in measures:
        pages = documents(shown)
        pages = {finder_of(shown.bill).path: finder_page(shown, tuple(pages)), **pages}
        for folder in ("", *(f"/{mischief}" for mischief in Mischief)):
            answers |= {f"{folder}{path}": [html(page)] for path, page in pages.items()}
        in_trouble = trouble_of(shown)
        if in_trouble is None:
            continue
        for mischief in Mischief:
            address = f"/{mischief}{in_trouble}"
            answers[address] = misbehaving(mischief, _spoilable(shown, address, measures))
    return answers


def trouble_of(shown: SampleMeasure) -> str | None:
    """The path of the last votes page of a measure; None where it has none."""
    votes = [path for path in documents(shown) if "_vote_" in path]
    return votes[-1] if votes else None


def _spoilable(shown: SampleMeasure, address: str, measures: Sequence[SampleMeasure]) -> Spoilable:
    other = next(one for one in measures if one.bill != shown.bill and one.rolls)
    return Spoilable(
        page=votes_page(shown, shown.rolls[-1]),
        address=address,
        other=votes_page(other, other.rolls[-1]),
        label=("LOCATION:", "PLACE:"),
        names=first_aye(shown.rolls[-1]),
    )
