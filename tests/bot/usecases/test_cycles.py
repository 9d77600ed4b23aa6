"""HR's cycles: edited part by part, started once however many press, extended, closed and opened again, and what a dry run says."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.domain import cycles as rules
from bot.domain.cycle_summaries import Talks
from bot.domain.cycles import Phase, Phased, Span, Stage
from bot.domain.cycles_parts import Belongs, Form, Step
from bot.domain.cycles_templates import laid
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.gates import Gate
from bot.domain.roles import Role
from bot.usecases import cycles, cycles_announcing, cycles_dry_run, goals_cycles, goals_form
from bot.usecases import cycles_editor as editor
from bot.usecases import cycles_running as running
from bot.usecases.cycles_dry_run import DryRun
from bot.usecases.series_audience import Chosen
from storage import announcements as announced
from storage import cycle_summaries_counts as counts
from storage import cycle_summaries_groups, cycles_people
from storage.audit import AuditEntry
from storage.cycles import Cycle, CyclePerson
from storage.one_on_ones import Pairing
from storage.roles import RoleGrant
from storage.series import Series
from tests.clock import START
from tests.team import Team

NOW = START + timedelta(hours=2)
DAY = timedelta(days=1)
SPAN = Span("Q1 2027", date(2027, 1, 4), date(2027, 4, 4))
EVERYONE = Chosen(everyone=True)


@pytest.fixture(autouse=True)
async def also_hr(team: Team) -> None:
    """Tom is in HR as well as Ann."""
    async with team.transaction() as tx:
        grant = RoleGrant(workspace_id=team.workspace_id, person_id=team.ids["Tom"], role=Role.HR, granted_at=START)
        tx.add(grant)


async def do(team: Team, act: Any, name: str, *given: Any, **more: Any) -> Any:
    """One act of HR in one transaction."""
    async with team.transaction() as tx:
        return await act(tx, await team.person(tx, name), *given, **more)


async def made(team: Team, span: Span = SPAN, **more: Any) -> int:
    return int((await do(team, cycles.put, "Ann", None, span, NOW, **more)).id)


async def row(team: Team, cycle_id: int) -> Cycle:
    async with team.transaction(reading=True) as tx:
        return await tx.get_one(Cycle, cycle_id)


async def phases(team: Team, cycle_id: int) -> list[Phased]:
    async with team.transaction(reading=True) as tx:
        return (await cycles_people.phases(tx, [cycle_id]))[cycle_id]


async def turn(team: Team, act: Any, name: str, cycle_id: int, *given: Any, now: datetime = NOW) -> Any:
    """With the form or button as it is now."""
    return await do(team, act, name, cycle_id, (await row(team, cycle_id)).revision, *given, now)


async def dry(team: Team, cycle_id: int, now: datetime = NOW) -> DryRun:
    async with team.transaction(reading=True) as tx:
        return await cycles_dry_run.access_dry_run(tx, await team.person(tx, "Ann"), cycle_id, now)


async def test_a_new_cycle_has_the_phases_of_its_days_and_they_move_with_it_until_hr_has_moved_them(team: Team) -> None:
    one = await made(team)
    assert await phases(team, one) == laid(SPAN.starts, SPAN.ends)
    half = Span("H1 2027", date(2027, 1, 1), date(2027, 6, 30))
    assert await turn(team, editor.set_span, "Ann", one, half) is None
    assert await phases(team, one) == laid(half.starts, half.ends)
    do_alone = {Phase.DO: (date(2027, 2, 1), date(2027, 5, 31))}
    assert await turn(team, editor.set_phases, "Ann", one, do_alone) is None
    with pytest.raises(RuleBroken, match="cycle_phase_after"):
        await turn(team, editor.set_span, "Ann", one, Span("H1", half.starts, date(2027, 5, 30)))
    later = Span("H1", half.starts + DAY, half.ends + DAY)
    assert await turn(team, editor.set_span, "Ann", one, later) is None
    assert await phases(team, one) == [Phased(Phase.DO, date(2027, 2, 2), date(2027, 6, 1))]
    with pytest.raises(NotAllowed, match="hr_only"):
        await turn(team, editor.set_phases, "Mei", one, do_alone)


async def test_of_two_who_edit_the_second_is_told_and_nothing_of_theirs_is_stored(team: Team) -> None:
    one = await made(team)
    seen = (await row(team, one)).revision
    belongs = Belongs((team.series_id, 999), 2, (Form.GOALS,))
    assert await do(team, editor.set_belongs, "Tom", one, seen, belongs, NOW) is None
    for act, wanted in (
        (editor.set_gates, [Gate.GOALS]),
        (editor.set_phases, {Phase.DO: (SPAN.starts, SPAN.ends)}),
        (editor.choose, EVERYONE),
        (editor.set_span, Span("Other", SPAN.starts, SPAN.ends)),
    ):
        assert str(await do(team, act, "Ann", one, seen, wanted, NOW)).startswith("Tom")
    now = await row(team, one)
    assert (now.name, now.gates, now.belongs["series"]) == (SPAN.name, [], [team.series_id])
    assert await turn(team, editor.set_gates, "Ann", one, [Gate.GOALS, Gate.TALKS]) is None
    assert (await row(team, one)).gates == ["goals", "talks"]
    with pytest.raises(RuleBroken, match="phase_gated") as broken:
        await turn(team, editor.set_phases, "Ann", one, {Phase.DO: (SPAN.starts, SPAN.ends)})
    assert broken.value.field == "check_starts"


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


async def test_a_dry_run_says_who_is_told_of_what_in_which_zone_and_who_is_elsewhere(team: Team) -> None:
    one = await made(team)
    _, doing, check, act = await phases(team, one)
    shown = await dry(team, one)
    zones = {"Asia/Shanghai": 3, "Europe/Berlin": 1, "America/New_York": 1}
    everybody = await team.join("Zoe", employed_from=check.starts)
    assert [(told.day, told.phase, told.joins) for told in shown.told] == [
        (date(2027, 1, 13), Phase.PLAN, True), (doing.starts, Phase.DO, False),
        (check.starts, Phase.CHECK, False), (act.starts, Phase.ACT, False),
    ]  # fmt: skip
    assert (shown.people, shown.elsewhere, shown.managers) == (sum(zones.values()), 0, 2)
    assert all(dict(told.zones) == zones for told in shown.told)
    # Zoe is there from the check on; Mei is in another cycle until the end of January, Bob in one that is closed.
    async with team.transaction() as tx:
        at: dict[str, Any] = {"workspace_id": team.workspace_id, "made_by": team.ids["Ann"], "made_at": NOW}
        for name, who, stage in (("Other", "Mei", Stage.PAUSED), ("Old", "Bob", Stage.CLOSED)):
            other = Cycle(name=name, starts=date(2027, 1, 1), ends=date(2027, 1, 31), stage=stage, **at)
            tx.add(other)
            await tx.flush()
            mine: dict[str, Any] = {
                "cycle_id": other.id,
                "person_id": team.ids[who],
                "begins": other.starts,
                "joined_on": other.starts,
            }
            tx.add(CyclePerson(workspace_id=team.workspace_id, **mine))
    shown = await dry(team, one)
    assert (shown.people, shown.elsewhere, shown.elsewhere_until) == (6, 1, date(2027, 1, 31))
    joins = [told for told in shown.told if told.joins]
    assert [(told.day, told.phase, told.people) for told in joins] == [
        (date(2027, 1, 13), Phase.PLAN, 4), (date(2027, 2, 1), Phase.DO, 1),
    ]  # fmt: skip
    assert [told.people for told in shown.told if not told.joins] == [4, 6, 6]
    assert shown.unled >= 1
    assert everybody
    # Once it runs, whoever is in it is told of what is still to come alone.
    await turn(team, running.start, "Ann", one)
    async with team.transaction() as tx:
        mine = {"cycle_id": one, "person_id": team.ids["Tom"], "begins": SPAN.starts, "joined_on": date(2027, 1, 13)}
        tx.add(CyclePerson(workspace_id=team.workspace_id, **mine))
    assert [told.people for told in (await dry(team, one)).told if told.joins] == [3, 1]


async def test_a_dry_run_of_a_rolling_cycle_counts_from_each_one_s_own_first_day(team: Team) -> None:
    one = await made(team, Span("First 90 days", SPAN.starts, SPAN.starts + 89 * DAY), rolling=True)
    await team.join("New", employed_from=date(2027, 1, 11), zone="Asia/Taipei")
    await team.join("Soon", employed_from=date(2027, 1, 18), zone="Asia/Taipei")
    await team.join("Long", employed_from=date(2026, 10, 13))
    shown = await dry(team, one)
    assert [(told.day, told.phase, told.people) for told in shown.told[:4]] == [
        (date(2027, 1, 13), Phase.PLAN, 1), (date(2027, 1, 18), Phase.PLAN, 1),
        (date(2027, 1, 25), Phase.DO, 1), (date(2027, 2, 1), Phase.DO, 1),
    ]  # fmt: skip
    assert shown.people == 2


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


def test_where_the_name_is_too_long_or_a_day_is_missing_the_field_says_so() -> None:
    for given, field in (
        (("", SPAN.starts, SPAN.ends), "name"),
        (("a", None, SPAN.ends), "starts"),
        (("a", SPAN.starts, None), "ends"),
    ):
        with pytest.raises(RuleBroken) as broken:
            rules.check(*given)
        assert broken.value.field == field


async def test_goals_of_a_cycle_that_counts_from_the_first_day_have_the_days_of_their_owner(team: Team) -> None:
    one = await made(team, Span("First 90 days", SPAN.starts, SPAN.starts + 89 * DAY), rolling=True)
    await turn(team, running.start, "Ann", one)
    begins = date(2027, 1, 12)
    async with team.transaction() as tx:
        at: dict[str, Any] = {"workspace_id": team.workspace_id, "cycle_id": one, "person_id": team.ids["Mei"]}
        tx.add(CyclePerson(begins=begins, joined_on=begins, **at))
    async with team.transaction(reading=True) as tx:
        mei, bob = await team.person(tx, "Mei"), await team.person(tx, "Bob")
        held = await goals_form.access_new(tx, mei, [mei.slack_id], NOW)
        assert (held.filled.cycle, held.filled.due) == (one, begins + 89 * DAY)
        found = await goals_cycles.chosen(tx, mei, [mei.slack_id], one)
        assert found is not None
        assert (found.starts, found.ends) == (begins, begins + 89 * DAY)
        assert await goals_cycles.open_for(tx, bob, NOW.date()) == []
        with pytest.raises(RuleBroken, match="goal_cycle_gone"):
            await goals_cycles.chosen(tx, bob, [bob.slack_id], one)
    assert (await row(team, one)).starts == SPAN.starts


async def test_summaries_count_the_check_ins_and_expect_the_talks_that_belong_to_their_cycle(team: Team) -> None:
    one = await made(team)
    now = datetime(2027, 2, 3, 12, tzinfo=UTC)
    await team.open_due(datetime(2027, 1, 15, 7, tzinfo=UTC))

    async def figures(belongs: Belongs) -> tuple[int, Talks, list[int]]:
        await turn(team, editor.set_belongs, "Ann", one, belongs)
        async with team.transaction(reading=True) as tx:
            groups = cycle_summaries_groups.of_managers([team.ids["Tom"]], SPAN.starts, SPAN.ends)
            [found] = (await counts.count(tx, groups, now, cycle_id=one)).values()
        return found.figures.asked, found.figures.talks, [each.agreed for each in found.figures.turns]

    async with team.transaction() as tx:
        other = await tx.get_one(Series, team.series_id)
        tx.add(Series(**(other.model_dump(exclude={"id"}) | {"name": "Other"})))
    assert await figures(Belongs()) == (2, Talks(), [])
    assert (await figures(Belongs((team.series_id,))))[0] == 2
    assert (await figures(Belongs((team.series_id + 1,))))[0] == 0
    # Two turns of a fortnight are over by the third of February, for Mei and for Bob.
    assert (await figures(Belongs((), 2)))[1:] == (Talks(4, 0, 4), [2, 2])
    # Bob has agreed on a rhythm of his own.
    async with team.transaction() as tx:
        at: dict[str, Any] = {"workspace_id": team.workspace_id, "made_by": team.ids["Bob"], "made_at": NOW}
        tx.add(Pairing(person_id=team.ids["Bob"], manager_id=team.ids["Tom"], **at))
    assert (await figures(Belongs((), 2)))[1:] == (Talks(2, 0, 2), [1, 1])
