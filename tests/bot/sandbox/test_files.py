"""A file takes three steps, the right size, and a bot that is in the conversation."""

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.model import Person
from bot.sandbox.sandbox import Sandbox


async def send(url: str, content: bytes) -> int:
    async with aiohttp.ClientSession() as http, http.post(url, data=content) as answer:
        return answer.status


async def test_a_file_is_shared_after_it_was_uploaded(sandbox: Sandbox, slack: AsyncWebClient, mei: Person) -> None:
    channel = (await slack.conversations_open(users=mei.id))["channel"]["id"]
    await slack.files_upload_v2(
        channel=channel, filename="mood.png", content=b"\x89PNG", alt_txt="Mood: steady", title="Mood"
    )
    [message] = sandbox.as_(mei).dm
    [file] = message.files
    assert (file["title"], file["alt_txt"], file["size"]) == ("Mood", "Mood: steady", 4)
    async with aiohttp.ClientSession() as http, http.get(file["url_private"]) as answer:
        assert await answer.read() == b"\x89PNG"


async def test_an_upload_of_another_size_or_a_second_one_is_refused(slack: AsyncWebClient) -> None:
    place = await slack.files_getUploadURLExternal(filename="a.txt", length=4)
    assert await send(place["upload_url"], b"12345") == 400
    assert await send(place["upload_url"], b"1234") == 200
    assert await send(place["upload_url"], b"1234") == 404


async def test_a_file_without_bytes_or_in_a_place_without_the_bot_is_not_shared(
    sandbox: Sandbox, slack: AsyncWebClient, mei: Person
) -> None:
    place = await slack.files_getUploadURLExternal(filename="a.txt", length=4)
    files = [{"id": place["file_id"], "title": "A"}]
    with pytest.raises(SlackApiError, match="file_not_found"):
        await slack.files_completeUploadExternal(files=files)
    await send(place["upload_url"], b"1234")
    news = sandbox.workspace.add_channel("news", [mei])
    with pytest.raises(SlackApiError, match="not_in_channel"):
        await slack.files_completeUploadExternal(files=files, channel_id=news.id)


async def test_uploads_need_their_scope_and_a_short_alt_text(sandbox: Sandbox, slack: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError, match="alt_txt_too_large"):
        await slack.files_getUploadURLExternal(filename="a.png", length=4, alt_txt="x" * 1001)
    sandbox.revoke_scope("files:write")
    with pytest.raises(SlackApiError, match="missing_scope"):
        await slack.files_getUploadURLExternal(filename="a.png", length=4)
