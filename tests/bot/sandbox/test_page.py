"""The page through its routes, with a bot beside it that answers what the test says."""

import html
import json
import re
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.clock import MovableClock
from bot.sandbox.model import Json, Person
from bot.sandbox.page_forms import press_value
from bot.sandbox.page_guide import Note
from bot.sandbox.sandbox import Sandbox
from tests.bot.sandbox.conftest import Raw, actions, button, field_of, modal, section, text

EVIL = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'
HERE = "/as/mei/messages"


@pytest.fixture
async def sandbox(clock: MovableClock) -> AsyncIterator[Sandbox]:
    made = Sandbox(clock)
    made.register(
        commands=["/checkin"],
        shortcuts=[{"callback_id": "note", "type": "message", "name": "Keep it"}],
        events=["message.im", "app_home_opened"],
    )
    async with made.serve():
        yield made


@pytest.fixture
async def browser(sandbox: Sandbox) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(sandbox.app), base_url="http://127.0.0.1") as client:
        yield client


async def do(browser: httpx.AsyncClient, here: str = HERE, **fields: str) -> httpx.Response:
    """Send a form as a browser without script does, and follow to the page."""
    sent = {key.replace("_", "-", 1) if key.startswith("sb_") else key: value for key, value in fields.items()}
    return await browser.post(here, data=sent, follow_redirects=True)


async def live(browser: httpx.AsyncClient, have: Json | None = None, here: str = HERE) -> Json:
    answer = await browser.get(f"/page/live{here}", params={"have": json.dumps(have or {})})
    found: Json = answer.json()
    return found


def payload(raw: Raw) -> Json:
    """The last interaction; the page that is shown after it greets the bot once more."""
    body = next(body for _, body in reversed(raw.got) if b"payload=" in body)
    found: Json = json.loads(parse_qs(body.decode())["payload"][0])
    return found


async def open_modal(sandbox: Sandbox, slack: AsyncWebClient, person: Person, *blocks: Json, **more: Any) -> str:
    trigger = sandbox.workspace.give_trigger(person.id)
    opened = await slack.views_open(trigger_id=trigger, view=modal(*blocks, **more))
    return f"view:{opened['view']['id']}"


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


async def test_a_modal_shows_its_errors_and_keeps_what_was_typed(
    browser: httpx.AsyncClient, sandbox: Sandbox, slack: AsyncWebClient, mei: Person, raw: Raw
) -> None:
    where = await open_modal(sandbox, slack, mei, field_of("progress"), field_of("next"))
    page = await do(browser, sb_act="submit", sb_where=where, progress="Half of it", next="")
    assert "Please fill in this field." in page.text
    assert 'value="Half of it"' in page.text
    raw.body, raw.headers = (
        json.dumps({"response_action": "errors", "errors": {"next": "Say when."}}),
        {"content-type": "application/json"},
    )
    page = await do(browser, sb_act="submit", sb_where=where, progress="Half of it", next="The rest")
    assert "Say when." in page.text
    assert 'value="The rest"' in page.text
    raw.body = ""
    page = await do(browser, sb_act="submit", sb_where=where, progress="Half of it", next="On Monday")
    assert sandbox.as_(mei).modal is None
    assert payload(raw)["view"]["state"]["values"]["next"]["value"]["value"] == "On Monday"


async def test_a_bot_that_is_away_leaves_the_modal_open_and_says_so(
    browser: httpx.AsyncClient, sandbox: Sandbox, slack: AsyncWebClient, mei: Person, raw: Raw
) -> None:
    where = await open_modal(sandbox, slack, mei, field_of("progress"))
    raw.status = 500
    page = await do(browser, sb_act="submit", sb_where=where, progress="Written down")
    assert 'data-testid="said"' in page.text
    assert 'value="Written down"' in page.text


async def test_a_form_sent_twice_does_not_reach_the_modal_below(
    browser: httpx.AsyncClient, sandbox: Sandbox, slack: AsyncWebClient, mei: Person, raw: Raw
) -> None:
    where = await open_modal(sandbox, slack, mei, field_of("progress"))
    await do(browser, sb_act="submit", sb_where=where, progress="once")
    sent = len([body for _, body in raw.got if b"view_submission" in body])
    await open_modal(sandbox, slack, mei, field_of("other"))
    await do(browser, sb_act="submit", sb_where=where, progress="twice")
    assert len([body for _, body in raw.got if b"view_submission" in body]) == sent
    assert sandbox.as_(mei).modal is not None


async def test_a_pressed_button_in_a_modal_carries_what_was_typed(
    browser: httpx.AsyncClient, sandbox: Sandbox, slack: AsyncWebClient, mei: Person, raw: Raw
) -> None:
    more = button("more", value="1")
    where = await open_modal(sandbox, slack, mei, field_of("progress"), actions(more, block_id="row"))
    await do(browser, sb_where=where, progress="so far", sb_press=press_value({"block_id": "row"}, more, "1"))
    assert payload(raw)["view"]["state"]["values"]["progress"]["value"]["value"] == "so far"


async def test_every_input_a_bot_may_use_has_a_field_by_its_block_id(
    browser: httpx.AsyncClient, sandbox: Sandbox, slack: AsyncWebClient, mei: Person
) -> None:
    options = {"options": [{"text": text("One"), "value": "1"}]}
    kinds: dict[str, Json] = {
        "plain_text_input": {"multiline": True}, "number_input": {"is_decimal_allowed": False}, "email_text_input": {},
        "url_text_input": {}, "static_select": options, "multi_static_select": options, "users_select": {},
        "multi_users_select": {}, "checkboxes": options, "radio_buttons": options, "datepicker": {}, "timepicker": {},
        "datetimepicker": {}, "rich_text_input": {},
    }  # fmt: skip
    blocks = [field_of(kind, {"type": kind, **more}, optional=True) for kind, more in kinds.items()]
    await open_modal(sandbox, slack, mei, *blocks, field_of("file", {"type": "file_input"}, optional=True))
    page = (await browser.get(HERE)).text
    for kind in kinds:
        assert f'name="{kind}"' in page, kind
        assert f'data-block-id="{kind}"' in page, kind
    assert "<code>file_input</code>" in page


async def test_pushed_modals_name_those_below_and_close_one_by_one(
    browser: httpx.AsyncClient, sandbox: Sandbox, slack: AsyncWebClient, mei: Person
) -> None:
    await open_modal(sandbox, slack, mei, section("below"), title=text("First"))
    root = sandbox.as_(mei).modal
    assert root is not None
    trigger = sandbox.workspace.give_trigger(mei.id, root.id)
    pushed = await slack.views_push(trigger_id=trigger, view=modal(section("above"), title=text("Second")))
    assert '<div class="parents">First ›</div>' in (await browser.get(HERE)).text
    page = await do(browser, sb_act="close", sb_where=f"view:{pushed['view']['id']}")
    assert "Second" not in page.text
    assert "below" in page.text


@pytest.mark.parametrize(
    ("fields", "moved"),
    [
        ({"sb_to": "hour"}, timedelta(hours=1)),
        ({"sb_to": "day"}, timedelta(days=1)),
        ({"sb_to": "friday"}, timedelta(days=7)),
        ({"sb_to": "monday"}, timedelta(days=2, hours=18)),
        ({"sb_to": "field", "sb_at": "2027-01-08T16:30"}, timedelta(hours=1, minutes=30)),
    ],
)
async def test_the_clock_moves_by_the_persons_own_wall(
    browser: httpx.AsyncClient, clock: MovableClock, mei: Person, fields: dict[str, str], moved: timedelta
) -> None:
    """It is Friday 15:00 in Shanghai when the test begins."""
    before = clock.now()
    await do(browser, sb_act="clock", **fields)
    assert clock.now() - before == moved


@pytest.mark.parametrize(
    ("at", "sentence"), [("2027-01-08T14:59", "only moves forward"), ("", "choose a date"), ("soon", "choose a date")]
)
async def test_a_time_that_is_past_or_none_is_refused_in_a_sentence(
    browser: httpx.AsyncClient, clock: MovableClock, mei: Person, at: str, sentence: str
) -> None:
    before = clock.now()
    assert sentence in (await do(browser, sb_act="clock", sb_to="field", sb_at=at)).text
    assert clock.now() == before


async def test_what_breaks_while_the_clock_moves_is_said(
    browser: httpx.AsyncClient, clock: MovableClock, mei: Person
) -> None:
    async def broken(now: datetime) -> None:
        raise RuntimeError("not today")

    clock.on_move(broken)
    assert "broke while the clock moved" in (await do(browser, sb_act="clock", sb_to="hour")).text


async def test_reset_asks_first_and_is_there_only_when_the_host_can(
    browser: httpx.AsyncClient, sandbox: Sandbox, mei: Person
) -> None:
    done: list[bool] = []
    assert 'data-testid="reset"' not in (await browser.get(HERE)).text
    await do(browser, sb_act="reset", sb_confirm="yes")

    async def reset() -> None:
        done.append(True)

    sandbox.on_reset = reset
    page = await do(browser, sb_act="reset")
    assert "Start over" in page.text
    assert done == []
    page = await do(browser, sb_act="reset", sb_confirm="yes")
    assert done == [True]
    assert "as it was at the start" in page.text


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


async def test_a_look_brings_only_what_has_changed(
    browser: httpx.AsyncClient, slack: AsyncWebClient, mei: Person
) -> None:
    first = await live(browser)
    assert set(first["parts"]) == {"nav", "people", "main", "modal", "wire", "clock"}
    assert await live(browser, first["hashes"]) == {}
    await slack.chat_postMessage(channel=mei.id, text="news")
    second = await live(browser, first["hashes"])
    assert set(second["parts"]) == {"main", "wire"}
    assert "news" in second["parts"]["main"]


async def test_the_page_carries_the_same_marks_as_the_first_look(browser: httpx.AsyncClient, mei: Person) -> None:
    """So that the first look after a page has loaded changes nothing under somebody's hands."""
    page = (await browser.get(HERE)).text
    found = re.search(r'data-hashes="([^"]*)"', page)
    assert found is not None
    assert await live(browser, json.loads(html.unescape(found[1]))) == {}


@pytest.mark.parametrize("have", ["", "{", "[]", "7"])
async def test_a_look_with_nonsense_brings_everything(browser: httpx.AsyncClient, mei: Person, have: str) -> None:
    answer = await browser.get(f"/page/live{HERE}", params={"have": have})
    assert len(answer.json()["parts"]) == 6


async def test_the_wire_shows_both_ways_newest_first_and_filters(
    browser: httpx.AsyncClient, slack: AsyncWebClient, mei: Person, raw: Raw
) -> None:
    await slack.chat_postMessage(channel=mei.id, text="x")
    await do(browser, sb_act="say", sb_text="hello")
    page = (await browser.get(HERE)).text
    assert page.index("wire-row out") < page.index("chat.postMessage")
    page = (await browser.get(f"{HERE}?wire=postmess")).text
    assert "chat.postMessage" in page
    assert "wire-row out" not in page


async def test_an_exchange_is_opened_and_shows_both_sides_without_any_token(
    browser: httpx.AsyncClient, sandbox: Sandbox, slack: AsyncWebClient, mei: Person
) -> None:
    await slack.chat_postMessage(channel=mei.id, text=EVIL)
    found = re.search(r'data-load="([^"]+)"', (await browser.get(HERE)).text)
    assert found is not None
    shown = (await browser.get(found[1])).text
    assert "&#34;ok&#34;: true" in shown
    assert "<script>" not in shown
    assert sandbox.bot_token not in shown
    assert (await browser.get("/page/wire/none")).status_code == 404


async def test_the_wire_names_a_refusal_and_never_shows_a_token(
    browser: httpx.AsyncClient, sandbox: Sandbox, slack: AsyncWebClient, mei: Person
) -> None:
    sandbox.faults.add("chat.postMessage", error="channel_not_found")
    with pytest.raises(Exception, match="channel_not_found"):
        await slack.chat_postMessage(channel=mei.id, text="x")
    page = (await browser.get(HERE)).text
    assert '<span class="status">channel_not_found</span>' in page
    assert sandbox.bot_token not in page


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
