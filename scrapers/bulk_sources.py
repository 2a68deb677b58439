"""Every source that publishes a session as one file, by name."""

from __future__ import annotations

from scrapers.bulk.source import BulkSource
from scrapers.ca_pubinfo import archive
from scrapers.ca_pubinfo import stage as pubinfo
from scrapers.ca_pubinfo.addresses import PUBLISHED_AT
from scrapers.ca_rollcalls import stage as rollcalls

BULK_SOURCES = {
    source.name: source
    for source in (
        BulkSource(
            name=rollcalls.SOURCE,
            published_at=rollcalls.PUBLISHED_AT,
            licence=rollcalls.LICENCE,
            attribution=rollcalls.ATTRIBUTION,
            largest=rollcalls.LARGEST,
            read=rollcalls.read,
        ),
        BulkSource(
            name=pubinfo.SOURCE,
            published_at=PUBLISHED_AT,
            licence=pubinfo.LICENCE,
            attribution=pubinfo.ATTRIBUTION,
            largest=pubinfo.LARGEST,
            read=pubinfo.read,
            pack=archive.pack,
        ),
    )
}
