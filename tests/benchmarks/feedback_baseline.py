"""What the form of feedback is measured against: a Bolt app whose command opens a modal that never changes.

`python -m tests.benchmarks.feedback_baseline PORT SECRET API_URL TOKEN VIEW`; VIEW is a file with the modal.
"""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import uvicorn
import uvloop
from fastapi import FastAPI, Request, Response
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from handlers.guard import PATH


def build(secret: str, api_url: str, token: str, view: dict[str, Any]) -> FastAPI:
    """Bolt behind FastAPI; the modal is open when the answer leaves, as with ours."""
    slack = AsyncWebClient(token, base_url=api_url)

    async def authorize(team_id: str | None, enterprise_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=token, bot_user_id="U0BOT")

    bolt = AsyncApp(signing_secret=secret, authorize=authorize, process_before_response=True)

    async def command(ack: AsyncAck, body: dict[str, Any]) -> None:
        await slack.views_open(trigger_id=body["trigger_id"], view=view)
        await ack()

    bolt.command("/give-feedback")(command)
    handler, app = AsyncSlackRequestHandler(bolt), FastAPI()

    async def receive(request: Request) -> Response:
        return await handler.handle(request)

    async def ready() -> Response:
        return Response()

    app.add_api_route(PATH, receive, methods=["POST"])
    app.add_api_route("/readyz", ready)
    return app


async def main(port: int, secret: str, api_url: str, token: str, view: str) -> None:
    made = json.loads(Path(view).read_text(encoding="utf-8"))  # noqa: ASYNC240 - once, before it begins
    app = build(secret, api_url, token, made)
    config = uvicorn.Config(app, port=port, access_log=False, log_level="error", lifespan="off", server_header=False)
    await uvicorn.Server(config).serve()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(int(sys.argv[1]), *sys.argv[2:]))
