"""1:1s as people have them in Slack: set up, moved, agreed on, skipped."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.one_on_ones import Cadence, TalkState
from bot.sandbox.actor import Actor
from bot.sandbox.model import Outcome
from storage.database import Database
from storage.one_on_ones import OneOnOne, Pairing
from tests.office import BEFORE, Office, office, shown

USUAL = {"cadence": "weekly", "weekday": "4", "at": "16:00", "minutes": "30", "place": "Room <4>"}
THURSDAY = datetime(2027, 1, 21, 8, 0, tzinfo=UTC)
"""Four in Mei's afternoon, nine in Tom's morning."""
WEDNESDAY = datetime(2027, 1, 20, 12, 0, tzinfo=UTC)


@pytest.fixture
async def at(sqlite: Database) -> AsyncIterator[Office]:
    async with office(sqlite, start=BEFORE) as made:
        yield made


@pytest.fixture
async def paired(at: Office) -> Office:
    """Tom has set up 1:1s with Mei on a Friday: each Thursday."""
    await at.tom.command("/one-on-one")
    await at.tom.press(modal(at.tom), "one_on_ones.set", value=str((await at.person(at.mei)).id))
    assert (await at.tom.submit(USUAL)).ok
    await at.bot.settle()
    return at


def modal(who: Actor) -> Any:
    assert who.modal is not None
    return who.modal


async def the_talk(at: Office) -> OneOnOne:
    return (await at.rows(OneOnOne))[-1]


async def press(at: Office, who: Actor, action: str, where: Any = None, **more: Any) -> Outcome:
    outcome = await who.press(where or who.dm[-1], action, **more)
    await at.bot.settle()
    return outcome


async def submit(at: Office, who: Actor, values: dict[str, Any] | None = None) -> Outcome:
    outcome = await who.submit(values)
    await at.bot.settle()
    return outcome


async def test_a_manager_sets_them_up_and_both_see_the_next_one(paired: Office) -> None:
    talk = await the_talk(paired)
    assert (talk.state, talk.at, talk.slot, talk.place) == (TalkState.AGREED, THURSDAY, "2027-W03", "Room <4>")
    assert "Thursday, January 21, 9:00 AM" in shown(modal(paired.tom))
    told = paired.mei.dm[-1]
    assert "You and Tom Berg have 1:1s" in told.text
    assert "Every week on Thursday at 4:00 PM (Asia/Shanghai)" in shown(told)
    await paired.mei.command("/one-on-one", "@tom")
    assert "Thursday, January 21, 4:00 PM" in shown(modal(paired.mei))
    assert (await paired.tom.command("/one-on-one")).ok
    assert "No 1:1s" in shown(modal(paired.tom))
    assert len(await paired.rows(Pairing)) == 1


async def test_one_moves_it_the_other_agrees_and_both_are_told_once(paired: Office) -> None:
    await paired.mei.command("/one-on-one")
    await press(paired, paired.mei, "one_on_ones.move", modal(paired.mei))
    assert "Monday, January 18, 4:00 PM" in shown(modal(paired.mei))
    assert (await submit(paired, paired.mei, {"when": "other", "day": "2027-01-20", "time": "17:00"})).ok
    asked = paired.tom.dm[-1]
    assert "Mei Lin proposes Wednesday, January 20, 10:00 AM" in asked.text
    assert "You proposed" in shown(modal(paired.mei))
    assert (await press(paired, paired.tom, "one_on_ones.agree", asked)).ok
    assert (await press(paired, paired.tom, "one_on_ones.agree", asked, stale=True)).ok
    assert "Agreed: your 1:1 with Tom Berg is on Wednesday, January 20, 5:00 PM" in paired.mei.dm[-1].text
    assert "Agreed" in shown(paired.tom.dm[-1])
    assert sum("Agreed" in one.text for one in paired.mei.dm) == 1
    talk = await the_talk(paired)
    assert (talk.state, talk.at, talk.slot) == (TalkState.AGREED, THURSDAY - timedelta(hours=23), "2027-W03")


async def test_a_time_outside_of_working_hours_is_asked_about_once_and_then_proposed(paired: Office) -> None:
    await paired.mei.command("/one-on-one")
    await press(paired, paired.mei, "one_on_ones.move", modal(paired.mei))
    late = {"when": "other", "day": "2027-01-20", "time": "22:00"}
    await submit(paired, paired.mei, late)
    assert "lies outside of the working hours" in shown(modal(paired.mei))
    assert (await the_talk(paired)).state is TalkState.AGREED
    assert (await submit(paired, paired.mei, late)).ok
    assert (await the_talk(paired)).state is TalkState.PROPOSED


@pytest.mark.parametrize(
    ("filled", "field", "said"),
    [
        ({"day": "2027-01-14", "time": "10:00"}, "time", "over"),
        ({"day": "2027-06-14", "time": "10:00"}, "day", "within 60 days"),
        ({"day": None, "time": "10:00"}, "day", "choose a day"),
        ({"day": "2027-01-21", "time": None}, "time", "choose a time"),
    ],
)
async def test_a_time_that_cannot_be_is_said_at_its_field(
    paired: Office, filled: dict[str, Any], field: str, said: str
) -> None:
    await paired.mei.command("/one-on-one")
    await press(paired, paired.mei, "one_on_ones.move", modal(paired.mei))
    errors = (await submit(paired, paired.mei, {"when": "other", **filled})).errors
    assert list(errors) == [field]
    assert said in errors[field]


async def test_a_turn_is_skipped_with_a_reason_and_taken_up_again(paired: Office) -> None:
    await paired.tom.command("/one-on-one", "@mei")
    await press(paired, paired.tom, "one_on_ones.skip", modal(paired.tom))
    assert list((await submit(paired, paired.tom, {"reason": " "})).errors) == ["reason"]
    assert (await submit(paired, paired.tom, {"reason": "Secret offsite"})).ok
    told = paired.mei.dm[-1]
    assert "Tom Berg skips your 1:1 on Thursday" in told.text
    assert "Secret offsite" not in told.text
    assert "Secret offsite" in shown(told)
    await press(paired, paired.mei, "one_on_ones.move", told)
    assert (await submit(paired, paired.mei)).ok
    assert (await the_talk(paired)).state is TalkState.PROPOSED
    assert "Secret offsite" not in shown(paired.mei.dm[-1])


async def test_both_agree_on_the_place(paired: Office) -> None:
    await paired.mei.command("/one-on-one")
    await press(paired, paired.mei, "one_on_ones.place", modal(paired.mei))
    assert (await submit(paired, paired.mei, {"place": "The park & a coffee"})).ok
    assert "The park & a coffee" in shown(paired.tom.dm[-1])
    assert "park" not in paired.tom.dm[-1].text


async def test_whoever_is_led_proposes_them_and_the_manager_says_yes(at: Office) -> None:
    await at.mei.command("/one-on-one")
    await press(at, at.mei, "one_on_ones.set", modal(at.mei))
    assert (await submit(at, at.mei, {**USUAL, "weekday": "each", "cadence": "monthly"})).ok
    assert await at.rows(OneOnOne) == []
    asked = at.tom.dm[-1]
    assert "Mei Lin would like to have 1:1s" in asked.text
    assert (await press(at, at.tom, "one_on_ones.accept", asked)).ok
    assert (await press(at, at.tom, "one_on_ones.accept", asked, stale=True)).ok
    assert "You and Tom Berg have 1:1s" in at.mei.dm[-1].text
    assert [one.cadence for one in await at.rows(Pairing)] == [Cadence.MONTHLY]
    await at.bot.move(minutes=10)  # the end of Tom's quiet hours
    times = at.tom.dm[-1]
    assert "One of your 1:1s needs a time" in times.text
    assert (await press(at, at.tom, "one_on_ones.pick.1", times)).ok
    assert "Tom Berg proposes" in at.mei.dm[-1].text
    assert "All your 1:1s have a time now" in shown(at.tom.dm[-1])


async def test_turns_come_by_themselves_and_a_manager_is_asked_once_for_all_of_them(at: Office) -> None:
    """Mei's has its usual time each week; Bob's needs one each time."""
    for who, more in ((at.mei, {}), (at.bob, {"weekday": "each"})):
        await at.tom.command("/one-on-one", f"@{'mei' if who is at.mei else 'bob'}")
        assert (await submit(at, at.tom, {**USUAL, **more})).ok
    await at.bot.move_to(datetime(2027, 1, 22, 12, 0, tzinfo=UTC))
    await at.bot.tick()
    talks = sorted((one.pairing_id, one.slot, one.state) for one in await at.rows(OneOnOne))
    assert talks == [
        (1, "2027-W03", TalkState.AGREED),
        (1, "2027-W04", TalkState.AGREED),
        (2, "2027-W02", TalkState.NOT_HELD),
        (2, "2027-W03", TalkState.DUE),
        (2, "2027-W04", TalkState.DUE),
    ]
    asked = [one for one in at.tom.dm if "need a time" in one.text or "needs a time" in one.text]
    assert len(asked) == 2


async def test_a_week_of_leave_is_left_out_without_a_word(at: Office) -> None:
    await at.mei.command("/checkin", "away")
    assert (await submit(at, at.mei, {"first": "2027-01-18", "last": "2027-01-24", "reason": "Secret surgery"})).ok
    await at.tom.command("/one-on-one", "@mei")
    await submit(at, at.tom, USUAL)
    assert [one.state for one in await at.rows(OneOnOne)] == [TalkState.SKIPPED]
    assert "surgery" not in "".join(shown(one) for one in at.tom.dm)


async def test_leave_noted_later_takes_the_talk_away_and_both_are_told_dates_alone(paired: Office) -> None:
    await paired.mei.command("/checkin", "away")
    assert (await submit(paired, paired.mei, {"first": "2027-01-21", "last": "2027-01-24", "reason": "Secret"})).ok
    await paired.bot.move_to(datetime(2027, 1, 18, 8, 0, tzinfo=UTC))
    talk = await the_talk(paired)
    assert (talk.state, talk.at) == (TalkState.DUE, None)
    told = "".join(shown(one) for one in paired.tom.dm)
    assert "needs a time" in told
    assert "Secret" not in told
    await paired.tom.command("/one-on-one", "@mei")
    await press(paired, paired.tom, "one_on_ones.move", modal(paired.tom))
    errors = (await submit(paired, paired.tom, {"when": "other", "day": "2027-01-22", "time": "10:00"})).errors
    assert "The first day on which you both work again is January 25, 2027" in errors["day"]


@pytest.mark.parametrize("named", ["@ann", "nobody"])
async def test_with_somebody_neither_leads_there_are_none(at: Office, named: str) -> None:
    outcome = await at.mei.command("/one-on-one", named)
    assert at.mei.modal is None
    assert "one reports to the other" in str(outcome)
