"""The 1:1s of the demo's people: some each week, one that needs a time, one that was skipped, and what was said after them."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.demo_company import COMPANY
from bot.demo_stage import Stage
from bot.domain.one_on_ones import Cadence
from bot.usecases import acting
from bot.usecases import one_on_ones as usecases
from bot.usecases import one_on_ones_held as held
from bot.usecases import one_on_ones_moves as moves
from bot.usecases import one_on_ones_setting as settings
from bot.usecases import one_on_ones_survey as survey
from bot.usecases.one_on_ones_setting import Usual
from storage import one_on_ones as store
from storage.database import Tx
from storage.people import Person

WEEKLY, FORTNIGHTLY, MONTHLY = Cadence.WEEKLY, Cadence.FORTNIGHTLY, Cadence.MONTHLY
PAIRS = {
    ("leo", "mei"): Usual(WEEKLY, 4, time(16), 30, "Video call"),
    ("leo", "ana"): Usual(WEEKLY, 2, time(10), 30, "Room 4"),
    ("leo", "tom"): Usual(FORTNIGHTLY, 3, time(14), 45, "A walk along the canal"),
    ("leo", "priya"): Usual(WEEKLY),
    ("ingrid", "leo"): Usual(WEEKLY, 5, time(11), 30, "Ingrid's office"),
    ("zhaowei", "lina"): Usual(WEEKLY, 1, time(9), 30, "二号会议室"),
    ("linyating", "chenguanyu"): Usual(MONTHLY, 5, time(15), 60, "巷口咖啡店"),
}
SKIPS = ("leo", "ana", "The trade fair takes all of my week.")
SAID = {"mei": ("90", "70"), "ana": ("75", "85"), "lina": ("80", "60"), "chenguanyu": ("60", "55")}


@dataclass(frozen=True)
class _At:
    """Who acts, and when."""

    stage: Stage
    tx: Tx
    now: datetime

    async def person(self, key: str) -> Person:
        email = next(one.email for one in COMPANY if one.key == key)
        slack_id = self.stage.sandbox.as_(email).person.id
        return await acting.access_actor(self.tx, self.stage.sandbox.team_id, slack_id, self.now)


async def live(stage: Stage, week: int) -> None:
    """Set up in the first week; then what was is confirmed, some say how it was, and once Leo skips one."""
    now = stage.clock.now()
    async with stage.bot.deps.transaction() as tx:
        at = _At(stage, tx, now)
        if week == 0:
            for (manager, person), usual in PAIRS.items():
                await settings.set_up(tx, await at.person(manager), (await at.person(person)).id, usual, now)
        if week == 1:
            await _skip(at)
        for key in dict.fromkeys(key for pair in PAIRS for key in pair):
            await _confirm(at, await at.person(key))
        for key, (heard, following) in SAID.items():
            await _answer(at, await at.person(key), heard, following)
    await stage.beat()


async def _skip(at: _At) -> None:
    manager, person, why = SKIPS
    me, other = await at.person(manager), await at.person(person)
    found = await usecases.access_with(at.tx, me, other.slack_id, at.now)
    if isinstance(found, usecases.Row) and found.next is not None:
        await moves.skip(at.tx, me, found.next.talk.id, why, at.now)


async def _confirm(at: _At, me: Person) -> None:
    for talk in await store.past(at.tx, me.id, at.now - timedelta(days=14), at.now):
        if talk.look_at is not None:
            await held.say(at.tx, me, talk.id, True, at.now)


async def _answer(at: _At, me: Person, heard: str, following: str) -> None:
    for shown in (await usecases.access_mine(at.tx, me, at.now)).last:
        if shown.asked:
            await survey.answer(at.tx, me, shown.talk.id, heard, following, at.now)
