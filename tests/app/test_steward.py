"""Who counts as sitting at the machine that the app runs on."""

from __future__ import annotations

import pytest
from starlette.datastructures import Headers

from scorecard_app.steward import was_asked_here


@pytest.mark.parametrize("host", ["127.0.0.1:8501", "localhost", "LOCALHOST:8501", "[::1]:8501"])
def test_a_browser_on_this_machine_does(host: str) -> None:
    assert was_asked_here(Headers({"host": host}))


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"host": ""},
        {"host": "[::1"},
        {"host": "rebound.example:8501"},
        {"host": "127.0.0.1.example"},
        {"host": "127.0.0.1:8501", "x-forwarded-for": "203.0.113.9"},
        {"host": "127.0.0.1:8501", "forwarded": "for=203.0.113.9"},
        {"host": "127.0.0.1:8501", "via": "1.1 proxy"},
    ],
)
def test_a_proxy_and_a_page_of_another_site_do_not(headers: dict[str, str]) -> None:
    assert not was_asked_here(Headers(headers))
