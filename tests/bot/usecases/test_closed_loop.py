"""What managers were asked and when they answered, counted over a span; and what waits for their answer now."""

import asyncio
from datetime import date, datetime, timedelta

import pytest

from bot.domain.closed_loop import Rate
from bot.usecases import closed_loop as usecases
from bot.usecases import help as helping
from bot.usecases import talks
from storage import checkins as store
from storage import talks as talk_store
from storage.checkins import CheckIn
from storage.talks import Talk
from tests.clock import START
from tests.team import Team

DAY = timedelta(days=1)
SINCE, UNTIL = START - DAY, START + 30 * DAY


@pytest.fixture
async def sent(team: Team) -> CheckIn:
    """Mei asks Tom, her manager, for help on a Wednesday."""
    return await team.sent("Mei", START, progress="Done", blocker="The build", help_from=team.ids["Tom"])


async def say(team: Team, name: str, checkin: CheckIn, at: datetime, words: str = "Hello") -> str:
    source = f"view:{name}{at}"
    async with team.transaction() as tx:
        await talks.reply(tx, await team.person(tx, name), checkin.id, words, at, source=source)
    return source


async def take_back(team: Team, name: str, source: str, at: datetime) -> None:
    async with team.transaction() as tx:
        assert await talks.follow_edit(tx, await team.person(tx, name), source, None, at)


async def let_be(team: Team, name: str, checkin: CheckIn) -> None:
    async with team.transaction() as tx:
        await talks.let_be(tx, await team.person(tx, name), checkin.id)


async def accept(team: Team, checkin: CheckIn, at: datetime) -> None:
    async with team.transaction() as tx:
        blocker = await store.blocker_of(tx, checkin.id)
        assert blocker is not None
        await helping.accept(tx, await team.person(tx, "Tom"), blocker.id, at)


async def rate(team: Team, now: datetime, name: str = "Tom", since: datetime = SINCE, until: datetime = UNTIL) -> Rate:
    async with team.transaction(reading=True) as tx:
        return await usecases.closed_loop_of(tx, await team.person(tx, name), since, until, now)


async def waits(team: Team, name: str = "Tom") -> list[tuple[str, datetime | None]]:
    async with team.transaction(reading=True) as tx:
        found = await talk_store.waiting_for(tx, team.ids[name], 10)
        assert len(found) == await talk_store.count_waiting_for(tx, team.ids[name])
    return [(person.name, talk.waits_since) for talk, person in found]


@pytest.mark.parametrize(
    ("answered", "now", "expected"),
    [
        (None, START + DAY, Rate(0, 0, 1)),
        (None, START + 7 * DAY, Rate(1, 0)),
        (START + 5 * DAY, START + 7 * DAY, Rate(1, 1)),  # the Monday after: three working days
        (START + 6 * DAY, START + 7 * DAY, Rate(1, 0)),
    ],
)
async def test_help_counts_as_given_in_time_within_three_working_days(
    team: Team, sent: CheckIn, answered: datetime | None, now: datetime, expected: Rate
) -> None:
    if answered is not None:
        await accept(team, sent, answered)
    assert await rate(team, now) == expected


async def test_a_day_of_leave_does_not_count(team: Team, sent: CheckIn) -> None:
    await team.away("Tom", date(2027, 1, 14), date(2027, 1, 18))
    await accept(team, sent, START + 8 * DAY)
    assert await rate(team, START + 9 * DAY) == Rate(1, 1)


async def test_questions_in_talks_count_and_ones_own_words_do_not(team: Team, sent: CheckIn) -> None:
    await accept(team, sent, START)
    await say(team, "Tom", sent, START + DAY)
    assert await rate(team, START + 20 * DAY) == Rate(1, 1)
    await say(team, "Mei", sent, START + 2 * DAY)
    await say(team, "Mei", sent, START + 3 * DAY)
    assert await rate(team, START + 2 * DAY) == Rate(1, 1, 1)
    assert await rate(team, START + 20 * DAY) == Rate(2, 1)
    await say(team, "Tom", sent, START + 4 * DAY)
    assert await rate(team, START + 20 * DAY) == Rate(2, 2)


async def test_only_what_was_asked_in_the_span_counts_and_only_for_whom_it_was_asked(team: Team, sent: CheckIn) -> None:
    later = START + 20 * DAY
    assert await rate(team, later, since=START + DAY) == Rate()
    assert await rate(team, later, until=START) == Rate()
    assert await rate(team, later, name="Ann") == Rate()
    async with team.transaction(reading=True) as tx:
        both = [await team.person(tx, name) for name in ("Tom", "Ann")]
        found = await usecases.closed_loop_of_many(tx, both, SINCE, UNTIL, later)
    assert found == {team.ids["Tom"]: Rate(1, 0), team.ids["Ann"]: Rate()}


async def test_a_question_asked_before_the_span_and_answered_in_it_is_not_of_the_span(
    team: Team, sent: CheckIn
) -> None:
    await say(team, "Tom", sent, START)
    await say(team, "Mei", sent, START + DAY)
    await say(team, "Tom", sent, START + 5 * DAY)
    assert await rate(team, START + 9 * DAY, since=START + 2 * DAY) == Rate()


async def test_a_talk_waits_from_the_first_message_without_an_answer(team: Team, sent: CheckIn) -> None:
    await say(team, "Tom", sent, START)
    assert await waits(team) == []
    await say(team, "Mei", sent, START + DAY)
    await say(team, "Mei", sent, START + 2 * DAY)
    assert await waits(team) == [("Mei", START + DAY)]
    assert await waits(team, "Mei") == []
    await say(team, "Tom", sent, START + 3 * DAY)
    assert await waits(team) == []


async def test_what_is_taken_back_waits_no_longer_and_an_answer_taken_back_is_none(team: Team, sent: CheckIn) -> None:
    await say(team, "Tom", sent, START)
    question = await say(team, "Mei", sent, START + DAY)
    answer = await say(team, "Tom", sent, START + 2 * DAY)
    await take_back(team, "Tom", answer, START + 3 * DAY)
    assert await waits(team) == [("Mei", START + DAY)]
    await take_back(team, "Mei", question, START + 4 * DAY)
    assert await waits(team) == []
    await accept(team, sent, START)
    assert await rate(team, START + 20 * DAY) == Rate(1, 1)


async def test_what_needs_no_answer_neither_waits_nor_counts_and_what_is_asked_after_it_does(
    team: Team, sent: CheckIn
) -> None:
    await accept(team, sent, START)
    await say(team, "Tom", sent, START)
    await say(team, "Mei", sent, START + DAY, "Thanks")
    await let_be(team, "Tom", sent)
    await let_be(team, "Tom", sent)
    assert await waits(team) == []
    assert await rate(team, START + 20 * DAY) == Rate(1, 1)
    await say(team, "Mei", sent, START + 2 * DAY, "One more thing")
    assert await waits(team) == [("Mei", START + 2 * DAY)]
    assert await rate(team, START + 20 * DAY) == Rate(2, 1)


async def test_nobody_else_says_that_a_question_needs_no_answer(team: Team, sent: CheckIn) -> None:
    await say(team, "Tom", sent, START)
    await say(team, "Mei", sent, START + DAY)
    for name in ("Mei", "Bob", "Ann"):
        await let_be(team, name, sent)
    assert await waits(team) == [("Mei", START + DAY)]


async def test_whoever_has_left_waits_for_no_answer(team: Team, sent: CheckIn) -> None:
    await say(team, "Tom", sent, START)
    await say(team, "Mei", sent, START + DAY)
    await team.change("Mei", START + DAY, active=False)
    assert await waits(team) == []


async def test_a_question_and_an_answer_at_the_same_moment_have_an_order(team: Team, sent: CheckIn) -> None:
    await say(team, "Tom", sent, START)
    await asyncio.gather(say(team, "Mei", sent, START + DAY), say(team, "Tom", sent, START + DAY + DAY / 24))
    async with team.transaction(reading=True) as tx:
        [talk] = await talk_store.about(tx, "checkin", sent.id, team.ids["Mei"])
        last = (await talk_store.messages(tx, talk.id))[-1]
    assert isinstance(talk, Talk)
    assert (talk.waits_since is not None) == (last.author_id == team.ids["Mei"])
