"""Giving and reading feedback: who reads it, when it is told, what is refused, and that nothing comes twice or to the wrong eyes."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from bot.domain import feedback as rules
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.feedback import Aim, Form, Part, Written
from bot.domain.notices import Kind, NoLonger, State
from bot.usecases import feedback, feedback_read
from bot.usecases.feedback import About, Given, Sending
from bot.usecases.feedback_read import Opened
from storage.feedback import Feedback, FeedbackPart
from storage.notices import Notice
from tests.clock import START
from tests.team import Team

MINUTE = timedelta(minutes=1)
MORNING = datetime(2027, 1, 14, 1, tzinfo=UTC)
"""Thursday 09:00 in Shanghai, where it was 17:00 at START."""
SEEN = {
    Part.SITUATION: "Tuesday's handover",
    Part.BEHAVIOUR: "You wrote down all three faults",
    Part.IMPACT: "The night shift found them at once",
}
BEHAVIOUR = Written(Form.BEHAVIOUR, SEEN, Aim.KEEP)


async def give(
    team: Team,
    *names: str,
    written: Written = BEHAVIOUR,
    by: str = "Bob",
    now: datetime = START,
    named: tuple[str, ...] | None = None,
    **more: Any,
) -> Given:
    async with team.transaction() as tx:
        to = [await team.person(tx, name) for name in names]
        known = frozenset(team.ids.values() if named is None else (team.ids[name] for name in named))
        sending = Sending(**{"source": "view:V1", "named": known, **more})
        return await feedback.give(tx, await team.person(tx, by), to, written, now, sending)


async def given(team: Team, **more: Any) -> int:
    return int((await give(team, "Mei", **more)).feedback[0].id)


async def read(team: Team, one: int, by: str = "Mei", now: datetime = START) -> Opened:
    async with team.transaction() as tx:
        return await feedback_read.read(tx, await team.person(tx, by), one, now)


async def take_back(team: Team, one: int, by: str = "Bob", now: datetime = START + MINUTE) -> None:
    async with team.transaction() as tx:
        await feedback.take_back(tx, await team.person(tx, by), one, now)


async def owed(team: Team, kind: Kind) -> list[tuple[int, datetime]]:
    async with team.transaction(reading=True) as tx:
        found = await tx.exec(select(Notice).where(Notice.kind == kind.name).order_by(col(Notice.id)))
        return [(one.recipient_id, one.due_at) for one in found]


async def stored(team: Team) -> list[Feedback]:
    async with team.transaction(reading=True) as tx:
        return list(await tx.exec(select(Feedback).order_by(col(Feedback.id))))


async def test_its_receiver_reads_it_and_its_giver_sees_that(team: Team) -> None:
    one = await given(team)
    assert await owed(team, rules.GIVEN) == [(team.ids["Mei"], START)]
    opened = await read(team, one)
    assert opened.parts == SEEN
    assert opened.for_me
    mine = await read(team, one, by="Bob")
    assert mine.mine
    assert mine.read_at == START


@pytest.mark.parametrize("who", ["Tom", "Ann", "Una"])
async def test_nobody_else_reads_it(team: Team, who: str) -> None:
    one = await given(team)
    with pytest.raises(NotAllowed):
        await read(team, one, by=who)


async def test_the_manager_reads_it_where_the_giver_chose_so_and_a_later_manager_does_not(team: Team) -> None:
    one = await given(team, to_manager=True)
    assert await owed(team, rules.SHARED) == [(team.ids["Tom"], START)]
    assert (await read(team, one, by="Tom")).parts == SEEN
    await team.led_by("Mei", "Ann", date(2027, 1, 13))
    with pytest.raises(NotAllowed):
        await read(team, one, by="Ann")
    assert (await read(team, one, by="Bob")).read_at is None


async def test_whoever_the_form_did_not_name_does_not_read_it_and_nothing_is_stored(team: Team) -> None:
    result = await give(team, "Mei", named=("Mei",), to_manager=True)
    assert [one.name for one in result.unnamed] == ["Tom"]
    assert await stored(team) == []


async def test_each_of_several_people_gets_their_own_and_the_same_form_sent_twice_is_stored_once(team: Team) -> None:
    first = await give(team, "Mei", "Tom")
    again = await give(team, "Mei", "Tom")
    assert [one.subject_id for one in first.feedback] == [team.ids["Mei"], team.ids["Tom"]]
    assert [one.id for one in again.feedback] == [one.id for one in first.feedback]
    assert len(await stored(team)) == 2
    assert len(await owed(team, rules.GIVEN)) == 2


async def test_it_is_told_when_its_receiver_is_at_work_unless_its_giver_wished_otherwise(team: Team) -> None:
    evening = START + timedelta(hours=5)
    await give(team, "Mei", now=evening)
    await give(team, "Mei", now=evening, source="view:V2", at_once=True)
    await give(team, "Mei", now=evening, source="view:V3", at=MORNING + timedelta(days=3))
    due = [at for _, at in await owed(team, rules.GIVEN)]
    assert due == [MORNING, evening, MORNING + timedelta(days=3)]


async def test_it_cannot_be_read_before_it_is_due(team: Team) -> None:
    one = await given(team, at=MORNING)
    with pytest.raises(NotAllowed):
        await read(team, one, now=START + MINUTE)
    assert (await read(team, one, now=MORNING)).parts == SEEN


async def test_taken_back_unread_its_words_are_gone_and_nobody_is_told(team: Team) -> None:
    one = await given(team, said_by="A customer", about=[About("checkin", 7, date(2027, 1, 8))])
    await take_back(team, one)
    await take_back(team, one)
    async with team.transaction() as tx:
        assert [each.words for each in await tx.exec(select(FeedbackPart))] == [None] * 3
        notice = (await tx.exec(select(Notice).where(Notice.kind == rules.GIVEN.name))).one()
        with pytest.raises(NoLonger):
            await feedback_read.access_given(tx, notice, await team.person(tx, "Mei"), START + MINUTE)
    with pytest.raises(RuleBroken, match="feedback_withdrawn"):
        await read(team, one)


async def test_what_was_read_or_told_ten_minutes_ago_stays(team: Team) -> None:
    one = await given(team)
    await told(team, MORNING)
    with pytest.raises(RuleBroken, match="take_back_over"):
        await take_back(team, one, now=MORNING + rules.TAKE_BACK)
    await read(team, one)
    with pytest.raises(RuleBroken, match="feedback_read"):
        await take_back(team, one)
    with pytest.raises(NotAllowed):
        await take_back(team, one, by="Mei")


async def test_what_quiet_hours_hold_back_can_be_taken_back_until_ten_minutes_after_it_was_told(team: Team) -> None:
    one = await given(team)
    await told(team, MORNING)
    await take_back(team, one, now=MORNING + rules.TAKE_BACK - MINUTE)
    other = await given(team, source="view:V2")
    await take_back(team, other, now=MORNING)
    assert None not in [each.withdrawn_at for each in await stored(team)]


async def told(team: Team, at: datetime) -> None:
    """Its receiver was told then, later than it was due."""
    async with team.transaction() as tx:
        for notice in await tx.exec(select(Notice).where(Notice.kind == rules.GIVEN.name)):
            notice.state, notice.sent_at = State.SENT, at


async def test_what_is_not_due_yet_can_be_taken_back_however_long_ago_it_was_written(team: Team) -> None:
    one = await given(team, at=MORNING)
    await take_back(team, one, now=MORNING - MINUTE)
    assert [each.withdrawn_at for each in await stored(team)] == [MORNING - MINUTE]


async def test_read_and_taken_back_at_the_same_moment_only_one_of_the_two_happens(team: Team) -> None:
    for number in range(4):
        said = SEEN | {Part.IMPACT: f"It worked {number} times"}
        one = await given(team, written=Written(Form.BEHAVIOUR, said, Aim.KEEP), source=f"view:{number}")
        turns = [take_back(team, one), read(team, one, now=START + MINUTE)]
        result = await asyncio.gather(*(turns if number % 2 else reversed(turns)), return_exceptions=True)
        [refused] = [each for each in result if isinstance(each, Exception)]
        assert isinstance(refused, RuleBroken)
        [kept] = [each for each in await stored(team) if each.id == one]
        assert refused.code == ("feedback_withdrawn" if kept.withdrawn_at else "feedback_read")


@pytest.mark.parametrize(
    ("names", "code"),
    [((), "feedback_nobody"), (("Bob",), "feedback_to_self"), (("Mei",) * 11, "feedback_too_many")],
)
async def test_who_cannot_get_it_is_said_at_the_field(team: Team, names: tuple[str, ...], code: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        await give(team, *names)
    assert (broken.value.code, broken.value.field) == (code, "to")


async def test_who_has_left_gets_none(team: Team) -> None:
    await team.change("Mei", START, active=False)
    with pytest.raises(RuleBroken, match="person_inactive"):
        await give(team, "Mei")


async def test_a_storm_at_one_person_is_refused_and_begins_anew_the_next_day(team: Team) -> None:
    for number in range(rules.TO_ONE_A_DAY_MOST):
        said = SEEN | {Part.IMPACT: f"It worked {number} times"}
        await give(team, "Mei", written=Written(Form.BEHAVIOUR, said, Aim.KEEP), source=f"view:{number}")
    with pytest.raises(RuleBroken, match="feedback_storm"):
        await give(team, "Mei", source="view:more")
    await give(team, "Mei", source="view:more", now=START + rules.DAY)


async def test_the_same_words_to_many_are_refused(team: Team) -> None:
    for number in range(rules.SAME_WORDS_MOST):
        await team.join(f"P{number}")
        await give(team, f"P{number}", source=f"view:{number}")
    with pytest.raises(RuleBroken, match="feedback_same_words"):
        await give(team, "Mei", source="view:more")
    other = Written(Form.BEHAVIOUR, SEEN | {Part.SITUATION: "Wednesday"}, Aim.KEEP)
    await give(team, "Mei", source="view:more", written=other)
