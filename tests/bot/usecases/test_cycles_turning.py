"""A cycle starts once however many press, pauses, is extended, closes by itself or not, opens again, and is announced."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from bot.domain.cycles import Phase, Phased, Span, Stage
from bot.domain.cycles_parts import Step
from bot.domain.errors import RuleBroken
from bot.usecases import cycles_announcing
from bot.usecases import cycles_editor as editor
from bot.usecases import cycles_running as running
from bot.usecases.series_audience import Chosen
from storage import announcements as announced
from storage.audit import AuditEntry
from storage.cycles import Cycle
from tests.cycles_of_hr import DAY, EVERYONE, NOW, SPAN, do, made, phases, row, turn
from tests.team import Team

pytestmark = pytest.mark.usefixtures("also_hr")


async def test_it_starts_once_however_many_press_and_not_for_nobody_nor_without_phases(team: Team) -> None:
    one = await made(team)
    async with team.transaction(reading=True) as tx:
        una = [(await team.person(tx, "Una")).slack_id]
    with pytest.raises(RuleBroken, match="audience_nobody"):
        await turn(team, editor.choose, "Ann", one, Chosen(everyone=False, people=una, without=una))
    assert await turn(team, editor.set_phases, "Ann", one, {}) is None
    with pytest.raises(RuleBroken, match="cycle_phases_none"):
        await turn(team, running.start, "Ann", one)
    assert await turn(team, editor.set_phases, "Ann", one, {Phase.DO: (SPAN.starts, SPAN.ends)}) is None
    # The audience empties before the start.
    async with team.transaction() as tx:
        cycle = await tx.get_one(Cycle, one)
        cycle.audience = {"people": [team.ids["Una"]]}
        tx.add(cycle)
        left = await team.person(tx, "Una")
        left.active = False
        tx.add(left)
    with pytest.raises(RuleBroken, match="audience_nobody"):
        await turn(team, running.start, "Ann", one)
    assert await turn(team, editor.choose, "Ann", one, EVERYONE) is None
    seen = (await row(team, one)).revision
    first = await do(team, running.start, "Ann", one, seen, NOW)
    assert (first.cycle.stage, first.cycle.started_at, first.by) == (Stage.RUNNING, NOW, None)
    again = await do(team, running.start, "Ann", one, seen, NOW + DAY)
    other = await do(team, running.start, "Tom", one, seen, NOW + DAY)
    assert (again.by, str(other.by)[:3], other.cycle.started_at) == (None, "Ann", NOW)
    async with team.transaction(reading=True) as tx:
        acts = [one.details["turn"] for one in await tx.exec(select(AuditEntry).where(AuditEntry.act == editor.TURN))]
    assert acts == ["start"]
    with pytest.raises(RuleBroken, match="cycle_started"):
        await turn(team, editor.set_span, "Ann", one, Span("Q1", SPAN.starts - DAY, SPAN.ends))
    with pytest.raises(RuleBroken, match="cycle_phases_none"):
        await turn(team, editor.set_phases, "Ann", one, {})


async def test_it_pauses_goes_on_is_extended_closes_and_opens_again(team: Team) -> None:
    one = await made(team)
    with pytest.raises(RuleBroken, match="cycle_stage"):
        await turn(team, running.pause, "Ann", one)
    await turn(team, running.start, "Ann", one)
    assert (await turn(team, running.pause, "Ann", one)).cycle.stage is Stage.PAUSED
    on = (await turn(team, running.resume, "Ann", one)).cycle
    assert (on.stage, on.paused_at, on.resumed_at) == (Stage.RUNNING, NOW, NOW)
    plan, doing, check, act = await phases(team, one)
    with pytest.raises(RuleBroken, match="cycle_extend_later"):
        await turn(team, running.extend, "Ann", one, SPAN.ends, None)
    with pytest.raises(RuleBroken, match="cycle_phase_over"):
        await turn(team, running.extend, "Ann", one, SPAN.ends + DAY, Phase.PLAN, now=NOW + 30 * DAY)
    seen = (await row(team, one)).revision
    longer = await turn(team, running.extend, "Ann", one, SPAN.ends + DAY, Phase.DO)
    assert (longer.cycle.ends, longer.cycle.revision) == (SPAN.ends + DAY, seen + 1)
    assert await phases(team, one) == [
        plan,
        Phased(Phase.DO, doing.starts, doing.ends + DAY),
        check.moved(DAY),
        act.moved(DAY),
    ]
    # The same again changes nothing; another wish from a form that is stale is told.
    assert (await do(team, running.extend, "Ann", one, seen, SPAN.ends + DAY, Phase.DO, NOW)).by is None
    assert str((await do(team, running.extend, "Tom", one, seen, SPAN.ends + 9 * DAY, None, NOW)).by)[:3] == "Ann"
    assert (await row(team, one)).ends == SPAN.ends + DAY
    assert (await turn(team, running.close, "Ann", one)).cycle.closed_at == NOW
    with pytest.raises(RuleBroken, match="cycle_closed"):
        await turn(team, editor.set_gates, "Ann", one, [])
    late = NOW + 120 * DAY
    with pytest.raises(RuleBroken, match="cycle_over"):
        await turn(team, running.reopen, "Ann", one, SPAN.ends + DAY, None, now=late)
    opened = await turn(team, running.reopen, "Ann", one, date(2027, 6, 1), Phase.ACT, now=late)
    assert (opened.cycle.stage, opened.cycle.closed_at) == (Stage.RUNNING, None)
    assert (await phases(team, one))[-1].ends == date(2027, 6, 1)


async def test_a_cycle_closes_by_itself_once_its_last_day_is_over_everywhere_and_only_once(team: Team) -> None:
    one = await made(team)
    rolling = await made(team, Span("First 90 days", SPAN.starts, SPAN.ends), rolling=True)
    for each in (one, rolling):
        await turn(team, running.start, "Ann", each)
    over = datetime(2027, 4, 5, 12, tzinfo=UTC)

    async def close(now: datetime) -> int:
        async with team.transaction() as tx:
            return await running.close_over(tx, now)

    assert [await close(over - timedelta(minutes=1)), await close(over), await close(over + DAY)] == [0, 1, 0]
    assert ((await row(team, one)).stage, (await row(team, rolling)).stage) == (Stage.CLOSED, Stage.RUNNING)
    pressed = await do(team, running.pause, "Ann", one, 2, over)
    assert (pressed.by, pressed.cycle.stage) == ("", Stage.CLOSED)


async def test_the_draft_of_an_announcement_is_made_once_for_each_turn_and_goes_to_the_same_audience(
    team: Team,
) -> None:
    one = await made(team)
    async with team.transaction(reading=True) as tx:
        chosen = Chosen(everyone=False, trees=[(await team.person(tx, "Tom")).slack_id])
    await turn(team, editor.choose, "Ann", one, chosen)
    await turn(team, running.start, "Ann", one)
    texts = {spoken: (f"It begins {spoken}", "Words") for spoken in ("en", "zh_Hans", "zh_Hant")}

    async def draft(name: str, what: Step) -> int:
        return int(await do(team, cycles_announcing.draft, name, one, what, texts, NOW))

    first = await draft("Ann", Step.START)
    assert await draft("Tom", Step.START) == first
    await turn(team, running.pause, "Ann", one)
    assert await draft("Ann", Step.PAUSE) != first
    async with team.transaction(reading=True) as tx:
        found = await announced.find(tx, first)
        assert found is not None
        assert found.audience == {"trees": [team.ids["Tom"]]}
        assert {spoken: text.title for spoken, text in (await announced.texts(tx, first, found.version)).items()} == {
            spoken: title for spoken, (title, _) in texts.items()
        }
