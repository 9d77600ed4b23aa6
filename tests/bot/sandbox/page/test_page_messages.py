"""Messages, commands, shortcuts, buttons and Home on the page."""

import json
from urllib.parse import parse_qs

import httpx
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.model import Person
from bot.sandbox.page_forms import press_value
from bot.sandbox.sandbox import Sandbox
from tests.bot.sandbox.conftest import Raw, actions, button, text
from tests.bot.sandbox.page.conftest import HERE, do, payload


async def test_a_message_reaches_the_bot_and_the_answer_is_shown(
    browser: httpx.AsyncClient, sandbox: Sandbox, slack: AsyncWebClient, mei: Person, raw: Raw
) -> None:
    await do(browser, sb_act="say", sb_text="Hello\r\nthere")
    assert sandbox.as_(mei).dm[-1].text == "Hello\nthere"
    await slack.chat_postMessage(channel=mei.id, text="*Welcome*")
    assert "<strong>Welcome</strong>" in (await browser.get(HERE)).text


async def test_a_reply_stays_in_its_thread(
    browser: httpx.AsyncClient, sandbox: Sandbox, slack: AsyncWebClient, mei: Person
) -> None:
    first = await slack.chat_postMessage(channel=mei.id, text="How was it?")
    page = await do(browser, sb_act="say", sb_text="/not a command here", sb_thread=first["ts"])
    assert sandbox.as_(mei).dm[-1].thread_ts == first["ts"]
    assert '<div class="thread">' in page.text


async def test_an_ephemeral_message_is_marked_and_only_its_reader_sees_it(
    browser: httpx.AsyncClient, sandbox: Sandbox, slack: AsyncWebClient, mei: Person, max_: Person
) -> None:
    channel = sandbox.workspace.add_channel("team", [mei, max_, sandbox.bot_user])
    await slack.chat_postEphemeral(channel=channel.id, user=mei.id, text="For you")
    hers, his = [(await browser.get(f"/as/{who}/channels/team")).text for who in ("mei", "max")]
    assert "For you" in hers
    assert "Only visible to you" in hers
    assert "For you" not in his


async def test_people_edit_and_delete_their_own_messages(
    browser: httpx.AsyncClient, sandbox: Sandbox, mei: Person
) -> None:
    message = await sandbox.as_(mei).say("frist")
    where = f"message:{message.channel}:{message.ts}"
    assert "frist</textarea>" in (await browser.get(f"{HERE}?edit={message.ts}")).text
    page = await do(browser, sb_act="edit", sb_where=where, sb_text="first")
    assert "first" in page.text
    assert "(edited)" in page.text
    await do(browser, sb_act="delete", sb_where=where)
    assert sandbox.as_(mei).dm == []


async def test_nobody_changes_what_others_wrote(
    browser: httpx.AsyncClient, sandbox: Sandbox, slack: AsyncWebClient, mei: Person, max_: Person
) -> None:
    theirs = await sandbox.as_(max_).say("mine alone")
    bots = await slack.chat_postMessage(channel=mei.id, text="from the bot")
    for where in (f"message:{theirs.channel}:{theirs.ts}", f"message:{bots['channel']}:{bots['ts']}", "message:x", ""):
        assert (await do(browser, sb_act="delete", sb_where=where)).status_code == 200
    assert [m.text for m in sandbox.as_(max_).dm] == ["mine alone"]
    assert [m.text for m in sandbox.as_(mei).dm] == ["from the bot"]


async def test_a_command_that_is_not_registered_is_said_to_be_none(browser: httpx.AsyncClient, mei: Person) -> None:
    assert "/nope is not a valid command." in (await do(browser, sb_act="say", sb_text="/nope")).text


async def test_a_command_carries_its_words(browser: httpx.AsyncClient, mei: Person, raw: Raw) -> None:
    await do(browser, sb_act="say", sb_text="/checkin away until Monday")
    sent = parse_qs(next(body for _, body in raw.got if b"command=" in body).decode())
    assert (sent["command"], sent["text"]) == (["/checkin"], ["away until Monday"])


async def test_a_message_shortcut_carries_its_message(
    browser: httpx.AsyncClient, slack: AsyncWebClient, mei: Person, raw: Raw
) -> None:
    said = await slack.chat_postMessage(channel=mei.id, text="Keep me")
    await do(browser, sb_shortcut="note", sb_where=f"message:{said['channel']}:{said['ts']}")
    assert payload(raw)["callback_id"] == "note"
    assert payload(raw)["message"]["text"] == "Keep me"


async def test_a_button_in_a_message_is_pressed(
    browser: httpx.AsyncClient, slack: AsyncWebClient, mei: Person, raw: Raw
) -> None:
    go = button("go", value="7")
    said = await slack.chat_postMessage(channel=mei.id, text="x", blocks=[actions(go, block_id="row")])
    where = f"message:{said['channel']}:{said['ts']}"
    await do(browser, sb_where=where, sb_press=press_value({"block_id": "row"}, go, "7"))
    assert payload(raw)["actions"][0]["value"] == "7"


async def test_a_button_with_a_question_asks_it_first(
    browser: httpx.AsyncClient, slack: AsyncWebClient, mei: Person, raw: Raw
) -> None:
    question = {"title": text("Skip"), "text": text("Really?"), "confirm": text("Yes, skip"), "deny": text("Back")}
    go = button("skip", confirm=question)
    said = await slack.chat_postMessage(channel=mei.id, text="x", blocks=[actions(go, block_id="row")])
    fields = {
        "sb_where": f"message:{said['channel']}:{said['ts']}",
        "sb_press": press_value({"block_id": "row"}, go, ""),
    }
    before = len(raw.got)
    page = await do(browser, **fields)
    assert "Really?" in page.text
    assert "Yes, skip" in page.text
    assert "Really?" not in (await do(browser, **fields, sb_confirm="no")).text
    presses = [body for _, body in raw.got[before:] if b"payload=" in body]
    assert presses == []
    await do(browser, **fields, sb_confirm="yes")
    assert payload(raw)["actions"][0]["action_id"] == "skip"


async def test_a_button_that_is_gone_is_said_to_be_gone(
    browser: httpx.AsyncClient, slack: AsyncWebClient, mei: Person, raw: Raw
) -> None:
    said = await slack.chat_postMessage(channel=mei.id, text="x", blocks=[actions(button("go"), block_id="row")])
    where = f"message:{said['channel']}:{said['ts']}"
    page = await do(browser, sb_where=where, sb_press=press_value({"block_id": "row"}, button("old"), ""))
    assert "no longer there" in page.text


async def test_home_is_asked_for_on_entry_and_its_selects_work(
    browser: httpx.AsyncClient, slack: AsyncWebClient, mei: Person, raw: Raw
) -> None:
    choice = {"type": "static_select", "action_id": "lang", "options": [{"text": text("English"), "value": "en"}]}
    assert "has not shown a Home" in (await browser.get("/as/mei/home")).text
    assert json.loads(raw.got[-1][1])["event"]["tab"] == "home"
    await slack.views_publish(user_id=mei.id, view={"type": "home", "blocks": [actions(choice, block_id="row")]})
    press = press_value({"block_id": "row"}, choice)
    await do(browser, "/as/mei/home", sb_where="home", sb_press=press, **{"row:lang": "en"})
    assert payload(raw)["actions"][0]["selected_option"]["value"] == "en"
