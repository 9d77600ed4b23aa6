"""The demo's goals of the quarter: the company's, what supports it in three languages, one that waits to be confirmed."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.demo_company import COMPANY
from bot.demo_stage import Stage
from bot.domain.cycles import Span
from bot.domain.gates import Gate
from bot.domain.goal_causes import Cause
from bot.domain.goals import Confidence, Level, Measure, ProgressFrom
from bot.domain.goals_form import REVIEWS_MOST, Filled, Held
from bot.domain.goals_progress import Said as HowItGoes
from bot.domain.goals_results import Result
from bot.usecases import (
    acting,
    cycles,
    cycles_editor,
    cycles_running,
    goal_causes_choosing,
    goals_agreeing,
    goals_progress,
    goals_writing,
)
from storage import goals_versions, reporting
from storage.database import Tx
from storage.people import Person


@dataclass(frozen=True)
class Said:
    """Whose goal it is, who wrote it in which week, who confirms it (None: it waits), and the place of the goal above in the list."""

    week: int
    owner: str
    writer: str
    other: str | None
    title: str
    why: str = ""
    level: Level = Level.PERSON
    measure: Measure = Measure.NUMBER
    start: str = ""
    target: str = ""
    unit: str = ""
    weight: str = ""
    above: int | None = None
    department: str = ""
    results: tuple[Result, ...] = ()


SAID = (
    Said(0, "ingrid", "hanna", "ingrid", "Sell 12,000 water meters this quarter, a fifth more than last year",
         "The new line in Suzhou pays for itself from 11,500 on.", Level.COMPANY, Measure.NUMBER, "10000", "12000", "meters"),
    Said(0, "leo", "leo", "hanna", "Halve the returns of meters for leaking, from 40 to 20 a month",
         "Each return costs us more than the meter.", Level.DEPARTMENT, Measure.INDICATOR, "40", "20", "returns", above=0,
         department="Engineering"),
    Said(0, "zhaowei", "zhaowei", "ingrid", "二号线日产量从 120 台提高到 160 台", "公司目标的一半产量来自二号线。", Level.TEAM,
         Measure.NUMBER, "120", "160", "台", above=0),
    Said(0, "linyating", "linyating", "ingrid", "本季簽下 6 家自來水公司的框架合約", "去年一家合約平均帶來 900 只水錶。", Level.TEAM,
         Measure.NUMBER, "2", "6", "家", above=0),
    Said(0, "mei", "mei", "leo", "Release the new valve seat with fewer than 2 leaks in 1,000 pressure cycles", "",
         Level.PERSON, Measure.YES_NO, weight="60", above=1,
         results=(Result("Leaks in 1,000 cycles", Measure.NUMBER, "leaks", 9, 2), Result("Drawing released", Measure.MILESTONE))),
    Said(1, "tom", "leo", "tom", "Cut a pressure test from 90 to 60 minutes", "More samples for the valve seat.", Level.PERSON,
         Measure.NUMBER, "90", "60", "minutes", above=1),
    Said(1, "lina", "zhaowei", "lina", "夜班换型时间从 55 分钟缩短到 40 分钟", "", Level.PERSON,
         Measure.NUMBER, "55", "40", "分钟", above=2),
    Said(1, "chenguanyu", "chenguanyu", "linyating", "本季拿下 2 張框架合約", "", Level.PERSON, Measure.NUMBER, "0", "2", "張", above=3),
    Said(2, "mei", "leo", None, "Reduce the parts of the valve seat from 14 to 10", "Fewer parts, fewer places that leak.",
         Level.PERSON, Measure.NUMBER, "14", "10", "parts", above=1),
    Said(2, "ana", "ana", None, "Let 95 % of the meters send their readings through the night", "", Level.PERSON,
         Measure.PERCENT, "81", "95"),
)  # fmt: skip

LAST = 2
"""The week in which it is said how they go."""
TOLD: tuple[tuple[int, float | None, Confidence, str], ...] = (
    (4, None, Confidence.ON_TRACK, ""),
    (5, 78, Confidence.ON_TRACK, ""),
    (6, 50, Confidence.AT_RISK, "两名新同事还在培训，换型要多等十分钟。"),
    (7, 1, Confidence.ON_TRACK, ""),
)
"""Which goal, its value, how sure its owner is, and why."""
CAUSES = (
    (6, "lina", "zhaowei", Cause.PROCESS, "换型的顺序每班都不一样。"),
    (6, "zhaowei", "lina", Cause.ABILITY, "两名新同事还在培训。"),
)
"""Of which goal, who says so, who may read it, the cause, and why."""
COMPUTED = (3, 2, 1, 0)
"""The goals whose progress follows those that support them."""


async def agree(stage: Stage, week: int, until: datetime) -> None:
    """What is written in a week, and confirmed at once unless it waits. `until`: a day of the quarter that it is for."""
    now = stage.clock.now()
    span = _quarter(until.date())
    async with stage.bot.deps.transaction() as tx:
        hr = await _person(stage, tx, next(one.key for one in COMPANY if one.hr), now)
        cycle = await cycles.put(tx, hr, None, span, now)
        for number, said in enumerate(SAID):
            if said.week == week:
                await _write(stage, tx, number, said, cycle.id, span.ends, now)
        if week == 0:
            await cycles_editor.set_gates(tx, hr, cycle.id, cycle.revision, [Gate.GOALS, Gate.TALKS], now)
            await cycles_running.start(tx, hr, cycle.id, cycle.revision, now)
        if week == LAST:
            await _tell(stage, tx, now)
    # A minute later the clock takes people into the cycle that began: their figures count from its first day on.
    await stage.jump(now + timedelta(minutes=1))


async def _tell(stage: Stage, tx: Tx, now: datetime) -> None:
    """How they go so far."""
    for number, value, confidence, words in TOLD:
        me, goal = await _goal(stage, tx, number, now)
        said = HowItGoes(value, confidence=confidence)
        await goals_progress.tell(tx, me, goal, said, now, source=f"demo:told:{number}", words=words)
    for number in COMPUTED:
        me, goal = await _goal(stage, tx, number, now)
        source = f"demo:told:{number}"
        await goals_progress.tell(tx, me, goal, HowItGoes(), now, source=source, made_of=ProgressFrom.BELOW)
    await _name_causes(stage, tx, now)


async def _name_causes(stage: Stage, tx: Tx, now: datetime) -> None:
    """Why one of them is at risk, as each of the two sees it."""
    for number, key, other, cause, words in CAUSES:
        _, goal = await _goal(stage, tx, number, now)
        me, reader = await _person(stage, tx, key, now), await _person(stage, tx, other, now)
        await goal_causes_choosing.choose(tx, me, goal, cause, words, now, shown_to=reader.id)


async def _goal(stage: Stage, tx: Tx, number: int, now: datetime) -> tuple[Person, int]:
    """Whose it is, and its id."""
    owner = await _person(stage, tx, SAID[number].owner, now)
    found = await goals_versions.by_source(tx, owner.workspace_id, f"demo:{number}:{owner.id}")
    if found is None:
        raise LookupError(f"the demo's goal {number} was not written")
    return owner, found.id


async def _write(stage: Stage, tx: Tx, number: int, said: Said, cycle: int, due: date, now: datetime) -> None:
    owner, writer = await _person(stage, tx, said.owner, now), await _person(stage, tx, said.writer, now)
    departments = {one.name: one.id for one in await reporting.departments(tx, owner.workspace_id)}
    filled = Filled(
        level=said.level,
        owners=(owner.slack_id,),
        title=said.title,
        measure=said.measure,
        start=said.start,
        target=said.target,
        unit=said.unit,
        why=said.why,
        parent=await _above(stage, tx, said, owner, now),
        due=due,
        cycle=cycle,
        weight=said.weight,
        department=departments.get(said.department),
        results=said.results,
    )
    sent = await goals_writing.send(tx, writer, Held(filled, reviews=REVIEWS_MOST), f"demo:{number}", now)
    if said.other is not None:
        await goals_agreeing.confirm(tx, await _person(stage, tx, said.other, now), sent.goals[0].id, 1, now)


async def _above(stage: Stage, tx: Tx, said: Said, owner: Person, now: datetime) -> int | None:
    """The id of the goal that it supports."""
    if said.above is None:
        return None
    above = await _person(stage, tx, SAID[said.above].owner, now)
    found = await goals_versions.by_source(tx, owner.workspace_id, f"demo:{said.above}:{above.id}")
    return found.id if found is not None else None


def _quarter(day: date) -> Span:
    """The quarter that the day is in."""
    number = (day.month - 1) // 3
    first = date(day.year, 3 * number + 1, 1)
    following = (first + timedelta(days=95)).replace(day=1)
    return Span(f"Q{number + 1} {day.year}", first, following - timedelta(days=1))


async def _person(stage: Stage, tx: Tx, key: str, now: datetime) -> Person:
    email = next(one.email for one in COMPANY if one.key == key)
    return await acting.access_actor(tx, stage.sandbox.team_id, stage.sandbox.as_(email).person.id, now)
