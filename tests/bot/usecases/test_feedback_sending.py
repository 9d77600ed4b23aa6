"""Sending feedback from its form, on both databases: once however often it is pressed, and kept where it cannot be sent."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import select

from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.feedback import Form, Part
from bot.domain.feedback_form import Filled, Held, Message
from bot.lexicon import load
from bot.usecases import feedback_drafts, feedback_sending
from bot.usecases import values as value_usecases
from bot.usecases.feedback_sending import Sent
from storage.drafts import KeptDraft
from storage.evidence import CitedMessage, Evidence
from storage.feedback import Feedback
from storage.values import CompanyValue
from tests.clock import START
from tests.team import Team

SAID = {
    Part.PRAISE: "On Tuesday you listed all three faults, and the night shift found them at once.",
    Part.SUGGESTION: "Next time, could you send the list by 17:00?",
    Part.ENCOURAGEMENT: "I am glad that you took this on.",
}
FILLED = Filled(to=("U0MEI",), form=Form.SANDWICH, parts=SAID)


def held(team: Team, **more: Any) -> Held:
    filled = replace(FILLED, **more)
    return Held(filled, named=tuple(team.ids.values()), key="V1")


async def keep(team: Team, form: Held) -> Held | None:
    async with team.transaction() as tx:
        return await feedback_sending.keep(tx, await team.person(tx, "Bob"), form, START)


async def send(team: Team, form: Held) -> Sent:
    async with team.transaction() as tx:
        return await feedback_sending.send(tx, await team.person(tx, "Bob"), form, load(), START)


async def press(team: Team, form: Held) -> Sent | None:
    """What the button does: keep, then send."""
    kept = await keep(team, form)
    return await send(team, kept) if kept is not None else None


async def rows(team: Team, table: Any) -> list[Any]:
    async with team.transaction(reading=True) as tx:
        return list(await tx.exec(select(table).order_by(table.id)))


async def test_two_devices_that_press_at_once_send_it_once(team: Team) -> None:
    await asyncio.gather(*(press(team, held(team)) for _ in range(4)))
    assert len(await rows(team, Feedback)) == 1
    assert [one.words for one in await rows(team, KeptDraft)] == [None]
    assert await press(team, held(team)) is None


async def test_two_windows_that_keep_one_draft_at_once_keep_one(team: Team) -> None:
    await asyncio.gather(*(keep(team, held(team)) for _ in range(4)))
    assert len(await rows(team, KeptDraft)) == 1


async def test_other_words_after_it_was_sent_go_on_under_a_key_of_their_own(team: Team) -> None:
    await press(team, held(team))
    other = held(team, parts=SAID | {Part.PRAISE: "On Monday at 9:10 you opened the gate for the truck."})
    kept = await keep(team, other)
    assert kept is not None
    assert kept.key != other.key
    assert len(await rows(team, Feedback)) == 1
    await send(team, kept)
    assert len(await rows(team, Feedback)) == 2


async def test_what_cannot_be_sent_stays_a_draft(team: Team) -> None:
    await team.change("Mei", START, active=False)
    with pytest.raises(RuleBroken, match="feedback_left"):
        await press(team, held(team))
    async with team.transaction(reading=True) as tx:
        [kept] = await feedback_drafts.access_drafts(tx, await team.person(tx, "Bob"))
    assert kept.filled.parts == SAID
    assert [one.name for one in kept.to] == ["Mei"]


async def test_a_draft_is_its_writers_alone(team: Team) -> None:
    await keep(team, held(team))
    [draft] = await rows(team, KeptDraft)
    async with team.transaction() as tx:
        tom = await team.person(tx, "Tom")
        assert await feedback_drafts.access_drafts(tx, tom) == []
        with pytest.raises(NotAllowed):
            await feedback_drafts.access_draft(tx, tom, draft.id)
        with pytest.raises(NotAllowed):
            await feedback_drafts.discard(tx, tom, draft.id, START)
        bob = await team.person(tx, "Bob")
        await feedback_drafts.discard(tx, bob, draft.id, START)
        await feedback_drafts.discard(tx, bob, draft.id, START)
        with pytest.raises(NotAllowed):
            await feedback_drafts.access_draft(tx, bob, draft.id)


async def test_a_value_and_a_message_are_kept_as_what_it_rests_on(team: Team) -> None:
    async with team.transaction() as tx:
        ann = await team.person(tx, "Ann")
        listed = await value_usecases.access_list(tx, ann)
        await value_usecases.set_values(tx, ann, "Care", listed.revision, START)
    [value] = await rows(team, CompanyValue)
    message = Message("C1", "1799999999.000100", "U0MEI", "https://x.slack.com/archives/C1/p1799999999000100")
    await press(team, held(team, to=("U0MEI", "U0TOM"), value=value.id, message=message))
    [cited] = await rows(team, CitedMessage)
    kinds = [(one.to_kind, one.to_id) for one in await rows(team, Evidence)]
    assert sorted(kinds) == [("message", cited.id)] * 2 + [("value", value.id)] * 2
    assert cited.words is None


async def test_a_check_in_that_the_giver_may_not_read_is_no_evidence(team: Team) -> None:
    with pytest.raises(NotAllowed):
        await press(team, held(team, about=(("checkin", 1),)))
    assert await rows(team, Feedback) == []
