"""What belongs to a cycle: the days of goals, check-ins that are counted, talks that are expected."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.domain.cycle_summaries import Talks
from bot.domain.cycles import Span
from bot.domain.cycles_parts import Belongs
from bot.domain.errors import RuleBroken
from bot.usecases import cycles_editor as editor
from bot.usecases import cycles_running as running
from bot.usecases import goals_cycles, goals_form
from storage import cycle_summaries_counts as counts
from storage import cycle_summaries_groups
from storage.cycles import CyclePerson
from storage.one_on_ones import Pairing
from storage.series import Series
from tests.cycles_of_hr import DAY, NOW, SPAN, made, row, turn
from tests.team import Team

pytestmark = pytest.mark.usefixtures("also_hr")


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
