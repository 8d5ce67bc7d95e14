"""An HTTP server on loopback that starts and ends without waiting."""

from __future__ import annotations

import asyncio
import socket

import uvicorn


def listening_socket() -> socket.socket:
    """A socket on a free port of loopback. It names its protocol: asyncio leaves Nagle's algorithm on where none is
    named, and an answer sent in two pieces then waits 40 ms for the acknowledgement of the first."""
    listening = socket.socket(proto=socket.IPPROTO_TCP)
    listening.bind(("127.0.0.1", 0))
    return listening


class PromptServer(uvicorn.Server):
    """Ends at once: uvicorn looks ten times a second whether it should, and rests once more on its way out."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ended = asyncio.Event()

    async def main_loop(self) -> None:
        await self.on_tick(0)  # makes the headers that every answer carries
        await self.ended.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for listening in sockets or []:
            listening.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        while self.server_state.connections or self.server_state.tasks:  # noqa: ASYNC110  # uvicorn tells nobody
            await asyncio.sleep(0)
