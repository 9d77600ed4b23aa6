"""The page shows what a person may see: hints, channels, unread marks, languages, dates, pictures."""

import re

import httpx
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.model import Person
from bot.sandbox.page_guide import Note
from bot.sandbox.sandbox import Sandbox
from tests.bot.sandbox.conftest import actions, button, field_of
from tests.bot.sandbox.page.conftest import HERE, do, open_modal


async def test_the_front_door_leads_to_somebodys_messages(
    browser: httpx.AsyncClient, mei: Person, max_: Person
) -> None:
    assert (await browser.get("/")).headers["location"] == "/as/max/messages"


async def test_the_first_hint_says_whom_to_be_first(
    browser: httpx.AsyncClient, sandbox: Sandbox, mei: Person, max_: Person
) -> None:
    sandbox.notes = [Note({"en": "Be Mei.", "zh_CN": "成为 Mei。"}, "mei@example.com", "home")]
    assert (await browser.get("/")).headers["location"] == HERE
    assert 'href="/as/mei/home">Be Mei.</a>' in (await browser.get(HERE)).text
    assert "成为 Mei。" in (await browser.get(HERE, headers={"accept-language": "zh-CN"})).text


async def test_an_empty_workspace_says_so(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/")
    assert (answer.status_code, answer.text) == (503, "Nobody is in this workspace yet.")


async def test_the_page_says_that_it_is_a_stand_in(browser: httpx.AsyncClient, mei: Person) -> None:
    assert "A stand-in for Slack, on this machine only" in (await browser.get(HERE)).text


async def test_a_channel_of_others_is_not_shown(
    browser: httpx.AsyncClient, sandbox: Sandbox, mei: Person, max_: Person
) -> None:
    sandbox.workspace.add_channel("team", [mei, sandbox.bot_user])
    sandbox.workspace.add_channel("secret", [max_, sandbox.bot_user], private=True)
    page = (await browser.get(HERE)).text
    assert "nav-team" in page
    assert "nav-secret" not in page
    assert (await browser.get("/as/mei/channels/team")).status_code == 200
    for name in ("secret", "none"):
        assert (await browser.get(f"/as/mei/channels/{name}")).headers["location"] == HERE


async def test_what_was_said_to_somebody_else_is_marked_unread_until_they_look(
    browser: httpx.AsyncClient, slack: AsyncWebClient, mei: Person, max_: Person
) -> None:
    await slack.chat_postMessage(channel=max_.id, text="seeded before anybody looked")
    assert 'class="dot"' not in (await browser.get(HERE)).text
    await slack.chat_postMessage(channel=max_.id, text="news")
    assert 'class="dot"' in (await browser.get(HERE)).text
    await browser.get("/as/max/messages")
    assert 'class="dot"' not in (await browser.get(HERE)).text


async def test_people_stand_in_the_hosts_groups_and_each_once(
    browser: httpx.AsyncClient, sandbox: Sandbox, mei: Person, max_: Person
) -> None:
    sandbox.people_groups = [("Platform", ["mei@example.com", "nobody@example.com"]), ("Again", [mei])]
    page = (await browser.get(HERE)).text
    assert page.count('data-testid="person-mei"') == 1
    assert page.index("Platform") < page.index("person-mei") < page.index("Others") < page.index("person-max")
    assert "Again" not in page


async def test_the_page_speaks_three_languages_by_a_switch(browser: httpx.AsyncClient, mei: Person) -> None:
    assert "Be somebody else" in (await browser.get(HERE)).text
    assert "换一个人" in (await do(browser, sb_act="language", sb_lang="zh_CN")).text
    assert "換一個人" in (await do(browser, sb_act="language", sb_lang="zh_TW")).text
    assert "Be somebody else" in (await do(browser, sb_act="language", sb_lang="en")).text


async def test_dates_are_in_the_persons_own_language_and_zone(
    browser: httpx.AsyncClient, slack: AsyncWebClient, mei: Person, max_: Person
) -> None:
    await slack.chat_postMessage(channel=mei.id, text="x")
    await slack.chat_postMessage(channel=max_.id, text="x")
    assert "2027年1月8日星期五" in (await browser.get(HERE)).text
    assert "Freitag, 8. Januar 2027" in (await browser.get("/as/max/messages")).text


async def test_hints_stay_away_once_dismissed(browser: httpx.AsyncClient, sandbox: Sandbox, mei: Person) -> None:
    sandbox.notes = ["Look around."]
    assert "Look around." in (await browser.get(HERE)).text
    assert "Look around." not in (await do(browser, sb_act="dismiss")).text


async def test_a_picture_of_the_bot_is_shown_with_its_words(
    browser: httpx.AsyncClient, slack: AsyncWebClient, mei: Person
) -> None:
    channel = (await slack.conversations_open(users=mei.id))["channel"]["id"]
    await slack.files_upload_v2(
        channel=channel, filename="mood.png", content=b"\x89PNG", alt_txt="Mood: rising", title="Mood"
    )
    page = (await browser.get(HERE)).text
    found = re.search(r'<img class="picture large" src="(/files/[^"]+)" alt="Mood: rising">', page)
    assert found is not None
    assert (await browser.get(found[1])).content == b"\x89PNG"


async def test_the_hooks_that_browser_tests_hold_on_to_are_there(
    browser: httpx.AsyncClient, sandbox: Sandbox, slack: AsyncWebClient, mei: Person
) -> None:
    async def reset() -> None:
        return None

    sandbox.on_reset = reset
    await slack.chat_postMessage(channel=mei.id, text="x", blocks=[actions(button("go"), block_id="row")])
    await open_modal(sandbox, slack, mei, field_of("progress"))
    page = (await browser.get(HERE)).text
    for hook in (
        "person-mei", "nav-messages", "nav-home", "clock-now", "clock-friday", "clock-monday", "clock-hour", "clock-day",
        "clock-field", "clock-set", "composer", "send", "message", "modal", "modal-submit", "modal-close", "wire", "reset",
    ):  # fmt: skip
        assert f'data-testid="{hook}"' in page, hook
    assert 'data-action-id="go"' in page
