"""Asking for feedback: who may ask about whom, who reads the answers, how often people are asked, and every way it ends."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from bot.domain import feedback_requests as rules
from bot.domain.coach_lexicon import build
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.feedback_form import Filled, Held
from bot.domain.feedback_requests import Ended, Rest, Said
from bot.domain.notices import Kind, NoLonger, State
from bot.usecases import feedback, feedback_asks, feedback_form, feedback_read, feedback_requests, feedback_sending
from bot.usecases import feedback_requests_schedule as due
from bot.usecases.feedback_requests import Asking, Progress
from storage.feedback import Feedback
from storage.feedback_requests import FeedbackAsked, FeedbackRequest
from storage.readers import Reader
from tests.bot.usecases.test_feedback import BEHAVIOUR
from tests.clock import START
from tests.team import Team

DAY = timedelta(days=1)
DUE = date(2027, 1, 20)
NO_LEXICON = build([])
QUESTION = "What should I do more of?"
ENDS = datetime(2027, 1, 27, 16, tzinfo=UTC)


async def slack(team: Team, *names: str) -> list[str]:
    async with team.transaction(reading=True) as tx:
        return [(await team.person(tx, name)).slack_id for name in names]


async def ask(
    team: Team,
    *to: str,
    by: str = "Mei",
    about: str | None = None,
    now: datetime = START,
    source: str = "view:V1",
    **more: Any,
) -> Asking | None:
    whom = (await slack(team, about))[0] if about else None
    given = {"question": QUESTION, "due": now.date() + timedelta(days=7), **more}
    async with team.transaction() as tx:
        me, chosen = await team.person(tx, by), await slack(team, *to)
        return await feedback_requests.ask(tx, me, whom, chosen, given["question"], given["due"], now, source=source)


async def asked(team: Team) -> dict[str, Said]:
    names = {number: name for name, number in team.ids.items()}
    async with team.transaction(reading=True) as tx:
        return {names[one.person_id]: one.said for one in await tx.exec(select(FeedbackAsked))}


async def requests(team: Team) -> list[FeedbackRequest]:
    async with team.transaction(reading=True) as tx:
        return list(await tx.exec(select(FeedbackRequest).order_by(col(FeedbackRequest.id))))


async def say(team: Team, name: str, said: Said, now: datetime = START + DAY) -> None:
    [request] = await requests(team)
    async with team.transaction() as tx:
        await feedback_asks.say(tx, await team.person(tx, name), request.id, said, now)


async def answer(team: Team, name: str, key: str = "V9", now: datetime = START + DAY, **more: Any) -> list[int]:
    """Through the form, as its handler does it."""
    [request] = await requests(team)
    async with team.transaction() as tx:
        me = await team.person(tx, name)
        filled = Filled(request=request.id, form=BEHAVIOUR.form, parts=BEHAVIOUR.parts, aim=BEHAVIOUR.aim, **more)
        shown = await feedback_form.access_form(tx, me, filled, now)
        held = Held(filled, named=shown.named, key=key)
        kept = await feedback_sending.keep(tx, me, held, now)
        if kept is None:
            return []
        return [one.id for one in (await feedback_sending.send(tx, me, kept, NO_LEXICON, now)).feedback]


async def progress(team: Team, by: str = "Mei") -> Progress:
    [notice] = await team.notices(rules.PROGRESS)
    async with team.transaction(reading=True) as tx:
        return await feedback_requests.access_progress(tx, notice, await team.person(tx, by), START)


async def owed(team: Team, kind: Kind) -> list[str]:
    names = {number: name for name, number in team.ids.items()}
    return [names[one.recipient_id] for one in await team.notices(kind)]


async def test_each_of_them_is_asked_once_and_the_asker_sees_how_it_stands(team: Team) -> None:
    assert await ask(team, "Bob", "Tom") is None
    assert await ask(team, "Bob", "Tom") is None
    assert await asked(team) == {"Bob": Said.OPEN, "Tom": Said.OPEN}
    assert await owed(team, rules.ASKED) == ["Bob", "Tom"]
    assert await owed(team, rules.PROGRESS) == ["Mei"]
    assert len(await requests(team)) == 1
    shown = await progress(team)
    assert (shown.about_me, shown.count(Said.OPEN)) == (True, 2)
    with pytest.raises(NotAllowed):
        await progress(team, "Bob")


async def test_people_are_asked_while_they_are_at_work(team: Team) -> None:
    evening = START + timedelta(hours=5)
    await ask(team, "Bob", "Tom", now=evening)
    due_at = {one.recipient_id: one.due_at for one in await team.notices(rules.ASKED)}
    assert due_at == {team.ids["Bob"]: datetime(2027, 1, 14, 1, tzinfo=UTC), team.ids["Tom"]: evening}


async def test_an_answer_is_feedback_for_whoever_asked_alone_and_counted_once(team: Team) -> None:
    await ask(team, "Bob", "Tom")
    [one] = await answer(team, "Bob")
    assert await answer(team, "Bob") == []
    with pytest.raises(RuleBroken, match="ask_answered"):
        await answer(team, "Bob", key="V10", to=("UELSE",), to_manager=True)
    async with team.transaction() as tx:
        found = await tx.get_one(Feedback, one)
        assert (found.author_id, found.subject_id) == (team.ids["Bob"], team.ids["Mei"])
        assert [each.person_id for each in await tx.exec(select(Reader).where(Reader.record_id == one))] == [
            team.ids["Mei"]
        ]
        opened = await feedback_read.read(tx, await team.person(tx, "Mei"), one, START + 2 * DAY)
        assert opened.parts == BEHAVIOUR.parts
    shown = await progress(team)
    assert (shown.count(Said.ANSWERED), shown.count(Said.OPEN)) == (1, 1)


async def test_about_a_report_the_report_and_the_manager_who_asks_read_it_and_nobody_else(team: Team) -> None:
    await ask(team, "Bob", by="Tom", about="Mei")
    [one] = await answer(team, "Bob")
    async with team.transaction(reading=True) as tx:
        readers = set(await tx.exec(select(Reader.person_id).where(Reader.record_id == one, Reader.kind == "feedback")))
    assert readers == {team.ids["Mei"], team.ids["Tom"]}


@pytest.mark.parametrize("by", ["Bob", "Ann", "Una"])
async def test_nobody_but_their_manager_asks_about_somebody_else(team: Team, by: str) -> None:
    with pytest.raises(RuleBroken, match="ask_not_manager"):
        await ask(team, "Tom", by=by, about="Mei")
    assert await requests(team) == []


@pytest.mark.parametrize(
    ("to", "code"),
    [((), "ask_nobody"), (("Tom",), "feedback_to_self"), (("Mei",), "ask_subject"), (("Bob",) * 11, "ask_too_many")],
)
async def test_who_cannot_be_asked_is_said_at_the_field(team: Team, to: tuple[str, ...], code: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        await ask(team, *to, by="Tom", about="Mei")
    assert (broken.value.code, broken.value.field) == (code, "to")


async def test_who_has_left_is_not_asked(team: Team) -> None:
    await team.change("Bob", START, active=False)
    with pytest.raises(RuleBroken, match="feedback_left"):
        await ask(team, "Bob")


async def test_nobody_is_asked_by_everybody_and_it_is_said_by_name_before_anything_is_sent(team: Team) -> None:
    for number in range(rules.OPEN_MOST):
        await team.join(f"P{number}")
        await ask(team, "Bob", by=f"P{number}", source=f"view:{number}")
    refused = await ask(team, "Bob", "Tom", source="view:more")
    assert refused is not None
    assert [(one.name, why) for one, why in refused.resting] == [("Bob", Rest.ENOUGH)]
    assert [one.name for one in refused.to] == ["Tom"]
    assert len(await requests(team)) == rules.OPEN_MOST
    assert await ask(team, "Tom", source="view:more") is None


async def test_the_same_person_is_asked_about_the_same_one_again_after_two_weeks(team: Team) -> None:
    await ask(team, "Bob")
    refused = await ask(team, "Bob", source="view:V2", now=START + 13 * DAY)
    assert refused is not None
    assert [why for _, why in refused.resting] == [Rest.AGAIN]
    assert await ask(team, "Bob", by="Tom", about="Mei", source="view:V3") is None
    assert await ask(team, "Bob", source="view:V4", now=START + 15 * DAY) is None


async def test_declined_or_passed_it_is_neutral_said_once_and_can_be_thought_over(team: Team) -> None:
    await ask(team, "Bob", "Tom")
    for _ in range(2):
        await say(team, "Bob", Said.DECLINED)
        await say(team, "Tom", Said.PASSED)
    assert await asked(team) == {"Bob": Said.DECLINED, "Tom": Said.PASSED}
    assert len(await answer(team, "Bob")) == 1
    await say(team, "Bob", Said.DECLINED)
    assert (await asked(team))["Bob"] is Said.ANSWERED
    with pytest.raises(NotAllowed):
        await say(team, "Una", Said.DECLINED)


async def test_an_answer_taken_back_can_be_given_again(team: Team) -> None:
    await ask(team, "Bob")
    [one] = await answer(team, "Bob")
    async with team.transaction() as tx:
        await feedback.take_back(tx, await team.person(tx, "Bob"), one, START + DAY)
    assert await asked(team) == {"Bob": Said.OPEN}
    assert len(await answer(team, "Bob", key="V10")) == 1


async def test_withdrawn_nobody_waits_and_what_was_written_can_still_be_given(team: Team) -> None:
    await ask(team, "Bob", "Tom")
    await answer(team, "Tom")
    [request] = await requests(team)
    async with team.transaction() as tx:
        with pytest.raises(NotAllowed):
            await feedback_requests.withdraw(tx, await team.person(tx, "Bob"), request.id, START + DAY)
        for _ in range(2):
            await feedback_requests.withdraw(tx, await team.person(tx, "Mei"), request.id, START + DAY)
    assert await asked(team) == {"Bob": Said.OVER, "Tom": Said.ANSWERED}
    with pytest.raises(RuleBroken, match="ask_over"):
        await say(team, "Bob", Said.DECLINED)
    async with team.transaction(reading=True) as tx:
        bob = await team.person(tx, "Bob")
        shown = await feedback_form.access_form(tx, bob, Filled(request=request.id), START + DAY)
    assert [one.code for one in shown.refused] == ["ask_over"]
    assert (shown.asked, shown.filled.request, [one.subject.name for one in shown.for_whom]) == (None, None, ["Mei"])


async def test_one_reminder_is_owed_two_days_before_to_those_who_have_not_answered(team: Team) -> None:
    await ask(team, "Bob", "Tom")
    await say(team, "Tom", Said.PASSED)
    at = datetime(2027, 1, 18, 1, tzinfo=UTC)
    assert await remind(team, at - timedelta(minutes=1)) == 0
    assert [await remind(team, at), await remind(team, at)] == [1, 0]
    [notice] = await team.notices(rules.REMINDER)
    assert (notice.recipient_id, notice.unasked, notice.due_at) == (team.ids["Bob"], True, at)
    await answer(team, "Bob", now=at)
    async with team.transaction(reading=True) as tx:
        with pytest.raises(NoLonger):
            await feedback_requests.access_asked(tx, notice, await team.person(tx, "Bob"), at)


async def remind(team: Team, now: datetime) -> int:
    async with team.transaction() as tx:
        return await due.remind_due(tx, now)


async def end(team: Team, now: datetime) -> int:
    async with team.transaction() as tx:
        return await due.end_due(tx, now) + await due.leave_out(tx, now)


async def test_a_week_after_it_was_due_it_is_over(team: Team) -> None:
    await ask(team, "Bob", "Tom")
    await team.delivered(rules.ASKED, "Bob", "1.1")
    assert await end(team, ENDS - timedelta(minutes=1)) == 0
    assert [await end(team, ENDS), await end(team, ENDS)] == [1, 0]
    assert [one.ended for one in await requests(team)] == [Ended.DUE]
    assert set((await asked(team)).values()) == {Said.OVER}
    assert [one.state for one in await team.notices(rules.ASKED, "Bob")] == [State.PENDING]
    with pytest.raises(RuleBroken, match="ask_over"):
        await say(team, "Bob", Said.DECLINED, ENDS)


async def test_asked_people_who_leave_are_waited_for_no_longer(team: Team) -> None:
    await ask(team, "Bob", "Tom")
    await team.change("Bob", START, active=False)
    assert [await end(team, START + DAY), await end(team, START + DAY)] == [1, 0]
    assert await asked(team) == {"Bob": Said.OVER, "Tom": Said.OPEN}
    assert [one.ended for one in await requests(team)] == [None]


@pytest.mark.parametrize("who", ["Tom", "Mei"])
async def test_it_is_over_when_whoever_asks_or_whom_it_is_about_leaves(team: Team, who: str) -> None:
    await ask(team, "Bob", by="Tom", about="Mei")
    await team.change(who, START, active=False)
    [request] = await requests(team)
    async with team.transaction(reading=True) as tx:
        bob = await team.person(tx, "Bob")
        with pytest.raises(RuleBroken, match="ask_over"):
            await feedback_asks.access_answering(tx, bob, request.id, START + DAY)
    await end(team, START + DAY)
    assert [one.ended for one in await requests(team)] == [Ended.LEFT]


async def test_it_is_over_when_somebody_else_leads_them(team: Team) -> None:
    await ask(team, "Bob", by="Tom", about="Mei")
    await ask(team, "Bob", by="Tom", source="view:V2")
    assert await end(team, START + DAY) == 0
    await team.led_by("Mei", "Una", date(2027, 1, 14))
    notice = (await team.notices(rules.ASKED))[0]
    async with team.transaction(reading=True) as tx:
        with pytest.raises(NoLonger):
            await feedback_requests.access_asked(tx, notice, await team.person(tx, "Bob"), START + 3 * DAY)
    await end(team, START + 3 * DAY)
    assert [one.ended for one in await requests(team)] == [Ended.LED, None]
