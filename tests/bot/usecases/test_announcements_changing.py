"""Announcements changed or withdrawn after they went out: whoever read the old text is told, and nobody else."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest

from bot.domain.announcements import CHANGED, TOLD
from bot.domain.errors import RuleBroken
from bot.domain.notices import NoLonger, State
from bot.usecases import announcements_changing as changing
from bot.usecases import announcements_reading as reading
from bot.usecases import announcements_telling as telling
from bot.usecases.announcements_changing import Wanted
from storage import announcements_notices as messages
from storage import delivery
from storage.notices import Notice
from tests.announcements import EVERYBODY, HOUR, Hr, arrive, revise, shown, told, understand
from tests.clock import START
from tests.team import Team

pytestmark = pytest.mark.usefixtures("also_hr")


async def test_changed_whoever_read_the_old_text_is_told_once_and_everybody_else_sees_the_new_one(
    team: Team, in_twos: None
) -> None:
    ann = await (await Hr(team).write()).out()
    await arrive(team, "Mei", "Bob", "Tom")
    await understand(team, "Mei", ann.id, START)
    await Hr(team, "Bob").do(reading.read, ann.id, START)
    later = START + HOUR
    with pytest.raises(RuleBroken, match="announcement_changed_needed"):
        await ann.change("To building C.", "", later)
    with pytest.raises(RuleBroken, match="announcement_unchanged"):
        await ann.change("To building B.", "x", later)
    await ann.change("To building C.", "C, not B", later)
    async with team.transaction() as tx:
        assert await changing.revise(tx, ann.id, later)
    await asyncio.gather(revise(team, ann.id, later), revise(team, ann.id, later))
    assert await told(team, CHANGED) == {"Mei": 1, "Bob": 1}
    edited = {one.recipient_id for one in await team.notices(TOLD) if one.ts and one.state is State.PENDING}
    assert edited == {team.ids[name] for name in ("Mei", "Bob", "Tom")}
    assert await told(team) == dict.fromkeys(EVERYBODY, 1)
    fresh = await shown(team, telling.access_told, (await team.notices(TOLD, "Una"))[0])
    assert (fresh.text.words, fresh.changed) == ("To building C.", None)
    news = await shown(team, telling.access_changed, (await team.notices(CHANGED, "Mei"))[0], later)
    assert (news.text.words, news.changed) == ("To building C.", "C, not B")
    # Somebody confirms the old text in a message that is not edited yet: they hear of it as well.
    await understand(team, "Tom", ann.id, later, version=1)
    assert await told(team, CHANGED) == {"Mei": 1, "Bob": 1, "Tom": 1}
    await understand(team, "Una", ann.id, later, version=2)
    assert (await told(team, CHANGED))["Una"] == 0
    late = await ann.do(changing.change, ann.id, 2, {"en": Wanted("x", "y", "z")}, later)
    assert late.by == "Ann"


async def test_so_many_messages_are_edited_in_a_minute_that_an_edit_after_a_click_has_room(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messages, "EDITS_A_MINUTE", 2)
    ann = await (await Hr(team).write()).out()
    await arrive(team)
    await ann.change("To building C.", "C, not B", START + HOUR)
    await revise(team, ann.id, START + HOUR)
    due = Counter(one.due_at - START - HOUR for one in await team.notices(TOLD))
    assert due == {timedelta(0): 2, timedelta(minutes=1): 2, timedelta(minutes=2): 1}


async def test_what_is_on_its_way_while_it_is_changed_is_edited_once_it_has_arrived(team: Team) -> None:
    ann = await (await Hr(team).write()).out()
    begun, later = START + HOUR, START + HOUR + timedelta(seconds=1)
    async with team.transaction() as tx:
        notice = await tx.get_one(Notice, (await team.notices(TOLD, "Mei"))[0].id)
        notice.state, notice.sending_at = State.SENDING, begun
        tx.add(notice)
    await ann.change("To building C.", "C, not B", later)
    await revise(team, ann.id, later)
    async with team.transaction() as tx:
        here = {"channel": "D1", "ts": "1.0", "sent_at": later}
        assert await delivery.arrived(tx, notice.id, begun, **here) is State.PENDING  # type: ignore[arg-type]


async def test_where_nobody_is_asked_to_confirm_all_who_have_the_words_are_told_what_changed(team: Team) -> None:
    ann = await (await Hr(team).write(asks=False)).out()
    await arrive(team, "Mei", "Bob")
    await ann.change("To building C.", "C, not B", START + HOUR)
    await revise(team, ann.id, START + HOUR)
    assert await told(team, CHANGED) == {"Mei": 1, "Bob": 1}


async def test_withdrawn_what_is_not_sent_is_dropped_and_whoever_read_it_is_told(team: Team) -> None:
    ann = await (await Hr(team).write()).out()
    await arrive(team, "Mei", "Bob")
    await understand(team, "Mei", ann.id, START)
    later = START + HOUR
    await ann.do(changing.withdraw, ann.id, later)
    assert (await ann.do(changing.withdraw, ann.id, later)).by is None
    await revise(team, ann.id, later)
    states = {one.recipient_id: (one.state, one.why) for one in await team.notices(TOLD)}
    assert states[team.ids["Una"]] == (State.DROPPED, "withdrawn")
    assert states[team.ids["Mei"]] == (State.PENDING, None)
    assert (await shown(team, telling.access_told, (await team.notices(TOLD, "Bob"))[0])).withdrawn
    assert await told(team, CHANGED) == {"Mei": 1}
    assert (await shown(team, telling.access_changed, (await team.notices(CHANGED, "Mei"))[0])).withdrawn
    with pytest.raises(NoLonger):
        await shown(team, telling.access_told, (await team.notices(TOLD, "Una"))[0])
    with pytest.raises(RuleBroken, match="announcement_withdrawn"):
        await understand(team, "Bob", ann.id, later)
    assert await ann.do(reading.access_pinned, later) == []
