"""Some weeks of the demo's feedback: given, read, thanked for and found helpful; one piece waits to be read, one request is open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.demo_company import COMPANY
from bot.demo_stage import Stage
from bot.domain.feedback import PARTS, Aim, Form, Part, Written
from bot.domain.feedback_helpful import Helpful
from bot.domain.feedback_requests import DUE_IN
from bot.domain.feedback_requests import Said as Answer
from bot.usecases import (
    acting,
    feedback,
    feedback_answers,
    feedback_asks,
    feedback_helpful,
    feedback_read,
    feedback_requests,
)
from bot.usecases.feedback import Sending
from storage.database import Tx
from storage.people import Person

LATER = timedelta(minutes=5)


@dataclass(frozen=True)
class Said:
    """Who gave whom what in which week, by their keys. `aim` None: a sandwich. `helpful` None: it is not read yet."""

    week: int
    author: str
    to: str
    words: tuple[str, str, str]
    aim: Aim | None = None
    to_manager: bool = False
    helpful: Helpful | None = Helpful.YES

    @property
    def written(self) -> Written:
        form = Form.SANDWICH if self.aim is None else Form.BEHAVIOUR
        parts: Mapping[Part, str] = dict(zip(PARTS[form], self.words, strict=False))
        return Written(form, parts, self.aim)


SAID = (
    Said(0, "leo", "mei", (
        "In Tuesday's design review",
        "You drew the three failure modes on the board before anybody spoke about a fix.",
        "We stopped arguing after ten minutes, and the supplier got one clear list."), Aim.KEEP, to_manager=True),
    Said(0, "zhaowei", "lina", (
        "周一早会前，你把夜班留下的三个问题写在了白板上。",
        "下次可以在每条后面写上谁来处理、什么时候好吗？",
        "这样的交接让白班少走弯路，请继续。")),
    Said(1, "leo", "tom", (
        "The pressure report came with raw data, so I could check the one odd value myself.",
        "Could the first page say in two sentences whether we may ship?",
        "Your tests are why service trusts our releases.")),
    Said(1, "mei", "ana", (
        "On Thursday's call about the sensor firmware",
        "You repeated my question in your own words before you answered.",
        "I noticed that I had asked for the wrong thing, and we saved a day."), Aim.KEEP),
    Said(1, "linyating", "chenguanyu", (
        "星期三拜訪客戶時",
        "你在客戶說完之前，三次先報了價格。",
        "客戶後來只談折扣，沒有再談我們的交期優勢。"), Aim.CHANGE, helpful=Helpful.PARTLY),
    Said(1, "leo", "priya", (
        "You wrote the migration guide before the release, and support had no question on Friday.",
        "Please put the rollback steps in front next time.",
        "It is a pleasure to ship with you.")),
    Said(1, "leo", "jonas", (
        "In the tolerance review on Monday",
        "You sent the drawing ten minutes before we met.",
        "Nobody had read it, and we had to meet again on Wednesday."), Aim.CHANGE, helpful=Helpful.PARTLY),
    Said(2, "leo", "ana", (
        "At the customer's site in Hamburg",
        "You let the technician find the loose cable himself and only asked questions.",
        "He fixed the next one without calling us."), Aim.KEEP),
    Said(2, "ana", "mei", (
        "Your test board arrived labelled, with the three settings we needed already made.",
        "Could you add the revision to the label? I flashed the older one first.",
        "With boards like that the firmware side is quick, thank you."), helpful=None),
)  # fmt: skip
REQUEST = ("mei", ("ana", "tom", "jonas"), "What helps you most in what you get from me, and what slows you down?")
DECLINES = "jonas"
LAST = 2


async def live(stage: Stage, week: int) -> None:
    """What is given in a week, and what becomes of it a few minutes later; in the last one somebody asks."""
    given = await _give(stage, week)
    await stage.jump(stage.clock.now() + LATER)
    await _receive(stage, given)
    if week == LAST:
        await _ask(stage)
    await stage.beat()


async def _give(stage: Stage, week: int) -> list[tuple[Said, int]]:
    found = []
    async with stage.bot.deps.transaction() as tx:
        now = stage.clock.now()
        for number, said in enumerate(SAID):
            if said.week == week:
                me, to = await _person(stage, tx, said.author, now), await _person(stage, tx, said.to, now)
                [readers] = await feedback.access_readers(tx, me, [to], now)
                named = frozenset(one.id for one in (to, readers.manager) if one is not None)
                sending = Sending(f"demo:{number}", named, to_manager=said.to_manager, at_once=True)
                made = await feedback.give(tx, me, [to], said.written, now, sending)
                found.append((said, made.feedback[0].id))
    await stage.beat()
    return found


async def _receive(stage: Stage, given: list[tuple[Said, int]]) -> None:
    """Read, thanked for, and said to be helpful."""
    now = stage.clock.now()
    async with stage.bot.deps.transaction() as tx:
        for said, feedback_id in given:
            if said.helpful is not None:
                me = await _person(stage, tx, said.to, now)
                await feedback_read.read(tx, me, feedback_id, now)
                await feedback_helpful.answer(tx, me, feedback_id, said.helpful)
                if said.aim is not Aim.CHANGE:
                    await feedback_answers.thank(tx, me, feedback_id, now)
    await stage.beat()


async def _ask(stage: Stage) -> None:
    """One declines, the others have not answered yet."""
    now = stage.clock.now()
    asker, asked, question = REQUEST
    async with stage.bot.deps.transaction() as tx:
        me = await _person(stage, tx, asker, now)
        to = [(await _person(stage, tx, key, now)).slack_id for key in asked]
        due = (now + DUE_IN).date()
        await feedback_requests.ask(tx, me, None, to, question, due, now, source="demo:request")
    await stage.beat()
    async with stage.bot.deps.transaction() as tx:
        who = await _person(stage, tx, DECLINES, now)
        await feedback_asks.say(tx, who, 1, Answer.DECLINED, now)


async def _person(stage: Stage, tx: Tx, key: str, now: datetime) -> Person:
    email = next(one.email for one in COMPANY if one.key == key)
    slack_id = stage.sandbox.as_(email).person.id
    return await acting.access_actor(tx, stage.sandbox.team_id, slack_id, now)
