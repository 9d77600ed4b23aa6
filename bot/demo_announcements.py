"""What HR of the demo's company announces: one that is out, which some have confirmed, and a draft to go on with."""

from datetime import timedelta

from bot.demo_company import COMPANY
from bot.demo_stage import Stage
from bot.domain.announcements import Place, Timing
from bot.usecases import acting, announcements, announcements_reading, announcements_sending
from bot.usecases.announcements import Sending
from storage.database import Tx
from storage.people import Person

TEXTS = {
    "en": (
        "Fire drill on the 28th",
        "At ten, in all three sites. Please leave by the nearest stairs, and wait at the meeting point until your name is called.",
    ),
    "zh_Hans": ("28 日消防演练", "十点，三个工厂同时进行。请走最近的楼梯，到集合点等候点名。"),
    "zh_Hant": ("28 日消防演練", "十點，三個據點同時進行。請走最近的樓梯，到集合點等候點名。"),
}
DRAFT = ("Opening hours over the holidays", "The canteen closes at two from the 20th on.")
LINK = "https://example.com/meeting-points"
LASTS = timedelta(days=21)


async def announce(stage: Stage) -> None:
    """HR writes one in three languages and sends it; and begins another one."""
    now = stage.clock.now()
    async with stage.bot.deps.transaction() as tx:
        hr = await _hr(stage, tx)
        title, words = TEXTS["en"]
        draft = await announcements.create(tx, hr, "en", title, words, now)
        for language in ("zh_Hans", "zh_Hant"):
            one = draft.announcement
            draft = await announcements.write(tx, hr, one.id, one.revision, language, *TEXTS[language], now)
        one = draft.announcement
        wanted = Sending(
            Timing.NOW, None, None, Place.DM, None, asks=True, joiners=True, reminders=2,
            lasts_until=(now + LASTS).date(), links=LINK,
        )  # fmt: skip
        one = (await announcements.plan(tx, hr, one.id, one.revision, wanted, now)).announcement
        await announcements_sending.send(tx, hr, one.id, one.revision, now)
        await announcements.create(tx, hr, "en", *DRAFT, now)
    await stage.beat()


async def confirm(stage: Stage) -> None:
    """About half of those who have it confirm it."""
    now = stage.clock.now()
    async with stage.bot.deps.transaction() as tx:
        for one in [each for number, each in enumerate(COMPANY) if number % 2]:
            me = await _person(stage, tx, one.email)
            for pinned in await announcements_reading.access_pinned(tx, me, now):
                await announcements_reading.understand(tx, me, pinned.announcement.id, 1, now)
    await stage.beat()


async def _hr(stage: Stage, tx: Tx) -> Person:
    return await _person(stage, tx, next(one.email for one in COMPANY if one.hr))


async def _person(stage: Stage, tx: Tx, email: str) -> Person:
    slack_id = stage.sandbox.as_(email).person.id
    return await acting.access_actor(tx, stage.sandbox.team_id, slack_id, stage.clock.now())
