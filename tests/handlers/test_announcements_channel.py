"""Announcements by hand in a channel: tried out, read and confirmed there."""

import pytest

from storage.announcements_to import AnnouncementTo
from storage.database import Database
from tests.announcements_by_hand import TITLE, about, at_a_glance, company, edit, minutes, press, rows, top, write
from tests.office import shown

pytestmark = pytest.mark.own_database


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
