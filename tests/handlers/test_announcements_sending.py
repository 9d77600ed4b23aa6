"""Announcements by hand: for whom, sent once, paused, scheduled, and where an answer was lost."""

import asyncio
from datetime import datetime, timedelta

import pytest

from bot.domain.announcements import Stage
from storage.announcements import Announcement
from storage.database import Database
from tests.announcements_by_hand import (
    PEOPLE,
    about,
    at_a_glance,
    company,
    edit,
    leap,
    minutes,
    press,
    rows,
    top,
    write,
)
from tests.office import shown

pytestmark = pytest.mark.own_database


async def test_whom_it_is_for_is_counted_at_each_choice_and_named(sqlite: Database) -> None:
    async with company(sqlite) as bot:
        ann, tom = bot.as_("Ann Hale"), bot.as_("Tom Berg")
        await write(ann)
        await press(ann, "announcements.edit", "1 audience")
        assert "At this moment 5 people" in shown(ann.modal)
        await ann.press(top(ann), "announcements.count.who", value="chosen")
        assert "At this moment that is nobody." in shown(ann.modal)
        await ann.press(top(ann), "announcements.count.people", value=[tom.person.id])
        assert "At this moment 1 person: Tom Berg" in shown(ann.modal)
        assert (await ann.submit()).ok
        assert "At this moment 1 person: Tom Berg" in shown(ann.modal)


async def test_of_two_in_hr_who_press_send_at_once_the_second_is_told_and_nobody_gets_two(database: Database) -> None:
    async with company(database) as bot:
        ann, tom, bob = bot.as_("Ann Hale"), bot.as_("Tom Berg"), bot.as_("Bob Sun")
        await write(ann)
        await at_a_glance(tom)
        send = "announcements.send_all_the_same"
        await asyncio.gather(*(one.press(top(one), send) for one in (ann, tom, ann)))
        assert [("was faster" in shown(one.modal)) for one in (ann, tom)].count(True) == 1
        await minutes(bot, 3)
        assert [len(about(bot.as_(one["name"]))) for one in PEOPLE] == [1] * 5
        assert len(about(bob)) == 1


async def test_paused_nothing_more_goes_out_until_it_goes_on(sqlite: Database) -> None:
    async with company(sqlite) as bot:
        ann, bob = bot.as_("Ann Hale"), bot.as_("Bob Sun")
        await write(ann)
        await press(ann, "announcements.send_all_the_same")
        await bot.settle()
        await press(ann, "announcements.pause")
        assert "Paused: what is not sent yet is held" in shown(ann.modal)
        assert "Waiting: 5" in shown(ann.modal)
        await leap(bot, hours=2)
        assert about(bob) == []
        await press(ann, "announcements.resume")
        await minutes(bot)
        assert len(about(bob)) == 1


async def test_where_the_bot_may_not_look_a_lost_answer_is_repeated_the_one_exception(sqlite: Database) -> None:
    async with company(sqlite) as bot:
        ann, bob = bot.as_("Ann Hale"), bot.as_("Bob Sun")
        await write(ann)
        assert (await edit(ann, "audience", {"who": "chosen", "people": [bob.person.id]})).ok
        await press(ann, "announcements.send")
        await bot.settle()
        bot.sandbox.scopes.discard("im:history")
        bot.sandbox.faults.add("chat.postMessage", status=503, after_effect=True)
        await minutes(bot, 4)
        assert len(about(bob)) == 2
        await minutes(bot, 3)
        assert len(about(bob)) == 2


async def test_scheduled_each_gets_it_at_nine_by_their_own_clock(sqlite: Database) -> None:
    async with company(sqlite) as bot:
        ann, bob, mei = bot.as_("Ann Hale"), bot.as_("Bob Sun"), bot.as_("Mei Lin")
        await write(ann)
        wrong = await edit(ann, "sending", {"timing": "own", "day": "2027-02-10", "at": "09:00"})
        assert "This time is over already" in wrong.errors["day"]
        assert (await ann.submit({"day": "2027-02-11"})).ok
        assert "Thursday 11 February at 09:00 by each person's own clock" in shown(ann.modal)
        await press(ann, "announcements.send_all_the_same")
        assert "Scheduled" in shown(ann.modal)
        came: dict[str, datetime] = {}
        for hour in (18, 1, 9):
            at = bot.clock.now().replace(hour=hour, minute=1)
            await bot.clock.move_to(at if at > bot.clock.now() else at + timedelta(days=1))
            await minutes(bot)
            for who in (bob, mei):
                if about(who):
                    came.setdefault(who.person.name, at)
        assert {name: at.hour for name, at in came.items()} == {"Mei Lin": 1, "Bob Sun": 9}
        assert [one.stage for one in await rows(bot, Announcement)] != [Stage.SCHEDULED]
