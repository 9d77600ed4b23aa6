"""files.*: uploads in three steps, and the address that takes the bytes."""

import mimetypes
import secrets
from typing import TYPE_CHECKING

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.sandbox.calls import Call, method
from bot.sandbox.errors import SlackError
from bot.sandbox.methods_chat import checked_content
from bot.sandbox.model import Json

if TYPE_CHECKING:
    from bot.sandbox.sandbox import Sandbox

ALT_TEXT_MAX = 1000
SHOWN = frozenset({"image/png", "text/calendar"})
"""What a browser is told it gets; everything else is bytes to it."""
UPLOAD_MAX = 1_000_000_000


@method("files.getUploadURLExternal", "files:write", per_minute=100)
def upload_url(call: Call) -> Json:
    """Where to send the bytes of a file, which needs no token."""
    call.need("filename", "length")
    length = call.number("length", 0)
    if not 0 < length <= UPLOAD_MAX:
        raise SlackError("invalid_arguments", "[ERROR] must be a size in bytes [json-pointer:/length]")
    if len(call.text("alt_txt")) > ALT_TEXT_MAX:
        raise SlackError("alt_txt_too_large")
    workspace = call.sandbox.workspace
    file_id, key = workspace.ids.next("F"), secrets.token_urlsafe(16)
    workspace.files[file_id] = {
        "id": file_id, "name": call.text("filename"), "title": call.text("filename"), "size": length,
        "alt_txt": call.text("alt_txt"), "user": call.sandbox.bot_user_id, "key": key, "content": None, "shared": False,
    }  # fmt: skip
    return {"upload_url": f"{call.sandbox.base_url}/upload/{file_id}/{key}", "file_id": file_id}


@method("files.completeUploadExternal", "files:write", per_minute=100)
def complete(call: Call) -> Json:
    """Share uploaded files in a conversation where the bot is, or keep them to itself."""
    wanted = call.value("files")
    if not isinstance(wanted, list) or not wanted:
        raise SlackError("invalid_arguments", "[ERROR] must contain at least 1 file [json-pointer:/files]")
    stored = [_uploaded(call, item) for item in wanted]
    channel_ids = [c for c in call.text("channels").split(",") if c] or [c for c in [call.text("channel_id")] if c]
    for channel_id in channel_ids:
        channel = call.sandbox.workspace.channels.get(channel_id)
        if channel is None:
            raise SlackError("channel_not_found")
        if call.sandbox.bot_user_id not in channel.members:
            raise SlackError("not_in_channel")
        content = checked_content({"text": call.text("initial_comment"), "blocks": call.value("blocks")})
        shown = [public(call.sandbox, file) for file in stored]
        call.sandbox.post(channel, thread_ts=call.text("thread_ts") or None, files=shown, **content)
    for file in stored:
        file["shared"] = True
    return {"files": [{"id": file["id"], "title": file["title"]} for file in stored]}


def public(sandbox: "Sandbox", file: Json) -> Json:
    """A file as it stands in a message; the bytes are at `url_private`."""
    shown = {key: file[key] for key in ("id", "name", "title", "size", "alt_txt", "user")}
    return shown | {"url_private": f"{sandbox.base_url}/files/{file['id']}/{file['key']}", "mode": "hosted"}


def routes(sandbox: "Sandbox") -> list[Route]:
    """The addresses that take and give the bytes."""

    async def take(request: Request) -> Response:
        file = sandbox.workspace.files.get(request.path_params["file_id"])
        if file is None or file["key"] != request.path_params["key"] or file["content"] is not None:
            return PlainTextResponse("not found", 404)
        content = await _content(request)
        if len(content) != file["size"]:
            return PlainTextResponse(f"expected {file['size']} bytes, got {len(content)}", 400)
        file["content"] = content
        sandbox.record("in", "upload", 200, 0.0, {"file": file["id"], "bytes": len(content)}, "OK")
        return PlainTextResponse(f"OK - {len(content)}")

    async def give(request: Request) -> Response:
        file = sandbox.workspace.files.get(request.path_params["file_id"])
        if file is None or file["key"] != request.path_params["key"] or file["content"] is None:
            return PlainTextResponse("not found", 404)
        kind = mimetypes.guess_type(str(file["name"]))[0]
        kind = kind if kind in SHOWN else "application/octet-stream"
        return Response(file["content"], media_type=kind, headers={"X-Content-Type-Options": "nosniff"})

    return [
        Route("/upload/{file_id}/{key}", take, methods=["POST"]),
        Route("/files/{file_id}/{key}", give, methods=["GET"]),
    ]


async def _content(request: Request) -> bytes:
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        async with request.form() as fields:
            for value in fields.values():
                if isinstance(value, UploadFile):
                    return await value.read()
        return b""
    return await request.body()


def _uploaded(call: Call, item: Json) -> Json:
    file = call.sandbox.workspace.files.get(str(item.get("id"))) if isinstance(item, dict) else None
    if file is None or file["content"] is None or file["shared"]:
        raise SlackError("file_not_found")
    file["title"] = str(item.get("title") or file["name"])
    return file
