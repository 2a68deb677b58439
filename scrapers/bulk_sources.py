"""Every source that publishes a session as one file, by name; imported when it is asked for."""

from __future__ import annotations

from scrapers.bulk.source import BulkSource


def bulk_source(name: str) -> BulkSource | None:
    """The source of that name; None where there is none that publishes files."""
    match name:
        case "ca_rollcalls":
            return _rollcalls()
        case "ca_pubinfo":
            return _pubinfo()
    return None


def _rollcalls() -> BulkSource:
    from scrapers.ca_rollcalls import stage

    return BulkSource(
        name=stage.SOURCE,
        published_at=stage.PUBLISHED_AT,
        licence=stage.LICENCE,
        attribution=stage.ATTRIBUTION,
        largest=stage.LARGEST,
        read=stage.read,
    )


def _pubinfo() -> BulkSource:
    from scrapers.ca_pubinfo import archive, stage
    from scrapers.ca_pubinfo.addresses import PUBLISHED_AT

    return BulkSource(
        name=stage.SOURCE,
        published_at=PUBLISHED_AT,
        licence=stage.LICENCE,
        attribution=stage.ATTRIBUTION,
        largest=stage.LARGEST,
        read=stage.read,
        pack=archive.pack,
    )
