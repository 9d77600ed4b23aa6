"""Modals and Homes: triggers once and for three seconds, hashes, the stack, and what survives a change."""

import asyncio
import json
from typing import Any
from urllib.parse import parse_qs

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.actor import Actor
from bot.sandbox.model import Json, Person
from bot.sandbox.sandbox import Sandbox
from tests.bot.sandbox.conftest import Raw, actions, button, field_of, modal, section, text


async def refusal(work: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        await work
    return str(caught.value.response["error"])


def trigger(sandbox: Sandbox, person: Person) -> str:
    inside = sandbox.as_(person).modal
    return sandbox.workspace.give_trigger(person.id, inside.id if inside else None)


@pytest.fixture
async def form(sandbox: Sandbox, slack: AsyncWebClient, raw: Raw, mei: Person) -> Actor:
    """Mei with a form open, and a bot that answers what the test says."""
    await slack.views_open(
        trigger_id=trigger(sandbox, mei),
        view=modal(field_of("done"), field_of("idea", optional=True), section("text", block_id="s")),
    )
    return sandbox.as_(mei)


async def test_a_trigger_works_once_and_for_three_seconds(sandbox: Sandbox, slack: AsyncWebClient, mei: Person) -> None:
    view = modal(section("x"))
    used = trigger(sandbox, mei)
    await slack.views_open(trigger_id=used, view=view)
    assert await refusal(slack.views_open(trigger_id=used, view=view)) == "exchanged_trigger_id"
    late = trigger(sandbox, mei)
    await sandbox.clock.sleep(3.1)
    assert await refusal(slack.views_open(trigger_id=late, view=view)) == "expired_trigger_id"
    assert await refusal(slack.views_open(trigger_id="1.2.abc", view=view)) == "invalid_trigger_id"


async def test_a_wrong_view_is_refused_with_its_place(sandbox: Sandbox, slack: AsyncWebClient, mei: Person) -> None:
    with pytest.raises(SlackApiError) as caught:
        await slack.views_open(trigger_id=trigger(sandbox, mei), view=modal(field_of("f"), submit=None))
    assert caught.value.response["error"] == "invalid_arguments"
    assert "[json-pointer:/view/submit]" in caught.value.response["response_metadata"]["messages"][0]
    large = modal(*[section("汉" * 2900) for _ in range(29)])
    assert await refusal(slack.views_open(trigger_id=trigger(sandbox, mei), view=large)) == "view_too_large"
    home = {"type": "home", "blocks": [section("x")]}
    assert await refusal(slack.views_open(trigger_id=trigger(sandbox, mei), view=home)) == "invalid_arguments"


async def test_a_push_needs_a_trigger_from_the_open_modal_and_stops_at_three(
    sandbox: Sandbox, slack: AsyncWebClient, form: Actor
) -> None:
    outside = sandbox.workspace.give_trigger(form.person.id)
    assert await refusal(slack.views_push(trigger_id=outside, view=modal(section("x")))) == "invalid_trigger_id"
    for depth in (2, 3):
        pushed = (await slack.views_push(trigger_id=trigger(sandbox, form.person), view=modal(section("x"))))["view"]
        assert len(form.modals) == depth
        assert (pushed["root_view_id"], pushed["previous_view_id"]) == (form.modals[0].id, form.modals[-2].id)
    refused = slack.views_push(trigger_id=trigger(sandbox, form.person), view=modal(section("x")))
    assert await refusal(refused) == "push_limit_reached"


async def test_an_old_hash_does_not_overwrite_a_newer_view(slack: AsyncWebClient, form: Actor) -> None:
    assert form.modal is not None
    first = form.modal.hash
    await slack.views_update(view_id=form.modal.id, hash=first, view=modal(section("one")))
    again = slack.views_update(view_id=form.modal.id, hash=first, view=modal(section("two")))
    assert await refusal(again) == "hash_conflict"
    await slack.views_update(view_id=form.modal.id, view=modal(section("three")))
    assert await refusal(slack.views_update(view_id="V0NONE", view=modal(section("x")))) == "not_found"
    assert await refusal(slack.api_call("views.update", json={"view": modal(section("x"))})) == "invalid_arguments"


async def test_an_external_id_names_one_view(
    sandbox: Sandbox, slack: AsyncWebClient, mei: Person, max_: Person
) -> None:
    view = modal(section("x"), external_id="mine")
    await slack.views_open(trigger_id=trigger(sandbox, mei), view=view)
    assert await refusal(slack.views_open(trigger_id=trigger(sandbox, max_), view=view)) == "duplicate_external_id"
    await slack.views_update(external_id="mine", view=modal(section("y"), external_id="mine"))


async def test_typed_words_stay_where_both_ids_stay(slack: AsyncWebClient, form: Actor) -> None:
    form.fill(done="typed", idea="typed too")
    assert form.modal is not None
    changed = modal(field_of("done"), field_of("idea_2", {"type": "plain_text_input", "initial_value": "fresh"}))
    answer = await slack.views_update(view_id=form.modal.id, view=changed)
    values = answer["view"]["state"]["values"]
    assert values["done"]["value"]["value"] == "typed"
    assert values["idea_2"]["value"]["value"] == "fresh"
    assert "idea" not in values


async def test_a_home_is_published_for_each_person_with_a_hash(
    sandbox: Sandbox, slack: AsyncWebClient, mei: Person, max_: Person
) -> None:
    home = {"type": "home", "blocks": [section("for Mei")]}
    first = (await slack.views_publish(user_id=mei.id, view=home))["view"]
    assert sandbox.as_(max_).home is None
    await slack.views_publish(user_id=mei.id, hash=first["hash"], view=home)
    assert await refusal(slack.views_publish(user_id=mei.id, hash=first["hash"], view=home)) == "hash_conflict"
    assert await refusal(slack.views_publish(user_id="U0NOBODY", view=home)) == "invalid_arguments"
    assert await refusal(slack.views_publish(user_id=mei.id, view=modal(section("x")))) == "invalid_arguments"
    sandbox.home_tab = False
    assert await refusal(slack.views_publish(user_id=mei.id, view=home)) == "not_enabled"


async def test_a_submission_carries_the_whole_state(
    raw: Raw, sandbox: Sandbox, slack: AsyncWebClient, mei: Person
) -> None:
    choice = [{"text": text(word), "value": word} for word in ("a", "b")]
    view = modal(
        field_of("words", {"type": "plain_text_input", "initial_value": "as before"}),
        field_of("empty", optional=True),
        field_of("one", {"type": "static_select", "options": choice, "initial_option": choice[1]}),
        field_of("many", {"type": "multi_static_select", "options": choice}, optional=True),
        field_of("radio", {"type": "radio_buttons", "options": choice}, optional=True),
        field_of("who", {"type": "users_select", "initial_user": mei.id}),
        field_of("day", {"type": "datepicker"}, optional=True),
        private_metadata="42",
    )
    await slack.views_open(trigger_id=trigger(sandbox, mei), view=view)
    assert (await sandbox.as_(mei).submit()).ok
    payload = sent(raw)
    assert payload["type"] == "view_submission"
    assert payload["view"]["type"] == "modal"
    assert payload["view"]["private_metadata"] == "42"
    assert payload["response_urls"] == []
    values = {block: state["value"] for block, state in payload["view"]["state"]["values"].items()}
    assert values["words"]["value"] == "as before"
    assert values["empty"] == {"type": "plain_text_input", "value": None}
    assert values["one"]["selected_option"]["value"] == "b"
    assert values["many"]["selected_options"] == []
    assert values["radio"]["selected_option"] is None
    assert values["who"]["selected_user"] == mei.id
    assert values["day"]["selected_date"] is None


def sent(raw: Raw) -> Json:
    payload: Json = json.loads(parse_qs(raw.got[-1][1].decode())["payload"][0])
    return payload


async def test_an_empty_answer_closes_the_modal_and_shows_the_one_below(
    sandbox: Sandbox, slack: AsyncWebClient, form: Actor
) -> None:
    await slack.views_push(trigger_id=trigger(sandbox, form.person), view=modal(section("x")))
    assert (await form.submit()).ok
    assert len(form.modals) == 1


@pytest.mark.parametrize(
    "body", ["{}", "ok", '{"response_action": "dance"}', '{"response_action": "errors", "errors": {}}']
)
async def test_an_answer_that_is_not_empty_must_be_an_action(raw: Raw, form: Actor, body: str) -> None:
    raw.body = body
    outcome = await form.submit({"done": "x"})
    assert not outcome.ok
    assert outcome.said
    assert form.modal is not None


async def test_errors_are_shown_under_their_fields_and_the_words_stay(raw: Raw, form: Actor) -> None:
    raw.body = json.dumps({"response_action": "errors", "errors": {"done": "Please say more"}})
    outcome = await form.submit({"done": "x"})
    assert (outcome.ok, outcome.errors, outcome.said) == (False, {"done": "Please say more"}, None)
    assert form.modal is not None
    assert form.modal.values["done"]["value"]["value"] == "x"


@pytest.mark.parametrize("block_id", ["s", "nowhere"])
async def test_errors_of_anything_but_an_input_are_trouble(raw: Raw, form: Actor, block_id: str) -> None:
    raw.body = json.dumps({"response_action": "errors", "errors": {block_id: "No"}})
    outcome = await form.submit({"done": "x"})
    assert (outcome.ok, outcome.errors) == (False, {})
    assert outcome.said


async def test_an_answer_can_update_push_and_clear(raw: Raw, form: Actor) -> None:
    raw.body = json.dumps({"response_action": "update", "view": modal(section("next"))})
    assert (await form.submit({"done": "x"})).ok
    assert len(form.modals) == 1
    raw.body = json.dumps({"response_action": "push", "view": modal(section("above"))})
    assert (await form.submit()).ok
    assert len(form.modals) == 2
    raw.body = json.dumps({"response_action": "update", "view": modal(section(""))})
    assert not (await form.submit()).ok
    raw.body = json.dumps({"response_action": "clear"})
    assert (await form.submit()).ok
    assert form.modal is None


async def test_a_failing_bot_leaves_the_form_open_with_the_words_in_it(raw: Raw, form: Actor) -> None:
    raw.status = 500
    outcome = await form.submit({"done": "my words"})
    assert (outcome.ok, outcome.status) == (False, 500)
    assert outcome.said
    raw.status = 200
    assert (await form.submit()).ok


async def test_the_client_refuses_what_slack_s_client_refuses_without_asking_the_bot(
    raw: Raw, sandbox: Sandbox, slack: AsyncWebClient, mei: Person
) -> None:
    view = modal(
        field_of("required"),
        field_of("long", {"type": "plain_text_input", "max_length": 3}, optional=True),
        field_of("short", {"type": "plain_text_input", "min_length": 3}, optional=True),
        field_of("number", {"type": "number_input", "is_decimal_allowed": False, "max_value": "5"}, optional=True),
        field_of("mail", {"type": "email_text_input"}, optional=True),
        field_of("site", {"type": "url_text_input"}, optional=True),
    )
    await slack.views_open(trigger_id=trigger(sandbox, mei), view=view)
    me = sandbox.as_(mei)
    outcome = await me.submit({"long": "four", "short": "ab", "number": "7", "mail": "me", "site": "example"})
    assert set(outcome.errors) == {"required", "long", "short", "number", "mail", "site"}
    assert all(sentence.startswith("client: ") for sentence in outcome.errors.values())
    assert raw.got == []
    outcome = await me.submit(
        {"required": "x", "long": "abc", "short": "abc", "number": 5, "mail": "a@b.c", "site": "https://b.c"}
    )
    assert outcome.ok


async def test_what_a_field_does_not_offer_cannot_be_chosen(
    sandbox: Sandbox, slack: AsyncWebClient, mei: Person
) -> None:
    choice = [{"text": text("A"), "value": "a"}]
    view = modal(
        field_of("one", {"type": "static_select", "options": choice}),
        field_of("who", {"type": "multi_users_select", "max_selected_items": 1}),
    )
    await slack.views_open(trigger_id=trigger(sandbox, mei), view=view)
    me = sandbox.as_(mei)
    leaver = sandbox.workspace.add_person("Lee", "lee@example.com", deleted=True)
    for wrong in ({"one": "b"}, {"who": ["#news"]}, {"who": [leaver]}, {"who": [mei, "USLACKBOT"]}):
        with pytest.raises(ValueError, match=r"not|only|Only|Nobody"):
            me.fill(wrong)
    with pytest.raises(LookupError, match="no field"):
        me.fill(nothing="x")
    me.fill(one="A", who=[mei])


async def test_a_button_in_a_modal_carries_the_view_and_what_is_typed_so_far(
    raw: Raw, sandbox: Sandbox, slack: AsyncWebClient, mei: Person
) -> None:
    view = modal(field_of("done"), actions(button("more", value="7")))
    await slack.views_open(trigger_id=trigger(sandbox, mei), view=view)
    me = sandbox.as_(mei)
    me.fill(done="so far")
    assert me.modal is not None
    await me.press(me.modal, "more")
    payload = sent(raw)
    assert payload["type"] == "block_actions"
    assert payload["container"] == {"type": "view", "view_id": me.modal.id}
    assert payload["view"]["hash"] == me.modal.hash
    assert payload["view"]["state"]["values"]["done"]["value"]["value"] == "so far"
    assert payload["actions"][0]["value"] == "7"
    assert "response_url" not in payload
    assert "channel" not in payload


async def test_an_input_that_dispatches_tells_the_bot_at_once_and_another_does_not(
    raw: Raw, sandbox: Sandbox, slack: AsyncWebClient, mei: Person
) -> None:
    choice = [{"text": text("A"), "value": "a"}]
    view = modal(field_of("kind", {"type": "static_select", "options": choice}, dispatch_action=True), field_of("done"))
    await slack.views_open(trigger_id=trigger(sandbox, mei), view=view)
    me = sandbox.as_(mei)
    assert me.modal is not None
    with pytest.raises(ValueError, match="press"):
        me.fill(kind="a")
    with pytest.raises(ValueError, match="submit"):
        await me.press(me.modal, "value", block_id="done")
    await me.press(me.modal, "value", block_id="kind", value="a")
    assert sent(raw)["actions"][0]["selected_option"]["value"] == "a"


async def test_closing_is_told_only_to_a_bot_that_asked(
    raw: Raw, sandbox: Sandbox, slack: AsyncWebClient, mei: Person
) -> None:
    me = sandbox.as_(mei)
    await slack.views_open(trigger_id=trigger(sandbox, mei), view=modal(section("x")))
    await me.close_modal()
    assert (me.modal, raw.got) == (None, [])
    await slack.views_open(trigger_id=trigger(sandbox, mei), view=modal(section("x"), notify_on_close=True))
    await slack.views_push(trigger_id=trigger(sandbox, mei), view=modal(section("x")))
    await me.close_modal(all=True)
    assert (sent(raw)["type"], sent(raw)["is_cleared"], len(raw.got)) == ("view_closed", True, 1)


async def test_a_closed_modal_cannot_be_updated(slack: AsyncWebClient, form: Actor) -> None:
    assert form.modal is not None
    view_id = form.modal.id
    await form.close_modal()
    assert await refusal(slack.views_update(view_id=view_id, view=modal(section("x")))) == "not_found"


async def test_a_second_click_on_submit_reaches_the_bot_twice(raw: Raw, form: Actor) -> None:
    opened = form.modal
    form.fill(done="x")
    await asyncio.gather(form.submit(view=opened), form.submit(view=opened))
    assert len(raw.got) == 2


async def test_suggestions_are_asked_of_the_bot(raw: Raw, sandbox: Sandbox, slack: AsyncWebClient, mei: Person) -> None:
    await slack.views_open(trigger_id=trigger(sandbox, mei), view=modal(field_of("goal", {"type": "external_select"})))
    raw.body = json.dumps({"options": [{"text": text("Goal one"), "value": "1"}]})
    me = sandbox.as_(mei)
    assert me.modal is not None
    [offer] = await me.suggest(me.modal, "value", "go")
    assert sent(raw)["value"] == "go"
    raw.body = ""
    assert (await me.submit({"goal": offer})).ok


async def test_a_chosen_conversation_gives_a_response_url_when_the_input_says_so(
    raw: Raw, sandbox: Sandbox, slack: AsyncWebClient, mei: Person
) -> None:
    news = sandbox.workspace.add_channel("news", [mei])
    select = {"type": "conversations_select", "response_url_enabled": True}
    await slack.views_open(trigger_id=trigger(sandbox, mei), view=modal(field_of("where", select)))
    await sandbox.as_(mei).submit({"where": "#news"})
    [url] = sent(raw)["response_urls"]
    assert (url["block_id"], url["channel_id"]) == ("where", news.id)
