"""The HTTP side: Slack's requests, and the questions of those who run it: is it alive, is it ready, how does it go?"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from fastapi import FastAPI, Request, Response
from starlette.responses import JSONResponse, PlainTextResponse

from bot.deps import Deps
from bot.usecases import health
from handlers.bridge import Bridge
from handlers.guard import PARSED, PATH, Guard
from storage.database import DatabaseUnavailable

ANSWER_SECONDS = 2.0
"""How long a readiness check waits for the database."""


@dataclass
class Readiness:
    """What this process still waits for. `stopping` is set first of all when the process is to end."""

    socket: Callable[[], bool] | None = None
    migrated: bool = True
    stopping: asyncio.Event = field(default_factory=asyncio.Event)


def create(deps: Deps, bridge: Bridge, *, secret: str | None, readiness: Readiness) -> FastAPI:
    """The ASGI app. Without a signing secret (Socket Mode) nothing from Slack is taken over HTTP."""
    app = FastAPI(title="Growloop", openapi_url=None, docs_url=None, redoc_url=None)
    app.add_api_route("/healthz", alive, methods=["GET"])
    app.add_api_route("/readyz", _ready(deps, readiness), methods=["GET"])
    app.add_api_route("/metrics", _metrics(deps), methods=["GET"])
    if secret:
        app.add_route(PATH, _from_slack(bridge), methods=["POST"])
        app.add_middleware(Guard, secret=secret, clock=deps.clock)
    return app


async def alive() -> Response:
    """The process runs and its loop turns."""
    return PlainTextResponse("ok")


def _from_slack(bridge: Bridge) -> Callable[[Request], "asyncio.Future[Response]"]:
    async def receive(request: Request) -> Response:
        answer = await bridge.dispatch(getattr(request.state, PARSED), request.headers)
        return Response(answer.body, answer.status, answer.first_headers_without_set_cookie())

    return receive  # type: ignore[return-value]


def _ready(deps: Deps, readiness: Readiness) -> Callable[[], object]:
    async def ready() -> Response:
        waits = await _waits_for(deps, readiness)
        return JSONResponse({"ready": not waits, "waits_for": waits}, 503 if waits else 200)

    return ready


async def _waits_for(deps: Deps, readiness: Readiness) -> list[str]:
    waits = ["the process is stopping"] if readiness.stopping.is_set() else []
    if not readiness.migrated:
        waits.append("the database is not up to date: run growloop migrate")
    if readiness.socket is not None and not readiness.socket():
        waits.append("the socket to Slack is not connected")
    try:
        async with asyncio.timeout(ANSWER_SECONDS), deps.transaction(reading=True) as tx:
            if not await health.knows_workspace(tx):
                waits.append("no workspace is known yet")
    except (DatabaseUnavailable, TimeoutError):
        waits.append("the database does not answer")
    return waits


def _metrics(deps: Deps) -> Callable[[], object]:
    async def metrics() -> Response:
        now = deps.clock.now()
        try:
            async with deps.transaction(reading=True) as tx:
                text = await health.metrics(tx, now)
        except DatabaseUnavailable:
            return PlainTextResponse("", 503)
        return PlainTextResponse(text, media_type="text/plain; version=0.0.4")

    return metrics
