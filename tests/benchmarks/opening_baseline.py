"""What opening a modal is measured against: a Bolt app whose command opens one that never changes.

`python -m tests.benchmarks.opening_baseline PORT COMMAND SECRET TOKEN API_URL VIEW`; VIEW is a file with the modal. The modal is open
when the answer leaves, as with ours.
"""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import uvloop
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from tests.benchmarks import bolt


@asynccontextmanager
async def serving(port: str, command: str, secret: str, token: str, api_url: str, view: str) -> AsyncIterator[None]:
    modal = json.loads(Path(view).read_text(encoding="utf-8"))  # noqa: ASYNC240 - once, before it begins
    slack = AsyncWebClient(token, base_url=api_url)
    app = bolt.build(secret, token=token, process_before_response=True)

    async def opens(ack: AsyncAck, body: dict[str, Any]) -> None:
        await slack.views_open(trigger_id=body["trigger_id"], view=modal)
        await ack()

    app.command(command)(opens)
    async with bolt.serving(app, int(port)):
        yield


async def main(*given: str) -> None:
    async with serving(*given):
        await asyncio.Event().wait()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(*sys.argv[1:]))
