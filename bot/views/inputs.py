"""The elements of forms that bot/views/kit.py has no field for: each goes into an input block."""

from collections.abc import Collection, Sequence
from datetime import time
from typing import Any

from bot.views import kit
from bot.views.kit import Json

OPTIONS_MAX, RADIO_MAX = 100, 10


def text(initial: str = "", *, multiline: bool = True, most: int = kit.INPUT_MAX) -> Json:
    """A field for words; of an `initial` text that is too long for it, the beginning."""
    made: Json = {"type": "plain_text_input", "action_id": kit.VALUE, "multiline": multiline, "max_length": most}
    if shown := initial[: kit.fitting(initial, most)]:
        made["initial_value"] = shown
    return made


def number(initial: float | None = None, *, whole: bool = False, least: int | None = None) -> Json:
    """A field for a number; `least` is the smallest that the client lets pass."""
    made: Json = {"type": "number_input", "action_id": kit.VALUE, "is_decimal_allowed": not whole}
    if least is not None:
        made["min_value"] = str(least)
    if initial is not None:
        made["initial_value"] = plain_number(initial)
    return made


def plain_number(value: float) -> str:
    """The number without an exponent and without zeros that say nothing, as a field takes it."""
    return f"{value:.6f}".rstrip("0").rstrip(".")


def choice(
    options: Sequence[Json], chosen: Collection[str] = (), *, several: bool = False, open_: bool = False
) -> Json:
    """One or `several` of up to 100 options, by their values; `open_`: up to ten, one below the other."""
    kinds = {(False, False): "static_select", (False, True): "radio_buttons"}
    kinds |= {(True, False): "multi_static_select", (True, True): "checkboxes"}
    offered = list(options[: RADIO_MAX if open_ else OPTIONS_MAX])
    made: Json = {"type": kinds[several, open_], "action_id": kit.VALUE, "options": offered}
    initial = [one for one in offered if one["value"] in chosen]
    if initial:
        made |= {"initial_options": initial} if several else {"initial_option": initial[0]}
    return made


def time_of_day(initial: time | None) -> Json:
    """A time of day, local to whoever it is about."""
    made: Json = {"type": "timepicker", "action_id": kit.VALUE}
    if initial is not None:
        made["initial_time"] = f"{initial:%H:%M}"
    return made


def people(chosen: Sequence[str] = ()) -> Json:
    """Several people of the workspace, by Slack id. Slack also offers bots and guests here: check on submit."""
    made: Json = {"type": "multi_users_select", "action_id": kit.VALUE}
    if chosen:
        made["initial_users"] = list(chosen)
    return made


def held(values: Json, field: str) -> Any:
    """What stands in a field of a submitted form: text, a time as HH:MM, an option's value, or a list; None where it is empty."""
    state = next(iter((values.get(field) or {}).values()), None) or {}
    one = state.get("selected_option")
    if one:
        return str(one["value"])
    if "selected_options" in state:
        return [str(option["value"]) for option in state["selected_options"] or []]
    for key in ("value", "selected_time", "selected_date", "selected_date_time", "selected_user", "selected_users"):
        if state.get(key):
            return state[key]
    return None
