"""Whether Slack would take a view or a message, by four judges: slack_sdk, blockkit, the sandbox, and rules of our own."""

import json
import re
from collections.abc import Iterator
from typing import Any

import blockkit
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.sandbox import limits
from bot.slack import Message

Json = dict[str, Any]

KITS: dict[str, Any] = {
    "section": blockkit.Section,
    "header": blockkit.Header,
    "context": blockkit.Context,
    "actions": blockkit.Actions,
    "divider": blockkit.Divider,
    "input": blockkit.Input,
    "rich_text": blockkit.RichText,
    "rich_text_section": blockkit.RichTextSection,
    "rich_text_quote": blockkit.RichTextQuote,
    "text": blockkit.RichTextEl,
    "button": blockkit.Button,
    "plain_text_input": blockkit.PlainTextInput,
    "datepicker": blockkit.DatePicker,
    "datetimepicker": blockkit.DatetimePicker,
    "timepicker": blockkit.TimePicker,
    "static_select": blockkit.StaticSelect,
    "radio_buttons": blockkit.RadioButtons,
    "users_select": blockkit.UsersSelect,
    "multi_users_select": blockkit.MultiUsersSelect,
    "conversations_select": blockkit.ConversationsSelect,
    "multi_static_select": blockkit.MultiStaticSelect,
    "checkboxes": blockkit.Checkboxes,
    "number_input": blockkit.NumberInput,
    "overflow": blockkit.Overflow,
    "modal": blockkit.Modal,
    "home": blockkit.Home,
}
"""What the bot uses, as blockkit names it. A type that is missing here is a new one: add it."""
CHANNEL = re.compile("<#C[0-9A-Z]+>")


def problems(made: Json | Message, *, others: bool = True) -> list[str]:
    """What speaks against a view or a message, a sentence each; nothing: an empty list.

    `others`: by slack_sdk and blockkit as well, which take longer than all the rest.
    """
    if isinstance(made, Message):
        found = [*_message(made), *_ours({"type": "message", "blocks": made.blocks}, 50)]
        if others:
            found += [*_sdk(made.blocks), *_kit({"text": made.text, "blocks": made.blocks}, blockkit.Message)]
    else:
        found = [*_view(made), *_ours(made, 100)]
        if others:
            found += [*_sdk_view(made), *_kit(made, KITS[made["type"]])]
    return [*found, *_live(_texts(made))]


def _message(made: Message) -> list[str]:
    payload = {"text": made.text, "blocks": made.blocks}
    found = limits.check_message(payload)
    if limits.message_is_too_long(payload):
        found.append("the blocks of the message hold too much text")
    if not made.text.strip() or len(made.text) > 4_000:
        found.append("the top-level text is empty or too long")
    return found


def _view(made: Json) -> list[str]:
    found = limits.check_view(made)
    if limits.view_is_too_large(made):
        found.append("the view is larger than 250 kB")
    return found


def _sdk_view(made: Json) -> list[str]:
    try:
        parsed = View(**made)
        parsed.to_dict()
    except SlackObjectFormationError as error:
        return [f"slack_sdk: {error}"]
    return [] if all(parsed.blocks or []) else ["slack_sdk does not know a block"]


def _sdk(blocks: list[Json]) -> list[str]:
    try:
        parsed = Block.parse_all(blocks)
        for one in parsed:
            one.to_dict()
    except SlackObjectFormationError as error:
        return [f"slack_sdk: {error}"]
    return [] if all(parsed) else ["slack_sdk does not know a block"]


def _kit(made: Json, kind: Any) -> list[str]:
    try:
        kind(**{key: _built(value) for key, value in made.items() if key != "type"}).build()
    except (blockkit.core.FieldValidationError, blockkit.core.ComponentValidationError) as error:
        return [f"blockkit: {error}"]
    return []


def _built(node: Any) -> Any:
    """The same in blockkit's own objects, which refuse what they know to be wrong."""
    if isinstance(node, list):
        return [_built(one) for one in node]
    if not isinstance(node, dict):
        return node
    kind = node.get("type")
    # blockkit looks for an option that is chosen at first among the groups, not in them; the sandbox's check looks right.
    misread = {"initial_option", "initial_options"} if "option_groups" in node else set()
    given = {key: _built(value) for key, value in node.items() if key != "type" and key not in misread}
    if kind in ("plain_text", "mrkdwn"):
        return blockkit.Text(type=kind, **given)
    if kind == "number_input":
        # Slack takes these as text (SLACK.md §4.4), blockkit as numbers.
        given |= {key: json.loads(given[key]) for key in ("initial_value", "min_value", "max_value") if key in given}
    if kind is not None:
        return KITS[kind](**given)
    if "include" in node:
        return blockkit.ConversationFilter(**given)
    if "title" in node:
        return blockkit.Confirm(**given)
    return blockkit.Option(**given) if "value" in node else blockkit.OptionGroup(**given)


def _ours(made: Json, most: int) -> list[str]:
    """Five rules: ids of blocks, ids of actions, the count, a submit where there are inputs, an initial option that is offered."""
    blocks = made["blocks"]
    found = [] if len(blocks) <= most else [f"{len(blocks)} blocks, {most} are taken"]
    found += [f"block id {one} comes twice" for one in _twice([b["block_id"] for b in blocks if "block_id" in b])]
    for block in blocks:
        ids = [element["action_id"] for element in elements(block) if "action_id" in element]
        found += [f"action id {one} comes twice in a block" for one in _twice(ids)]
        for element in elements(block):
            if "initial_option" in element and element["initial_option"] not in options(element):
                found.append("the initial option is not among the options")
    if made["type"] == "modal" and any(b["type"] == "input" for b in blocks) and "submit" not in made:
        found.append("inputs without a submit")
    return found


def elements(block: Json) -> list[Json]:
    """What can be pressed, chosen or typed in a block."""
    several = block.get("elements") if block["type"] == "actions" else []
    return [one for one in (*(several or []), block.get("accessory"), block.get("element")) if one]


def options(element: Json) -> list[Json]:
    groups = element.get("option_groups", [])
    return [*element.get("options", []), *(one for group in groups for one in group["options"])]


def _twice(ids: list[str]) -> set[str]:
    return {one for one in ids if ids.count(one) > 1}


def _texts(made: Json | Message) -> Iterator[Json]:
    """Everything that Slack reads as markup, the top-level text included."""
    if isinstance(made, Message):
        yield {"type": "mrkdwn", "text": made.text, "verbatim": True}
        yield from _mrkdwn(made.blocks)
    else:
        yield from _mrkdwn(made["blocks"])


def _mrkdwn(node: Any) -> Iterator[Json]:
    if isinstance(node, list):
        for one in node:
            yield from _mrkdwn(one)
    elif isinstance(node, dict):
        if node.get("type") in ("mrkdwn", "link", "user", "usergroup", "channel", "broadcast", "emoji", "date"):
            yield node
        for value in node.values():
            yield from _mrkdwn(value)


def _live(texts: Iterator[Json]) -> list[str]:
    """No mention and no link but of a channel: the bot itself sends no other, so any would come from somebody's words."""
    found = []
    for text in texts:
        if text["type"] != "mrkdwn":
            found.append(f"a live {text['type']} in rich text")
        elif re.search("[<>]", CHANNEL.sub("", text["text"])):
            found.append(f"live markup: {text['text'][:200]}")
        elif text.get("verbatim") is not True:
            found.append(f"Slack would look for links and mentions in: {text['text'][:200]}")
    return found


def read(made: Any) -> str:
    """All that people read in a view or a message, put together."""
    if isinstance(made, Message):
        return made.text + read(made.blocks)
    if isinstance(made, list):
        return "".join(map(read, made))
    if isinstance(made, dict):
        return "".join(
            value if key == "text" and isinstance(value, str) else read(value) for key, value in made.items()
        )
    return ""
