"""Rating competencies: the person for themselves, their manager for them; side by side once both have given theirs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain import competencies as rules
from bot.domain.competencies import Family, Gap, Model, Rated, Sides
from bot.domain.errors import NotAllowed
from bot.usecases import acting
from bot.usecases.competencies_counts import Counts, access_below
from bot.usecases.leading import today_of
from storage import competencies as models
from storage import competency_ratings as store
from storage import people, reporting
from storage.competency_ratings import CompetencyAssessment, CompetencyPlace
from storage.database import Tx
from storage.people import Person

PAGE = 10
SHOWN_MOST = 3
"""Managers whose ratings stand beside each other: the present one and two before."""


@dataclass(frozen=True)
class Given:
    """An assessment as it was given: by whom, when, in its own version of the family."""

    author: Person
    at: datetime
    family: Family
    ratings: Mapping[str, Rated]

    @property
    def complete(self) -> bool:
        return rules.is_given(self.family, self.ratings)


@dataclass(frozen=True)
class Compared:
    """What somebody may see of a person's competencies.

    `own`: their self-assessment, None where it is not the viewer's to read yet; `managers`: those by managers, the newest first.
    `both`: both sides are given. `given`: how many they rated themselves. `leads`: the viewer may rate them.
    """

    person: Person
    viewer: Person
    place: CompetencyPlace | None = None
    family: Family | None = None
    own: Given | None = None
    managers: list[Given] = field(default_factory=list)
    given: int = 0
    both: bool = False
    leads: bool = False

    @property
    def gaps(self) -> list[Gap]:
        """Where the two differ, and what is missing to the level that is expected."""
        if self.family is None or self.place is None:
            return []
        own = _levels(self.own)
        manager = _levels(self.managers[0]) if self.managers else {}
        return rules.gaps([one.key for one in self.family.competencies], Sides(own, manager), self.place.level)


@dataclass(frozen=True)
class TeamRow:
    """Of somebody who reports to the viewer: how many of `of` they rated themselves, and how many the viewer did."""

    person: Person
    family: Family | None = None
    level: int = 0
    own: int = 0
    mine: int = 0
    of: int = 0


@dataclass(frozen=True)
class Board:
    """The viewer's own, and a page of their team. `has_model`: the company has competencies. `below`: figures of the teams below."""

    mine: Compared
    rows: list[TeamRow] = field(default_factory=list)
    at: int = 0
    more: bool = False
    has_model: bool = True
    below: Counts | None = None


def _levels(given: Given | None) -> dict[str, int]:
    return {key: one.level for key, one in given.ratings.items()} if given is not None else {}


async def model_of(tx: Tx, me: Person) -> tuple[int, Model]:
    version = await models.current(tx, me.workspace_id)
    return (0, Model()) if version is None else (version.id, await models.load(tx, version.id))


async def is_led(tx: Tx, me: Person, person_id: int, now: datetime) -> bool:
    """Whether that person reports to me directly."""
    found = await reporting.manager_of(tx, person_id, today_of(me, now))
    return found is not None and found.id == me.id


async def access_compared(tx: Tx, me: Person, person_id: int, now: datetime) -> Compared:
    """Somebody's competencies, for themselves and for their present manager. Raises NotAllowed for everybody else."""
    person = await acting.access_self(tx, person_id, now)
    if person is None or person.workspace_id != me.workspace_id:
        raise NotAllowed("not_found")
    leading = await is_led(tx, me, person.id, now)
    if not leading and person.id != me.id:
        raise NotAllowed("not_found")
    _, model = await model_of(tx, me)
    place = (await store.places(tx, [person.id])).get(person.id)
    family = model.find(place.family) if place is not None else None
    if place is None or family is None:
        return Compared(person, me, leads=leading)
    given = await _given(
        tx, [one for one in (await store.latest(tx, [person.id]))[person.id] if one.family == family.key]
    )
    own = next((one for one in given if one.author.id == person.id), None)
    managers = [one for one in given if one.author.id != person.id and one.complete]
    both = own is not None and own.complete and bool(managers)
    mine = [one for one in given if one.author.id == me.id != person.id and not one.complete]
    return Compared(
        person=person,
        viewer=me,
        place=place,
        family=family,
        own=own if both or person.id == me.id else None,
        managers=[*mine, *(one for one in managers if both or one.author.id == me.id)][:SHOWN_MOST],
        given=len(_asked(family, own)),
        both=both,
        leads=leading,
    )


def _asked(family: Family, given: Given | None) -> list[str]:
    """What is asked now and was rated."""
    return [one.key for one in family.competencies if given is not None and one.key in given.ratings]


async def _given(tx: Tx, rows: Sequence[CompetencyAssessment]) -> list[Given]:
    """Assessments with all that belongs to them; each in its own version."""
    ratings = await store.ratings(tx, [one.id for one in rows])
    who = await people.by_ids(tx, sorted({one.author_id for one in rows}))
    versions = {one: await models.load(tx, one) for one in sorted({one.version_id for one in rows})}
    found = []
    for one in rows:
        family = versions[one.version_id].find(one.family)
        if family is not None:
            found.append(Given(who[one.author_id], one.made_at, family, ratings[one.id]))
    return found


async def access_board(tx: Tx, me: Person, at: int, now: datetime) -> Board:
    """One's own competencies, and those of who reports to one, from the `at`-th on."""
    version, model = await model_of(tx, me)
    mine = await access_compared(tx, me, me.id, now)
    reports = await reporting.reports_of(tx, me.id, today_of(me, now))
    shown = reports[max(0, at) : max(0, at) + PAGE]
    rows = await _rows(tx, me, shown, model)
    below = await access_below(tx, me, now) if reports else None
    return Board(mine, rows, max(0, at), len(reports) > at + PAGE, bool(version), below)


async def _rows(tx: Tx, me: Person, shown: Sequence[Person], model: Model) -> list[TeamRow]:
    places = await store.places(tx, [one.id for one in shown])
    latest = await store.latest(tx, [one.id for one in shown])
    ratings = await store.ratings(tx, [one.id for some in latest.values() for one in some])
    rows = []
    for person in shown:
        place = places.get(person.id)
        family = model.find(place.family) if place is not None else None
        if place is None or family is None:
            rows.append(TeamRow(person))
            continue
        keys = {one.key for one in family.competencies}

        def count(author: int, person: Person = person, family: Family = family, keys: set[str] = keys) -> int:
            found = (one for one in latest[person.id] if one.author_id == author and one.family == family.key)
            return len(keys & set(ratings[one.id])) if (one := next(found, None)) else 0

        rows.append(TeamRow(person, family, place.level, count(person.id), count(me.id), len(keys)))
    return rows


@dataclass(frozen=True)
class Row:
    """Home's one row. `of` 0: the viewer has no family. `team`, `done`: who reports to them, and whom of these they rated fully."""

    given: int = 0
    of: int = 0
    both: bool = False
    team: int = 0
    done: int = 0


async def access_row(tx: Tx, me: Person, now: datetime) -> Row | None:
    """None: there is no model, or nothing in it is about the viewer or who reports to them."""
    if await models.current(tx, me.workspace_id) is None:
        return None
    reports = await reporting.reports_of(tx, me.id, today_of(me, now))
    places = await store.places(tx, [me.id, *(one.id for one in reports)])
    if not places:
        return None
    mine = await access_compared(tx, me, me.id, now)
    led = [one for one in reports if one.id in places]
    _, model = await model_of(tx, me)
    rows = await _rows(tx, me, led, model)
    of = len(mine.family.competencies) if mine.family is not None else 0
    done = sum(one.of > 0 and one.mine == one.of for one in rows)
    return Row(mine.given, of, mine.both, len(led), done) if of or led else None


async def access_after(tx: Tx, me: Person, person_id: int, now: datetime) -> Board | Compared | None:
    """What lies below the form of an assessment, as it is after it: nothing of it where only HR set the place."""
    try:
        return await access_compared(tx, me, person_id, now)
    except NotAllowed:
        return None
