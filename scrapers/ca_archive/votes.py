"""A votes page of the old site: one roll call with every name, or a refusal of the page.

Names stand in columns, apart by a tab or by two blanks or more, so that `De La Torre` is one.
"""

from __future__ import annotations

import re
from itertools import pairwise

from scrapers.ca_archive.pages import names, parse_page
from scrapers.kit.page_text import day_of, refuse_repeated
from scrapers.kit.printed import PageRefused, PrintedRoll
from tracker.rules.measures import Measure
from tracker.rules.vocabulary import Option, Result

LABELS = ("MEASURE", "AUTHOR", "TOPIC", "DATE", "LOCATION", "MOTION")
WORDS = {
    "AYES": Option.YES,
    "NOES": Option.NO,
    "ABSENT, ABSTAINING, OR NOT VOTING": Option.NOT_VOTING,
}
"""The headings over the names. The third does not say which of the three it was."""

_LABEL = re.compile(r"^\s*([A-Z]+):\s*(.*?)\s*$")
_TALLY = re.compile(r"\(AYES\s+(\d+)\.\s*NOES\s+(\d+)\.\)\s*\((PASS|FAIL)\)")
_COLUMNS = re.compile(r"\t+|\s{2,}")
_RULE = re.compile(r"^\s*\*+\s*$")


def parse_votes(body: bytes, content_type: str, bill: Measure, ref: str = "") -> PrintedRoll:
    """The roll call of the page.

    Raises:
        PageRefused: a label or heading is missing or stands twice, a count is not the number of
            names, or the page is none of this measure.
    """
    text = parse_page(body, content_type, bill)
    tally = _TALLY.search(text)
    if tally is None:
        raise PageRefused("the counts of ayes and noes are missing")
    head = _labelled(text[: tally.start()].splitlines())
    for label in LABELS:
        if label not in head:
            raise PageRefused(f"the label {label!r} is missing")
        if label not in ("AUTHOR", "TOPIC") and not head[label]:
            raise PageRefused(f"nothing stands beside {label!r}")
    if not names(head["MEASURE"], bill):
        raise PageRefused(f"the label 'MEASURE' does not name {bill.printed}")
    listed = _listed(text[tally.end() :].splitlines())
    for heading, declared in (("AYES", int(tally[1])), ("NOES", int(tally[2]))):
        if len(listed[heading]) != declared:
            raise PageRefused(f"{heading}: {declared} declared, {len(listed[heading])} named")
    refuse_repeated(listed, "the roll call")
    result = Result.PASS if tally[3] == "PASS" else Result.FAIL
    day = day_of(head["DATE"])
    return PrintedRoll(day, head["LOCATION"], head["MOTION"], result, listed, ref)


def _labelled(lines: list[str]) -> dict[str, str]:
    """What stands beside each label, over as many lines as it takes."""
    found: dict[str, str] = {}
    label = None
    for line in lines:
        match = _LABEL.match(line)
        if match and match[1] in found:
            raise PageRefused(f"the label {match[1]!r} stands twice")
        if match:
            label = match[1]
            found[label] = match[2]
        elif label and line.strip():
            found[label] = f"{found[label]}  {line.strip()}".strip()
    return found


def _listed(lines: list[str]) -> dict[str, tuple[str, ...]]:
    """The names below each heading; a heading is a line with a line of stars below it."""
    places = [
        (nth, above.strip())
        for nth, (above, below) in enumerate(pairwise(lines))
        if above.strip() and _RULE.match(below)
    ]
    headings = [heading for _, heading in places]
    if headings != list(WORDS):
        missing = [word for word in WORDS if word not in headings]
        what = f"the heading {missing[0]!r} is missing" if missing else "a heading stands twice"
        raise PageRefused(what)
    ends = [*(nth for nth, _ in places[1:]), len(lines)]
    return {
        heading: tuple(
            name.strip()
            for line in lines[nth + 2 : end]
            for name in _COLUMNS.split(line.strip())
            if name.strip()
        )
        for (nth, heading), end in zip(places, ends, strict=True)
    }
