"""How HR words a question: in which languages, and with which options to choose from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.checkins import QuestionKind
from bot.domain.errors import RuleBroken
from bot.domain.questions import (
    ALL_OPTIONS_MAX,
    CHOICES,
    EVERY,
    LANGUAGES,
    MONTHLY,
    NTH,
    NTH_MAX,
    OPTION_MAX,
    OPTIONS_MAX,
    TEXT_MAX,
)

Options = list[dict[str, object]]


@dataclass(frozen=True)
class Wording:
    """A question as HR wants it. `key` "": a new one. Texts by language; `options` as typed, one a line, by language."""

    kind: QuestionKind
    key: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)
    rhythm: str = EVERY
    required: bool = False

    @property
    def chooses(self) -> bool:
        return self.kind in CHOICES


def check(wording: Wording) -> dict[str, str]:
    """The texts as they are kept, by language. Raises RuleBroken at "text_en" and its like, or "rhythm"."""
    texts = {name: text.strip() for name, text in wording.texts.items() if text.strip() and name in LANGUAGES}
    if not texts and not wording.kind.built_in:
        raise RuleBroken("question_needed", field=f"text_{LANGUAGES[0]}")
    for name, text in texts.items():
        if len(text) > TEXT_MAX:
            raise RuleBroken("too_long", {"most": TEXT_MAX}, field=f"text_{name}")
    nth = wording.rhythm.removeprefix(NTH)
    known = wording.rhythm in (EVERY, MONTHLY) or (nth != wording.rhythm and nth.isdecimal() and len(nth) <= 2)
    if not known or (nth.isdecimal() and not 2 <= int(nth) <= NTH_MAX):
        raise RuleBroken("answer_unknown", field="rhythm")
    return texts


def options(wording: Wording, before: Sequence[Mapping[str, object]] = (), others: int = 0) -> Options:
    """What can be chosen, each with its texts and a key of its own; one that was there `before` keeps its key.

    `others` counts the options of the series' other questions. Raises RuleBroken at "options_en" and its like.
    """
    lines = {name: _lines(wording.options.get(name, "")) for name in LANGUAGES}
    given = [name for name in LANGUAGES if lines[name]]
    first = given[0] if given else LANGUAGES[0]
    where = f"options_{first}"
    if len(lines[first]) < 2:
        raise RuleBroken("options_needed", field=where)
    if len(lines[first]) > OPTIONS_MAX:
        raise RuleBroken("options_too_many", {"most": OPTIONS_MAX, "count": len(lines[first])}, field=where)
    if len(lines[first]) + others > ALL_OPTIONS_MAX:
        raise RuleBroken("options_too_many_in_all", {"most": ALL_OPTIONS_MAX}, field=where)
    for name in given:
        _check_lines(lines[name], len(lines[first]), f"options_{name}")
    texts = [{name: lines[name][at] for name in given} for at in range(len(lines[first]))]
    return _keyed(texts, before)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _check_lines(lines: Sequence[str], wanted: int, where: str) -> None:
    if len(lines) != wanted:
        raise RuleBroken("options_uneven", {"count": len(lines), "wanted": wanted}, field=where)
    if len({line.casefold() for line in lines}) < len(lines):
        raise RuleBroken("options_twice", field=where)
    if any(len(line) > OPTION_MAX for line in lines):
        raise RuleBroken("option_too_long", {"most": OPTION_MAX}, field=where)


def _keyed(texts: Sequence[dict[str, str]], before: Sequence[Mapping[str, object]]) -> Options:
    """Each with a key: the one it had, where it is the same in any language, else a number that was never used."""
    old: dict[tuple[str, str], str] = {}
    for one in before:
        shown = one["texts"]
        if isinstance(shown, Mapping):
            old |= {(name, str(text).casefold()): str(one["key"]) for name, text in shown.items()}
    used: set[str] = set()
    number = max((int(key[1:]) for key in old.values() if key[1:].isdecimal()), default=0)
    found: Options = []
    for shown in texts:
        known = (old.get((name, text.casefold())) for name, text in shown.items())
        key = next((one for one in known if one and one not in used), None)
        if key is None:
            number += 1
            key = f"o{number}"
        used.add(key)
        found.append({"key": key, "texts": shown})
    return found


def typed(kept: Sequence[Mapping[str, object]]) -> dict[str, str]:
    """Options as HR sees them in the form: one a line, by language."""
    found: dict[str, list[str]] = {}
    for one in kept:
        shown = one["texts"]
        for name, text in shown.items() if isinstance(shown, Mapping) else ():
            found.setdefault(name, []).append(str(text))
    return {name: "\n".join(lines) for name, lines in found.items()}
