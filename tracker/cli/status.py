"""`answerable status`: how each source stands."""

from __future__ import annotations

from datetime import UTC, datetime

from tracker.cli.cells import Row
from tracker.cli.output import Format, FormatOption, print_rows, say
from tracker.cli.reviewed import REVIEWED
from tracker.crawls.sources import declared_sources
from tracker.service.alerting import alerts_in_trouble
from tracker.service.attempts import Attempt
from tracker.service.status import SourceStatus, statuses


def status(form: FormatOption = Format.TABLE) -> None:
    """Say of each source when it was last read well, when last tried, and what is wrong.

    Knows every `answerable crawl` and `answerable load`, by hand or by schedule; and, while a
    schedule runs, when each is read next. Says too which alerts could not be sent.
    """
    names = REVIEWED | {one.id: one.name for one in declared_sources().values()}
    for trouble in alerts_in_trouble():
        say(trouble)
    rows = [_full(one) for one in statuses(names, datetime.now(UTC))]
    print_rows(rows, form, brief=_brief)


def _full(one: SourceStatus) -> Row:
    good, last = one.last_good, one.last_attempt
    return {
        "source": one.source,
        "title": one.title,
        "last_good_at": _moment(good.ended_at if good else None),
        "last_good_crawl": good.crawl if good else None,
        "last_attempt_at": _moment(last.started_at if last else None),
        "last_attempt": last.outcome if last else None,
        "wrong": one.wrong,
        "next_at": _moment(one.next_at),
        "absent": dict(one.absent),
        "runs": [_run(attempt) for attempt in one.recent],
    }


def _run(attempt: Attempt) -> Row:
    return {
        "started_at": _moment(attempt.started_at),
        "ended_at": _moment(attempt.ended_at),
        "started_by": attempt.started_by,
        "plan": attempt.plan,
        "session": attempt.session,
        "outcome": attempt.outcome,
        "crawl": attempt.crawl,
        "through": str(attempt.through.day) if attempt.through else None,
        "detail": attempt.detail,
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None


def _brief(row: Row) -> Row:
    return {
        "source": row["source"],
        "last good": row["last_good_at"] or "never",
        "last attempt": row["last_attempt_at"] or "never",
        "outcome": row["last_attempt"],
        "wrong": row["wrong"],
        "next": row["next_at"],
        "not in the source": row["absent"] or None,
    }
