"""A visitor without a browser: the page's socket, spoken as Streamlit's own script speaks it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

PATIENCE = 120.0
"""Seconds that a visitor waits for a page before he takes it for dead."""


@dataclass(frozen=True)
class Drawn:
    """One run of a page: what came over the socket until it said that it was done."""

    messages: int
    bytes: int
    html: str
    """All markup that came in full; what the visitor has already is not sent again."""


class Visitor:
    """One open page."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._held: set[str] = set()

    async def draw(self, query: str = "", page: str = "") -> Drawn:
        """Has the page drawn, as a first visit and each click do."""
        asked = BackMsg()
        asked.rerun_script.query_string = query
        asked.rerun_script.page_name = page
        asked.rerun_script.cached_message_hashes.extend(self._held)
        await self._socket.send(asked.SerializeToString())
        messages, size, html = 0, 0, []
        async with asyncio.timeout(PATIENCE):
            while True:
                raw = await self._socket.recv(decode=False)
                messages, size = messages + 1, size + len(raw)
                message = ForwardMsg.FromString(raw)
                if message.metadata.cacheable:
                    self._held.add(message.hash)
                if message.WhichOneof("type") == "delta":
                    html.append(message.delta.new_element.html.body)
                if message.WhichOneof("type") == "script_finished":
                    return Drawn(messages, size, "".join(html))


@asynccontextmanager
async def visiting(address: str) -> AsyncIterator[Visitor]:
    """Opens the page at `address`, as in `http://127.0.0.1:8501`; closes it at the end."""
    url = f"{address.replace('http', 'ws', 1)}/_stcore/stream"
    async with connect(
        url,
        subprotocols=[Subprotocol("streamlit")],
        origin=Origin(address),
        max_size=None,
        open_timeout=PATIENCE,
    ) as socket:
        yield Visitor(socket)
