"""Building blocks: every block the bot sends is made here, with Slack's limits kept and nobody's text executed."""

from collections.abc import Sequence
from typing import Any

from bot.locales.reader import Reader

Json = dict[str, Any]

SECTION_MAX = 3_000
OPTION_MAX = 75
BUTTON_MAX = 75
HEADER_MAX = 150
MODAL_TITLE_MAX = 24
LABEL_MAX = 2_000
PLACEHOLDER_MAX = 150
INPUT_MAX = 3_000
VALUE = "value"
"""The action id of the one element in an input block: the block id is the field's name."""


def cut(text: str, most: int) -> str:
    """The text, shortened with an ellipsis where it would be refused."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def escape(text: str) -> str:
    """For mrkdwn: the three characters that Slack reads as markup are shown as typed (SLACK.md §8.1)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def plain(text: str, most: int = SECTION_MAX) -> Json:
    """Plain text, in which nothing is live. Never empty: Slack refuses that."""
    return {"type": "plain_text", "text": cut(text, most) or " ", "emoji": False}


def mrkdwn(text: str) -> Json:
    """Our own sentence with our own emphasis; people's text in it must have gone through `escape`."""
    return {"type": "mrkdwn", "text": cut(text, SECTION_MAX), "verbatim": True}


def header(text: str) -> Json:
    return {"type": "header", "text": plain(text, HEADER_MAX)}


def section(text: str, *, accessory: Json | None = None, block_id: str | None = None) -> Json:
    """A sentence of ours."""
    return _with({"type": "section", "text": mrkdwn(text)}, accessory=accessory, block_id=block_id)


def words(text: str | None, reader: Reader) -> list[Json]:
    """Somebody's words exactly as typed, however long, in as many blocks as that takes. None: they were erased."""
    if text is None:
        return [context(reader.t("These words were erased."))]
    step = SECTION_MAX - 100
    pieces = [text[at : at + step] for at in range(0, len(text), step)] or [" "]
    return [
        {
            "type": "rich_text",
            "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": piece}]}],
        }
        for piece in pieces
    ]


def context(*texts: str) -> Json:
    return {"type": "context", "elements": [mrkdwn(text) for text in texts[:10]]}


def divider() -> Json:
    return {"type": "divider"}


def button(
    text: str,
    action_id: str,
    value: str = "",
    *,
    style: str | None = None,
    confirm: Json | None = None,
    label: str | None = None,
) -> Json:
    made: Json = {"type": "button", "text": plain(text, BUTTON_MAX), "action_id": action_id}
    return _with(
        made, value=value or None, style=style, confirm=confirm, accessibility_label=label and cut(label, BUTTON_MAX)
    )


def actions(*elements: Json, block_id: str | None = None) -> Json:
    return _with({"type": "actions", "elements": list(elements[:25])}, block_id=block_id)


def option(text: str, value: str, description: str | None = None) -> Json:
    return _with(
        {"text": plain(text, OPTION_MAX), "value": value},
        description=plain(description, OPTION_MAX) if description else None,
    )


def confirm(title: str, text: str, yes: str, no: str) -> Json:
    return {"title": plain(title, 100), "text": plain(text, 300), "confirm": plain(yes, 30), "deny": plain(no, 30)}


def text_input(
    field: str,
    label: str,
    *,
    initial: str = "",
    hint: str | None = None,
    placeholder: str | None = None,
    multiline: bool = True,
    optional: bool = True,
    most: int = INPUT_MAX,
) -> Json:
    """A field for words; its block id is the field's name, where a broken rule is shown."""
    element = _with(
        {"type": "plain_text_input", "action_id": VALUE, "multiline": multiline, "max_length": most},
        initial_value=cut(initial, most) or None,
        placeholder=plain(placeholder, PLACEHOLDER_MAX) if placeholder else None,
    )
    return input_block(field, label, element, hint=hint, optional=optional)


def select(
    field: str,
    label: str,
    options: Sequence[Json],
    *,
    initial: str | None = None,
    hint: str | None = None,
    placeholder: str | None = None,
    optional: bool = True,
    radio: bool = False,
) -> Json:
    """One of up to 100 options (10 as radio buttons); `initial` is an option's value."""
    element = _with(
        {"type": "radio_buttons" if radio else "static_select", "action_id": VALUE, "options": list(options[:100])},
        initial_option=next((one for one in options[:100] if one["value"] == initial), None),
        placeholder=plain(placeholder, PLACEHOLDER_MAX) if placeholder and not radio else None,
    )
    return input_block(field, label, element, hint=hint, optional=optional)


def person_input(
    field: str, label: str, *, initial: str | None = None, hint: str | None = None, optional: bool = True
) -> Json:
    """One person of the workspace, by Slack id. Slack also offers bots and guests here: check on submit."""
    element = _with({"type": "users_select", "action_id": VALUE}, initial_user=initial)
    return input_block(field, label, element, hint=hint, optional=optional)


def input_block(field: str, label: str, element: Json, *, hint: str | None = None, optional: bool = True) -> Json:
    made = {
        "type": "input",
        "block_id": field,
        "label": plain(label, LABEL_MAX),
        "element": element,
        "optional": optional,
    }
    return _with(made, hint=plain(hint, LABEL_MAX) if hint else None)


def modal(
    callback_id: str, title: str, blocks: list[Json], *, close: str, submit: str | None = None, metadata: str = ""
) -> Json:
    return _with(
        {
            "type": "modal",
            "callback_id": callback_id,
            "title": plain(title, MODAL_TITLE_MAX),
            "close": plain(close, MODAL_TITLE_MAX),
            "blocks": blocks[:100],
            "private_metadata": metadata,
        },
        submit=plain(submit, MODAL_TITLE_MAX) if submit else None,
    )


def home(blocks: list[Json]) -> Json:
    return {"type": "home", "blocks": blocks[:100]}


def _with(made: Json, **given: object) -> Json:
    return {**made, **{name: value for name, value in given.items() if value is not None}}
