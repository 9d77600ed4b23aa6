"""What the platform sends when a person acts, and what it does with the bot's answer."""

from typing import TYPE_CHECKING, Any

from bot.sandbox.answer import Answer
from bot.sandbox.errors import SlackError
from bot.sandbox.inputs import elements
from bot.sandbox.model import Channel, Json, Message, OpenView, Outcome, Person
from bot.sandbox.payloads import action_of, values_of

if TYPE_CHECKING:
    from bot.sandbox.sandbox import Sandbox

TROUBLE = "We could not reach the app. Please try again."
LATE = "The app took too long to answer. Please try again."


class Acts:
    """One person's acts on the platform."""

    def __init__(self, sandbox: "Sandbox", person: Person) -> None:
        self._sandbox = sandbox
        self._person = person

    async def press_in_message(self, message: Message, block: Json, element: Json, state: Json | None) -> Outcome:
        """Something was pressed or chosen in a message."""
        sandbox, person = self._sandbox, self._person
        channel = sandbox.workspace.channels[message.channel]
        seen = before(sandbox, person)
        ephemeral = message.ephemeral_to is not None
        container: Json = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": channel.id,
            "is_ephemeral": ephemeral,
        }
        if message.is_reply:
            container["thread_ts"] = message.thread_ts
        payload = sandbox.payloads.common("block_actions", person) | {
            "container": container,
            "trigger_id": sandbox.workspace.give_trigger(person.id),
            "channel": {"id": channel.id, "name": channel.name},
            "state": {"values": values_of(message.values.get(person.id, {}))},
            "response_url": sandbox.hooks.give(channel, person.id, message),
            "actions": [self._action(block, element, state)],
        }
        if not ephemeral:
            payload["message"] = sandbox.payloads.message(message, metadata=True)
        return self._outcome(await sandbox.deliveries.interaction(payload), seen)

    async def press_in_view(self, opened: OpenView, block: Json, element: Json, state: Json | None) -> Outcome:
        """Something was pressed or chosen in a modal or on Home."""
        sandbox, person = self._sandbox, self._person
        seen = before(sandbox, person)
        view = sandbox.payloads.view(opened)
        inside = opened.id if opened.view["type"] == "modal" else None
        payload = sandbox.payloads.common("block_actions", person) | {
            "container": {"type": "view", "view_id": opened.id},
            "trigger_id": sandbox.workspace.give_trigger(person.id, inside),
            "view": view,
            "state": view["state"],
            "actions": [self._action(block, element, state)],
        }
        return self._outcome(await sandbox.deliveries.interaction(payload), seen)

    async def submit(self, opened: OpenView) -> Outcome:
        """A modal was submitted; its answer decides what the screen shows next."""
        sandbox, person = self._sandbox, self._person
        seen = before(sandbox, person)
        payload = sandbox.payloads.common("view_submission", person) | {
            "trigger_id": sandbox.workspace.give_trigger(person.id, opened.id),
            "view": sandbox.payloads.view(opened),
            "response_urls": self._response_urls(opened),
        }
        answer = await sandbox.deliveries.interaction(payload)
        outcome = self._outcome(answer, seen)
        if outcome.ok:
            self._apply(opened, answer, outcome)
        return outcome

    async def close(self, opened: OpenView, *, is_cleared: bool) -> Outcome:
        """A modal was closed without being submitted; the app hears of it only when it asked to."""
        if not opened.view.get("notify_on_close"):
            return Outcome(ok=True)
        payload = self._sandbox.payloads.common("view_closed", self._person)
        payload |= {"view": self._sandbox.payloads.view(opened), "is_cleared": is_cleared}
        return self._outcome(await self._sandbox.deliveries.interaction(payload), set())

    async def shortcut(self, callback_id: str, message: Message | None) -> Outcome:
        """A shortcut from the menu, or from a message's menu."""
        sandbox, person = self._sandbox, self._person
        seen = before(sandbox, person)
        ts = sandbox.workspace.ids.ts(sandbox.clock.now())
        payload = sandbox.payloads.common("message_action" if message else "shortcut", person)
        payload |= {
            "callback_id": callback_id,
            "action_ts": ts,
            "trigger_id": sandbox.workspace.give_trigger(person.id),
        }
        if message is not None:
            channel = sandbox.workspace.channels[message.channel]
            payload |= {
                "message_ts": message.ts, "message": sandbox.payloads.message(message),
                "channel": {"id": channel.id, "name": channel.name},
                "response_url": sandbox.hooks.give(channel, person.id, message),
            }  # fmt: skip
        return self._outcome(await sandbox.deliveries.interaction(payload), seen)

    async def suggest(self, where: Json, block: Json, element: Json, query: str) -> list[Json]:
        """Ask for the options of an external_select; answers what the bot offered."""
        payload = self._sandbox.payloads.common("block_suggestion", self._person)
        payload |= {"action_id": element["action_id"], "block_id": block["block_id"], "value": query, **where}
        body = (await self._sandbox.deliveries.interaction(payload)).body
        if not isinstance(body, dict):
            return []
        groups = body.get("option_groups") or []
        return [*(body.get("options") or []), *(option for group in groups for option in group["options"])]

    async def command(self, channel: Channel, command: str, text: str) -> Outcome:
        """A slash command; what the bot answers is shown at once, to this person alone unless it says otherwise."""
        sandbox, person = self._sandbox, self._person
        seen = before(sandbox, person)
        url, trigger = sandbox.hooks.give(channel, person.id), sandbox.workspace.give_trigger(person.id)
        answer = await sandbox.deliveries.command(
            sandbox.payloads.command(person, channel, command, text, url, trigger)
        )
        problems: list[str] = []
        if answer.ok and answer.text:
            said = answer.body if isinstance(answer.body, dict) else {"text": answer.text}
            try:
                sandbox.hooks.respond(channel, person.id, None, said)
            except SlackError as error:
                problems = [error.error, *error.messages]
        outcome = self._outcome(answer, seen)
        if problems:
            outcome.ok, outcome.said, outcome.problems = False, f"{command} did not work: dispatch_failed", problems
        elif not answer.ok:
            name = "operation_timeout" if answer.reason == "http_timeout" else "dispatch_failed"
            outcome.said = f"{command} did not work: {name}"
        return outcome

    def _action(self, block: Json, element: Json, state: Json | None) -> Json:
        return action_of(block, element, state, self._sandbox.workspace.ids.ts(self._sandbox.clock.now()))

    def _response_urls(self, opened: OpenView) -> list[Json]:
        urls: list[Json] = []
        for block, element in elements(opened.view["blocks"]):
            state = opened.values.get(block["block_id"], {}).get(element["action_id"], {})
            chosen = state.get("selected_conversation") or state.get("selected_channel")
            channel = self._sandbox.workspace.channels.get(chosen or "")
            if block["type"] == "input" and element.get("response_url_enabled") and channel is not None:
                urls.append({
                    "block_id": block["block_id"], "action_id": element["action_id"], "channel_id": channel.id,
                    "response_url": self._sandbox.hooks.give(channel, self._person.id),
                })  # fmt: skip
        return urls

    def _outcome(self, answer: Answer, seen: set[str]) -> Outcome:
        said = None if answer.ok else LATE if answer.reason == "http_timeout" else TROUBLE
        new = [m for m in _for_eyes_of(self._sandbox, self._person) if m.ts not in seen]
        texts = [message.text for message in sorted(new, key=lambda message: message.ts)]
        return Outcome(ok=answer.ok, status=answer.status, body=answer.body, ms=answer.ms, said=said, texts=texts)

    def _apply(self, opened: OpenView, answer: Answer, outcome: Outcome) -> None:
        try:
            outcome.errors = self._next_screen(opened, answer)
        except SlackError as error:
            outcome.problems = [error.error, *error.messages]
            outcome.said = TROUBLE
        outcome.ok = not outcome.errors and not outcome.problems

    def _next_screen(self, opened: OpenView, answer: Answer) -> dict[str, str]:
        screens = self._sandbox.screens
        if not answer.text:
            screens.close(opened)
            return {}
        body: Any = answer.body
        action = body.get("response_action") if isinstance(body, dict) else None
        if action == "errors":
            return _errors(opened, body.get("errors"))
        if action == "update":
            screens.update(body.get("view"), opened.id)
        elif action == "push":
            screens.push_answer(opened, body.get("view"))
        elif action == "clear":
            screens.clear(opened)
        else:
            raise SlackError("invalid_response", "[ERROR] closing needs an empty body, anything else a response_action")
        return {}


def _errors(opened: OpenView, errors: Any) -> dict[str, str]:
    fields = {block["block_id"] for block in opened.view["blocks"] if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors:
        raise SlackError("invalid_response", "[ERROR] errors must name at least one field")
    for block_id, sentence in errors.items():
        if block_id not in fields:
            raise SlackError("invalid_response", f"[ERROR] {block_id} is not an input block of this view")
        if not isinstance(sentence, str) or not sentence.strip():
            raise SlackError("invalid_response", f"[ERROR] the error of {block_id} must be a sentence")
    return dict(errors)


def before(sandbox: "Sandbox", person: Person) -> set[str]:
    """The timestamps of what was for this person's eyes alone until now."""
    return {message.ts for message in _for_eyes_of(sandbox, person)}


def _for_eyes_of(sandbox: "Sandbox", person: Person) -> list[Message]:
    return [
        message
        for said in sandbox.workspace.messages.values()
        for message in said
        if message.ephemeral_to == person.id and not message.deleted
    ]
