"""Announcements by hand: written, looked at, tested, sent, read, confirmed, reminded of, changed, withdrawn."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.domain.announcements import Stage
from bot.sandbox.actor import Actor
from bot.sandbox.model import Message, OpenView
from schedules import announcements
from storage.announcements import Announcement
from storage.announcements_to import AnnouncementTo
from storage.database import Database
from tests.app import Bot, running_bot
from tests.office import shown

pytestmark = pytest.mark.own_database

NOW = datetime(2027, 2, 10, 9, 30, tzinfo=UTC)
"""A Wednesday: morning in London, afternoon in Shanghai and Taipei."""
TITLE, WORDS = "The canteen moves", "From Monday on, lunch is in *building* B. <!channel>"
PEOPLE: list[dict[str, Any]] = [
    {"name": "Ann Hale", "email": "ann@example.com", "tz": "Europe/London", "locale": "en-GB"},
    {"name": "Tom Berg", "email": "tom@example.com", "tz": "Europe/London", "locale": "en-GB"},
    {"name": "Bob Sun", "email": "bob@example.com", "tz": "Europe/London", "locale": "en-GB"},
    {"name": "Mei Lin", "email": "mei@example.com", "tz": "Asia/Shanghai", "locale": "zh-CN"},
    {"name": "Lin Wei", "email": "lin@example.com", "tz": "Asia/Taipei", "locale": "zh-TW"},
]


@asynccontextmanager
async def company(database: Database, **more: Any) -> AsyncIterator[Bot]:
    """Five people; Ann and Tom are in HR."""
    emails = ["ann@example.com", "tom@example.com"]
    async with running_bot(database, start=NOW, people=PEOPLE, hr_emails=emails, start_running=False, **more) as bot:
        yield bot


def top(who: Actor) -> OpenView:
    assert who.modal is not None
    return who.modal


async def press(who: Actor, action: str, value: str | None = None) -> None:
    done = await who.press(top(who), action, value=value)
    assert done.ok, done


async def write(who: Actor, title: str = TITLE, words: str = WORDS) -> None:
    """From the command to the draft at a glance."""
    assert (await who.command("/growloop", "announce")).ok
    await press(who, "announcements.new")
    assert (await who.submit({"title": title, "words": words})).ok


async def edit(who: Actor, part: str, values: dict[str, Any]) -> Any:
    await press(who, "announcements.edit", f"1 {part}")
    return await who.submit(values)


async def minutes(bot: Bot, many: int = 2) -> None:
    for _ in range(many):
        await bot.move(minutes=1)


async def leap(bot: Bot, **span: float) -> None:
    """Days later, without what would have happened on the way; then some minutes."""
    await bot.clock.move_to(bot.clock.now() + timedelta(**span))
    await minutes(bot)


def about(who: Actor, text: str = TITLE) -> list[Message]:
    return [one for one in who.dm if text in one.text]


async def rows(bot: Bot, table: Any) -> list[Any]:
    async with bot.deps.transaction(reading=True) as tx:
        return list(await tx.exec(select(table).order_by(table.id)))


async def test_an_announcement_from_the_first_word_to_its_withdrawal(database: Database) -> None:
    async with company(database) as bot:
        ann, tom, bob, mei, lin = (bot.as_(one["name"]) for one in PEOPLE)
        await write(ann)
        assert "At this moment 5 people" in shown(ann.modal)
        assert "1 person reads 简体中文, in which there is no text: they would get it in English." in shown(ann.modal)
        assert (await edit(ann, "text.zh_Hans", {"title": "食堂搬家", "words": "周一起午餐在 B 楼。"})).ok
        assert "简体中文, in which" not in shown(ann.modal)
        assert (await edit(ann, "sending", {"links": "http://example.com"})).errors == {
            "links": "Each line takes one address that begins with https://."
        }
        assert (await ann.submit({"links": "https://example.com/plan"})).ok
        # Looked at as each language's reader.
        await press(ann, "announcements.preview.zh_Hans")
        assert "食堂搬家" in shown(ann.modal)
        await ann.close_modal()
        await press(ann, "announcements.preview.zh_Hant")
        assert "The canteen moves" in shown(ann.modal)
        assert "English" in shown(ann.modal)
        await ann.close_modal()
        # A test to oneself, once in each language, that notes nothing.
        await press(ann, "announcements.test")
        await press(ann, "announcements.test")
        await bot.settle()
        assert [one.text for one in ann.dm] == [TITLE, "食堂搬家"]
        await ann.press(ann.dm[0], "announcements.understood")
        assert ann.dm[-1].text == "This is not out yet, so nothing is noted."
        # One language is missing: HR must say that it goes all the same.
        assert 'announcements.send"' not in shown(ann.modal)
        await press(ann, "announcements.send_all_the_same")
        await minutes(bot)
        assert [len(about(one)) for one in (tom, bob, lin)] == [1, 1, 1]
        assert len(about(mei, "食堂搬家")) == 1
        assert "There is no text in your language" not in shown(bob.dm[-1])
        assert "English" in shown(lin.dm[-1])
        assert "https://example.com/plan" in shown(bob.dm[-1])
        await press(ann, "announcements.open")
        assert "Sent: 5 of 5" in shown(ann.modal)
        # Read from Home, where it is pinned.
        await bob.open_home()
        assert TITLE in shown(bob.home)
        await bob.press("home", "announcements.read")
        assert "lunch is in *building* B." in shown(bob.modal)
        await bob.close_modal()
        await mei.press(mei.dm[-1], "announcements.understood")
        await mei.press(mei.dm[-1], "announcements.understood", stale=True)
        await bot.settle()
        assert "announcements.understood" not in shown(mei.dm[-1])
        await press(ann, "announcements.readers")
        assert "1 of 5 has confirmed it" in shown(ann.modal)
        await press(ann, "announcements.names")
        have_not, _, have = shown(ann.modal).partition('"Have"')
        assert "Mei Lin" in have
        assert "Bob Sun" in have_not
        # Reminded: those alone who have not.
        counts = {one: len(one.dm) for one in (bob, mei, tom, lin)}
        await leap(bot, days=2)
        assert [len(one.dm) - counts[one] for one in (bob, mei, tom, lin)] == [1, 0, 1, 1]
        assert "would like to know that you have read this" in bob.dm[-1].text
        await bob.press(bob.dm[-1], "announcements.understood")
        await bot.settle()
        assert "You have confirmed" in bob.dm[-1].text
        # Changed: who read it is told, in their language, once; the messages show the new text.
        await ann.close_modal(all=True)
        await ann.command("/growloop", "announce")
        await press(ann, "announcements.open")
        await press(ann, "announcements.change_form")
        refused = await ann.submit({"words_en": "From Tuesday on, lunch is in B."})
        assert refused.errors == {"changed_en": "Please say in one line what changed."}
        counts = {one: len(one.dm) for one in (bob, mei, tom, lin)}
        changes = {
            "changed_en": "Tuesday, not Monday",
            "words_zh_Hans": "周二起午餐在 B 楼。",
            "changed_zh_Hans": "改为周二",
        }
        assert (await ann.submit(changes)).ok
        await minutes(bot)
        assert [len(one.dm) - counts[one] for one in (bob, mei, tom, lin)] == [1, 1, 0, 0]
        assert "Tuesday, not Monday" in shown(bob.dm[-1])
        assert "改为周二" in shown(mei.dm[-1])
        assert "From Tuesday on" in shown(about(tom)[0])
        assert "From Monday on" not in shown(about(tom)[0])
        # Withdrawn: the messages say so, and who read it is told.
        counts = {one: len(one.dm) for one in (bob, mei, tom, lin)}
        await press(ann, "announcements.withdraw")
        assert "Withdrawn" in shown(ann.modal)
        await minutes(bot)
        assert "HR has withdrawn this announcement" in shown(about(tom)[0])
        assert [len(one.dm) - counts[one] for one in (bob, mei, tom, lin)] == [1, 1, 0, 0]
        await bob.open_home()
        assert TITLE not in shown(bob.home)
        before = [len(one.dm) for one in (bob, mei, tom, lin)]
        await leap(bot, days=5)
        assert [len(one.dm) for one in (bob, mei, tom, lin)] == before


async def out(ann: Actor, bot: Bot, **sending: Any) -> None:
    """Written, planned and sent, all the same where a language is missing."""
    await write(ann)
    if sending:
        done = await edit(ann, "sending", sending)
        assert done.ok, done.errors
    await press(ann, "announcements.send_all_the_same")
    await ann.close_modal(all=True)
    await minutes(bot)


async def at_a_glance(ann: Actor) -> None:
    """HR's list, and in it the one announcement there is."""
    assert (await ann.command("/growloop", "announce")).ok
    await press(ann, "announcements.open")


@pytest.mark.parametrize("lost", ["archived", "removed"])
async def test_a_channel_is_tried_out_and_one_that_does_not_take_it_leaves_the_messages_alone(
    sqlite: Database, lost: str
) -> None:
    async with company(sqlite) as bot:
        ann, bob, mei = bot.as_("Ann Hale"), bot.as_("Bob Sun"), bot.as_("Mei Lin")
        there = bot.sandbox.workspace.add_channel("news", [ann.person, bob.person])
        await write(ann)
        refused = await edit(ann, "sending", {"place": "both", "channel": there})
        assert "type /invite @Growloop in it" in refused.errors["channel"]
        there.members.add(bot.sandbox.bot_user_id)
        assert (await ann.submit({"place": "both"})).ok
        assert "and in a channel" in shown(ann.modal)
        await press(ann, "announcements.send_all_the_same")
        there.archived = lost == "archived"
        if lost == "removed":
            there.members.discard(bot.sandbox.bot_user_id)
        await ann.close_modal(all=True)
        await minutes(bot, 4)
        assert len(about(bob)) == len(about(mei)) == 1
        assert bob.channel("news")[1:] == []
        assert [one for one in ann.dm if "/invite @Growloop" in one.text] != []
        await at_a_glance(ann)
        assert "The channel did not take it" in shown(ann.modal)


async def test_in_a_channel_it_is_read_and_confirmed_by_those_who_are_meant(sqlite: Database) -> None:
    async with company(sqlite) as bot:
        ann, bob, mei = bot.as_("Ann Hale"), bot.as_("Bob Sun"), bot.as_("Mei Lin")
        there = bot.sandbox.workspace.add_channel("news", [ann.person, bob.person, mei.person])
        there.members.add(bot.sandbox.bot_user_id)
        await write(ann)
        assert (await edit(ann, "text.zh_Hans", {"title": "食堂搬家", "words": "在 B 楼。"})).ok
        assert (await edit(ann, "audience", {"who": "chosen", "people": [mei.person.id]})).ok
        assert (await edit(ann, "sending", {"place": "channel", "channel": there})).ok
        await press(ann, "announcements.send")
        await minutes(bot)
        [posted] = [one for one in mei.channel("news") if TITLE in one.text]
        assert "简体中文" in shown(posted)
        assert (about(bob), about(mei, "食堂搬家")) == ([], [])
        await mei.press(posted, "announcements.read")
        assert "在 B 楼。" in shown(mei.modal)
        await mei.press(top(mei), "announcements.understood")
        assert "您已于" in shown(mei.modal)
        await bob.press(posted, "announcements.understood")
        assert "This was meant for others" in str([one.text for one in bob.channel("news")])
        assert [one.understood_version for one in await rows(bot, AnnouncementTo)] == [1]


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


async def test_a_question_is_a_thread_between_whoever_asks_and_hr(sqlite: Database) -> None:
    async with company(sqlite) as bot:
        ann, bob = bot.as_("Ann Hale"), bot.as_("Bob Sun")
        await out(ann, bot)
        await bob.press(bob.dm[-1], "announcements.ask")
        assert "It reaches whoever wrote the announcement in HR" in shown(bob.modal)
        assert (await bob.submit({"reply": "Is there tea?"})).ok
        await bot.settle()
        asked = ann.dm[-1]
        assert asked.text == "Bob Sun asks about an announcement."
        assert TITLE in shown(asked)
        assert "Is there tea?" in shown(asked)
        await ann.say("There is.", thread_ts=asked.ts)
        await bot.settle()
        assert "There is." in shown(bob.dm[-1])
        assert bob.dm[-1].thread_ts == about(bob)[0].ts
        await bob.press(bob.dm[-1], "announcements.read")
        assert "Is there tea?" in shown(bob.modal)


LONG = " ".join(f"word{number}" for number in range(2_000))


async def test_a_text_longer_than_a_field_comes_as_a_message_and_is_read_to_its_end(sqlite: Database) -> None:
    async with company(sqlite) as bot:
        ann, bob = bot.as_("Ann Hale"), bot.as_("Bob Sun")
        await write(ann, words="x" * 3_000)
        await ann.close_modal(all=True)
        await ann.say(LONG)
        await bot.settle()
        assert (await ann.press(ann.dm[-1], "announcements.from_dm")).ok
        assert (await ann.submit({"announcement": "1", "title": "All of it"})).ok
        assert (await edit(ann, "text.en", {"title": "The whole of it"})).ok
        await press(ann, "announcements.send_all_the_same")
        await minutes(bot)
        told = about(bob, "The whole of it")[0]
        assert "word1999" not in shown(told)
        await bob.press(told, "announcements.read")
        read = shown(bob.modal)
        while "What comes after" in shown(bob.modal):
            value = next(one for one in elements(top(bob)) if one["text"]["text"] == "What comes after")["value"]
            await bob.press(top(bob), "announcements.turn", value=value)
            read += shown(bob.modal)
        assert all(f"word{number}" in read for number in range(2_000))


def elements(view: OpenView) -> list[dict[str, Any]]:
    return [one for block in view.view["blocks"] if block["type"] == "actions" for one in block["elements"]]


@pytest.mark.parametrize("files", [True, False])
async def test_the_list_of_who_has_read_comes_as_a_file_or_as_text_once(sqlite: Database, files: bool) -> None:
    async with company(sqlite) as bot:
        ann, mei = bot.as_("Ann Hale"), bot.as_("Mei Lin")
        await out(ann, bot)
        await mei.press(mei.dm[-1], "announcements.understood")
        if not files:
            bot.sandbox.scopes.discard("files:write")
        await at_a_glance(ann)
        before = len(ann.dm)
        for seconds in (59, 0):
            await press(ann, "announcements.export")
            await ann.close_modal()
            await bot.move(seconds=seconds)
        await bot.settle()
        assert len(ann.dm) == before + 1
        if files:
            [file] = bot.sandbox.workspace.files.values()
            lines = file["content"].decode("utf-8-sig").splitlines()
            assert len(lines) == 6
            assert [line.split(",")[3] != "" for line in lines if "Mei Lin" in line] == [True]
            # Nobody knows whether the next one arrived: she is told so once, also by whoever takes over from a worker that was killed.
            bot.sandbox.faults.add("files.completeUploadExternal", status=500, after_effect=True)
            await minutes(bot, 2)
            await press(ann, "announcements.export")
            await bot.settle()
            await announcements.send_list(bot.deps, 2)
            await bot.settle()
            assert "It is not certain that a file reached you" in shown(ann.dm[-1])
            assert len(ann.dm) == before + 3
            # She asks for it once more at once, and it comes.
            for _ in range(2):
                await ann.close_modal()
                await press(ann, "announcements.export")
                await bot.settle()
            assert len(ann.dm) == before + 4
        else:
            assert "Mei Lin · has, " in shown(ann.dm[-1])
            assert "Bob Sun · has not" in shown(ann.dm[-1])


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
