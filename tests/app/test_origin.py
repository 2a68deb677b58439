"""A page of another origin opens no connection, and makes the server ask nobody for its address."""

from __future__ import annotations

from typing import Any

import pytest

from scorecard_app.origin import REFUSED, OwnOrigin
from tests.app.event_loop import run


def _knocks(**headers: str) -> tuple[bool, list[Any]]:
    """Whether the app behind it was reached, and what was sent."""
    reached, sent = [], []

    async def app(scope: Any, _receive: Any, _send: Any) -> None:
        reached.append(scope)

    async def receive() -> Any:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        sent.append(message)

    written = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "websocket", "path": "/_stcore/stream", "headers": written}
    run(OwnOrigin(app)(scope, receive, send))
    return bool(reached), sent


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "http://localhost:9", "null", "http://[", "file://"]
)
def test_a_stranger_is_refused_before_the_app_looks(origin: str) -> None:
    reached, sent = _knocks(host="127.0.0.1:8501", origin=origin)
    assert not reached
    assert sent == [{"type": "websocket.close", "code": REFUSED}]


def test_the_apps_own_pages_and_programs_without_an_origin_pass() -> None:
    assert _knocks(host="127.0.0.1:8501", origin="http://127.0.0.1:8501")[0]
    assert _knocks(host="score.example", origin="https://score.example")[0]
    assert _knocks(host="127.0.0.1:8501")[0]


def test_an_origin_that_the_operator_lists_passes() -> None:
    from streamlit import config

    listed = config.get_option("server.corsAllowedOrigins")
    config.set_option("server.corsAllowedOrigins", ["https://score.example"])
    try:
        assert _knocks(host="127.0.0.1:8501", origin="https://score.example")[0]
    finally:
        config.set_option("server.corsAllowedOrigins", listed)
