"""From the submitted form back to what was filled in."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.domain import feedback_form as forms
from bot.domain.feedback import Aim, Form, Part
from bot.domain.feedback_form import Held, When
from bot.views import feedback_form_more, feedback_form_readers, inputs
from bot.views.kit import Json

if TYPE_CHECKING:
    from collections.abc import Collection

QUOTE = "quote"
PARTS: "Collection[str]" = frozenset(Part)


def read(view: Json) -> Held:
    """The form as it is on the screen. What it has no field for just now is what it was opened with."""
    carried = json.loads(view["private_metadata"])
    values = (view.get("state") or {}).get("values") or {}
    filled = forms.loaded(carried["filled"])
    filled = replace(
        filled,
        to=tuple(inputs.held(values, "to") or ()),
        form=Form(inputs.held(values, "form") or Form.SANDWICH),
        parts={Part(field): str(inputs.held(values, field) or "") for field in values if field in PARTS},
        to_manager=feedback_form_readers.read(values),
        quoted=quotable(view) if inputs.held(values, QUOTE) else None,
    )
    if "aim" in values:
        aim = inputs.held(values, "aim")
        filled = replace(filled, aim=Aim(aim) if aim else None)
    if "when" in values:
        filled = replace(filled, **_more(values))
    return Held(
        filled,
        named=tuple(carried.get("named", ())),
        key=carried.get("key") or str(view.get("id") or ""),
        more=bool(carried.get("more")),
        reviewed=carried.get("reviewed", ""),
        reviews=int(carried.get("reviews", 0)),
        origin=carried.get("origin", ""),
    )


def _more(values: Json) -> Json:
    at, value, goal = (inputs.held(values, name) for name in ("at", "value", "goal"))
    return {
        "when": When(inputs.held(values, "when") or When.WORK),
        "at": datetime.fromtimestamp(int(at), UTC) if at else None,
        "value": int(value) if value else None,
        "goal": int(goal) if goal else None,
        "said_by": str(inputs.held(values, "said_by") or ""),
        "said_on": feedback_form_more.read_day(values),
    }


def quotable(view: Json) -> str | None:
    """The message's text, as it stands in a form that was opened from it."""
    pieces = [
        block["elements"][0]["elements"][0]["text"]
        for block in view.get("blocks") or []
        if str(block.get("block_id", "")).startswith("message_")
    ]
    return "".join(pieces) or None
