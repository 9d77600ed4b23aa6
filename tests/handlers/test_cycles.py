"""HR's cycles by hand: made from a template, edited, looked at, started, announced, extended, closed and opened again."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.sandbox.actor import Actor
from storage.announcements import Announcement
from storage.cycles import Cycle
from storage.database import Database
from tests.announcements_by_hand import company, press, rows, top
from tests.app import Bot
from tests.office import shown

pytestmark = pytest.mark.own_database

AT = datetime(2027, 2, 10, 9, 30, tzinfo=UTC)


async def part(who: Actor, name: str, values: dict[str, Any], cycle: int = 1) -> Any:
    await press(who, "cycles.part", f"{cycle} {name}")
    return await who.submit(values)


async def begin(who: Actor) -> None:
    assert (await who.command("/growloop", "cycle")).ok
    await press(who, "cycles.new")


async def one(bot: Bot) -> Cycle:
    [found] = await rows(bot, Cycle)
    assert isinstance(found, Cycle)
    return found


async def test_a_quarter_from_its_template_to_its_last_day(database: Database) -> None:
    async with company(database) as bot:
        ann, tom, mei = bot.as_("Ann Hale"), bot.as_("Tom Berg"), bot.as_("Mei Lin")
        assert (await mei.command("/growloop", "cycle")).texts == ["只有人力资源部可以这样做。"]
        await begin(ann)
        assert "Q1 2027" in shown(ann.modal)
        # Another template fills the form anew.
        await ann.press(top(ann), "cycles.template", value="year")
        assert "2027-12-31" in shown(ann.modal)
        await ann.press(top(ann), "cycles.template", value="quarter")
        assert list((await ann.submit({"ends": "2026-12-31"})).errors) == ["ends"]
        assert (await ann.submit({"ends": "2027-04-30"})).ok
        seen = shown(ann.modal)
        assert "nothing happens until you start it" in seen
        assert "At this moment 5 people" in seen
        # Phases that make no sense are refused at their day, and what is left out is pointed out.
        refused = await part(ann, "phases", {"do_starts": "2027-01-05"})
        assert list(refused.errors) == ["do_starts"]
        assert "nobody is in two at once" in refused.errors["do_starts"]
        assert (await ann.submit({"do_starts": "2027-02-15", "act_starts": None, "act_ends": None})).ok
        assert "No phase is on: 22 January 2027 to 14 February 2027" in shown(ann.modal)
        # Whom it is for is counted at each choice.
        await press(ann, "cycles.part", "1 audience")
        await ann.press(top(ann), "cycles.count.who", value="chosen")
        assert "At this moment that is nobody." in shown(ann.modal)
        assert "who" in (await ann.submit({"who": "chosen"})).errors
        without = {"who": "everyone", "without": [bot.as_("Bob Sun").person.id]}
        assert (await ann.submit(without)).ok
        assert "At this moment 4 people" in shown(ann.modal)
        assert (await part(ann, "belongs", {"talks": "2", "forms": ["goals"]})).ok
        assert "every 2 weeks" in shown(ann.modal)
        assert (await part(ann, "gates", {"gates": ["goals", "talks"]})).ok
        assert (await one(bot)).gates == ["goals", "talks"]
        await press(ann, "cycles.dry_run")
        assert "it is being counted" in shown(ann.modal)
        # A lost answer leaves nobody waiting: a worker does it once more.
        bot.sandbox.faults.add("views.update", status=500)
        await bot.settle()
        assert "it is being counted" in shown(ann.modal)
        await bot.move(seconds=31)
        await bot.settle()
        seen = shown(ann.modal)
        assert "4 people would be in it." in seen
        assert "Asia/Shanghai" in seen
        await press(ann, "cycles.open")
        # Who goes back before it is counted keeps what they went to.
        await press(ann, "cycles.dry_run")
        await press(ann, "cycles.open")
        await bot.settle()
        assert "would be in it" not in shown(ann.modal)
        # Tom has it open as well; Ann is faster.
        assert (await tom.command("/growloop", "cycle")).ok
        await press(tom, "cycles.open", "1")
        await press(ann, "cycles.turn.start")
        assert "It runs." in shown(ann.modal)
        await press(tom, "cycles.turn.start")
        assert "Ann Hale was faster" in shown(tom.modal)
        assert (await one(bot)).stage == "running"
        # Its announcement is a draft in three languages, to the same people; pressed again it is the same one.
        await press(ann, "cycles.announce")
        seen = shown(ann.modal)
        assert "Q1 2027 begins" in seen
        assert "Q1 2027 开始" in seen
        assert "At this moment 4 people" in seen
        assert [row.stage for row in await rows(bot, Announcement)] == ["draft"]


async def test_a_cycle_is_paused_extended_closed_and_opened_again(database: Database) -> None:
    async with company(database) as bot:
        ann = bot.as_("Ann Hale")
        await begin(ann)
        assert (await ann.submit()).ok
        await press(ann, "cycles.turn.start")
        await press(ann, "cycles.turn.pause")
        assert "It is paused." in shown(ann.modal)
        await press(ann, "cycles.turn.extend")
        assert list((await ann.submit({"ends": "2027-03-31"})).errors) == ["ends"]
        assert (await ann.submit({"ends": "2027-04-14", "longer": "do"})).ok
        assert "It takes longer now." in shown(ann.modal)
        await press(ann, "cycles.turn.resume")
        await press(ann, "cycles.turn.close")
        assert "It is closed." in shown(ann.modal)
        assert "cycles.part" not in shown(ann.modal)
        await press(ann, "cycles.turn.reopen")
        assert (await ann.submit({"longer": None})).ok
        assert "It runs again." in shown(ann.modal)
        found = await one(bot)
        assert (found.stage, str(found.ends), found.closed_at) == ("running", "2027-04-14", None)
        # The list below says it too.
        await ann.close_modal()
        assert "Running: “Do” until" in shown(ann.modal)


async def test_a_probation_counts_from_each_one_s_first_day(database: Database) -> None:
    async with company(database) as bot:
        ann = bot.as_("Ann Hale")
        await ann.open_home()
        assert (await ann.press("home", "cycles.list")).ok
        await press(ann, "cycles.new")
        await ann.press(top(ann), "cycles.template", value="probation")
        assert list((await ann.submit({"ends": "3"})).errors) == ["ends"]
        assert (await ann.submit({"ends": "60"})).ok
        assert "60 days, counted from each person's first day at work" in shown(ann.modal)
        refused = await part(ann, "phases", {"act_ends": "61"})
        assert refused.errors == {"act_ends": "The cycle takes from day 1 to day 60. Please write a number within it."}
        assert (await ann.submit({"act_ends": "59"})).ok
        assert "No phase is on: day 60" in shown(ann.modal)
        found = await one(bot)
        assert (found.rolling, (found.ends - found.starts).days) == (True, 59)
