"""What was planned comes back a week later, and a blocker stays until its author says that it is solved."""

from datetime import date, timedelta

import pytest

from bot.domain.checkins import ItemKind, PlanOutcome
from bot.domain.errors import NotAllowed, RuleBroken
from bot.usecases import checkins, checkins_late, checkins_read
from bot.usecases.checkins import Form
from bot.usecases.checkins_read import Opened
from storage import checkins as store
from storage.checkins import Blocker, CheckIn, CheckInItem
from tests.team import NEXT, OPENS, Team

HOUR, WEEK = timedelta(hours=1), timedelta(days=7)
LATER = "2027-W04"
PLAN = "Cold test\nDrawings"


async def form(team: Team, slot: str, *, now: int = 1) -> Form:
    async with team.transaction(reading=True) as tx:
        at = OPENS + now * WEEK + HOUR
        return await checkins.access_form(tx, await team.person(tx, "Mei"), at, slot=slot, series_id=team.series_id)


async def lines(team: Team, name: str = "Mei") -> list[tuple[str | None, PlanOutcome | None]]:
    async with team.transaction(reading=True) as tx:
        sent = await store.latest(tx, team.ids[name], 9)
        found = [line for one in reversed(sent) for line in (await store.items(tx, one.id))[ItemKind.PLAN]]
    return [(one.words, one.became) for one in found]


async def opened(team: Team, name: str, checkin: CheckIn) -> Opened:
    async with team.transaction() as tx:
        return await checkins_read.read(tx, await team.person(tx, name), checkin.id, OPENS + WEEK)


@pytest.fixture
async def planned(team: Team) -> list[CheckInItem]:
    """Mei has planned two things, and a week later is asked again."""
    await team.open_due(OPENS)
    await team.submit("Mei", OPENS + HOUR, progress="x", plan=PLAN)
    await team.open_due(OPENS + WEEK)
    return (await form(team, NEXT)).planned


async def test_each_planned_line_comes_back_and_what_became_of_it_is_kept(
    team: Team, planned: list[CheckInItem]
) -> None:
    assert [one.words for one in planned] == ["Cold test", "Drawings"]
    became = {planned[0].id: PlanOutcome.DONE, planned[1].id: PlanOutcome.DROPPED}
    await team.submit("Mei", OPENS + WEEK + HOUR, slot=NEXT, plan="Rest", planned=became)
    assert await lines(team) == [
        ("Cold test", PlanOutcome.DONE),
        ("Drawings", PlanOutcome.DROPPED),
        ("Rest", None),
    ]


async def test_what_is_carried_over_stands_in_the_next_plan_once_and_comes_back_again(
    team: Team, planned: list[CheckInItem]
) -> None:
    carried = {planned[0].id: PlanOutcome.CARRIED}
    for _ in range(2):
        await team.submit("Mei", OPENS + WEEK + HOUR, slot=NEXT, plan="Rest", planned=carried)
    again = await form(team, NEXT)
    assert again.draft.plan == "Rest\nCold test"
    assert [one.became for one in again.planned] == [PlanOutcome.CARRIED, None]
    await team.open_due(OPENS + 2 * WEEK)
    assert [one.words for one in (await form(team, LATER, now=2)).planned] == ["Rest", "Cold test"]


async def test_a_plan_that_was_settled_is_asked_about_no_more(team: Team, planned: list[CheckInItem]) -> None:
    became = {one.id: PlanOutcome.DONE for one in planned}
    await team.submit("Mei", OPENS + WEEK + HOUR, slot=NEXT, planned=became)
    await team.open_due(OPENS + 2 * WEEK)
    assert (await form(team, LATER, now=2)).planned == []


async def test_a_week_without_a_plan_does_not_lose_the_last_one(team: Team, planned: list[CheckInItem]) -> None:
    await team.submit("Mei", OPENS + WEEK + HOUR, slot=NEXT, progress="A short week")
    await team.open_due(OPENS + 2 * WEEK)
    assert [one.words for one in (await form(team, LATER, now=2)).planned] == ["Cold test", "Drawings"]


async def test_what_somebody_else_planned_is_not_touched(team: Team, planned: list[CheckInItem]) -> None:
    await team.submit("Bob", OPENS + WEEK, slot=NEXT, progress="x", planned={planned[0].id: PlanOutcome.DROPPED})
    assert [became for _, became in await lines(team)] == [None, None]


async def test_a_plan_too_long_with_what_is_carried_over_is_refused_at_its_field(
    team: Team, planned: list[CheckInItem]
) -> None:
    with pytest.raises(RuleBroken, match="too_long") as refused:
        await team.submit(
            "Mei", OPENS + WEEK, slot=NEXT, plan="x" * 2_995, planned={planned[0].id: PlanOutcome.CARRIED}
        )
    assert refused.value.field == "plan"
    assert [became for _, became in await lines(team)] == [None, None]


async def test_words_kept_after_the_window_settle_the_plan_when_they_are_sent(
    team: Team, planned: list[CheckInItem]
) -> None:
    late = OPENS + 2 * WEEK - timedelta(days=1)
    became = {planned[0].id: PlanOutcome.CARRIED}
    kept = (await team.submit("Mei", late, slot=NEXT, progress="Slow", planned=became)).kept
    assert kept is not None
    assert [became for _, became in await lines(team)] == [None, None]
    async with team.transaction() as tx:
        await checkins_late.send_late(tx, await team.person(tx, "Mei"), kept, late)
    assert await lines(team) == [("Cold test", PlanOutcome.CARRIED), ("Drawings", None), ("Cold test", None)]


async def test_who_reads_the_next_check_in_sees_lines_of_the_last_plan_only_where_they_may_read_that(
    team: Team, planned: list[CheckInItem]
) -> None:
    await team.join("Nia")
    await team.led_by("Mei", "Nia", date(2027, 1, 20))
    became = {planned[0].id: PlanOutcome.DONE}
    checkin = await team.sent("Mei", OPENS + WEEK + HOUR, slot=NEXT, progress="New", planned=became)
    assert [one.words for one in (await opened(team, "Mei", checkin)).settled] == ["Cold test"]
    assert (await opened(team, "Nia", checkin)).settled == []


async def test_the_manager_who_read_the_plan_sees_what_became_of_it(team: Team, planned: list[CheckInItem]) -> None:
    became = {planned[0].id: PlanOutcome.DONE}
    checkin = await team.sent("Mei", OPENS + WEEK + HOUR, slot=NEXT, planned=became)
    assert [one.words for one in (await opened(team, "Tom", checkin)).settled] == ["Cold test"]


async def test_erased_words_are_told_as_erased_and_not_as_never_said(team: Team) -> None:
    said = {"progress": "a", "plan": "b", "mood": 3, "mood_words": "c"}
    checkin = await team.sent("Mei", OPENS - HOUR, **said)
    async with team.transaction() as tx:
        for lines in (await store.items(tx, checkin.id)).values():
            for one in lines:
                one.words = None
        mood = await store.mood(tx, checkin.id)
        assert mood is not None
        mood.words = None
    assert (await opened(team, "Mei", checkin)).erased == {"progress", "plan", "mood_words"}
    silent = await team.sent("Bob", OPENS - HOUR, progress="a", mood=3)
    assert (await opened(team, "Bob", silent)).erased == frozenset()


async def test_an_edit_that_leaves_an_erased_field_empty_leaves_it_erased(team: Team) -> None:
    checkin = await team.sent("Mei", OPENS - HOUR, progress="a", mood=3, mood_words="c")
    async with team.transaction() as tx:
        [line] = (await store.items(tx, checkin.id))[ItemKind.PROGRESS]
        mood = await store.mood(tx, checkin.id)
        assert mood is not None
        line.words = mood.words = None
    await team.submit("Mei", OPENS, idea="New", mood=3)
    assert (await opened(team, "Mei", checkin)).erased == {"progress", "mood_words"}


async def test_a_blocker_stands_in_every_form_with_its_age_until_it_is_ticked(team: Team) -> None:
    await team.open_due(OPENS)
    await team.submit("Mei", OPENS + HOUR, blocker="The chamber")
    assert (await form(team, "2027-W02", now=0)).blockers == []
    await team.open_due(OPENS + WEEK)
    [waiting] = (await form(team, NEXT)).blockers
    assert (waiting.blocker.words, waiting.days) == ("The chamber", 7)
    await team.submit("Mei", OPENS + WEEK + HOUR, slot=NEXT, solved=(waiting.blocker.id,))
    assert (await form(team, NEXT)).blockers == []
    async with team.transaction(reading=True) as tx:
        assert (await tx.get_one(Blocker, waiting.blocker.id)).closed_at == OPENS + WEEK + HOUR


async def test_nobody_solves_what_is_in_the_way_of_another(team: Team) -> None:
    await team.submit("Mei", OPENS - HOUR, blocker="The chamber")
    async with team.transaction(reading=True) as tx:
        [blocker] = await store.open_blockers(tx, team.ids["Mei"])
    with pytest.raises(NotAllowed, match="not_found"):
        await team.submit("Bob", OPENS - HOUR, progress="x", solved=(blocker.id,))
    assert await team.checkins("Bob") == []
