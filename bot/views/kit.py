"""Building blocks: every block the bot sends is made here, with Slack's limits kept and nobody's text executed."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.locales.reader import Reader
from bot.slack import Message

Json = dict[str, Any]

SECTION_MAX = 3_000
OPTION_MAX = 75
BUTTON_MAX = 75
HEADER_MAX = 150
MODAL_TITLE_MAX = 24
LABEL_MAX = 2_000
PLACEHOLDER_MAX = 150
INPUT_MAX = 3_000
TEXT_MAX = 4_000
"""The top-level text of a message."""
WORDS_STEP = 2_900
"""Of somebody's words in one block: some less than Slack's limit, as it does not say how it counts (SLACK.md §4.2)."""
MESSAGE_WORDS_MAX = 8_500
"""Of somebody's words in one message, counted as Slack keeps them: about 12,000 in all its blocks are refused (SLACK.md §4.2)."""
ESCAPES_COUNT_FROM = 300
"""From this limit on, a text is measured with its escapes."""
NAME_MAX = 80
"""Of a name in a row of many."""
VALUE = "value"
"""The action id of the one element in an input block: the block id is the field's name."""

FORMATTED = re.compile(r"[*_~`>\n]|:[\w+-]+:")
"""What mrkdwn would format and what no escape makes harmless (SLACK.md §8.2)."""
HALF_ENTITY = re.compile(r"&[a-z]{0,3}$")
JOINER = "\u200d"


def cut(text: str, most: int) -> str:
    """The text, shortened with an ellipsis where it would be refused. No sign is cut in two."""
    return text if len(text) <= most else text[: border(text, most - 1)].rstrip() + "…"


def border(text: str, at: int) -> int:
    """The place at or before `at` where the text can be parted: not before an accent, nor inside a joined emoji."""
    found = at
    while 0 < found < len(text) and at - found < 30 and _belongs(text, found):
        found -= 1
    return found or at


def _belongs(text: str, at: int) -> bool:
    """Whether the character there is shown as one with the character before it."""
    one = text[at]
    return (
        unicodedata.combining(one) != 0
        or one == JOINER
        or text[at - 1] == JOINER
        or "\ufe00" <= one <= "\ufe0f"
        or "\U0001f3fb" <= one <= "\U0001f3ff"
    )


def escape(text: str) -> str:
    """For mrkdwn: the three characters that Slack reads as markup are shown as typed (SLACK.md §8.1)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def message(text: str, blocks: list[Json]) -> Message:
    """What the bot says. `text` is as it shall be read, not escaped: names in it stay names."""
    return Message(escape(cut(text, TEXT_MAX)), blocks)


def plain(text: str, most: int = SECTION_MAX) -> Json:
    """Plain text, in which nothing is live. Never empty: Slack refuses that."""
    return {"type": "plain_text", "text": cut(text, fitting(text, most)) if text.strip() else "…", "emoji": False}


def fitting(text: str, most: int) -> int:
    """How many characters of the text go into a place for `most`: long texts are measured as Slack keeps them (SLACK.md §4.2)."""
    if len(text) <= most and (most <= ESCAPES_COUNT_FROM or len(escape(text)) <= most):
        return len(text)
    if most <= ESCAPES_COUNT_FROM:
        return most
    room, at = most, 0
    while at < len(text) and (room := room - len(escape(text[at]))) > 0:
        at += 1
    return at


def mrkdwn(text: str) -> Json:
    """Our own sentence with our own emphasis; people's text in it must have gone through `escape`."""
    if len(text) > SECTION_MAX:
        text = HALF_ENTITY.sub("", text[: border(text, SECTION_MAX - 1)]).rstrip() + "…"
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def header(text: str) -> Json:
    return {"type": "header", "text": plain(text, HEADER_MAX)}


def section(text: str, *, accessory: Json | None = None, block_id: str | None = None) -> Json:
    """A sentence of ours."""
    return _with({"type": "section", "text": mrkdwn(text)}, accessory=accessory, block_id=block_id)


def sentence(text: str, *, accessory: Json | None = None) -> Json:
    """A sentence with names in it: nothing in it is live or formatted."""
    return _with({"type": "section", "text": plain(text)}, accessory=accessory)


def row(head: str, *lines: str, accessory: Json | None = None) -> Json:
    """One of many: who or when in bold, what about it below, a button beside it. Signs that would be formatted stay signs."""
    if any(map(FORMATTED.search, (head, *lines))):
        return sentence("\n".join((head, *lines)), accessory=accessory)
    return section("\n".join((f"*{escape(head)}*", *map(escape, lines))), accessory=accessory)


def notes(*texts: str) -> Json:
    """Small print below; like `sentence`, nothing in it is live."""
    return {"type": "context", "elements": [plain(text) for text in texts[:10]]}


def words(text: str | None, reader: Reader) -> list[Json]:
    """Somebody's words exactly as typed, however long, in as many blocks as that takes. None: they were erased."""
    if text is None:
        return [notes(reader.t("These words were erased."))]
    return [
        {
            "type": "rich_text",
            "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": piece}]}],
        }
        for piece in pieces(text)
    ]


def pieces(text: str) -> list[str]:
    """The text in parts that fit one block each, parted at a blank where there is one near; joined they are the text."""
    parts = []
    while len(text) > WORDS_STEP:
        blank = max(text.rfind(one, WORDS_STEP - 200, WORDS_STEP) for one in " \n")
        at = blank + 1 if blank >= 0 else border(text, WORDS_STEP)
        parts.append(text[:at])
        text = text[at:]
    return [*parts, text or " "]


def length(made: object) -> int:
    """The characters that people read in some blocks."""
    if isinstance(made, list):
        return sum(map(length, made))
    if isinstance(made, dict):
        return sum(
            len(value) if name == "text" and isinstance(value, str) else length(value) for name, value in made.items()
        )
    return 0


def fits(text: str) -> bool:
    """Whether a field can be filled with this text."""
    return fitting(text, INPUT_MAX) == len(text)


def beginning(text: str | None) -> str | None:
    """As much of the words as one message takes. What asks for it offers the rest behind a button."""
    return None if text is None else cut(text, fitting(text, MESSAGE_WORDS_MAX))


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
    url: str | None = None,
) -> Json:
    made: Json = {"type": "button", "text": plain(text, BUTTON_MAX), "action_id": action_id}
    spoken = label and cut(label, BUTTON_MAX)
    return _with(made, value=value or None, style=style, confirm=confirm, accessibility_label=spoken, url=url)


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
    """A field for words; its block id is the field's name, where a broken rule is shown.

    Of an `initial` text that is too long for it, the beginning: who calls says so.
    """
    element = _with(
        {"type": "plain_text_input", "action_id": VALUE, "multiline": multiline, "max_length": most},
        initial_value=initial[: fitting(initial, most)] or None,
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


def date_input(field: str, label: str, *, initial: date, hint: str | None = None, optional: bool = False) -> Json:
    """A day; unless it is optional, one must be chosen."""
    element = {"type": "datepicker", "action_id": VALUE, "initial_date": initial.isoformat()}
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
        },
        private_metadata=metadata or None,
        submit=plain(submit, MODAL_TITLE_MAX) if submit else None,
    )


def home(blocks: list[Json]) -> Json:
    return {"type": "home", "blocks": blocks[:100]}


def _with(made: Json, **given: object) -> Json:
    return {**made, **{name: value for name, value in given.items() if value is not None}}
