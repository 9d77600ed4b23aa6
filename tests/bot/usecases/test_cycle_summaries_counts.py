"""What is counted for a cycle's summary: the same statements for a team, a department and one person, each with the reader's rights."""

from datetime import date
from typing import Any

import pytest

from bot.domain.checkins import Outcome
from bot.domain.cycle_summaries import Balance, Blockers, Change, Counted, Of, Stand, Talks, Week
from bot.domain.feedback import Aim
from bot.domain.goals import Confidence, Ending, GoalState
from bot.domain.one_on_ones import TalkState
from bot.domain.roles import Source
from storage import cycle_summaries_counts as counts
from storage import cycle_summaries_groups as groups
from storage.cycle_reports_groups import by_department
from storage.cycle_summaries_groups import Groups
from storage.cycles import Cycle, CyclePerson
from storage.reporting import Department, Membership
from tests.planted import Planted, moment
from tests.team import Team

FIRST, LAST = date(2027, 1, 4), date(2027, 3, 28)
MOVED = date(2027, 2, 1)
W1, W2, W3 = date(2027, 1, 8), date(2027, 1, 15), date(2027, 2, 5)


@pytest.fixture
async def planted(team: Team) -> Planted:
    """Mei and Bob report to Tom, Mei from February on to Una."""
    await team.led_by("Mei", "Una", MOVED)
    return Planted(team)


async def counted(team: Team, made: Groups) -> dict[str, Counted]:
    async with team.transaction(reading=True) as tx:
        found = await counts.count(tx, made, moment(LAST))
    names = {number: name for name, number in team.ids.items()}
    return {names.get(group, str(group)): one for group, one in found.items()}


async def of_managers(team: Team) -> dict[str, Counted]:
    return await counted(team, groups.of_managers([team.ids["Tom"], team.ids["Una"]], FIRST, LAST))


async def test_each_manager_has_the_part_in_which_they_led_somebody(planted: Planted) -> None:
    for day, reads in ((W1, "Tom"), (W2, "Tom"), (W3, "Una")):
        await planted.week("Mei", day, mood=3, reads=reads)
        await planted.talk("Mei", reads, day)
        await planted.thanks("Ann", "Mei", day, reads=reads)
        await planted.feedback("Ann", "Mei", day, reads=reads)
    await planted.week("Bob", W1, outcome=Outcome.MISSED)
    await planted.week("Bob", W2, outcome=Outcome.AWAY)
    await planted.week("Bob", date(2027, 1, 1))
    found = await of_managers(planted.team)

    tom, una = found["Tom"].figures, found["Una"].figures
    assert (tom.people, una.people) == (2, 1)
    assert tom.weeks == (Week(date(2027, 1, 4), 2, 1, 1, 3, 2), Week(date(2027, 1, 11), 1, 1, 1, 3, 1))
    assert una.weeks == (Week(date(2027, 2, 1), 1, 1, 1, 3, 1),)
    assert (tom.talks, una.talks) == (Talks(2, 2), Talks(1, 1))
    assert (tom.recognition, tom.recognised, una.recognition) == (2, 1, 1)
    assert (tom.received.read, una.received.read) == (2, 1)
    assert [len(found["Tom"].records[one]) for one in (Of.CHECKINS, Of.TALKS, Of.RECEIVED)] == [2, 2, 2]


async def test_whoever_leads_somebody_twice_counts_what_stands_in_the_way_once(planted: Planted) -> None:
    await planted.week("Mei", W1, reads="Tom", blocker="The belt")
    await planted.team.led_by("Mei", "Tom", date(2027, 3, 1))
    tom = (await of_managers(planted.team))["Tom"]
    assert (tom.figures.blockers, len(tom.records[Of.BLOCKERS])) == (Blockers(1, 0, 1, 0, W1), 1)


async def test_what_a_reader_may_not_read_is_in_no_figure_of_theirs_but_the_rest(planted: Planted) -> None:
    await planted.week("Bob", W1, mood=1, reads="Una", blocker="Secret", help_from="Una")
    await planted.thanks("Ann", "Bob", W1, reads=None)
    await planted.feedback("Mei", "Bob", W1)
    await planted.feedback("Bob", "Una", W1, reads="Ann")
    await planted.talk("Bob", "Ann", W1)
    await planted.goal("Mei", W1)
    tom = (await of_managers(planted.team))["Tom"]

    assert tom.figures.weeks == (Week(date(2027, 1, 4), 1, 1, people=1),)
    assert (tom.figures.blockers, tom.figures.recognition, tom.figures.talks) == (Blockers(), 0, Talks())
    assert tom.figures.received == Balance(
        rest=1, rest_people=1, rest_keep=1, rest_keep_people=1, rest_change=1, rest_change_people=1
    )
    assert tom.figures.goals == {}, "who leads somebody now reads their goals"
    assert tom.figures.for_reader().received == tom.figures.for_reader().given == Balance()
    assert tom.records == {}


async def test_all_that_is_counted_of_a_person_is_theirs_and_a_department_is_counted_without_a_reader(
    planted: Planted,
) -> None:
    team = planted.team
    await planted.week("Bob", W1, mood=2, reads=None, blocker="The belt", solved=W2)
    await planted.week("Bob", W2, mood=4, reads="Tom", blocker="The hall")
    await planted.feedback("Ann", "Bob", W1, aim=Aim.CHANGE)
    await planted.feedback("Bob", "Mei", W1, aim=Aim.KEEP)
    await planted.talk("Bob", "Tom", W1, TalkState.NOT_HELD)
    await planted.goal("Bob", W1, (W1, Confidence.ON_TRACK), (W3, Confidence.AT_RISK))
    await planted.goal("Bob", date(2026, 12, 1), (W1, Confidence.OFF_TRACK), (W3, Confidence.ON_TRACK))
    await planted.goal("Bob", W1, state=GoalState.PROPOSED)
    await planted.goal("Bob", date(2026, 12, 1), state=GoalState.CLOSED, ended=Ending.REACHED, closed_at=moment(W2))
    await planted.goal(
        "Bob", date(2026, 12, 1), state=GoalState.CLOSED, ended=Ending.MISSED, closed_at=moment(date(2026, 12, 9))
    )
    async with team.transaction() as tx:
        hall = Department(workspace_id=team.workspace_id, name="Hall")
        tx.add(hall)
        await tx.flush()
        of: dict[str, Any] = {"workspace_id": team.workspace_id, "person_id": team.ids["Bob"], "department_id": hall.id}
        tx.add(Membership(**of, since=date(2020, 1, 1), source=Source.IMPORT))
        made: dict[str, Any] = {"made_by": team.ids["Ann"], "made_at": moment(FIRST)}
        cycle = Cycle(workspace_id=team.workspace_id, name="Q1 2027", starts=FIRST, ends=LAST, **made)
        tx.add(cycle)
        await tx.flush()
        part: dict[str, Any] = {"workspace_id": team.workspace_id, "cycle_id": cycle.id, "person_id": team.ids["Bob"]}
        tx.add(CyclePerson(**part, begins=FIRST, joined_on=FIRST))
    bob = (await counted(team, groups.of_people([team.ids["Bob"]], FIRST, LAST)))["Bob"]
    tom = (await of_managers(team))["Tom"].figures
    figures = bob.figures

    assert [(one.moods, one.mood_sum) for one in figures.weeks] == [(1, 2), (1, 4)]
    assert [(one.moods, one.mood_sum) for one in tom.weeks] == [(0, 0), (1, 4)]
    assert figures.blockers == Blockers(2, 1, 1, 7, W2)
    assert tom.blockers == Blockers(1, 0, 1, 0, W2)
    assert figures.received == Balance(1, 1, 0, 1)
    assert figures.given == Balance(1, 1, 1, 0)
    assert figures.talks == Talks(1, 0)
    assert figures.goals == tom.goals == {Stand.AT_RISK: 1, Stand.ON_TRACK: 1, Stand.PROPOSED: 1, Stand.REACHED: 1}
    assert figures.changes == {Change.AGREED: 1, Change.BETTER: 1, Change.WORSE: 1, Change.CLOSED: 1}
    assert len(bob.records[Of.GOALS]) == 4
    async with team.transaction(reading=True) as tx:
        [department] = (await counts.count(tx, by_department(cycle, LAST), moment(LAST))).values()
        [one] = (
            await counts.count(tx, groups.of_reports(team.ids["Tom"], [team.ids["Bob"]], FIRST, LAST), moment(LAST))
        ).values()
    assert department.figures == figures
    assert one.figures.talks == figures.talks
    assert one.figures.blockers == tom.blockers
