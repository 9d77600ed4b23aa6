"""The page runs nothing that people or the bot write, takes nothing from elsewhere, and lets nobody be who they cannot be."""

import html
import re

import httpx
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.model import Person
from bot.sandbox.sandbox import Sandbox
from tests.bot.sandbox.conftest import actions, button, section, text
from tests.bot.sandbox.page.conftest import EVIL, HERE, do


async def test_nothing_may_come_from_elsewhere(browser: httpx.AsyncClient, mei: Person) -> None:
    answer = await browser.get(HERE)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"""(src|href)=["']https?:""", answer.text)
    assert " style=" not in answer.text
    assert "<script>" not in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "cross-site"},
    ],
)
async def test_a_form_of_another_site_is_refused(
    browser: httpx.AsyncClient, sandbox: Sandbox, mei: Person, headers: dict[str, str]
) -> None:
    answer = await browser.post(HERE, data={"sb-act": "say", "sb-text": "x"}, headers=headers)
    assert answer.status_code == 403
    assert sandbox.as_(mei).dm == []


async def test_a_name_that_somebody_points_at_this_machine_cannot_read_the_page(
    browser: httpx.AsyncClient, mei: Person
) -> None:
    for path in ("/", HERE, f"/page/live{HERE}"):
        assert (await browser.get(path, headers={"host": "evil.example"})).status_code == 403


async def test_nobody_can_be_a_bot_or_somebody_who_left(
    browser: httpx.AsyncClient, sandbox: Sandbox, mei: Person, max_: Person
) -> None:
    sandbox.workspace.deactivate(max_)
    page = (await browser.get(HERE)).text
    assert "person-mei" in page
    assert "person-max" not in page
    for handle in ("max", "growloop", "slackbot", "nobody"):
        assert (await browser.get(f"/as/{handle}/messages")).headers["location"] == "/"


async def test_what_people_write_is_shown_and_never_run(browser: httpx.AsyncClient, sandbox: Sandbox) -> None:
    sandbox.workspace.add_person(EVIL, "mei@example.com", title=EVIL)
    page = await do(browser, sb_act="say", sb_text=EVIL)
    assert "<script>" not in page.text
    assert "<img" not in page.text.replace('<img src="/page/static/icon.svg"', "")
    assert page.text.count(html.escape("<script>")) >= 3


async def test_what_the_bot_writes_is_shown_and_never_run(
    browser: httpx.AsyncClient, slack: AsyncWebClient, mei: Person
) -> None:
    blocks = [
        section(EVIL.replace("<", "&lt;")),
        {"type": "header", "text": text(EVIL)},
        actions(
            button("a", EVIL[:70], value=EVIL, url="javascript:alert(1)"),
            {"type": "static_select", "action_id": "s", "placeholder": text(EVIL[:70]),
             "options": [{"text": text(EVIL[:70]), "value": EVIL[:70]}]},
        ),
        {"type": "image", "image_url": "https://evil.example/x.png", "alt_text": EVIL},
    ]  # fmt: skip
    await slack.chat_postMessage(channel=mei.id, text=EVIL, blocks=blocks)
    page = (await browser.get(HERE)).text
    assert "<script>" not in page
    assert "<img" not in page.replace('<img src="/page/static/icon.svg"', "")
    assert 'src="https://evil' not in page


async def test_a_block_that_the_page_cannot_draw_is_named(
    browser: httpx.AsyncClient, slack: AsyncWebClient, mei: Person
) -> None:
    await slack.chat_postMessage(channel=mei.id, text="x", blocks=[{"type": "markdown", "text": "# x"}])
    assert "<code>markdown</code>" in (await browser.get(HERE)).text
