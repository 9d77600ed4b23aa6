"""The Web API as routes: reads arguments, checks token and scope, answers in Slack's words."""

import asyncio
import contextlib
import copy
import json
import time
from typing import TYPE_CHECKING, Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.sandbox import methods_chat, methods_conversations, methods_files, methods_users, methods_views
from bot.sandbox.calls import METHODS, Call, Method
from bot.sandbox.errors import SlackError
from bot.sandbox.faults import Fault
from bot.sandbox.model import Json

if TYPE_CHECKING:
    from bot.sandbox.sandbox import Sandbox

__all__ = ["WebApi"]
FAMILIES = (methods_chat, methods_conversations, methods_files, methods_users, methods_views)
"""The modules whose import fills the table of methods."""

HANG_SECONDS = 60.0


class WebApi:
    """Answers `/api/{method}` for everything in the table of methods."""

    def __init__(self, sandbox: "Sandbox") -> None:
        self._sandbox = sandbox
        self.routes = [Route("/api/{method}", self.endpoint, methods=["GET", "POST"])]

    async def endpoint(self, request: Request) -> Response:
        """One call over HTTP, recorded on the wire."""
        name, began = request.path_params["method"], time.perf_counter()
        try:
            args = await arguments(request)
        except SlackError as error:
            args, answer = {}, self._refusal(error)
        else:
            fault = self._sandbox.faults.take(name)
            answer = await self._with_fault(fault, name, args, request) if fault else self._answer(name, args, request)
        body = (
            json.loads(bytes(answer.body)) if answer.media_type == "application/json" else bytes(answer.body).decode()
        )
        shown = {key: value for key, value in args.items() if key != "token"}
        self._sandbox.record("in", name, answer.status_code, (time.perf_counter() - began) * 1000, shown, body)
        return answer

    async def _with_fault(self, fault: Fault, name: str, args: Json, request: Request) -> Response:
        if fault.after_effect:
            self._answer(name, args, request)
        if fault.hang:
            await until_given_up(request)
        if fault.hang or fault.drop:
            return Dropped()
        if fault.retry_after is not None:
            return JSONResponse({"ok": False, "error": fault.error or "ratelimited"}, fault.status or 429,
                                {"Retry-After": str(fault.retry_after)})  # fmt: skip
        if fault.error:
            return JSONResponse({"ok": False, "error": fault.error}, fault.status or 200)
        return PlainTextResponse("", fault.status or 500)

    def _answer(self, name: str, args: Json, request: Request) -> Response:
        try:
            method = METHODS.get(name)
            if method is None:
                raise SlackError("unknown_method", req_method=name)
            self._check_token(method, args, request)
            self._check_rate(method, name, args)
            call = Call(self._sandbox, name, {k: v for k, v in args.items() if k != "token"})
            self._sandbox.note_call(name, copy.deepcopy(call.args))
            if method.scopes:
                call.need_scope(*method.scopes)
            return JSONResponse({"ok": True, **method.handler(call)}, headers=self._headers(method))
        except SlackError as error:
            return self._refusal(error)

    def _headers(self, method: Method) -> dict[str, str]:
        accepted = {"x-accepted-oauth-scopes": ",".join(method.scopes)} if method.scopes else {}
        return {"x-oauth-scopes": ",".join(sorted(self._sandbox.scopes)), **accepted}

    def _refusal(self, error: SlackError) -> Response:
        headers = {"x-oauth-scopes": ",".join(sorted(self._sandbox.scopes))}
        if "retry_after" in error.extra:
            headers["Retry-After"] = str(error.extra.pop("retry_after"))
        return JSONResponse(error.answer(), error.status, headers)

    def _check_token(self, method: Method, args: Json, request: Request) -> None:
        header = request.headers.get("authorization", "")
        token = header[7:].strip() if header.lower().startswith("bearer ") else str(args.get("token") or "")
        sandbox = self._sandbox
        if not token:
            raise SlackError("not_authed")
        if token not in (sandbox.bot_token, sandbox.app_token):
            raise SlackError("invalid_auth")
        if sandbox.uninstalled:
            raise SlackError("account_inactive")
        if token == sandbox.bot_token and sandbox.revoked:
            raise SlackError("token_revoked")
        if (token == sandbox.app_token) != (method.kind == "app"):
            raise SlackError("not_allowed_token_type")

    def _check_rate(self, method: Method, name: str, args: Json) -> None:
        channel = str(args.get("channel") or "")
        wait = self._sandbox.rates.wait(name, method.per_minute, self._sandbox.clock.now(), channel)
        if wait:
            raise SlackError("ratelimited", status=429, retry_after=wait)


class Dropped(Response):
    """No answer: the connection breaks."""

    media_type = "text/plain"

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Break the connection where the server can; elsewhere raise what a transport raises."""
        self.status_code = 0
        hang_up = scope.get("sandbox.hang_up")
        if hang_up is None:
            raise ConnectionResetError("The connection was dropped, as a fault asked.")
        hang_up()


async def arguments(request: Request) -> Json:
    """The arguments of a call: those of the query, and those of a JSON or form body."""
    args: Json = dict(request.query_params)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        args |= _json(await request.body())
    elif kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
        async with request.form() as fields:
            args |= {key: value for key, value in fields.items() if not isinstance(value, UploadFile)}
    elif kind and await request.body():
        raise SlackError("invalid_post_type")
    return args


async def until_given_up(request: Request) -> None:
    """Wait until the caller hangs up, or for longer than any caller waits."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(HANG_SECONDS):
            while (await request.receive())["type"] != "http.disconnect":
                continue


def _json(body: bytes) -> Json:
    try:
        parsed = json.loads(body or b"{}")
    except ValueError as error:
        raise SlackError("invalid_json") from error
    if not isinstance(parsed, dict):
        raise SlackError("json_not_object")
    return parsed
