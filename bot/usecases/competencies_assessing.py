"""The form in which somebody rates competencies: one's own, or those of whom one leads; HR sets the family and the level alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain import competencies as rules
from bot.domain.competencies import Family, Model, Rated
from bot.domain.errors import NotAllowed, RuleBroken
from bot.usecases import acting
from bot.usecases.competencies import is_led, model_of
from bot.usecases.roles import is_hr, require_hr
from storage import competencies as models
from storage import competency_ratings as store
from storage.database import Tx
from storage.people import Person


@dataclass(frozen=True)
class Assessing:
    """The form of an assessment. `model`: what can be chosen from; without `family`, that comes first. `own`: one's own."""

    person: Person
    viewer: Person
    model: Model
    version: int
    family: Family | None = None
    level: int = 0
    ratings: Mapping[str, Rated] = field(default_factory=dict)

    @property
    def own(self) -> bool:
        return self.person.id == self.viewer.id


async def access_assessing(
    tx: Tx, me: Person, person_id: int, now: datetime, family: str = "", level: int = 0
) -> Assessing:
    """The form to rate myself, or somebody who reports to me; HR's has the family and the level alone. `family`: another was chosen."""
    person, leading = await _access(tx, me, person_id, now)
    version, model = await model_of(tx, me)
    place = (await store.places(tx, [person.id])).get(person.id)
    if person.id == me.id or not family:
        family, level = (place.family, place.level) if place is not None else ("", 0)
    found = model.find(family)
    if person.id == me.id and found is None:
        raise RuleBroken("competency_no_family")
    ratings: Mapping[str, Rated] = {}
    if found is not None and (leading or person.id == me.id):
        last = [one for one in (await store.latest(tx, [person.id]))[person.id] if one.author_id == me.id]
        same = [one for one in last if one.family == found.key]
        ratings = (await store.ratings(tx, [same[0].id]))[same[0].id] if same else {}
    if found is not None and not leading and person.id != me.id:
        found = Family(found.key, found.names, found.levels)
    return Assessing(person, me, model, version, found, min(level, len(found.levels)) if found else 0, ratings)


async def _access(tx: Tx, me: Person, person_id: int, now: datetime) -> tuple[Person, bool]:
    person = await acting.access_self(tx, person_id, now)
    if person is None or person.workspace_id != me.workspace_id:
        raise NotAllowed("not_found")
    leading = await is_led(tx, me, person.id, now)
    if not leading and person.id != me.id and not await is_hr(tx, me):
        raise NotAllowed("not_found")
    return person, leading


@dataclass(frozen=True)
class Filled:
    """What was submitted. `version`: of the model that the form showed; `family`, `level`: what a manager or HR chose."""

    version: int
    family: str = ""
    level: int = 0
    ratings: Mapping[str, Rated] = field(default_factory=dict)


async def assess(tx: Tx, me: Person, person_id: int, filled: Filled, now: datetime, *, source: str) -> None:
    """Keep what I gave: family and level, where they are mine to set, and the ratings, dated; the same source once.

    What was rated points to the version that the form showed. Raises RuleBroken at the field that is wrong.
    """
    person, leading = await _access(tx, me, person_id, now)
    version = await tx.get(models.CompetencyVersion, filled.version)
    if version is None or version.workspace_id != me.workspace_id:
        raise NotAllowed("not_found")
    model = await models.load(tx, version.id)
    place = (await store.places(tx, [person.id])).get(person.id)
    if person.id != me.id:
        family = model.find(filled.family)
        if family is None:
            raise RuleBroken("choice_needed", field="family")
        if not 1 <= filled.level <= len(family.levels):
            raise RuleBroken("choice_needed", field="level")
        await store.place(tx, person, family.key, filled.level, me.id, now)
    else:
        family = model.find(place.family) if place is not None else None
        if family is None:
            raise RuleBroken("competency_no_family")
    if person.id != me.id and not filled.ratings:
        return
    if person.id != me.id and not leading:
        raise NotAllowed("not_found")
    given = rules.check_ratings(family, filled.ratings)
    row = {"workspace_id": me.workspace_id, "person_id": person.id, "author_id": me.id, "version_id": version.id}
    await store.add(tx, row | {"family": family.key, "source": source}, given, now)


async def access_placing(tx: Tx, me: Person, slack_id: str, now: datetime) -> Person:
    """Somebody whose family and level HR sets. Raises RuleBroken at the field "person" for who takes no part."""
    await require_hr(tx, me)
    found = await acting.find_colleague(tx, me, slack_id, now)
    if found is None:
        raise RuleBroken("helper_unknown", field="person")
    return found
