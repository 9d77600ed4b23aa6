"""1:1s over many people: turns that come once, averages and counts that speak for enough, and pairs that end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.domain import one_on_ones as rules
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.numbers import Group
from bot.domain.one_on_ones import Cadence, TalkState
from bot.domain.roles import Source
from bot.usecases import one_on_ones as usecases
from bot.usecases import one_on_ones_changes as changes
from bot.usecases import one_on_ones_held as held
from bot.usecases import one_on_ones_missed as missed
from bot.usecases import one_on_ones_moves as moves
from bot.usecases import one_on_ones_setting as settings
from bot.usecases import one_on_ones_survey as survey
from bot.usecases import one_on_ones_turns as turns
from bot.usecases.one_on_ones_setting import Usual
from storage.one_on_ones import OneOnOne, Pairing
from storage.one_on_ones_survey import TalkSurvey
from storage.reporting import Department, Membership
from tests.team import Team

NOW = datetime(2027, 1, 15, 9, 0, tzinfo=UTC)
"""A Friday, ten in the morning in Berlin."""
FEBRUARY = datetime(2027, 2, 3, 9, 0, tzinfo=UTC)
THURSDAY = datetime(2027, 1, 21, 9, 0, tzinfo=UTC)
USUAL = Usual(Cadence.WEEKLY, 4, time(10), 30, "Room 4")
LED = ("Lea", "Max", "Nora", "Olga")


@dataclass(frozen=True)
class Talks:
    """Tom leads four more people in Berlin; Max's and Nora's are in one department."""

    team: Team

    async def set_up(self, *names: str, usual: Usual = USUAL, now: datetime = NOW) -> None:
        for name in names:
            async with self.team.transaction() as tx:
                tom = await self.team.person(tx, "Tom")
                await settings.set_up(tx, tom, self.team.ids[name], usual, now)

    async def all(self) -> list[OneOnOne]:
        async with self.team.transaction(reading=True) as tx:
            return list(await tx.exec(select(OneOnOne).order_by(OneOnOne.id)))  # type: ignore[arg-type]

    async def of(self, name: str) -> OneOnOne:
        return next(one for one in await self.all() if one.person_id == self.team.ids[name])

    async def look(self, now: datetime) -> None:
        async with self.team.transaction() as tx:
            await held.look_due(tx, now)

    async def said(self, names: Sequence[str], at: datetime, heard: int = 80, manager: str = "Tom") -> None:
        """These answered the two questions about a talk with their manager."""
        async with self.team.transaction() as tx:
            for name in names:
                pair: dict[str, Any] = {
                    "workspace_id": self.team.workspace_id,
                    "person_id": self.team.ids[name],
                    "manager_id": self.team.ids[manager],
                }
                pairing = Pairing(**pair, made_by=pair["manager_id"], made_at=at)
                tx.add(pairing)
                await tx.flush()
                talk = OneOnOne(**pair, pairing_id=pairing.id, slot="2027-01", state=TalkState.HELD, at=at)
                tx.add(talk)
                await tx.flush()
                tx.add(TalkSurvey(**pair, talk_id=talk.id, heard=heard, next_step=50, said_at=at))


@pytest.fixture
async def talks(team: Team) -> Talks:
    for name in LED:
        await team.join(name, zone="Europe/Berlin")
        await team.led_by(name, "Tom", date(2020, 1, 1))
    return Talks(team)


async def test_turns_come_once_however_often_and_by_however_many_clocks_it_is_looked(talks: Talks) -> None:
    await talks.set_up("Lea", "Max")
    assert [(one.slot, one.at) for one in await talks.all()] == [("2027-W03", THURSDAY)] * 2 or [
        one.state for one in await talks.all()
    ] == [TalkState.AGREED, TalkState.DUE]
    for _ in range(2):
        async with talks.team.transaction() as tx:
            await turns.open_due(tx, NOW + timedelta(days=7))
    assert sorted((one.pairing_id, one.slot) for one in await talks.all()) == [
        (1, "2027-W03"),
        (1, "2027-W04"),
        (2, "2027-W03"),
        (2, "2027-W04"),
    ]
    asked = await talks.team.notices(rules.TIMES, "Tom")
    assert len(asked) == 2


async def test_whoever_begins_after_the_usual_day_of_the_week_begins_with_the_next_one(talks: Talks) -> None:
    await talks.set_up("Lea", usual=Usual(Cadence.WEEKLY, 1, time(9)), now=NOW - timedelta(days=2))
    assert await talks.all() == []
    async with talks.team.transaction() as tx:
        await turns.open_due(tx, NOW)
    assert [one.slot for one in await talks.all()] == ["2027-W03"]


async def test_a_usual_time_that_somebody_elses_1_1_takes_is_offered_anew(talks: Talks) -> None:
    await talks.set_up("Lea", "Max")
    assert (await talks.of("Lea")).state is TalkState.AGREED
    assert (await talks.of("Max")).state is TalkState.DUE
    async with talks.team.transaction() as tx:
        tom = await talks.team.person(tx, "Tom")
        talk = await talks.of("Max")
        with pytest.raises(RuleBroken, match="talk_taken"):
            await moves.propose(tx, tom, talk.id, THURSDAY + timedelta(minutes=15), NOW, sure=True)


async def test_another_rhythm_leaves_alone_what_somebody_moved_and_calls_off_the_rest(talks: Talks) -> None:
    await talks.set_up("Lea")
    await talks.set_up("Lea", usual=Usual(Cadence.MONTHLY, 2, time(14), 60), now=NOW)
    found = {one.slot: one for one in await talks.all()}
    assert found["2027-W03"].state is TalkState.SKIPPED
    assert found["2027-01"].at == datetime(2027, 1, 19, 13, 0, tzinfo=UTC)
    assert found["2027-01"].minutes == 60
    async with talks.team.transaction() as tx:
        tom = await talks.team.person(tx, "Tom")
        assert await missed.access_missed(tx, tom, FEBRUARY - timedelta(days=4)) == []


async def test_without_any_time_the_turn_is_over_and_counts_as_not_held(talks: Talks) -> None:
    await talks.set_up("Lea", usual=Usual(Cadence.WEEKLY))
    await talks.look(NOW + timedelta(days=20))
    assert {one.state for one in await talks.all()} == {TalkState.NOT_HELD}


async def test_a_proposal_that_nobody_answered_and_nobody_spoke_of_was_not_held(talks: Talks) -> None:
    await talks.set_up("Lea")
    talk = await talks.of("Lea")
    async with talks.team.transaction() as tx:
        await moves.propose(tx, await talks.team.person(tx, "Lea"), talk.id, THURSDAY + timedelta(hours=2), NOW)
    await talks.look(THURSDAY + timedelta(hours=3))
    await talks.look(THURSDAY + timedelta(days=10))
    assert (await talks.of("Lea")).state is TalkState.NOT_HELD


async def test_nobody_but_the_two_can_touch_a_talk(talks: Talks) -> None:
    await talks.set_up("Lea")
    talk = await talks.of("Lea")
    async with talks.team.transaction() as tx:
        for name in ("Max", "Ann"):
            me = await talks.team.person(tx, name)
            with pytest.raises(NotAllowed):
                await moves.skip(tx, me, talk.id, "Because", NOW)
            with pytest.raises(NotAllowed):
                await held.say(tx, me, talk.id, True, NOW + timedelta(days=7))
            with pytest.raises(NotAllowed):
                await survey.access_survey(tx, me, talk.id, NOW)
        with pytest.raises(NotAllowed):
            await survey.access_survey(tx, await talks.team.person(tx, "Tom"), talk.id, NOW)


async def test_a_manager_sees_averages_of_four_people_or_more_and_once_a_month(talks: Talks) -> None:
    await talks.said(LED[:3], NOW)
    async with talks.team.transaction(reading=True) as tx:
        tom = await talks.team.person(tx, "Tom")
        assert await survey.access_own_average(tx, tom, FEBRUARY) is None
    await talks.said(LED[3:], NOW, heard=40)
    async with talks.team.transaction(reading=True) as tx:
        tom, ann = await talks.team.person(tx, "Tom"), await talks.team.person(tx, "Ann")
        found = await survey.access_own_average(tx, tom, FEBRUARY)
        assert found is not None
        assert (found.people, found.heard, found.next_step, found.until) == (4, 70, 50, date(2027, 2, 1))
        assert await survey.access_own_average(tx, tom, NOW + timedelta(days=1)) is None
        assert await survey.access_own_average(tx, tom, FEBRUARY + timedelta(days=120)) is None
        for shown in (await survey.access_average(tx, ann, FEBRUARY), await survey.access_below(tx, ann, FEBRUARY)):
            assert shown == found
        with pytest.raises(NotAllowed):
            await survey.access_average(tx, tom, FEBRUARY)


async def test_no_average_lets_the_rest_of_the_company_be_worked_out(talks: Talks) -> None:
    await talks.said(LED, NOW)
    await talks.said(["Tom"], NOW, heard=0, manager="Ann")
    async with talks.team.transaction(reading=True) as tx:
        assert await survey.access_own_average(tx, await talks.team.person(tx, "Tom"), FEBRUARY) is None
        assert await survey.access_average(tx, await talks.team.person(tx, "Ann"), FEBRUARY) is not None


async def test_a_manager_sees_this_month_by_name_and_hr_the_last_one_in_counts(talks: Talks) -> None:
    async with talks.team.transaction() as tx:
        made = Department(workspace_id=talks.team.workspace_id, name="Lab")
        tx.add(made)
        await tx.flush()
        for name in ("Max", "Nora"):
            row: dict[str, Any] = {
                "person_id": talks.team.ids[name],
                "department_id": made.id,
                "since": date(2020, 1, 1),
            }
            tx.add(Membership(workspace_id=talks.team.workspace_id, source=Source.IMPORT, **row))
    for number, name in enumerate(LED):
        await talks.set_up(name, usual=Usual(Cadence.WEEKLY, 4, time(10 + number)))
    skipped = await talks.of("Lea")
    async with talks.team.transaction() as tx:
        await moves.skip(tx, await talks.team.person(tx, "Tom"), skipped.id, "Travelling", NOW)
    january = NOW + timedelta(days=7)
    async with talks.team.transaction(reading=True) as tx:
        tom, ann, lea = [await talks.team.person(tx, name) for name in ("Tom", "Ann", "Lea")]
        found = await missed.access_missed(tx, tom, january)
        assert [(one.person.name, one.had, one.agreed) for one in found] == [("Lea", 0, 1)]
        assert (await usecases.access_mine(tx, tom, january)).missed == found
        assert (await usecases.access_mine(tx, lea, january)).missed == []
        counts = await missed.access_counts(tx, ann, january)
        assert (counts.groups, counts.total) == ([], None)
        counts = await missed.access_counts(tx, ann, FEBRUARY)
        assert counts.total == Group(None, 4, 3)
        assert [one.asked for one in counts.groups] == [4]
        with pytest.raises(NotAllowed):
            await missed.access_counts(tx, tom, FEBRUARY)


async def test_leave_noted_later_on_either_side_takes_a_talk_away(talks: Talks) -> None:
    await talks.set_up("Lea")
    await talks.team.away("Tom", date(2027, 1, 18), date(2027, 1, 22))
    for _ in range(2):
        async with talks.team.transaction() as tx:
            await turns.follow_leave(tx, NOW)
    talk = await talks.of("Lea")
    assert (talk.state, talk.at, talk.skipped_by) == (TalkState.SKIPPED, None, None)
    for name in ("Lea", "Tom"):
        assert len(await talks.team.notices(rules.TOLD, name)) == 1
    async with talks.team.transaction(reading=True) as tx:
        tom = await talks.team.person(tx, "Tom")
        assert await missed.access_missed(tx, tom, NOW + timedelta(days=10)) == []


async def test_whoever_leaves_ends_their_1_1s_and_past_ones_stay(talks: Talks) -> None:
    await talks.set_up("Lea", "Max")
    await talks.look(THURSDAY + timedelta(hours=1))
    await talks.team.change("Lea", THURSDAY, active=False)
    async with talks.team.transaction() as tx:
        assert await changes.end_apart(tx, THURSDAY + timedelta(hours=2)) == 1
        assert await changes.end_apart(tx, THURSDAY + timedelta(hours=3)) == 0
    assert (await talks.of("Lea")).state is TalkState.AGREED
    assert await talks.team.notices(rules.TAKE_UP) == []
    assert len(await talks.team.notices(rules.OVER, "Tom")) == 1


async def test_a_pair_that_no_longer_reports_to_each_other_can_move_nothing_even_before_it_is_ended(
    talks: Talks,
) -> None:
    await talks.set_up("Lea")
    await talks.team.led_by("Lea", "Ann", date(2027, 1, 15))
    talk = await talks.of("Lea")
    async with talks.team.transaction() as tx:
        tom, lea = await talks.team.person(tx, "Tom"), await talks.team.person(tx, "Lea")
        for me in (tom, lea):
            with pytest.raises(RuleBroken, match="pair_ended"):
                await moves.propose(tx, me, talk.id, THURSDAY + timedelta(hours=1), NOW)
        with pytest.raises(RuleBroken, match="no_pair"):
            await usecases.access_setting(tx, tom, lea.id, NOW)


async def test_whoever_was_ill_on_the_day_has_missed_nothing(talks: Talks) -> None:
    await talks.set_up("Lea")
    await talks.set_up("Max", usual=Usual(Cadence.WEEKLY))
    for name in ("Lea", "Max"):
        await talks.team.away(name, date(2027, 1, 18), date(2027, 1, 24))
    await talks.look(THURSDAY + timedelta(hours=1))
    assert await talks.team.notices(rules.CONFIRM) == []
    await talks.look(THURSDAY + timedelta(days=5))
    found = {(one.person_id, one.slot): (one.state, one.skipped_by) for one in await talks.all()}
    assert found[talks.team.ids["Lea"], "2027-W03"] == (TalkState.SKIPPED, None)
    assert found[talks.team.ids["Max"], "2027-W03"] == (TalkState.SKIPPED, None)


async def test_after_an_outage_it_is_asked_first_and_settled_five_working_days_later(talks: Talks) -> None:
    await talks.set_up("Lea")
    monday = THURSDAY + timedelta(days=11)
    await talks.look(monday)
    assert (await talks.of("Lea")).state is TalkState.AGREED
    assert [one.due_at for one in await talks.team.notices(rules.CONFIRM, "Lea")] == [monday]
    await talks.look(monday + timedelta(days=6))
    assert (await talks.of("Lea")).state is TalkState.AGREED
    await talks.look(monday + timedelta(days=8))
    assert (await talks.of("Lea")).state is TalkState.HELD
    assert len(await talks.team.notices(rules.CONFIRM, "Lea")) == 1


async def test_what_is_over_can_be_neither_skipped_nor_moved_to_another_room(talks: Talks) -> None:
    await talks.set_up("Lea")
    talk = await talks.of("Lea")
    async with talks.team.transaction() as tx:
        tom, later = await talks.team.person(tx, "Tom"), THURSDAY + timedelta(hours=1)
        for late in (
            moves.skip(tx, tom, talk.id, "Because", later),
            moves.set_place(tx, tom, talk.id, "Room 5", later),
        ):
            with pytest.raises(RuleBroken, match="talk_was_held"):
                await late
