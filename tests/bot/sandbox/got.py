"""What a bot without a framework was sent."""

import json
from urllib.parse import parse_qs

from bot.sandbox.model import Json
from tests.bot.sandbox.conftest import Raw


def events(raw: Raw) -> list[Json]:
    bodies = [json.loads(body) for headers, body in raw.got if headers["content-type"] == "application/json"]
    return [body["event"] for body in bodies if "event" in body]


def payload(raw: Raw, at: int = -1) -> Json:
    made: Json = json.loads(parse_qs(raw.got[at][1].decode())["payload"][0])
    return made
