"""HR edits a series: from the next turn on, nothing doubled, nothing lost, and two at once are told."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from bot.domain import checkins
from bot.domain.checkins import Outcome, QuestionKind, SeriesState
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.roles import Role
from bot.domain.wording import Wording
from bot.usecases import roles, series, series_questions
from bot.usecases import series_editor as usecases
from bot.usecases.series_editor import RHYTHM, WINDOW, Edited
from bot.usecases.series_questions import Asked
from storage import series as store
from storage.audit import AuditEntry
from storage.periods import Period
from storage.series import Question, Series
from tests.clock import START
from tests.team import CLOSES, NEXT, OPENS, SLOT, Team

LATER = START + timedelta(minutes=10)
MONDAY = datetime(2027, 1, 18, 7, tzinfo=START.tzinfo)
"""Monday 15:00 in Shanghai."""
TEXT = Wording(QuestionKind.TEXT, texts={"en": "Where were you?"})


@pytest.fixture
async def two(team: Team) -> Team:
    """Ann and Tom are both in HR."""
    async with team.transaction() as tx:
        await roles.grant(tx, await team.person(tx, "Ann"), await team.person(tx, "Tom"), Role.HR, START)
    return team


async def the_series(team: Team) -> Series:
    async with team.transaction(reading=True) as tx:
        return await store.get(tx, team.series_id)


async def edit(team: Team, part: str, now: datetime = START, *, by: str = "Ann", at: int = 1, **values: Any) -> Edited:
    async with team.transaction() as tx:
        me = await team.person(tx, by)
        return await usecases.edit(tx, me, team.series_id, at, part, values, now)


async def save(team: Team, wanted: Wording, now: datetime = START, *, by: str = "Ann", at: int = 1) -> Asked:
    async with team.transaction() as tx:
        return await series_questions.save(tx, await team.person(tx, by), team.series_id, at, wanted, now)


async def asked(team: Team, now: datetime) -> list[Question]:
    async with team.transaction(reading=True) as tx:
        return await store.questions(tx, team.series_id, now)


async def edits(team: Team) -> list[tuple[int | None, Any, Any]]:
    async with team.transaction(reading=True) as tx:
        rows = await tx.exec(select(AuditEntry).where(AuditEntry.act == "series.edit").order_by(col(AuditEntry.id)))
        return [(one.actor_id, one.details["part"], one.details["changed"]) for one in rows]


async def test_an_hour_is_changed_from_the_next_turn_on_and_written_down(team: Team) -> None:
    await edit(team, WINDOW, opens_at=time(16), closes_after=3, closes_at=time(12), reminds_at=None)
    turn = await team.turn("Mei")
    assert turn is not None
    assert (turn.slot, turn.due_at) == (SLOT, OPENS + timedelta(hours=1))
    assert (await the_series(team)).revision == 2
    assert await edits(team) == [(team.ids["Ann"], "window", ["opens_at", "reminds_at"])]
    await team.open_due(OPENS)
    assert await team.periods("Mei") == []
    await team.open_due(OPENS + timedelta(hours=1))
    assert (await team.period("Mei")).reminds_at is None


async def test_what_is_open_keeps_its_window(team: Team) -> None:
    await team.open_due(OPENS)
    await edit(team, WINDOW, OPENS + timedelta(minutes=1), opens_at=time(9), closes_after=1, closes_at=time(18))
    assert ((await team.period("Mei")).opens_at, (await team.period("Mei")).closes_at) == (OPENS, CLOSES)
    turn = await team.turn("Mei")
    assert turn is not None
    assert (turn.slot, turn.due_at) == (NEXT, OPENS + timedelta(days=6, hours=18))


async def test_the_same_again_changes_nothing(team: Team) -> None:
    for _ in range(2):
        await edit(team, WINDOW, opens_at=time(16))
    assert (await the_series(team)).revision == 2
    assert len(await edits(team)) == 1


async def test_a_turn_that_an_edit_puts_into_the_past_is_passed_over_by_name_and_the_next_one_comes(team: Team) -> None:
    await edit(team, RHYTHM, name="Weekly check-in", cadence="weekly", every=1, weekday=1)
    turn = await team.turn("Mei")
    assert turn is not None
    assert (turn.slot, turn.due_at) == (NEXT, MONDAY)
    period = await team.period("Mei")
    assert (period.slot, period.outcome, period.why) == (SLOT, Outcome.DROPPED, "timetable")
    assert await team.open_due(OPENS) == 0


async def test_an_early_answer_stays_what_it_is_when_its_turn_is_passed_over(team: Team) -> None:
    await team.submit("Mei", START)
    await edit(team, RHYTHM, LATER, name="Weekly check-in", cadence="weekly", every=1, weekday=1)
    assert [(one.slot, one.outcome) for one in await team.periods("Mei")] == [(SLOT, Outcome.ANSWERED)]


@pytest.mark.parametrize(
    ("values", "slot", "at"),
    [
        ({"cadence": "weekly", "every": 2}, SLOT, OPENS),
        ({"cadence": "monthly_date", "month_day": 20}, "2027-01", OPENS + timedelta(days=5)),
        ({"cadence": "monthly_date", "month_day": 5}, "2027-02", OPENS + timedelta(days=21)),
        ({"cadence": "monthly_weekday", "month_week": 5, "weekday": 5}, "2027-01", OPENS + timedelta(days=14)),
    ],
)
async def test_another_rhythm_begins_with_its_first_turn_to_come(
    team: Team, values: dict[str, Any], slot: str, at: datetime
) -> None:
    await edit(team, RHYTHM, **values)
    turn = await team.turn("Mei")
    assert turn is not None
    assert (turn.slot, turn.due_at) == (slot, at)


async def test_whatever_is_edited_back_and_forth_no_slot_comes_twice(team: Team) -> None:
    now = OPENS
    rhythms: list[dict[str, Any]] = [
        {"every": 2},
        {"cadence": "monthly_date", "month_day": 31},
        {"cadence": "weekly", "every": 1, "weekday": 6},
        {"weekday": 1},
        {"weekday": 5},
    ]
    for number, values in enumerate(rhythms * 3, start=1):
        await team.open_due(now)
        await edit(team, RHYTHM, now + timedelta(minutes=1), at=number, **values)
        await team.open_due(now + timedelta(hours=1))
        now += timedelta(days=2)
    async with team.transaction(reading=True) as tx:
        keys = [(one.person_id, one.slot) for one in await tx.exec(select(Period))]
    assert keys
    assert len(set(keys)) == len(keys)
    for name in ("Mei", "Bob"):
        prompts = [one.subject_id for one in await team.notices(checkins.PROMPT, name)]
        assert len(set(prompts)) == len(prompts)


async def test_the_second_of_two_is_told_and_nothing_is_overwritten(two: Team) -> None:
    await edit(two, WINDOW, opens_at=time(16))
    second = await edit(two, WINDOW, LATER, by="Tom", opens_at=time(10))
    assert second.by == ["Ann"]
    assert (second.series.opens_at, second.series.revision) == (time(16), 2)
    assert (await the_series(two)).opens_at == time(16)
    assert (await edit(two, WINDOW, LATER, by="Tom", at=2, opens_at=time(10))).by == []
    assert (await the_series(two)).opens_at == time(10)


async def test_two_who_edit_different_parts_are_both_stored(two: Team) -> None:
    await edit(two, WINDOW, opens_at=time(16))
    assert (await edit(two, RHYTHM, LATER, by="Tom", weekday=4)).by == []
    assert (await save(two, TEXT, LATER, by="Tom")).by == []
    one = await the_series(two)
    assert (one.opens_at, one.weekday, one.revision) == (time(16), 4, 4)


async def test_two_who_word_the_same_question_are_told(two: Team) -> None:
    first = await save(two, TEXT)
    assert first.question is not None
    key = first.question.key
    await save(two, Wording(TEXT.kind, key, {"en": "Where are you?"}), LATER, at=2)
    second = await save(two, Wording(TEXT.kind, key, {"en": "Where will you be?"}), LATER, by="Tom", at=2)
    assert second.by == ["Ann"]
    assert [one.texts for one in await asked(two, LATER) if one.key == key] == [{"en": "Where are you?"}]


async def test_an_editor_who_is_no_longer_in_hr_changes_nothing(two: Team) -> None:
    async with two.transaction() as tx:
        await roles.revoke(tx, await two.person(tx, "Ann"), await two.person(tx, "Tom"), Role.HR, START)
    for act in (edit(two, WINDOW, by="Tom", opens_at=time(16)), save(two, TEXT, by="Tom")):
        with pytest.raises(NotAllowed, match="hr_only"):
            await act
    assert (await the_series(two)).revision == 1


@pytest.mark.parametrize(
    ("part", "values", "field"),
    [
        (WINDOW, {"closes_after": 1, "opens_at": time(23, 30), "closes_at": time(0, 15)}, "closes_at"),
        (WINDOW, {"reminds_at": time(13)}, "reminds_at"),
        (RHYTHM, {"name": " "}, "name"),
        (RHYTHM, {"every": 99}, "every"),
    ],
)
async def test_what_makes_no_sense_is_said_at_its_field_and_nothing_is_stored(
    team: Team, part: str, values: dict[str, Any], field: str
) -> None:
    before = await the_series(team)
    with pytest.raises(RuleBroken) as refused:
        await edit(team, part, **values)
    assert refused.value.field == field
    assert (await the_series(team)).model_dump() == before.model_dump()


async def test_a_new_series_is_paused_has_the_usual_questions_and_a_name_of_its_own(team: Team) -> None:
    async with team.transaction() as tx:
        ann = await team.person(tx, "Ann")
        wanted = usecases.with_(usecases.blank(ann, START), {"name": "Retro", "cadence": "monthly_date"})
        made = await series.create(tx, ann, wanted, START)
    assert made.state == SeriesState.PAUSED
    async with team.transaction(reading=True) as tx:
        assert len(await store.questions(tx, made.id, START)) >= 5
    for name in ("retro", "WEEKLY check-in"):
        again = usecases.with_(usecases.blank(ann, START), {"name": name})
        with pytest.raises(RuleBroken, match="name_taken") as refused:
            async with team.transaction() as tx:
                await series.create(tx, ann, again, START)
        assert refused.value.field == "name"


async def test_an_ended_series_is_edited_no_more(team: Team) -> None:
    async with team.transaction() as tx:
        await series.end(tx, await team.person(tx, "Ann"), team.series_id, START)
    with pytest.raises(RuleBroken, match="series_over"):
        await edit(team, WINDOW, opens_at=time(16))


async def test_a_question_is_worded_anew_from_now_on_and_its_earlier_version_stays(team: Team) -> None:
    first = await save(team, TEXT)
    assert first.question is not None
    await save(team, Wording(TEXT.kind, first.question.key, {"en": "Where now?"}), LATER, at=2)
    shown = {at: [one.texts.get("en") for one in await asked(team, at)][-1] for at in (START, LATER)}
    assert shown == {START: "Where were you?", LATER: "Where now?"}


async def test_a_new_question_that_is_saved_twice_is_one(team: Team) -> None:
    first, second = await save(team, TEXT), await save(team, TEXT, LATER)
    assert first.question is not None
    assert second.question is not None
    assert second.question.key == first.question.key


async def test_questions_are_hidden_required_moved_and_removed(team: Team) -> None:
    made = (await save(team, TEXT)).question
    assert made is not None
    async with team.transaction() as tx:
        ann = await team.person(tx, "Ann")
        for _ in range(2):
            await series_questions.mark(tx, ann, team.series_id, "mood", "hidden", LATER, on=True)
        await series_questions.mark(tx, ann, team.series_id, "plan", "required", LATER, on=True)
        for to in (2, 2, -1):
            await series_questions.move(tx, ann, team.series_id, made.key, to, LATER)
    now = await asked(team, LATER)
    assert [one.key for one in now][:3] == [made.key, "progress", "plan"]
    assert "mood" not in [one.key for one in now]
    assert [one.key for one in now if one.required] == ["plan"]
    assert "mood" in [one.key for one in await asked(team, START)]
    async with team.transaction() as tx:
        for _ in range(2):
            await series_questions.remove(tx, ann, team.series_id, made.key, LATER + timedelta(minutes=1))
    assert made.key not in [one.key for one in await asked(team, LATER + timedelta(minutes=1))]
    another = (await save(team, TEXT, LATER + timedelta(minutes=2))).question
    assert another is not None
    assert another.key != made.key


async def test_the_last_question_stays(team: Team) -> None:
    every = await asked(team, START)
    async with team.transaction() as tx:
        ann = await team.person(tx, "Ann")
        for one in every[1:]:
            await series_questions.mark(tx, ann, team.series_id, one.key, "hidden", START, on=True)
    with pytest.raises(RuleBroken, match="series_without_questions"):
        async with team.transaction() as tx:
            await series_questions.mark(tx, ann, team.series_id, every[0].key, "hidden", LATER, on=True)


async def test_a_series_takes_ten_questions_of_hrs_own(team: Team) -> None:
    for number in range(10):
        await save(team, Wording(TEXT.kind, texts={"en": f"{number}?"}), START + timedelta(minutes=number))
    with pytest.raises(RuleBroken, match="questions_too_many"):
        await save(team, TEXT, LATER)


async def test_an_edit_of_a_paused_series_asks_nobody(team: Team) -> None:
    async with team.transaction() as tx:
        await series.pause(tx, await team.person(tx, "Ann"), team.series_id, START)
    await edit(team, WINDOW, opens_at=time(16))
    turn = await team.turn("Mei")
    assert turn is not None
    assert turn.due_at is None
    assert date(2027, 1, 13) == (await the_series(team)).anchor
