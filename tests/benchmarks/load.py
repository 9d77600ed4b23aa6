"""A load that costs little: prepared, signed requests over kept connections, and the milliseconds that each took.

`python -m tests.benchmarks.load PORT CLIENTS SECRET BODIES` prints {"seconds": …, "ms": […]}; BODIES is a file with one form a line.
"""

import asyncio
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import uvloop

from handlers.guard import PATH, sign
from storage.clock import SystemClock

HEAD = (
    "POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/x-www-form-urlencoded\r\n"
    "content-length: {length}\r\nx-slack-request-timestamp: {stamp}\r\nx-slack-signature: {signature}\r\n\r\n"
)
GOOD = b"HTTP/1.1 200"


def request(body: bytes, secret: bytes, now: int) -> bytes:
    """A whole request as Slack would sign it at `now`, in seconds."""
    stamp = str(now)
    signature = sign(secret, stamp.encode(), body).decode()
    return HEAD.format(path=PATH, length=len(body), stamp=stamp, signature=signature).encode() + body


class Client(asyncio.Protocol):
    """One connection that sends the next request as soon as the last one is answered."""

    def __init__(self, requests: Iterator[bytes], took: list[float]) -> None:
        self._requests = requests
        self._took = took
        self._transport: asyncio.Transport | None = None
        self._begun = 0.0
        self._seen = b""
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is one in all but name

    def send(self) -> None:
        following = next(self._requests, None)
        assert self._transport is not None
        if following is None:
            self._transport.close()
            self.done.set_result(None)
            return
        self._begun = time.perf_counter()
        self._transport.write(following)

    def data_received(self, data: bytes) -> None:
        self._seen += data
        head, found, body = self._seen.partition(b"\r\n\r\n")
        if not found:
            return
        length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
        if len(body) < int(length or 0):
            return
        self._took.append((time.perf_counter() - self._begun) * 1000)
        if body or not self._seen.startswith(GOOD):  # an answer with a body says why it was not stored
            self.done.set_exception(RuntimeError(self._seen[:500].decode("utf-8", "replace")))
            return
        self._seen = b""
        self.send()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(exc or ConnectionError("the server hung up"))


async def send(port: int, clients: int, secret: str, file: Path) -> dict[str, Any]:
    """All bodies, shared by that many clients; the requests are ready before the time begins."""
    now = int(SystemClock().now().timestamp())
    bodies = file.read_bytes().splitlines()  # noqa: ASYNC240 - before it begins
    requests = iter([request(body, secret.encode(), now) for body in bodies])
    took: list[float] = []
    loop = asyncio.get_running_loop()
    pairs = [await loop.create_connection(lambda: Client(requests, took), "127.0.0.1", port) for _ in range(clients)]
    begun = time.perf_counter()
    for _, client in pairs:
        client.send()
    await asyncio.gather(*(client.done for _, client in pairs))
    return {"seconds": time.perf_counter() - begun, "ms": took}


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        print(json.dumps(runner.run(send(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], Path(sys.argv[4])))))
