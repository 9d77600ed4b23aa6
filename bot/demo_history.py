"""Some weeks of the demo's company: asked, answered, read and replied to through the product itself, when it happened."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot import (
    demo_agenda,
    demo_announcements,
    demo_competencies,
    demo_feedback,
    demo_goals,
    demo_observations,
    demo_one_on_ones,
    demo_thanks,
    demo_upward,
)
from bot.demo_company import COMPANY, GREETED, REPLIES, WEEKS, ZONES, Employee
from bot.demo_stage import Stage
from bot.domain.checkins import Draft
from bot.usecases import acting, checkins, checkins_read, home, talks
from bot.usecases import help as helping
from storage.database import Tx
from storage.people import Person

PAST_WEEKS = 3
ASKS_HELP = {("mei", 1): "ana", ("liuyang", 0): "wangfang", ("tom", PAST_WEEKS - 1): "mei"}
"""Who asked whom in which week; the last request still waits for its answer."""
IN_THE_WAY = {"cn": "皮带要下周三才到。", "tw": "還缺一張產品照片。", "de": "The test rig is booked until Thursday."}
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
SOON, LATE = "soon", "late"


async def play(stage: Stage, until: datetime) -> None:
    """Live the weeks before `until`, and end there."""
    first = _friday_before(until) - timedelta(weeks=PAST_WEEKS - 1)
    for week in range(PAST_WEEKS):
        friday = first + timedelta(weeks=week)
        monday = friday + timedelta(days=3)
        for at, site, answers in sorted(_moments(friday, monday)):
            await stage.jump(at)
            if answers is not None:
                await _answer(stage, {"tw": ("tw", "cn"), "de": ("de",)}[site], week, late=answers == LATE)
        await _read(stage, week)
        if week == 0:
            await demo_upward.write(stage)
        await demo_one_on_ones.live(stage, week)
        await demo_agenda.live(stage, week)
        await demo_thanks.give(stage, week)
        await demo_feedback.live(stage, week)
        await demo_observations.note(stage, week)
        await demo_goals.agree(stage, week, until)
        if week == PAST_WEEKS - 1:
            await demo_competencies.rate(stage)
    await demo_announcements.announce(stage)
    await stage.jump(
        until - DAY
    )  # so that what came is not of the day that a newcomer sees: nobody gets too much on one
    await stage.jump(until)
    await demo_announcements.confirm(stage)


def _moments(friday: datetime, monday: datetime) -> Iterator[tuple[datetime, str, str | None]]:
    """When something happens in a week, where, and who answers then: the hours of prompts, reminders and digests."""
    for site in ("tw", "de"):
        yield _at(friday, 15, site) + 2 * MINUTE, site, SOON
        yield _at(monday, 9, site) + 2 * MINUTE, site, LATE
        for day in (friday, monday):
            yield _at(day, 16, site) + 32 * MINUTE, site, None


def _friday_before(until: datetime) -> datetime:
    return until - timedelta(days=(until.isoweekday() - 5) % 7 or 7)


def _at(day: datetime, hour: int, site: str) -> datetime:
    """That hour of that day on the clocks of a site."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo(ZONES[site]))


async def _answer(stage: Stage, sites: tuple[str, ...], week: int, *, late: bool) -> None:
    """Most answer on Friday, some on Monday after the reminder, now and then somebody not at all."""
    now = stage.clock.now()
    async with stage.bot.deps.transaction() as tx:
        for number, one in enumerate(COMPANY):
            # Whom the newcomer is at first has answered each time: the one open question is the new one.
            turn = 0 if one.key == GREETED else (number * 7 + week * 5) % 11
            if one.site not in sites or turn == 10 or (turn >= 8) != late:
                continue
            me = await _person(stage, tx, one.email)
            form = await checkins.access_form(tx, me, now)
            draft = await _draft(stage, tx, one, number, week)
            await checkins.submit(tx, me, draft, now, series_id=form.series.id, slot=form.slot)
    await stage.beat()


async def _draft(stage: Stage, tx: Tx, one: Employee, number: int, week: int) -> Draft:
    words = WEEKS[one.language][(number + week) % len(WEEKS[one.language])]
    asked = ASKS_HELP.get((one.key, week))
    helper = await _person(stage, tx, _employee(asked).email) if asked else None
    blocker = words.blocker if week == PAST_WEEKS - 1 else ""
    return Draft(
        progress=words.progress,
        plan=words.plan,
        blocker=blocker or (IN_THE_WAY[one.language] if helper else ""),
        help_from=helper.id if helper else None,
        mood=(3, 4, 4, 5, 2, 4)[(number + 2 * week) % 6],
        idea=words.idea,
    )


async def _read(stage: Stage, week: int) -> None:
    """Managers read, answer some, and leave a few of the last week for you; helpers say yes, and things get solved."""
    now = stage.clock.now()
    last = week == PAST_WEEKS - 1
    async with stage.bot.deps.transaction() as tx:
        for one in _busy():
            me = await _person(stage, tx, one.email)
            shown = await home.access_home(tx, me, now)
            for number, row in enumerate(row for row in shown.team.rows if row.checkin is not None and not row.read):
                if row.checkin is None or (last and number % 3 == 0):
                    continue
                await checkins_read.read(tx, me, row.checkin.id, now)
                if (row.checkin.id + week) % 4 == 0:
                    source = f"demo:{row.checkin.id}"
                    await talks.reply(tx, me, row.checkin.id, REPLIES[one.language], now, source=source)
            for request in [] if last else shown.waiting.help:
                await helping.accept(tx, me, request.record_id, now)
            for blocker, _helper in [] if last else shown.blockers:
                await helping.solve(tx, me, blocker.id, now)
    await stage.beat()


async def _person(stage: Stage, tx: Tx, email: str) -> Person:
    return await acting.access_actor(tx, stage.sandbox.team_id, stage.sandbox.as_(email).person.id, stage.clock.now())


def _busy() -> list[Employee]:
    """Those with something to read, to help with, or to solve."""
    keys = {one.manager for one in COMPANY} | set(ASKS_HELP.values()) | {key for key, _week in ASKS_HELP}
    return [one for one in COMPANY if one.key in keys]


def _employee(key: str) -> Employee:
    return next(one for one in COMPANY if one.key == key)
