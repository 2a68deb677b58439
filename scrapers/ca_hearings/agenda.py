"""An agenda of one hearing of the Assembly: which measures it hears."""

from __future__ import annotations

from scrapers.ca_hearings.page import read_page
from scrapers.pages.printed import PageRefused
from scrapers.pages.text import text_of


def read_agenda(body: bytes, content_type: str) -> tuple[str, ...]:
    """The measures as printed, `AB 1159`; none for a hearing on a subject.

    Raises:
        PageRefused: it names neither a measure nor a subject, or it is not whole or something else.
    """
    page = read_page(body, content_type)
    measures = [_plain(text_of(part)) for part in page.css("span.Measure a")]
    if not measures and not page.css("span.HearingTopic, span.HearingSubject"):
        raise PageRefused("the agenda names neither a measure nor a subject")
    return tuple(measures)


def _plain(printed: str) -> str:
    """`A.B. No. 1159` as `AB 1159`."""
    return " ".join(printed.replace(".", "").replace("No", " ").split())
