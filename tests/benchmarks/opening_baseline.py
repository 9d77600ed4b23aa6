"""What `/summary` is measured against: a default Bolt app whose command opens a fixed modal. `… PORT SECRET TOKEN API_URL`."""

import asyncio
import sys
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

COMMAND = "/summary"
MODAL = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "Summary"},
    "blocks": [{"type": "section", "text": {"type": "plain_text", "text": "One moment."}}],
}


def build(secret: str, token: str, api_url: str) -> FastAPI:
    """Bolt behind FastAPI, as it comes."""

    async def authorize(team_id: str | None, enterprise_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=token, bot_user_id="U0BOT")

    client = AsyncWebClient(token=token, base_url=api_url)
    bolt = AsyncApp(signing_secret=secret, authorize=authorize, client=client)

    async def summary(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=MODAL)
        await ack()

    bolt.command(COMMAND)(summary)
    handler, app = AsyncSlackRequestHandler(bolt), FastAPI()

    async def receive(request: Request) -> Response:
        return await handler.handle(request)

    async def ready() -> Response:
        return Response()

    app.add_api_route(PATH, receive, methods=["POST"])
    app.add_api_route("/readyz", ready)
    return app


async def main(port: int, secret: str, token: str, api_url: str) -> None:
    app = build(secret, token, api_url)
    config = uvicorn.Config(app, port=port, access_log=False, log_level="error", lifespan="off", server_header=False)
    await uvicorn.Server(config).serve()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(int(sys.argv[1]), *sys.argv[2:]))
