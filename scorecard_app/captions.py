"""What stands under a chart of scores and in its downloads, which are read without the page."""

from __future__ import annotations

from scorecard_app.charts.chart import About
from tracker.translation import _
from tracker.views.heading import Heading


def about_scores(
    head: Heading, *, n: str, address: str, method: str = "", filtered: str = ""
) -> About:
    """The caption of a chart of scores; `method` where it shows others than the chosen one."""
    chosen = _("{title}, version {version}. {sentence}").format(
        title=head.method_title, version=head.method_version, sentence=head.method_sentence
    )
    agenda = _("Agenda: {title}, version {version}").format(
        title=head.agenda_title, version=head.agenda_version
    )
    return About(
        source="; ".join(head.sources),
        as_of=head.record_read_on,
        method=f"{method or chosen} {agenda}",
        n=n,
        marks=_marks(head),
        filtered=filtered,
        address=address,
    )


def _marks(head: Heading) -> tuple[str, ...]:
    marks = []
    if head.demonstration:
        marks.append(_("Demonstration, nobody's endorsement"))
    if head.recorded_after_votes:
        marks.append(_("Positions recorded after the votes"))
    return tuple(marks)
