"""A whole trip with a real Bolt app: prompt, button, modal, answer, receipt."""

from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.model import Person
from bot.sandbox.sandbox import Sandbox
from tests.bot.sandbox.conftest import actions, button, field_of, modal, section


async def test_a_prompt_is_answered_in_a_modal(
    sandbox: Sandbox, slack: AsyncWebClient, bolt: AsyncApp, mei: Person
) -> None:
    got: dict[str, Any] = {}

    @bolt.action("answer")
    async def answer(ack: Any, body: Any) -> None:
        await slack.views_open(
            trigger_id=body["trigger_id"], view=modal(field_of("done"), field_of("idea", optional=True))
        )
        await ack()

    @bolt.view("form")
    async def submit(ack: Any, view: Any, body: Any) -> None:
        got.update(view["state"]["values"])
        await slack.chat_postMessage(channel=body["user"]["id"], text="Thank you")
        await ack()

    posted = await slack.chat_postMessage(
        channel=mei.id, text="How was it?", blocks=[section("How was it?"), actions(button("answer"))]
    )
    assert posted["channel"].startswith("D")
    person = sandbox.as_("mei@example.com")
    assert (await person.press(person.dm[-1], "answer")).ok
    assert person.modal is not None
    assert (await person.submit({"done": "Wrote <the> report"})).ok
    assert got == {
        "done": {"value": {"type": "plain_text_input", "value": "Wrote <the> report"}},
        "idea": {"value": {"type": "plain_text_input", "value": None}},
    }
    assert person.modal is None
    assert [message.text for message in person.dm] == ["How was it?", "Thank you"]
