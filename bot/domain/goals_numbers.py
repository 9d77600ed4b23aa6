"""Numbers as people type them into a goal: where it begins, where it shall end, in which unit."""

import re
import unicodedata
from dataclasses import dataclass

from bot.domain.errors import RuleBroken
from bot.domain.goals import Measure

UNIT_MAX = 40
COUNTED = frozenset({Measure.NUMBER, Measure.PERCENT, Measure.INDICATOR})
"""What is measured by a number; the others are done or not."""
LARGEST = 1e12

_TIMES = {"万": 1e4, "萬": 1e4, "亿": 1e8, "億": 1e8, "k": 1e3, "m": 1e6}
_NUMBER = re.compile(r"([+-]?\d+(?:\.\d+)?)\s*([万萬亿億km]?)\s*%?", re.IGNORECASE)
_THOUSANDS = re.compile(r"(?<=\d)[,' \u00a0\u202f](?=\d{3}(?:\D|$))")
_WORDLESS = re.compile(r"[\d\W_]*")


@dataclass(frozen=True)
class Span:
    """From `start` to `target`, in `unit`; None: nothing was said."""

    unit: str = ""
    start: float | None = None
    target: float | None = None


def number(text: str) -> float | None:
    """The number that was typed, with whatever people write around it: "1,500", "12,5", "20 %", "3 万". None: it is none."""
    plain = unicodedata.normalize("NFKC", text).strip().replace("−", "-")
    while (shorter := _THOUSANDS.sub("", plain)) != plain:
        plain = shorter
    found = _NUMBER.fullmatch(plain.replace(",", "."))
    if found is None:
        return None
    value = float(found[1]) * _TIMES.get(found[2].lower(), 1)
    return value if abs(value) <= LARGEST else None


def check_words(text: str, field: str) -> None:
    """Raises RuleBroken at that field where there is not a single word: a number stands where words are asked for."""
    if _WORDLESS.fullmatch(text):
        raise RuleBroken("goal_words_needed", field=field)


def check_number(text: str, field: str) -> float | None:
    """What was typed as a number; nothing is None. Raises RuleBroken at that field for words."""
    if not text.strip():
        return None
    found = number(text)
    if found is None:
        raise RuleBroken("goal_number_needed", field=field)
    return found


def check_span(measure: Measure, unit: str, start: str, target: str) -> Span:
    """Unit, start and target, as they belong to the measure. Raises RuleBroken at the field that is wrong."""
    if measure not in COUNTED:
        for field, text in (("start", start), ("target", target)):
            if text.strip():
                raise RuleBroken("goal_no_numbers", field=field)
        return Span()
    unit = unit.strip()
    if unit and unit != "%":
        if _WORDLESS.fullmatch(unit) and any(one.isdigit() for one in unit):
            raise RuleBroken("goal_unit_words", field="unit")
        if len(unit) > UNIT_MAX:
            raise RuleBroken("too_long", {"most": UNIT_MAX}, field="unit")
    first, last = check_number(start, "start"), check_number(target, "target")
    if first is not None and last is None:
        raise RuleBroken("goal_target_needed", field="target")
    if first is not None and first == last:
        raise RuleBroken("goal_target_is_start", field="target")
    return Span("%" if measure is Measure.PERCENT else unit, first, last)
