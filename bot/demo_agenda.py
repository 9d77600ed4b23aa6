"""What stands on the agendas of the demo's 1:1s, and what the last talks left behind: notes, actions, a view of a result."""

from dataclasses import dataclass
from datetime import timedelta

from bot.demo_company import COMPANY
from bot.demo_stage import Stage
from bot.domain.actions import Whose
from bot.domain.one_on_ones import Purpose
from bot.domain.one_on_ones_notes import Typed
from bot.usecases import acting, agenda, one_on_ones_actions, one_on_ones_notes
from storage import agenda_talks as talks
from storage.database import Tx
from storage.people import Person

LAST = 2
DUE_IN = timedelta(days=10)
ADDED = (
    ("mei", "leo", "The pressure test: do we need the second rig?"),
    ("leo", "mei", "Who shows the new meter at the trade fair?"),
    ("ana", "leo", "A course in signal processing in spring"),
    ("lina", "zhaowei", "夜班的交接时间能不能提前十分钟？"),
    ("chenguanyu", "linyating", "六月的展覽由誰負責？"),
)
"""Who puts what on the agenda with whom."""


@dataclass(frozen=True)
class Left:
    """What a talk of these two left behind. `will` is what the first will do."""

    person: str
    manager: str
    purpose: Purpose
    shared: str
    theirs: str
    own: str
    will: str


LEFT = (
    Left("mei", "leo", Purpose.COACHING,
         "Goal: the supplier answers within two days. I have called only when it was late.",
         "Two ways found by Mei herself. I open the door to their head of sales.",
         "Ask for the second rig when the budget is on the table.",
         "Agree on one contact with the supplier, and a call each Monday"),
    Left("lina", "zhaowei", Purpose.MID_CYCLE,
         "三条产线中两条已经稳定，第三条还缺一个备件。",
         "交接记录写得很清楚，下半程把它教给夜班。",
         "想问问明年能不能去学设备维护。",
         "把备件清单发给采购"),
)  # fmt: skip


async def live(stage: Stage, week: int) -> None:
    """In the last week. Talks are there once somebody has set them up."""
    if week != LAST:
        return
    now = stage.clock.now()
    async with stage.bot.deps.transaction() as tx:
        for number, (by, other, words) in enumerate(ADDED):
            me, to = await _person(stage, tx, by), await _person(stage, tx, other)
            await agenda.add(tx, me, to.id, words, now, source=f"demo:{number}")
        for one in LEFT:
            await _leave(stage, tx, one)
    await stage.beat()


async def _leave(stage: Stage, tx: Tx, one: Left) -> None:
    now, me, manager = stage.clock.now(), await _person(stage, tx, one.person), await _person(stage, tx, one.manager)
    past = await talks.past(tx, me.id, me.id, manager.id, now, 1)
    if not past:
        return
    talk = past[0]
    await agenda.choose_purpose(tx, me, talk.id, one.purpose)
    await one_on_ones_notes.save(tx, me, talk.id, Typed(one.shared), Typed(one.own), now)
    await one_on_ones_notes.save(tx, manager, talk.id, Typed(one.theirs), None, now)
    due, source = (now + DUE_IN).date(), f"demo:will:{one.person}"
    await one_on_ones_actions.write_down(tx, me, talk.id, one.will, due, now, whose=Whose.READER, source=source)


async def _person(stage: Stage, tx: Tx, key: str) -> Person:
    email = next(one.email for one in COMPANY if one.key == key)
    return await acting.access_actor(tx, stage.sandbox.team_id, stage.sandbox.as_(email).person.id, stage.clock.now())
