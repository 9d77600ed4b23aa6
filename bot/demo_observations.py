"""What the demo's managers noted about their people: good and bad, one of it shared."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.demo_company import COMPANY
from bot.demo_stage import Stage
from bot.domain.observations import PARTS, Draft
from bot.usecases import acting, observations, observations_form
from storage.database import Tx
from storage.people import Person


@dataclass(frozen=True)
class Said:
    """Who noted what about whom in which week, by their keys."""

    week: int
    author: str
    about: str
    words: tuple[str, str, str]
    good: bool = True
    shared: bool = False


SAID = (
    Said(0, "leo", "jonas", (
        "Tuesday's call with the foundry",
        "He asked for the test certificates before he spoke about the price.",
        "The foundry found a batch that was mixed up, and replaced it.")),
    Said(0, "leo", "mei", (
        "The design review on Tuesday",
        "She drew the three failure modes before anybody spoke about a fix.",
        "The supplier got one clear list the same day."), shared=True),
    Said(1, "leo", "tom", (
        "The pressure report of Thursday",
        "The summary stood on page nine, after the raw data.",
        "Service rang twice to ask whether the release may go out."), good=False),
    Said(1, "linyating", "chenguanyu", (
        "星期三拜訪客戶時",
        "客戶還沒說完，他三次先報了價格。",
        "之後客戶只談折扣。"), good=False),
    Said(2, "zhaowei", "lina", (
        "周二夜班交接",
        "她把三个未解决的问题写在白板上，并写明了负责人。",
        "白班七点半就开始处理，没有停线。")),
)  # fmt: skip


async def note(stage: Stage, week: int) -> None:
    """What is noted in a week; what is shared is shared at once."""
    now = stage.clock.now()
    async with stage.bot.deps.transaction() as tx:
        for number, said in enumerate(SAID):
            if said.week == week:
                me, about = await _person(stage, tx, said.author, now), await _person(stage, tx, said.about, now)
                day = (now - timedelta(days=1)).date()
                words = dict(zip(PARTS, said.words, strict=True))
                draft = Draft(to=about.slack_id, day=day, good=said.good, said=words)
                lexicon, source = stage.bot.deps.lexicon, f"demo:{number}"
                kept = await observations_form.keep(tx, me, draft, lexicon, now, source=source)
                if kept.observation is None:
                    kept = await observations_form.keep(tx, me, kept.draft, lexicon, now, source=source)
                if said.shared and kept.observation is not None:
                    await observations.share(tx, me, kept.observation.id, now)
    await stage.beat()


async def _person(stage: Stage, tx: Tx, key: str, now: datetime) -> Person:
    email = next(one.email for one in COMPANY if one.key == key)
    return await acting.access_actor(tx, stage.sandbox.team_id, stage.sandbox.as_(email).person.id, now)
