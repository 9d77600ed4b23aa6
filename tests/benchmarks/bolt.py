"""A Bolt app as it comes, behind FastAPI, for the product to be measured against: served as the product is, on uvicorn with httptools."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from fastapi import FastAPI, Request, Response
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from handlers.guard import PATH


def build(secret: str, *, token: str = "xoxb-1", **more: Any) -> AsyncApp:  # noqa: S107 - nobody asks for it
    """Bolt, which checks the signatures."""

    async def authorize(team_id: str | None, enterprise_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=token, bot_user_id="U0BOT")

    return AsyncApp(signing_secret=secret, authorize=authorize, **more)


@asynccontextmanager
async def serving(bolt: AsyncApp, port: int) -> AsyncIterator[None]:
    """It is served in this process for as long as the block lasts."""
    handler, app = AsyncSlackRequestHandler(bolt), FastAPI()

    async def receive(request: Request) -> Response:
        return await handler.handle(request)

    async def ready() -> Response:
        return Response()

    app.add_api_route(PATH, receive, methods=["POST"])
    app.add_api_route("/readyz", ready)
    config = uvicorn.Config(app, port=port, access_log=False, log_level="error", lifespan="off", server_header=False)
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    try:
        while not server.started:  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0)
        yield
    finally:
        server.should_exit = True
        await task
