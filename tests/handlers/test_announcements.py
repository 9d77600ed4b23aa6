"""An announcement by hand, from the first word to its withdrawal."""

import pytest

from storage.database import Database
from tests.announcements_by_hand import PEOPLE, TITLE, about, company, edit, leap, minutes, press, write
from tests.office import shown

pytestmark = pytest.mark.own_database


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
