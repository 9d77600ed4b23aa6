"""What the demo's people thank each other for: the company's values, a channel, and a few words each week."""

from dataclasses import dataclass

from bot.demo_company import COMPANY
from bot.demo_stage import Stage
from bot.domain.recognition import Thanks, Where
from bot.sandbox.sandbox import Sandbox
from bot.usecases import acting, recognition, recognition_channel, values
from storage.database import Tx
from storage.people import Person

CHANNEL = "thanks"
VALUES = ("Look twice · 多看一眼", "Ask early · 早點問", "Finish together · 一起收尾")


@dataclass(frozen=True)
class Said:
    """Who thanked whom in which week, by their keys; `value` by its place in the list."""

    week: int
    author: str
    to: tuple[str, ...]
    words: str
    value: int | None = None
    where: Where = Where.POSTED


SAID = (
    Said(0, "tom", ("mei",), "You answered my questions on the pressure sensor at nine in the evening, your time.", 1),
    Said(0, "zhaowei", ("liuyang", "huangmin"), "二号线换型只停了四十分钟，你们提前一天就把工具准备好了。", 2),
    Said(1, "leo", ("ana", "priya"), "The release was late by a day because you found the fault in the log. Right call.", 0),
    Said(1, "wangyijun", ("chenguanyu",), "標案最後一天你留下來把附件重新核對，抓到兩個錯。", 0),
    Said(1, "lina", ("wangfang",), "抽检报告当天就给了我，夜班少等了一批料。", None, Where.ONLY_THEM),
    Said(2, "mark", ("ewa", "jonas"), "You took the call from Porto, and the drawing was with me before I was on site.", 2),
    Said(2, "mei", ("jonas",), "Your second look at the valve seat saved us a set of prototypes.", 0),
    Said(2, "linyating", ("wuperyu",), "展覽前一晚把攤位圖改好，大家早上都輕鬆。", None, Where.ONLY_THEM),
)  # fmt: skip


def open_channel(sandbox: Sandbox) -> None:
    """A channel for thanks, in which everybody and the bot are."""
    made = sandbox.workspace.add_channel(CHANNEL, [sandbox.as_(one.email).person for one in COMPANY])
    made.members.add(sandbox.bot_user_id)


async def set_up(stage: Stage) -> None:
    """HR lists the values and names the channel."""
    now = stage.clock.now()
    async with stage.bot.deps.transaction() as tx:
        hr = await _person(stage, tx, next(one.key for one in COMPANY if one.hr))
        await values.set_values(tx, hr, "\n".join(VALUES), 0, now)
        await recognition_channel.set_place(tx, hr, stage.sandbox.workspace.channel(CHANNEL).id, None, now)


async def give(stage: Stage, week: int) -> None:
    """The thanks of one week."""
    now = stage.clock.now()
    async with stage.bot.deps.transaction() as tx:
        for number, said in enumerate(SAID):
            if said.week == week:
                me = await _person(stage, tx, said.author)
                to = [(await _person(stage, tx, key)).slack_id for key in said.to]
                form = await recognition.access_form(tx, me, to, now)
                value = form.values[said.value].id if said.value is not None else None
                named = form.readers.ids
                thanks = Thanks(to, said.words, value, said.where, f"demo:{number}", named, form.channel)
                await recognition.thank(tx, me, thanks, now)
    await stage.beat()


async def _person(stage: Stage, tx: Tx, key: str) -> Person:
    email = next(one.email for one in COMPANY if one.key == key)
    slack_id = stage.sandbox.as_(email).person.id
    return await acting.access_actor(tx, stage.sandbox.team_id, slack_id, stage.clock.now())
