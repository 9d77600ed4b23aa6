"""The form of thanks: to whom, what for, and who will read it, by name; and what was filled in."""

import json
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.domain import mentions
from bot.domain.errors import RuleBroken
from bot.domain.recognition import PEOPLE_MOST, Thanks, Where
from bot.locales.reader import Reader
from bot.views import inputs, kit, naming, values
from bot.views.kit import Json
from bot.views.recognition import NAMES_LENGTH

if TYPE_CHECKING:
    from bot.usecases.recognition import Form
    from storage.people import Person

SAVE = "recognition.save"
PEOPLE = "recognition.people"
"""Somebody chose people: the form then names who will read it."""
FOR = re.compile(r"for\s+", re.IGNORECASE)
UNKNOWN_MOST = 100
"""Characters of names that nobody has."""


def form(
    reader: Reader,
    shown: "Form",
    mentioned: mentions.Mentioned | None = None,
    *,
    renamed: bool = False,
    origin: str = "",
) -> Json:
    """`mentioned`: what stood after the command. `renamed`: the form had named others as readers, and nothing was sent."""
    given = mentioned or mentions.Mentioned()
    blocks = [_people(reader, given), *_fields(reader, shown, FOR.sub("", given.words, count=1)), *_told(reader, shown)]
    if given.unknown:
        blocks.insert(1, kit.notes(_unknown(reader, given.unknown)))
    if renamed:
        changed = reader.t("Please look once more at who will read it: that was not named before. Nothing is sent yet.")
        blocks.insert(0, kit.sentence(changed))
    metadata = {"named": sorted(shown.readers.ids), "channel": shown.channel, "origin": origin}
    return kit.modal(
        SAVE,
        reader.t("Thanks"),
        blocks,
        close=reader.t("Cancel"),
        submit=reader.t("Send"),
        metadata=json.dumps(metadata, separators=(",", ":")),
    )


def _people(reader: Reader, given: mentions.Mentioned) -> Json:
    hint = reader.t("Up to {most} people.", most=PEOPLE_MOST)
    chosen = inputs.people(given.people) | {"action_id": PEOPLE}
    block = kit.input_block("people", reader.t("Whom do you thank?"), chosen, hint=hint, optional=False)
    return {**block, "dispatch_action": True}


def _fields(reader: Reader, shown: "Form", words: str) -> list[Json]:
    example = reader.t("Stayed on Tuesday until the second line ran again, so that the order left on time.")
    blocks = [
        kit.text_input("reason", reader.t("What for?"), initial=words, placeholder=example, optional=False),
    ]
    if shown.values:
        label, none = reader.t("Which of our values does it show?"), reader.t("Choose one, if one fits")
        blocks.append(kit.select("value", label, values.options(shown.values), placeholder=none))
    if shown.channel is not None:
        where = [
            kit.option(reader.t("Post it in the channel for thanks"), Where.POSTED),
            kit.option(reader.t("Only to them"), Where.ONLY_THEM),
        ]
        label = reader.t("Where?")
        blocks.append(kit.select("where", label, where, initial=Where.POSTED, optional=False, radio=True))
    return blocks


def _told(reader: Reader, shown: "Form") -> list[Json]:
    """Who will read it, by name, and who will not be named in the channel."""
    people, leading = _names(reader, shown.readers.people), _names(reader, shown.readers.managers)
    if not people:
        text = reader.t("Whom you thank reads it, those who lead them, and HR. Once you have chosen, I name them here.")
    elif leading:
        text = reader.t("Read by {people}, by {leading}, who lead them, and by HR.", people=people, leading=leading)
    else:
        text = reader.t("Read by {people} and by HR.", people=people)
    blocks = [kit.sentence(text)]
    if shown.channel is not None:
        place = naming.channel(shown.channel)
        blocks.append(kit.section(reader.t("If you post it, it stands in {channel}, with their names.", channel=place)))
        blocks += _unposted(reader, shown)
    return blocks


def _unposted(reader: Reader, shown: "Form") -> list[Json]:
    found = shown.readers.unposted
    if not found:
        return []
    names = _names(reader, found)
    text = reader.t("Not named there, as they have chosen: {names}. They get your thanks all the same.", names=names)
    if len(found) == len(shown.readers.people):
        text = reader.t("Not named there, as they have chosen: {names}. So nothing will be posted.", names=names)
    return [kit.sentence(text)]


def _unknown(reader: Reader, names: Sequence[str]) -> str:
    listed = kit.cut(reader.names(list(names)), UNKNOWN_MOST)
    return reader.t(
        "I do not know whom you mean by {names}. Choose people here; after the command, pick each from the list that Slack "
        "offers once you have typed @.",
        names=listed,
    )


def _names(reader: Reader, people: "Sequence[Person]") -> str:
    return naming.listed(reader, [one.name for one in people], room=NAMES_LENGTH)


def origin_of(view: Json) -> str:
    """Where the form was opened."""
    return str(json.loads(view["private_metadata"])["origin"])


def read_people(view: Json) -> list[str]:
    """Those who are chosen, by Slack id."""
    return list(inputs.held(view["state"]["values"], "people") or ())


def read_thanks(view: Json) -> Thanks:
    """What was filled in. Raises RuleBroken at a field whose choice was never offered."""
    held, made = view["state"]["values"], json.loads(view["private_metadata"])
    value, where = inputs.held(held, "value"), inputs.held(held, "where") or Where.ONLY_THEM
    if where not in set(Where):
        raise RuleBroken("answer_unknown", field="where")
    return Thanks(
        people=read_people(view),
        words=str(inputs.held(held, "reason") or ""),
        value_id=int(value) if value else None,
        where=Where(where),
        source=f"view:{view['id']}",
        named=frozenset(made["named"]),
        channel=made["channel"],
    )
