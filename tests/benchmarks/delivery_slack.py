"""A Slack that takes every message at once and knows no limit: `python -m tests.benchmarks.delivery_slack` prints its port."""

import asyncio
import json
from itertools import count

import uvloop

HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n"


class Connection(asyncio.Protocol):
    """One kept connection: answers each chat.postMessage with the next timestamp."""

    numbers = count(1)

    def __init__(self) -> None:
        self._transport: asyncio.WriteTransport | None = None
        self._seen = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        self._seen += data
        while True:
            head, found, rest = self._seen.partition(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0] or 0)
            if not found or len(rest) < length:
                return
            self._seen = rest[length:]
            self._answer(json.loads(rest[:length])["channel"])

    def _answer(self, channel: str) -> None:
        number = next(self.numbers)
        body = json.dumps({"ok": True, "channel": f"D{channel[1:]}", "ts": f"{1_800_000_000 + number}.000100"}).encode()
        assert self._transport is not None
        self._transport.write(HEAD % len(body) + body)


async def main() -> None:
    server = await asyncio.get_running_loop().create_server(Connection, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())
