"""Was it helpful, and reports to HR: asked and done once, and read by those alone who were promised."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from bot.domain import feedback_reports as rules
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.feedback import RECEIPT, Part
from bot.domain.feedback_helpful import Helpful
from bot.domain.roles import Role
from bot.usecases import feedback_aside, feedback_helpful, feedback_history, feedback_read, feedback_reports, roles
from bot.usecases.feedback_aside import Aside
from storage import readers
from storage.audit import AuditEntry
from storage.feedback_helpful import FeedbackHelpful
from storage.feedback_reports import FeedbackReport
from storage.notices import Notice
from storage.readers import Reader
from tests.bot.usecases.test_feedback_history import WORDS, add
from tests.clock import START
from tests.team import Team

LATER = START + timedelta(hours=1)


async def aside(team: Team, one: int, name: str = "Mei", now: timedelta = timedelta()) -> Aside:
    async with team.transaction() as tx:
        return (await feedback_read.read(tx, await team.person(tx, name), one, START + now)).aside


async def say(team: Team, name: str, one: int, answer: Helpful = Helpful.YES) -> None:
    async with team.transaction() as tx:
        await feedback_helpful.answer(tx, await team.person(tx, name), one, answer)


async def figure(team: Team, name: str = "Bob") -> float | None:
    async with team.transaction(reading=True) as tx:
        me = await team.person(tx, name)
        shown = (await feedback_history.access_history(tx, me, LATER)).helpful
        assert shown == await feedback_helpful.access_figure(tx, me)
        return shown


async def test_it_is_asked_when_it_is_opened_again_and_once_answered_no_more(team: Team) -> None:
    one = await add(team, "Bob", "Mei")
    assert not (await aside(team, one)).asks
    assert (await aside(team, one, now=timedelta(minutes=1))).asks
    await say(team, "Mei", one, Helpful.PARTLY)
    await say(team, "Mei", one, Helpful.NO)
    again = await aside(team, one, now=timedelta(minutes=2))
    assert (again.asks, again.helpful) == (False, Helpful.PARTLY)


async def test_nobody_but_its_receiver_is_asked_or_can_answer(team: Team) -> None:
    one = await add(team, "Bob", "Mei", read_at=START)
    async with team.transaction() as tx:
        await readers.grant(tx, team.workspace_id, "feedback", one, team.ids["Tom"], readers.Why.MANAGER, START)
    for name in ("Bob", "Tom"):
        assert await aside(team, one, name, timedelta(minutes=1)) == Aside()
        with pytest.raises(NotAllowed):
            await say(team, name, one)
    unread = await add(team, "Tom", "Mei")
    with pytest.raises(NotAllowed):
        await say(team, "Mei", unread)


async def test_the_giver_sees_an_average_from_four_people_on_and_no_change_by_fewer_than_four_more(team: Team) -> None:
    seen = []
    for number in range(8):
        await team.join(f"P{number}")
        one = await add(team, "Bob", f"P{number}", read_at=START)
        await say(team, f"P{number}", one, Helpful.YES if number < 4 else Helpful.NO)
        seen.append(await figure(team))
    assert seen == [None, None, None, 3.0, 3.0, 3.0, 3.0, 2.0]
    assert await figure(team, "Mei") is None


async def test_one_person_who_answers_four_times_is_one_person(team: Team) -> None:
    for number in range(4):
        await say(team, "Mei", await add(team, "Bob", "Mei", number=number, read_at=START))
    assert await figure(team) is None
    async with team.transaction(reading=True) as tx:
        assert not any((await tx.exec(select(FeedbackHelpful.counted))).all())


async def report(team: Team, one: int, by: str = "Mei", why: str = "It is a threat") -> FeedbackReport:
    async with team.transaction() as tx:
        return await feedback_reports.report(tx, await team.person(tx, by), one, why, LATER)


async def test_hr_of_that_moment_reads_the_one_item_and_that_is_noted(team: Team) -> None:
    one = await add(team, "Bob", "Mei", read_at=START)
    other = await add(team, "Bob", "Mei", read_at=START, number=2)
    made = await report(team, one)
    async with team.transaction() as tx:
        ann = await team.person(tx, "Ann")
        shown = await feedback_reports.read(tx, ann, made.id, LATER)
        assert (shown.parts[Part.BEHAVIOUR], shown.report.words, shown.author.name) == (WORDS, "It is a threat", "Bob")
        for feedback_id in (one, other):
            with pytest.raises(NotAllowed):
                await feedback_read.read(tx, ann, feedback_id, LATER)
    assert await acts(team) == [("feedback.report", "Mei", one), ("feedback.report_read", "Ann", one)]


async def acts(team: Team) -> list[tuple[str, str, int]]:
    names = {number: name for name, number in team.ids.items()}
    async with team.transaction(reading=True) as tx:
        found = await tx.exec(select(AuditEntry).order_by(col(AuditEntry.id)))
        return [(one.act, names[one.actor_id or 0], one.subject_id) for one in found if one.act.startswith("feedback")]


async def test_who_joins_hr_later_or_has_left_it_reads_nothing(team: Team) -> None:
    await team.join("Nia")
    made = await report(team, await add(team, "Bob", "Mei", read_at=START))
    async with team.transaction() as tx:
        ann, nia = await team.person(tx, "Ann"), await team.person(tx, "Nia")
        await roles.grant(tx, ann, nia, Role.HR, LATER)
        with pytest.raises(NotAllowed):
            await feedback_reports.read(tx, nia, made.id, LATER)
        await roles.revoke(tx, nia, ann, Role.HR, LATER)
        with pytest.raises(NotAllowed):
            await feedback_reports.read(tx, ann, made.id, LATER)
        for who in ("Bob", "Mei", "Tom"):
            with pytest.raises(NotAllowed):
                await feedback_reports.read(tx, await team.person(tx, who), made.id, LATER)


async def test_reported_twice_it_is_reported_once(team: Team) -> None:
    one = await add(team, "Bob", "Mei", read_at=START)
    first, again = await report(team, one), await report(team, one, why="Again")
    assert (first.id, again.words) == (again.id, "It is a threat")
    assert len(await team.notices(rules.REPORTED)) == 1


async def test_only_its_receiver_can_report_it_and_only_once_they_read_it(team: Team) -> None:
    one = await add(team, "Bob", "Mei", read_at=START)
    for name in ("Bob", "Tom", "Una"):
        with pytest.raises(NotAllowed):
            await report(team, one, name)
    with pytest.raises(NotAllowed):
        await report(team, await add(team, "Tom", "Mei"))
    with pytest.raises(RuleBroken, match="too_long"):
        await report(team, one, why="x" * (rules.WHY_MAX + 1))


async def test_nobody_in_hr_looks_at_a_report_about_themselves(team: Team) -> None:
    with pytest.raises(RuleBroken, match="report_no_hr"):
        await report(team, await add(team, "Ann", "Mei", read_at=START))
    with pytest.raises(RuleBroken, match="report_no_hr"):
        await report(team, await add(team, "Bob", "Ann", read_at=START), by="Ann")


async def test_the_giver_sees_nothing_of_it(team: Team) -> None:
    one = await add(team, "Bob", "Mei", read_at=START)
    async with team.transaction() as tx:
        before = await feedback_read.read(tx, await team.person(tx, "Bob"), one, LATER)
    made = await report(team, one)
    async with team.transaction() as tx:
        await feedback_reports.read(tx, await team.person(tx, "Ann"), made.id, LATER)
        await feedback_reports.handle(tx, await team.person(tx, "Ann"), made.id, LATER)
        after = await feedback_read.read(tx, await team.person(tx, "Bob"), one, LATER)
        assert [reader.kind for reader in await tx.exec(select(Reader))].count("feedback") == 1
        told = await tx.exec(select(Notice).where(Notice.recipient_id == team.ids["Bob"]))
        assert {notice.kind for notice in told} <= {RECEIPT.name}
    assert (before.readers, before.aside) == (after.readers, after.aside)


async def test_handled_by_two_at_once_it_is_told_once(team: Team) -> None:
    await team.join("Nia")
    async with team.transaction() as tx:
        await roles.grant(tx, await team.person(tx, "Ann"), await team.person(tx, "Nia"), Role.HR, START)
    one = await add(team, "Bob", "Mei", read_at=START)
    made = await report(team, one)
    for name in ("Ann", "Nia"):
        async with team.transaction() as tx:
            shown = await feedback_reports.handle(tx, await team.person(tx, name), made.id, LATER)
            assert shown.handler is not None
            assert shown.handler.name == "Ann"
    assert [one.recipient_id for one in await team.notices(rules.HANDLED)] == [team.ids["Mei"]]
    assert [act for act, _, _ in await acts(team)].count("feedback.report_handle") == 1
    async with team.transaction() as tx:
        mei = await team.person(tx, "Mei")
        found = await feedback_aside.of(tx, mei, (await feedback_read.read(tx, mei, one, LATER)).feedback, START, LATER)
    assert found.report is not None
    assert found.report.handled_at == LATER
