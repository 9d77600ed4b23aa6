"""What is looked for among the feedback that somebody received and gave: the menus, and what was chosen in them."""

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from zlib import crc32

from bot.domain import checkins, goals
from bot.domain.feedback import Aim, Form
from bot.domain.feedback_history import Direction, Time, Wanted
from bot.domain.history import Place
from bot.domain.values import RECORD as VALUE
from bot.locales.reader import Reader
from bot.views import feedback_words, goals_standing, history, inputs, kit
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.feedback_history import History
    from storage.evidence import Evidence
    from storage.values import CompanyValue

LOOK = "feedback_history.look"
"""What stands before the name of a filter in its action id."""
BLOCK, COLLEAGUE = "looking", "colleague"
ANY = "any"
MESSAGE = "message"
"""A message in Slack, among what feedback can rest on."""
FORMS: Mapping[str, tuple[Form | None, Aim | None]] = {
    ANY: (None, None),
    "sandwich": (Form.SANDWICH, None),
    "behaviour": (Form.BEHAVIOUR, None),
    "keep": (Form.BEHAVIOUR, Aim.KEEP),
    "change": (Form.BEHAVIOUR, Aim.CHANGE),
}


def menus(reader: Reader, shown: "History") -> list[Json]:
    """What can be looked for: each choice shows the first page of it at once."""
    wanted = shown.wanted
    form = next(name for name, value in FORMS.items() if value == (wanted.form, wanted.aim))
    first = kit.actions(
        _menu("direction", _directions(reader), wanted.direction),
        _menu("form", _forms(reader), form),
        _menu("time", _times(reader), wanted.time),
    )
    about = {ANY: reader.t("About anything"), **_kinds(reader)}
    about |= {f"{VALUE}:{one.id}": one.name for one in shown.values if one.retired_at is None}
    about |= {f"{goals.RECORD}:{one.goal_id}": goals_standing.title(reader, one, kit.OPTION_MAX) for one in shown.goals}
    who: Json = {"type": "users_select", "action_id": f"{LOOK}.{COLLEAGUE}"}
    who["placeholder"] = kit.plain(reader.t("From or to anybody"), kit.PLACEHOLDER_MAX)
    if wanted.colleague:
        who["initial_user"] = wanted.colleague
    second = kit.actions(who, _menu("about", about, wanted.about or ANY))
    # Slack keeps what was chosen in a menu of the same name: with other choices it is another one.
    names = [f"{BLOCK}.{number}.{crc32(kept(wanted).encode()):x}" for number in (1, 2)]
    return [first | {"block_id": names[0]}, second | {"block_id": names[1]}]


def _menu(name: str, options: Mapping[str, str], chosen: str) -> Json:
    made = inputs.choice([kit.option(text, value) for value, text in options.items()], [chosen])
    return made | {"action_id": f"{LOOK}.{name}"}


def _directions(reader: Reader) -> dict[str, str]:
    return {
        Direction.BOTH: reader.t("Received and given"),
        Direction.RECEIVED: reader.t("Received"),
        Direction.GIVEN: reader.t("Given"),
    }


def _forms(reader: Reader) -> dict[str, str]:
    named = {name: form_of(reader, form, aim) for name, (form, aim) in FORMS.items() if form is not None}
    return {ANY: reader.t("In any form"), **named}


def _times(reader: Reader) -> dict[str, str]:
    return {
        Time.ALL: reader.t("At any time"),
        Time.THIS_QUARTER: reader.t("This quarter"),
        Time.LAST_QUARTER: reader.t("Last quarter"),
        Time.THIS_YEAR: reader.t("This year"),
        Time.LAST_YEAR: reader.t("Last year"),
    }


def form_of(reader: Reader, form: Form, aim: Aim | None) -> str:
    """The form, and what a behaviour description is about."""
    if aim is None:
        return feedback_words.form(reader, form)
    if aim is Aim.KEEP:
        return reader.t("Behaviour description: to keep")
    return reader.t("Behaviour description: to change")


def about(reader: Reader, links: "Sequence[Evidence]", values: "Sequence[CompanyValue]" = ()) -> list[str]:
    """What feedback rests on, a line for each value and each kind of record."""
    names = _kinds(reader)
    found = [names[kind] for kind in dict.fromkeys(one.to_kind for one in links) if kind in names]
    cited = {one.to_id for one in links if one.to_kind == VALUE}
    return [*found, *(reader.t("About our value {name}", name=one.name) for one in values if one.id in cited)]


def _kinds(reader: Reader) -> dict[str, str]:
    """What feedback can rest on, by kind of record."""
    return {
        checkins.RECORD: reader.t("About a check-in"),
        MESSAGE: reader.t("About a message in Slack"),
        goals.RECORD: reader.t("About a goal"),
    }


def kept(wanted: Wanted, place: Place | None = None) -> str:
    """What a page carries to find its neighbours, and itself."""
    given = {"direction": wanted.direction, "form": wanted.form, "aim": wanted.aim, "colleague": wanted.colleague}
    given |= {"about": wanted.about, "time": wanted.time, "place": history.written(place) if place else ""}
    return json.dumps({name: value for name, value in given.items() if value}, separators=(",", ":"))


def read_kept(metadata: str) -> Wanted:
    """What the page that was open showed."""
    held: dict[str, Any] = json.loads(metadata or "{}")
    form, aim = held.get("form"), held.get("aim")
    return Wanted(
        Direction(held.get("direction", Direction.BOTH)),
        Form(form) if form else None,
        Aim(aim) if aim else None,
        held.get("colleague", ""),
        held.get("about", ""),
        Time(held.get("time", Time.ALL)),
    )


def read_place(metadata: str) -> str:
    """Where the page that was open began, as its buttons say it."""
    return str(json.loads(metadata or "{}").get("place", ""))


def read_looking(values: Json) -> Wanted:
    """What was chosen."""
    states = {
        action: state for block, held in values.items() if block.startswith(BLOCK) for action, state in held.items()
    }

    def one(name: str) -> str:
        value = inputs.held({name: {name: states.get(f"{LOOK}.{name}") or {}}}, name)
        return str(value) if value and value != ANY else ""

    form, aim = FORMS.get(one("form") or ANY, (None, None))
    return Wanted(
        Direction(one("direction") or Direction.BOTH),
        form,
        aim,
        one(COLLEAGUE),
        one("about"),
        Time(one("time") or Time.ALL),
    )
