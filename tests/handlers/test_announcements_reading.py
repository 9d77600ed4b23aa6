"""Announcements by hand: asked about, read to their end, and the list of who has read."""

from typing import Any

import pytest

from bot.sandbox.model import OpenView
from schedules import announcements
from storage.database import Database
from tests.announcements_by_hand import TITLE, about, at_a_glance, company, edit, minutes, out, press, top, write
from tests.office import shown

pytestmark = pytest.mark.own_database


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
