"""The competencies as a CSV file: a line for each level of each competency; read whole or not at all, written in the same columns."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain import competencies as rules
from bot.domain import imports
from bot.domain.competencies import KEY_MAX, NAME_MAX, TEXT_MAX, Competency, Family, Model, Names
from bot.domain.imports import DELIMITERS, Problem, broken
from bot.domain.questions import LANGUAGES

_SUFFIXES = {name: name.lower() for name in LANGUAGES}
_KEYS = ("family", "competency", "level")
_TEXTS = tuple(f"{what}_{one}" for what in ("family", "competency", "level", "text") for one in _SUFFIXES.values())
COLUMNS = (*_KEYS, *_TEXTS)


@dataclass
class _Held:
    """A family as it is read: what was named so far."""

    names: dict[str, str] = field(default_factory=dict)
    levels: dict[int, dict[str, str]] = field(default_factory=dict)
    competencies: dict[str, tuple[dict[str, str], dict[int, dict[str, str]]]] = field(default_factory=dict)
    line: int = 0


def read(raw: bytes) -> Model:
    """The model that the file describes, in the file's order. Raises ImportBroken with every line that cannot be read."""
    families: dict[str, _Held] = {}
    problems: list[Problem] = []
    for line, cells in _table(raw):
        try:
            _take(families, line, cells)
        except ValueError as error:
            problems.append(Problem(line, str(error)))
    if problems:
        raise broken(*problems)
    for key, held in families.items():
        problems += _lacking(key, held)
    if len(families) > rules.FAMILIES_MAX:
        problems.append(Problem(1, f"There are {len(families)} families, and {rules.FAMILIES_MAX} at most."))
    if problems:
        raise broken(*problems)
    return Model(tuple(_family(key, held) for key, held in families.items()))


def write(model: Model) -> str:
    """The model as a file that can be read again."""
    made = io.StringIO()
    writer = csv.DictWriter(made, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for family in model.families:
        for one in family.competencies:
            for number, level in enumerate(family.levels, 1):
                row = {"family": family.key, "competency": one.key, "level": str(number)}
                text = one.texts[number - 1] if number <= len(one.texts) else {}
                for what, names in (
                    ("family", family.names),
                    ("competency", one.names),
                    ("level", level),
                    ("text", text),
                ):
                    row |= {f"{what}_{suffix}": names.get(name, "") for name, suffix in _SUFFIXES.items()}
                writer.writerow(row)
    return made.getvalue()


def _take(families: dict[str, _Held], line: int, cells: Mapping[str, str]) -> None:
    family, competency, number = (cells.get(name, "") for name in _KEYS)
    if not family or not competency or max(len(family), len(competency)) > KEY_MAX:
        raise ValueError(f"family and competency are short names of their own, up to {KEY_MAX} characters.")
    if not number.isdecimal() or not 1 <= int(number) <= rules.LEVELS_MAX:
        raise ValueError(f"level is a whole number from 1 to {rules.LEVELS_MAX}.")
    for name in _TEXTS:
        most = TEXT_MAX if name.startswith("text_") else NAME_MAX
        if len(cells.get(name, "")) > most:
            raise ValueError(f"{name} takes up to {most} characters.")
    held = families.setdefault(family, _Held(line=line))
    _named(held.names, _said(cells, "family"), "family", family)
    _named(held.levels.setdefault(int(number), {}), _said(cells, "level"), "level", number)
    names, texts = held.competencies.setdefault(competency, ({}, {}))
    _named(names, _said(cells, "competency"), "competency", competency)
    if int(number) in texts:
        raise ValueError(f"Level {number} of {competency} in {family} is there already.")
    texts[int(number)] = _said(cells, "text")


def _named(known: dict[str, str], said: Mapping[str, str], what: str, key: str) -> None:
    """A name is written once or the same each time."""
    for name, text in said.items():
        if known.setdefault(name, text) != text:
            raise ValueError(f"{what} {key} has another name in a line above: {known[name]}.")


def _said(cells: Mapping[str, str], what: str) -> dict[str, str]:
    return {name: text for name, suffix in _SUFFIXES.items() if (text := cells.get(f"{what}_{suffix}", ""))}


def _lacking(key: str, held: _Held) -> list[Problem]:
    numbers = sorted(held.levels)
    found = []
    if numbers != list(range(1, len(numbers) + 1)) or len(numbers) < rules.LEVELS_LEAST:
        found.append(f"The levels of {key} are {numbers}: they begin with 1, leave none out, and are two at least.")
    if not held.names:
        found.append(f"The family {key} has no name in any language.")
    found += [f"Level {number} of {key} has no name in any language." for number in numbers if not held.levels[number]]
    found += [
        f"{one} in {key} has no name in any language." for one, (names, _) in held.competencies.items() if not names
    ]
    if len(held.competencies) > rules.COMPETENCIES_MAX:
        found.append(f"{key} has {len(held.competencies)} competencies, and {rules.COMPETENCIES_MAX} at most.")
    return [Problem(held.line, why) for why in found]


def _family(key: str, held: _Held) -> Family:
    levels: tuple[Names, ...] = tuple(held.levels[number] for number in sorted(held.levels))
    made = []
    for one, (names, texts) in held.competencies.items():
        made.append(Competency(one, names, tuple(texts.get(number, {}) for number in sorted(held.levels))))
    return Family(key, held.names, levels, tuple(made))


def _table(raw: bytes) -> list[tuple[int, dict[str, str]]]:
    text = imports.decoded(raw)
    lines = imports.lines(text, max(DELIMITERS, key=text.partition("\n")[0].count))
    header = next(lines, None)
    if header is None or isinstance(header, Problem):
        raise broken(
            header or Problem(1, f"The file is empty. Its first line names the columns: {', '.join(COLUMNS)}.")
        )
    names = [name.lower() for name in header[1]]
    if set(_KEYS) - set(names) or set(names) - set(COLUMNS) or len(set(names)) < len(names):
        raise broken(
            Problem(header[0], f"The columns are {', '.join(COLUMNS)}, each once; the first three must be there.")
        )
    rows, problems = imports.named(lines, names)
    if problems:
        raise broken(*problems)
    return rows
