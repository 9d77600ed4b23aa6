"""The forms of an announcement: the text of a language, whom it is for, when and where, and what is changed once it is out."""

import json
from collections.abc import Sequence
from datetime import date, time
from typing import TYPE_CHECKING, Any

from bot.domain.announcements import (
    LANGUAGES,
    LINK_START,
    LINKS_MAX,
    REMINDERS_MOST,
    TITLE_MAX,
    WORDS_MAX,
    Place,
    Timing,
)
from bot.domain.errors import RuleBroken
from bot.locales.reader import Reader
from bot.slack import Message
from bot.views import inputs, kit, kit_choices, series_forms
from bot.views.announcements import NATIVE, name
from bot.views.announcements_list import LIST, OPEN, Mark, people
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.announcements import Draft, Listed
    from bot.usecases.announcements_audience import Meant
    from bot.usecases.series_audience import Named
    from storage.announcements import Announcement, AnnouncementText

SAVE_TEXT, SAVE_AUDIENCE, SAVE_SENDING = "announcements.text", "announcements.audience", "announcements.sending"
SAVE_MESSAGE = "announcements.message"
COUNT = "announcements.count"
"""What stands before the action ids of the fields that say whom it is for: the form counts them at each choice."""
YOURS_MOST = 1_500
"""Of a text that was not stored: enough of it to go on with."""
NEW = "new"


def text_form(
    reader: Reader, mark: Mark, text: "AnnouncementText | None", *, by: str = "", yours: tuple[str, str] = ("", "")
) -> Json:
    """Title and words in one language. `by`: this person was faster, and `yours` is not stored."""
    words = (text.words if text is not None else "") or ""
    long = len(words) > WORDS_MAX or not kit.fits(words)
    hint = reader.t(
        "What is longer than {most} characters, write to me as a message, and press Announce it there.",
        most=reader.number(WORDS_MAX),
    )
    if long:
        hint = reader.t("The long text that you wrote to me stays as it is, unless you write another one here.")
    blocks = faster(reader, by, "\n".join(yours))
    blocks += [
        kit.text_input(
            "title", reader.t("Title"), initial=(text.title if text else "") or "", multiline=False, most=TITLE_MAX
        ),
        kit.text_input("words", reader.t("Text"), initial="" if long else words, hint=hint, most=WORDS_MAX),
    ]
    if mark.announcement is not None:
        blocks.append(kit.notes(reader.t("Leave both empty to take this language out.")))
    return form(reader, SAVE_TEXT, mark, NATIVE[mark.language], blocks)


def read_text(values: Json) -> tuple[str, str]:
    """Title and words."""
    return str(inputs.held(values, "title") or ""), str(inputs.held(values, "words") or "")


def audience_form(reader: Reader, mark: Mark, named: "Named", meant: "Meant", *, by: str = "") -> Json:
    """Whom it is for; each choice shows at once how many that is, and some of them by name."""
    fields = series_forms.audience_fields(reader, named, reader.t("Whom it is for"))
    for field in fields:
        field["dispatch_action"] = True
        field["element"]["action_id"] = f"{COUNT}.{field['block_id']}"
    count = kit.sentence(people(reader, meant.count, meant.names))
    return form(reader, SAVE_AUDIENCE, mark, reader.t("For whom"), [*faster(reader, by), count, *fields])


def sending_form(reader: Reader, mark: Mark, one: "Announcement", *, by: str = "") -> Json:
    """When, where, until when, with what."""
    timings = {
        Timing.NOW: reader.t("At once"),
        Timing.OWN: reader.t("At that time by each person's own clock"),
        Timing.SAME: reader.t("At that time by your clock, for all at one moment"),
    }
    places = {
        Place.DM: reader.t("To each in their direct message"),
        Place.CHANNEL: reader.t("In a channel"),
        Place.BOTH: reader.t("Both"),
    }
    ticks = {
        "asks": reader.t("Ask to confirm: “I have read and understood it”"),
        "joiners": reader.t("Who joins the audience later gets it too, while it lasts"),
    }
    ticked = [key for key, on in (("asks", one.asks), ("joiners", one.joiners)) if on]
    reminders = [
        kit.option(reader.n("{count} reminder", "{count} reminders", number), str(number))
        for number in range(REMINDERS_MOST + 1)
    ]
    day: Json = {"type": "datepicker", "action_id": kit.VALUE}
    if one.day is not None:
        day["initial_date"] = one.day.isoformat()
    there = reader.t(
        "I have to be in it, and so do you. To invite me, type {command} there.", command="/invite @Growloop"
    )
    quiet = reader.t("Nobody is written to in their quiet hours: there it comes when these end.")
    link = reader.t(
        "Up to {most} addresses that begin with {start}, one on each line. They become buttons.",
        most=LINKS_MAX,
        start=LINK_START,
    )
    blocks = [
        *faster(reader, by),
        kit.select(
            "timing", reader.t("When"), _options(timings), initial=one.timing, radio=True, optional=False, hint=quiet
        ),
        kit.input_block("day", reader.t("Day"), day),
        kit.input_block("at", reader.t("Time of day"), inputs.time_of_day(one.at)),
        kit.select("place", reader.t("Where"), _options(places), initial=one.place, radio=True, optional=False),
        kit.input_block("channel", reader.t("Which channel"), _channels(one.channel), hint=there),
        kit.date_input("lasts_until", reader.t("On Home until"), initial=one.lasts_until),
        kit_choices.checks("ticks", reader.t("Besides"), _options(ticks), initial=ticked),
        kit.select(
            "reminders",
            reader.t("Reminders for those who have not confirmed"),
            reminders,
            initial=str(one.reminders),
            optional=False,
        ),
        kit.text_input("links", reader.t("Links to what belongs to it"), initial=one.links or "", hint=link),
    ]
    return form(reader, SAVE_SENDING, mark, reader.t("When and where"), blocks)


def _options(named: "dict[Any, str]") -> list[Json]:
    return [kit.option(text, str(value)) for value, text in named.items()]


def _channels(chosen: str | None) -> Json:
    among = {"include": ["public", "private"], "exclude_bot_users": True, "exclude_external_shared_channels": True}
    made: Json = {"type": "conversations_select", "action_id": kit.VALUE, "filter": among}
    return {**made, "initial_conversation": chosen} if chosen else made


def read_sending(values: Json) -> dict[str, Any]:
    """What stands in the form, by the names of its fields. Raises RuleBroken at a field."""
    ticks = inputs.held(values, "ticks") or []
    channel = next(iter((values.get("channel") or {}).values()), None) or {}
    timing, place = inputs.held(values, "timing"), inputs.held(values, "place")
    if timing not in set(Timing) or place not in set(Place):
        raise RuleBroken("answer_unknown", field="timing" if timing not in set(Timing) else "place")
    reminders = str(inputs.held(values, "reminders") or "0")
    return {
        "timing": Timing(timing),
        "day": _day(inputs.held(values, "day"), "day") if inputs.held(values, "day") else None,
        "at": _time(inputs.held(values, "at")) if inputs.held(values, "at") else None,
        "place": Place(place),
        "channel": channel.get("selected_conversation"),
        "asks": "asks" in ticks,
        "joiners": "joiners" in ticks,
        "reminders": int(reminders) if reminders.isdecimal() else 0,
        "lasts_until": _day(inputs.held(values, "lasts_until"), "lasts_until"),
        "links": str(inputs.held(values, "links") or ""),
    }


def _day(text: object, field: str) -> date:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        raise RuleBroken("day_needed", field=field) from None


def _time(text: object) -> time:
    try:
        return time.fromisoformat(str(text))
    except ValueError:
        raise RuleBroken("time_needed", field="at") from None


def noted(reader: Reader) -> Message:
    """Seen by HR alone, in the channel: that also shows that both of us are in it."""
    text = reader.t("An announcement can be posted here. Only you see this line.")
    return kit.message(text, [kit.sentence(text)])


def message_form(reader: Reader, draft_id: int, words: str, drafts: "Sequence[Listed]") -> Json:
    """Words that came as a message: in which announcement, in which language, under which title."""
    which = [kit.option(reader.t("A new announcement"), NEW)]
    which += [kit.option(name(reader, one.title), str(one.announcement.id)) for one in drafts]
    languages = [kit.option(NATIVE[one], one) for one in LANGUAGES]
    count = reader.n(
        "Your message has {count} character, and all of it is used:",
        "Your message has {count} characters, and all of it is used:",
        len(words),
    )
    blocks = [
        kit.sentence(count),
        *kit.words(kit.cut(words, 300), reader),
        kit.select("announcement", reader.t("For which announcement"), which, initial=NEW, optional=False),
        kit.select(
            "language",
            reader.t("In which language it is"),
            languages,
            initial=reader.language,
            optional=False,
            radio=True,
        ),
        kit.text_input("title", reader.t("Title"), multiline=False, optional=False, most=TITLE_MAX),
    ]
    return kit.modal(
        SAVE_MESSAGE,
        reader.t("Announce it"),
        blocks,
        close=reader.t("Cancel"),
        submit=reader.t("Save"),
        metadata=json.dumps({"dm": draft_id}),
    )


def read_message(view: Json) -> tuple[int, int | None, str, str]:
    """The message, the draft that it belongs to (None: a new one), the language and the title. Raises RuleBroken at a field."""
    values = view["state"]["values"]
    which, language = str(inputs.held(values, "announcement") or NEW), str(inputs.held(values, "language") or "")
    if language not in LANGUAGES:
        raise RuleBroken("choice_needed", field="language")
    title = str(inputs.held(values, "title") or "")
    return json.loads(view["private_metadata"])["dm"], None if which == NEW else int(which), language, title


def yours(reader: Reader, shown: "Draft", mark: Mark, typed: tuple[str, str]) -> Json:
    """The form of a text once more, for who was second: what holds now, and what was theirs."""
    one = shown.announcement
    held = shown.texts.get(mark.language)
    return text_form(reader, Mark(one.id, one.revision, mark.language), held, by=shown.by or "", yours=typed)


def faster(reader: Reader, by: str, mine: str = "") -> list[Json]:
    if not by:
        return []
    told = reader.t(
        "{names} changed this while you had it open. Nothing of yours is stored: the fields show what holds now.",
        names=by,
    )
    said = [kit.sentence(reader.t("Yours was: {what}", what=kit.cut(mine, YOURS_MOST)))] if mine.strip() else []
    return [kit.sentence(told), *said]


def form(reader: Reader, callback: str, mark: Mark, title: str, blocks: list[Json]) -> Json:
    """The fields, and the way back."""
    for block in blocks:
        if block["type"] == "input" and block["element"]["action_id"] == kit.VALUE:
            # What is typed stays while the id stays: after somebody else's edit the fields show what holds now (SLACK.md §1.4).
            block["element"]["action_id"] = f"{kit.VALUE}.{mark.revision}"
    known = mark.announcement is not None
    back = kit.button(reader.t("Back"), OPEN if known else LIST, str(mark.announcement) if known else "")
    return kit.modal(
        callback,
        title,
        [*blocks, kit.actions(back)],
        close=reader.t("Close"),
        submit=reader.t("Save"),
        metadata=mark.packed(),
    )
