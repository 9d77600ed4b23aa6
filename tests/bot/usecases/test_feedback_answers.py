"""Feedback is answered by its receiver alone, each answer once, and its giver sees what they are meant to see."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.domain import feedback as rules
from bot.domain import talks as talk_rules
from bot.domain.actions import ActionState, Became
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.feedback import Aim, Form, Part, Written
from bot.domain.notices import NoLonger
from bot.usecases import actions, feedback, feedback_answers, feedback_read, talks
from bot.usecases.feedback import Sending
from bot.usecases.feedback_read import Opened
from storage import feedback_answers as store
from storage.actions import Action
from storage.database import Tx
from storage.people import Person
from tests.clock import START
from tests.team import Team

MINUTE = timedelta(minutes=1)
AT = datetime(2027, 1, 15, 2, tzinfo=UTC)
SEEN = {Part.SITUATION: "Tuesday", Part.BEHAVIOUR: "You wrote down all faults", Part.IMPACT: "They found them at once"}

Do = Callable[[Tx, Person], Awaitable[Any]]


@pytest.fixture
async def one(team: Team) -> int:
    """Feedback from Tom for Mei, who reports to him; it was told and she read it."""
    async with team.transaction() as tx:
        sending = Sending("view:V1", frozenset(team.ids.values()), at_once=True)
        to, written = [await team.person(tx, "Mei")], Written(Form.BEHAVIOUR, SEEN, Aim.KEEP)
        given = await feedback.give(tx, await team.person(tx, "Tom"), to, written, START, sending)
    made: int = given.feedback[0].id
    await team.delivered(rules.GIVEN, "Mei", "100.1", "D0MEI")
    await team.delivered(rules.RECEIPT, "Tom", "200.1", "D0TOM")
    await opened(team, made, "Mei")
    return made


async def do(team: Team, name: str, what: Do) -> Any:
    async with team.transaction() as tx:
        return await what(tx, await team.person(tx, name))


async def opened(team: Team, one: int, name: str) -> Opened:
    found: Opened = await do(team, name, lambda tx, me: feedback_read.read(tx, me, one, START))
    return found


async def thank(team: Team, one: int, name: str = "Mei") -> None:
    await do(team, name, lambda tx, me: feedback_answers.thank(tx, me, one, START))


async def propose(team: Team, one: int, at: datetime | None, name: str = "Mei", now: datetime = START) -> None:
    await do(team, name, lambda tx, me: feedback_answers.propose(tx, me, one, at, now))


async def agree(team: Team, one: int, at: datetime | None, name: str = "Tom") -> None:
    await do(team, name, lambda tx, me: feedback_answers.agree(tx, me, one, at, START))


async def will_try(team: Team, one: int, *, shown: bool = False, source: str = "view:V2", name: str = "Mei") -> Action:
    words = "Pause first"
    made: Action = await do(
        team,
        name,
        lambda tx, me: feedback_answers.will_try(tx, me, one, words, START, shown=shown, source=source),
    )
    return made


async def ask(team: Team, one: int, words: str, name: str = "Mei", source: str = "view:V3") -> None:
    await do(team, name, lambda tx, me: talks.reply(tx, me, one, words, START, source=source, about=rules.RECORD))


async def settle(team: Team, action: Action, became: Became, now: datetime) -> Action:
    settled: Action = await do(team, "Mei", lambda tx, me: actions.settle(tx, me, action.id, became, now))
    return settled


async def asked_for(team: Team, now: datetime) -> list[str | None]:
    found = await do(team, "Mei", lambda tx, me: actions.to_ask(tx, me, now))
    return [each.action.words for each in found]


async def test_thanks_are_said_once_and_both_messages_show_them(team: Team, one: int) -> None:
    await asyncio.gather(*(thank(team, one) for _ in range(3)))
    assert (await opened(team, one, "Tom")).came.thanked_at == START
    assert [each.state for each in await team.notices(rules.RECEIPT)] == ["pending"]
    assert [each.state for each in await team.notices(rules.GIVEN)] == ["pending"]


@pytest.mark.parametrize("name", ["Tom", "Bob", "Ann", "Una"])
async def test_nobody_but_its_receiver_answers_it(team: Team, one: int, name: str) -> None:
    for what in (thank(team, one, name), propose(team, one, AT, name), will_try(team, one, name=name)):
        with pytest.raises(NotAllowed, match="not_found"):
            await what
    with pytest.raises(NotAllowed, match="not_found"):
        await ask(team, one, "Hello", name)


async def test_a_time_is_told_to_its_giver_once_and_their_yes_to_its_receiver(team: Team, one: int) -> None:
    await asyncio.gather(*(propose(team, one, AT) for _ in range(3)))
    [told] = await team.notices(rules.PROPOSED)
    assert told.recipient_id == team.ids["Tom"]
    await asyncio.gather(*(agree(team, one, AT) for _ in range(3)))
    [back] = await team.notices(rules.AGREED)
    assert back.recipient_id == team.ids["Mei"]
    talk = (await opened(team, one, "Mei")).came.talk
    assert talk is not None
    assert (talk.at, talk.agreed_at) == (AT, START)


async def test_another_time_takes_the_place_of_the_first_and_a_yes_to_that_one_does_not_hold(
    team: Team, one: int
) -> None:
    later = AT + timedelta(days=1)
    await propose(team, one, AT)
    await agree(team, one, AT)
    await propose(team, one, later)
    with pytest.raises(RuleBroken, match="talk_changed"):
        await agree(team, one, AT)
    talk = (await opened(team, one, "Tom")).came.talk
    assert talk is not None
    assert (talk.at, talk.agreed_at) == (later, None)
    first, second = await team.notices(rules.PROPOSED)
    async with team.transaction() as tx:
        tom, mei = await team.person(tx, "Tom"), await team.person(tx, "Mei")
        with pytest.raises(NoLonger, match="changed"):
            await feedback_answers.access_proposed(tx, first, tom, START)
        assert (await feedback_answers.access_proposed(tx, second, tom, START)).came.talk is not None
        [agreed] = await team.notices(rules.AGREED)
        with pytest.raises(NoLonger, match="changed"):
            await feedback_answers.access_agreed(tx, agreed, mei, START)
    await propose(team, one, AT)
    await agree(team, one, AT)
    assert len(await team.notices(rules.PROPOSED)) == 2


@pytest.mark.parametrize("name", ["Mei", "Bob", "Ann"])
async def test_nobody_but_its_giver_agrees(team: Team, one: int, name: str) -> None:
    await propose(team, one, AT)
    with pytest.raises(NotAllowed, match="not_found"):
        await agree(team, one, AT, name)


async def test_what_nobody_proposed_cannot_be_agreed_to(team: Team, one: int) -> None:
    with pytest.raises(NotAllowed, match="not_found"):
        await agree(team, one, None)


@pytest.mark.parametrize(
    ("at", "code", "field"),
    [(START, "talk_over", "time"), (START + timedelta(days=400), "talk_too_far", "day")],
)
async def test_a_time_that_makes_no_sense_is_refused_at_its_field(
    team: Team, one: int, at: datetime, code: str, field: str
) -> None:
    with pytest.raises(RuleBroken) as broken:
        await propose(team, one, at)
    assert (broken.value.code, broken.value.field) == (code, field)
    assert await team.notices(rules.PROPOSED) == []


async def test_what_is_for_the_next_one_on_one_is_found_for_its_two_people_and_no_others(team: Team, one: int) -> None:
    await propose(team, one, None)
    async with team.transaction(reading=True) as tx:
        ids = team.ids
        for pair in ((ids["Mei"], ids["Tom"]), (ids["Tom"], ids["Mei"])):
            assert [each.feedback_id for each in await store.to_talk_about(tx, *pair)] == [one]
        assert await store.to_talk_about(tx, ids["Tom"], ids["Bob"]) == []


async def test_only_who_have_one_on_ones_can_leave_it_for_the_next(team: Team, one: int) -> None:
    await team.led_by("Mei", "Ann", date(2027, 1, 13))
    with pytest.raises(RuleBroken, match="no_one_on_one"):
        await propose(team, one, None)
    assert not (await do(team, "Mei", lambda tx, me: feedback_answers.access_answering(tx, me, one, START))).leads


async def test_a_question_reaches_its_giver_who_answers_in_the_same_talk(team: Team, one: int) -> None:
    with pytest.raises(NotAllowed, match="not_found"):
        await ask(team, one, "Too early", "Tom")
    await ask(team, one, "Which fault?")
    await ask(team, one, "Which fault?")
    [asked] = await team.notices(talk_rules.MESSAGE)
    assert (asked.recipient_id, asked.thread_ts) == (team.ids["Tom"], None)
    assert (await opened(team, one, "Tom")).came.waits
    await ask(team, one, "The second", "Tom", "view:V4")
    [answer] = await team.notices(talk_rules.MESSAGE, "Mei")
    assert answer.thread_ts == "100.1"
    said = (await opened(team, one, "Mei")).came.said
    assert [(who.name, each.words) for who, each in said] == [("Mei", "Which fault?"), ("Tom", "The second")]
    assert not (await opened(team, one, "Tom")).came.waits


async def test_what_was_said_may_need_no_answer(team: Team, one: int) -> None:
    await ask(team, one, "All clear now")
    for name in ("Mei", "Bob", "Tom", "Tom"):
        await do(team, name, lambda tx, me: talks.let_be(tx, me, one, rules.RECORD))
        assert (await opened(team, one, "Tom")).came.waits == (name != "Tom")


async def test_a_reply_under_the_message_that_told_of_it_begins_the_talk(team: Team, one: int) -> None:
    async def at(name: str, channel: str, ts: str) -> Any:
        return await do(team, name, lambda tx, me: talks.begun_at(tx, me, channel, ts, START))

    begun = await at("Mei", "D0MEI", "100.1")
    assert (begun.about, begun.about_id, begun.other_id) == (rules.RECORD, one, team.ids["Tom"])
    assert await at("Bob", "D0MEI", "100.1") is None
    assert await at("Tom", "D0TOM", "200.1") is None
    assert await at("Mei", "D0MEI", "999.9") is None


async def test_before_it_is_read_there_is_nothing_to_reply_to(team: Team) -> None:
    async with team.transaction() as tx:
        sending = Sending("view:V9", frozenset(team.ids.values()), at_once=True)
        to, written = [await team.person(tx, "Mei")], Written(Form.BEHAVIOUR, SEEN, Aim.KEEP)
        await feedback.give(tx, await team.person(tx, "Tom"), to, written, START, sending)
    await team.delivered(rules.GIVEN, "Mei", "100.1", "D0MEI")
    assert await do(team, "Mei", lambda tx, me: talks.begun_at(tx, me, "D0MEI", "100.1", START)) is None


@pytest.mark.parametrize("shown", [True, False])
async def test_its_giver_reads_what_is_tried_only_where_they_may_and_sees_how_it_goes(
    team: Team, one: int, *, shown: bool
) -> None:
    first, again = await asyncio.gather(*(will_try(team, one, shown=shown) for _ in range(2)))
    assert first.id == again.id
    [mine] = (await opened(team, one, "Mei")).came.tried
    [theirs] = (await opened(team, one, "Tom")).came.tried
    assert (mine.shown, theirs.shown) == (True, shown)
    await settle(team, first, Became.NOT_USEFUL, START)
    [theirs] = (await opened(team, one, "Tom")).came.tried
    assert (theirs.action.state, theirs.action.outcome) == (ActionState.DROPPED, Became.NOT_USEFUL)


async def test_what_is_tried_is_asked_for_two_weeks_later_and_again_while_they_are_still_trying(
    team: Team, one: int
) -> None:
    action = await will_try(team, one)
    assert action.due == date(2027, 1, 27)
    assert await asked_for(team, START + timedelta(days=2)) == []
    assert await asked_for(team, START + timedelta(days=12)) == ["Pause first"]
    then = START + timedelta(days=15)
    for _ in range(2):
        trying = await settle(team, action, Became.TRYING, then)
        assert (trying.state, trying.outcome, trying.due) == (ActionState.OPEN, "trying", date(2027, 2, 11))
    assert await asked_for(team, then) == []
    assert (await settle(team, action, Became.DONE, then + timedelta(days=14))).outcome is None
    assert await asked_for(team, then + timedelta(days=30)) == []


async def test_another_reader_sees_nothing_of_what_came_of_it(team: Team) -> None:
    async with team.transaction() as tx:
        sending = Sending("view:V1", frozenset(team.ids.values()), at_once=True, to_manager=True)
        to, written = [await team.person(tx, "Mei")], Written(Form.BEHAVIOUR, SEEN, Aim.KEEP)
        given = await feedback.give(tx, await team.person(tx, "Bob"), to, written, START, sending)
    shared: int = given.feedback[0].id
    await thank(team, shared)
    await ask(team, shared, "Which fault?")
    await will_try(team, shared, shown=True)
    came = (await opened(team, shared, "Tom")).came
    assert (came.thanked_at, came.said, came.tried) == (None, [], [])


async def test_whoever_wishes_so_is_not_seen_reading_and_still_seen_answering(team: Team) -> None:
    await team.change("Mei", START, tells_read=False)
    async with team.transaction() as tx:
        sending = Sending("view:V1", frozenset(team.ids.values()), at_once=True)
        to, written = [await team.person(tx, "Mei")], Written(Form.BEHAVIOUR, SEEN, Aim.KEEP)
        given = await feedback.give(tx, await team.person(tx, "Bob"), to, written, START, sending)
    silent: int = given.feedback[0].id
    await team.delivered(rules.RECEIPT, "Bob", "300.1")
    await opened(team, silent, "Mei")
    theirs = await opened(team, silent, "Bob")
    assert (theirs.read_at, theirs.silent, theirs.takes_back) == (None, frozenset({team.ids["Mei"]}), True)
    assert [each.state for each in await team.notices(rules.RECEIPT)] == ["sent"]
    assert (await opened(team, silent, "Mei")).read_at == START
    await thank(team, silent)
    assert (await opened(team, silent, "Bob")).came.thanked_at == START
    assert [each.state for each in await team.notices(rules.RECEIPT)] == ["pending"]


async def test_a_giver_who_has_left_is_asked_nothing_any_more_and_what_they_said_can_still_be_tried(
    team: Team, one: int
) -> None:
    await team.change("Tom", START, active=False)
    for what in (propose(team, one, AT), ask(team, one, "Hello")):
        with pytest.raises(RuleBroken, match="person_inactive"):
            await what
    assert (await will_try(team, one)).owner_id == team.ids["Mei"]
