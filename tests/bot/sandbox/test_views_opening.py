"""Modals and Homes are opened and changed: triggers once and for three seconds, hashes, the stack, words that stay."""

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.actor import Actor
from bot.sandbox.model import Person
from bot.sandbox.sandbox import Sandbox
from tests.bot.sandbox.conftest import field_of, modal, section
from tests.bot.sandbox.opening import refusal, trigger


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


async def test_a_closed_modal_cannot_be_updated(slack: AsyncWebClient, form: Actor) -> None:
    assert form.modal is not None
    view_id = form.modal.id
    await form.close_modal()
    assert await refusal(slack.views_update(view_id=view_id, view=modal(section("x")))) == "not_found"
