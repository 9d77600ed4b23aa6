"""What a pulse found, for those who may see it: once it has closed, and never about fewer than five people."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.errors import NotAllowed
from bot.usecases import pulses
from bot.usecases import roles as hr_roles
from storage import audit, people, series
from storage import pulses as store
from storage.database import Tx
from storage.notices import Notice
from storage.people import Person
from storage.pulses import PulseSlot
from storage.series import Question, Series

TEXTS_PAGE = 15
"""Texts in one modal: of the longest, that is half of what a view takes."""
TEAMS_PAGE = 20
SLOTS_KNOWN = 24


@dataclass
class Figures:
    """Answers to one question: how many people gave one, the sum where they are numbers, and how often each was given."""

    count: int = 0
    total: float = 0.0
    tally: Counter[str] = field(default_factory=Counter)

    @property
    def mean(self) -> float:
        return self.total / self.count

    def add(self, other: "Figures") -> None:
        self.count += other.count
        self.total += other.total
        self.tally.update(other.tally)


ByTeam = dict[int | None, Figures]


@dataclass(frozen=True)
class Found:
    """One question with its figures: of all, and of the viewer's own team, where that is large enough."""

    question: Question
    whole: Figures
    team: Figures | None = None


@dataclass(frozen=True)
class Results:
    """A closed slot. `earlier` and `later`: the ids of the slots before and after it that this viewer may see."""

    series: Series
    slot: PulseSlot
    found: list[Found]
    hr: bool
    has_teams: bool = False
    earlier: int | None = None
    later: int | None = None


@dataclass(frozen=True)
class Closed:
    """A slot whose results are there."""

    series: Series
    slot: PulseSlot


@dataclass(frozen=True)
class Texts:
    """One page of the words to one question, in random order."""

    slot: PulseSlot
    question: Question
    said: list[str | None]
    page: int
    more: bool


@dataclass(frozen=True)
class Teams:
    """One page of the teams that are large enough, by the name of their manager, each with its figures."""

    slot: PulseSlot
    rows: list[tuple[Person, list[Found]]]
    page: int
    more: bool


async def access_results(tx: Tx, viewer: Person, slot_id: int, now: datetime) -> Results:
    """The results of one slot. Raises NotAllowed where it has not closed, or is not open to this person."""
    slot = await _access(tx, viewer, slot_id, now)
    asking = await series.get(tx, slot.series_id)
    figures = await _figures(tx, slot)
    all_of_them = await pulses.may_see_all(tx, viewer, now)
    others = [
        one.id
        for one in await store.closed(
            tx, viewer.workspace_id, SLOTS_KNOWN, shared_only=not all_of_them, series_id=slot.series_id
        )
    ]
    at = others.index(slot.id) if slot.id in others else 0
    hr = await hr_roles.is_hr(tx, viewer)
    return Results(
        series=asking,
        slot=slot,
        found=[
            Found(one, whole(figures[one.id].values()), figures[one.id].get(viewer.id))
            for one in await pulses.questions(tx, asking, slot)
            if one.id in figures
        ],
        hr=hr,
        has_teams=hr and any(team is not None for by_team in figures.values() for team in by_team),
        earlier=others[at + 1] if at + 1 < len(others) else None,
        later=others[at - 1] if at > 0 else None,
    )


async def access_closed(tx: Tx, notice: Notice, viewer: Person, now: datetime) -> Closed:
    """The slot whose results are there. Not sent to whoever may not see them any more."""
    slot = await _access(tx, viewer, notice.subject_id, now)
    return Closed(await series.get(tx, slot.series_id), slot)


async def access_texts(tx: Tx, viewer: Person, slot_id: int, question_id: int, now: datetime, page: int = 0) -> Texts:
    """What was said to one question. Raises NotAllowed as `access_results` does."""
    slot = await _access(tx, viewer, slot_id, now)
    asked = await pulses.questions(tx, await series.get(tx, slot.series_id), slot)
    question = next((one for one in asked if one.id == question_id and one.kind in pulses.WORDS), None)
    if question is None:
        raise NotAllowed("not_found")
    first = max(page, 0) * TEXTS_PAGE
    said = await store.texts(tx, slot.series_id, slot.slot, question_id, TEXTS_PAGE + 1, first)
    return Texts(slot, question, said[:TEXTS_PAGE], max(page, 0), len(said) > TEXTS_PAGE)


async def access_teams(tx: Tx, viewer: Person, slot_id: int, now: datetime, page: int = 0) -> Teams:
    """The figures by team, for HR. Raises NotAllowed for everybody else."""
    await hr_roles.require_hr(tx, viewer)
    slot = await _access(tx, viewer, slot_id, now)
    figures = await _figures(tx, slot)
    asked = await pulses.questions(tx, await series.get(tx, slot.series_id), slot)
    ids = {team for by_team in figures.values() for team in by_team if team is not None}
    leaders = sorted((await people.by_ids(tx, sorted(ids))).values(), key=lambda one: (one.name, one.id))
    first = max(page, 0) * TEAMS_PAGE
    rows = [
        (one, [Found(each, figures[each.id][one.id]) for each in asked if one.id in figures.get(each.id, {})])
        for one in leaders[first : first + TEAMS_PAGE]
    ]
    return Teams(slot, rows, max(page, 0), len(leaders) > first + TEAMS_PAGE)


async def share(tx: Tx, actor: Person, slot_id: int, now: datetime, *, shared: bool) -> None:
    """HR lets everybody in the company see the results of a slot, or no longer. Raises NotAllowed for everybody else."""
    await hr_roles.require_hr(tx, actor)
    slot = await _access(tx, actor, slot_id, now)
    if slot.shared is not shared:
        slot.shared = shared
        tx.add(slot)
        await audit.note(
            tx, actor.workspace_id, "pulse.share", "pulse_slot", slot.id, actor_id=actor.id, now=now, shared=shared
        )
        await tx.flush()


async def _access(tx: Tx, viewer: Person, slot_id: int, now: datetime) -> PulseSlot:
    slot = await tx.get(PulseSlot, slot_id)
    if slot is None or slot.workspace_id != viewer.workspace_id or slot.closed_at is None:
        raise NotAllowed("not_found")
    if not slot.shared and not await pulses.may_see_all(tx, viewer, now):
        raise NotAllowed("not_found")
    return slot


async def _figures(tx: Tx, slot: PulseSlot) -> dict[int, ByTeam]:
    """The figures of a closed slot by question and team; what is left there may be shown (bot/usecases/pulses_schedule.py)."""
    found: dict[int, ByTeam] = {
        question: {team: Figures(many) for team, many in by_team.items()}
        for question, by_team in (await store.counts(tx, slot.series_id, slot.slot)).items()
    }
    for question, team, number, many in await store.numbers(tx, slot.series_id, slot.slot):
        found[question][team].total += number * many
        found[question][team].tally[f"{number:g}"] += many
    for question, team, chosen, many in await store.choices(tx, slot.series_id, slot.slot):
        for key in chosen.split(","):
            found[question][team].tally[key] += many
    return found


def whole(parts: Iterable[Figures]) -> Figures:
    """The figures of all teams together."""
    found = Figures()
    for one in parts:
        found.add(one)
    return found
