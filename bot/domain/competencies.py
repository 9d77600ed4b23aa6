"""A company's competencies: families of jobs, their levels, and for each competency and level what somebody does who is there.

Behaviour that can be seen, level by level (behaviourally anchored scales: Smith & Kendall, Journal of Applied Psychology 47, 1963).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.domain.errors import RuleBroken
from bot.domain.questions import LANGUAGES

RECORD = "competency"
"""The name of a competency among evidence."""
EDIT = "competencies.edit"

NAME_MAX = 70
"""Characters: what a choice in a form shows."""
TEXT_MAX = 300
"""Characters of what is done at a level: a form shows all of a family, and a view takes 250 kB."""
KEY_MAX = 64
INSTANCE_MAX = 500
"""Characters of the instance behind a rating: one, not a year."""
FAMILIES_MAX, COMPETENCIES_MAX = 30, 12
"""More than a dozen competencies nobody rates with care, and no form holds them."""
LEVELS_LEAST, LEVELS_MAX = 2, 6

Names = Mapping[str, str]
"""A text by language; English where one is missing, else whichever there is."""


@dataclass(frozen=True)
class Competency:
    """`texts`: what somebody does who is there, by level, the first one first."""

    key: str
    names: Names
    texts: tuple[Names, ...] = ()


@dataclass(frozen=True)
class Family:
    """`levels`: what they are called, the first one first."""

    key: str
    names: Names
    levels: tuple[Names, ...]
    competencies: tuple[Competency, ...] = ()

    def find(self, key: str) -> Competency | None:
        return next((one for one in self.competencies if one.key == key), None)


@dataclass(frozen=True)
class Model:
    families: tuple[Family, ...] = ()

    def find(self, key: str) -> Family | None:
        return next((one for one in self.families if one.key == key), None)


def said(names: Names, language: str) -> str:
    """The text in that language, else in English, else in whichever there is."""
    return names.get(language) or names.get(LANGUAGES[0]) or next(iter(names.values()), "")


def put_family(model: Model, key: str, names: Names, levels: Sequence[Names], fresh: str) -> Model:
    """The model with this family: changed, or new under the key `fresh` where `key` is "". Texts of levels that go, go with them."""
    names, known = _names(names, "name"), model.find(key)
    if not LEVELS_LEAST <= len(levels) <= LEVELS_MAX:
        raise RuleBroken("competency_levels", {"least": LEVELS_LEAST, "most": LEVELS_MAX}, field="levels_en")
    checked = tuple(_names(one, "levels") for one in levels)
    if known is None:
        if key:
            raise RuleBroken("competency_gone")
        if len(model.families) >= FAMILIES_MAX:
            raise RuleBroken("competency_families", {"most": FAMILIES_MAX}, field="name_en")
        made = Family(_free(fresh, {one.key for one in model.families}), names, checked)
        return Model((*model.families, made))
    held = tuple(replace(one, texts=fitted(one.texts, len(checked))) for one in known.competencies)
    changed = replace(known, names=names, levels=checked, competencies=held)
    return Model(tuple(changed if one.key == key else one for one in model.families))


def without_family(model: Model, key: str) -> Model:
    """The family is not used any more; what was rated under it stays in its version."""
    return Model(tuple(one for one in model.families if one.key != key))


def put_competency(model: Model, family: str, key: str, names: Names, texts: Sequence[Names], fresh: str) -> Model:
    """The model with this competency in a family: changed, or new under the key `fresh` where `key` is ""."""
    at = model.find(family)
    if at is None or (key and at.find(key) is None):
        raise RuleBroken("competency_gone")
    names = _names(names, "name")
    checked = tuple(_texts(one, number) for number, one in enumerate(texts, 1))
    held = at.competencies
    if key:
        held = tuple(Competency(key, names, checked) if one.key == key else one for one in held)
    elif len(held) >= COMPETENCIES_MAX:
        raise RuleBroken("competency_many", {"most": COMPETENCIES_MAX}, field="name_en")
    else:
        taken = {one.key for each in model.families for one in each.competencies}
        held = (*held, Competency(_free(fresh, taken), names, checked))
    changed = replace(at, competencies=held)
    return Model(tuple(changed if one.key == family else one for one in model.families))


def without_competency(model: Model, family: str, key: str) -> Model:
    """The competency is not asked for any more; what was rated stays in its version."""
    return Model(
        tuple(
            replace(one, competencies=tuple(each for each in one.competencies if each.key != key))
            if one.key == family
            else one
            for one in model.families
        )
    )


def fitted(texts: Sequence[Names], levels: int) -> tuple[Names, ...]:
    """As many texts as there are levels."""
    return tuple(texts[at] if at < len(texts) else {} for at in range(levels))


def _names(names: Names, field_name: str) -> dict[str, str]:
    kept = {name: " ".join(text.split()) for name, text in names.items() if text.strip() and name in LANGUAGES}
    if not kept:
        raise RuleBroken("name_needed", field=f"{field_name}_{LANGUAGES[0]}")
    for name, text in kept.items():
        if len(text) > NAME_MAX:
            raise RuleBroken("too_long", {"most": NAME_MAX}, field=f"{field_name}_{name}")
    return kept


def _texts(texts: Names, level: int) -> dict[str, str]:
    kept = {name: text.strip() for name, text in texts.items() if text.strip() and name in LANGUAGES}
    for name, text in kept.items():
        if len(text) > TEXT_MAX:
            raise RuleBroken("too_long", {"most": TEXT_MAX}, field=f"text_{level}_{name}")
    return kept


def _free(key: str, taken: Collection[str]) -> str:
    while key in taken:
        key += "x"
    return key


@dataclass(frozen=True)
class Rated:
    """A level, from 1 on, and the instance behind it, if one was given. None: its words were erased."""

    level: int
    instance: str | None = ""


def check_ratings(family: Family, ratings: Mapping[str, Rated]) -> dict[str, Rated]:
    """What was given, as it is kept. Raises RuleBroken at "level_KEY" or "instance_KEY"; nothing at all at the first."""
    if not ratings:
        first = family.competencies[0].key if family.competencies else ""
        raise RuleBroken("choice_needed", field=f"level_{first}")
    for key, one in ratings.items():
        if family.find(key) is None or not 1 <= one.level <= len(family.levels):
            raise RuleBroken("answer_unknown", field=f"level_{key}")
        if len(one.instance or "") > INSTANCE_MAX:
            raise RuleBroken("too_long", {"most": INSTANCE_MAX}, field=f"instance_{key}")
    return {key: Rated(one.level, (one.instance or "").strip()) for key, one in ratings.items()}


def is_given(family: Family | None, ratings: Collection[str]) -> bool:
    """Whether every competency of a family is rated: before that, nobody else reads it."""
    return family is not None and bool(family.competencies) and all(one.key in ratings for one in family.competencies)


@dataclass(frozen=True)
class Gap:
    """One competency: levels as each side sees them. None: not rated, or no level is expected."""

    key: str
    own: int | None = None
    manager: int | None = None
    expected: int | None = None

    @property
    def apart(self) -> int | None:
        """How far the manager sees them above (or below) where they see themselves."""
        return None if self.own is None or self.manager is None else self.manager - self.own

    @property
    def missing(self) -> int | None:
        """How many levels are missing to what is expected, as the manager sees it, else as they do; 0: none."""
        seen = self.manager if self.manager is not None else self.own
        return None if seen is None or self.expected is None else max(0, self.expected - seen)


@dataclass(frozen=True)
class Sides:
    """What each side gave, by competency."""

    own: Mapping[str, int] = field(default_factory=dict)
    manager: Mapping[str, int] = field(default_factory=dict)


def gaps(keys: Sequence[str], sides: Sides, expected: int | None) -> list[Gap]:
    """Where the two see it differently, and what is missing, competency by competency: a development plan begins with it."""
    return [Gap(key, sides.own.get(key), sides.manager.get(key), expected) for key in keys]
