"""From the submitted form of a goal back to what was filled in."""

from dataclasses import replace
from datetime import date

from bot.domain import goals_form as forms
from bot.domain.goals import Level, Measure, Perspective
from bot.domain.goals_form import Held
from bot.views import inputs
from bot.views.kit import Json

WORDS = ("title", "start", "target", "unit", "why", "contribution", "weight")


def read(view: Json) -> Held:
    """The form as it is on the screen. What it has no field for just now is what it was opened with."""
    held = forms.loaded(view["private_metadata"])
    values = (view.get("state") or {}).get("values") or {}
    typed: Json = {name: str(inputs.held(values, name) or "") for name in WORDS}
    filled = replace(held.filled, **typed)
    if "level" in values:
        filled = replace(filled, level=Level(inputs.held(values, "level") or filled.level))
    if "measure" in values:
        filled = replace(filled, measure=Measure(inputs.held(values, "measure") or filled.measure))
    if "owners" in values:
        filled = replace(filled, owners=tuple(inputs.held(values, "owners") or ()))
    if "department" in values:
        filled = replace(filled, department=_id(inputs.held(values, "department")))
    day, way = inputs.held(values, "due"), inputs.held(values, "perspective")
    filled = replace(
        filled,
        due=date.fromisoformat(day) if day else None,
        parent=_id(inputs.held(values, "parent")),
        cycle=_id(inputs.held(values, "cycle")),
        perspective=Perspective(way) if way else None,
    )
    return replace(held, filled=filled)


def _id(value: object) -> int | None:
    """The id that was chosen; 0 stands for none."""
    return int(str(value)) or None if value else None
