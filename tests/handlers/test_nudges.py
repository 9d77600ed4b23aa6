"""Under a prompt: later, not this week, and why it came."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.checkins import Outcome
from bot.domain.notices import State
from storage.database import Database
from storage.notices import Notice
from storage.periods import Period
from storage.readers import Reader
from storage.skips import Skip
from tests.office import CLOSES, DIGEST, OPENS, REMINDS, Office, office, shown

HOUR = timedelta(hours=1)
MONDAY_DIGEST = datetime(2027, 1, 18, 15, 30, tzinfo=UTC)
MARKUP = "<!channel> *bold* <https://evil.example|click> & `x`"


@pytest.fixture
async def friday(sqlite: Database) -> AsyncIterator[Office]:
    """Friday, three in the afternoon: Mei and Bob have been asked."""
    async with office(sqlite) as made:
        await made.bot.move_to(OPENS)
        yield made


def choices(message: Any) -> dict[str, str]:
    """What the menu "Later" offers, by what it says."""
    found = [one for block in message.blocks for one in block.get("elements", []) if one["type"] == "static_select"]
    return {option["text"]["text"]: option["value"] for menu in found for option in menu["options"]}


async def choose(at: Office, text: str, which: int = -1) -> Any:
    message = at.mei.dm[which]
    return await at.mei.press(message, "nudges.later", value=choices(message)[text])


async def mine(at: Office) -> Period:
    mei = await at.person(at.mei)
    return next(one for one in await at.rows(Period) if one.person_id == mei.id)


async def test_an_hour_later_it_is_asked_again_and_until_then_the_message_says_so(friday: Office) -> None:
    at = friday
    assert (await choose(at, "In an hour")).ok
    await at.bot.settle()
    [prompt] = at.mei.dm
    assert "coming back at 4:00 PM" in prompt.text
    await at.bot.move_to(OPENS + HOUR)
    assert len(at.mei.dm) == 2
    assert "how did your week go" in at.mei.dm[-1].text
    await at.mei.press(at.mei.dm[-1], "checkins.answer")
    assert (await at.mei.submit({"progress": "Done"})).ok
    await at.bot.settle()
    assert ["was sent" in one.text for one in at.mei.dm] == [True, True]


async def test_the_menu_offers_an_hour_this_afternoon_and_the_next_working_morning(friday: Office) -> None:
    assert list(choices(friday.mei.dm[-1])) == ["In an hour", "This afternoon, 5:00 PM", "Monday, January 18, 9:00 AM"]


async def test_chosen_twice_it_comes_once_at_the_time_chosen_last(friday: Office) -> None:
    await choose(friday, "In an hour")
    await friday.bot.settle()
    await choose(friday, "This afternoon, 5:00 PM")
    await friday.bot.settle()
    assert "coming back at 5:00 PM" in friday.mei.dm[-1].text
    await friday.bot.move_to(OPENS + HOUR)
    assert len(friday.mei.dm) == 1
    await friday.bot.move_to(OPENS + 2 * HOUR)
    assert len(friday.mei.dm) == 2


async def test_a_double_click_is_one_message(friday: Office) -> None:
    prompt = friday.mei.dm[-1]
    value = choices(prompt)["In an hour"]
    for _ in range(2):
        assert (await friday.mei.press(prompt, "nudges.later", value=value, stale=True)).ok
    await friday.bot.move_to(OPENS + 2 * HOUR)
    assert len(friday.mei.dm) == 2


async def test_what_came_back_can_be_put_off_once_more(friday: Office) -> None:
    await choose(friday, "In an hour")
    await friday.bot.move_to(OPENS + HOUR)
    await choose(friday, "In an hour")
    await friday.bot.move_to(OPENS + 2 * HOUR)
    assert len(friday.mei.dm) == 3


async def test_what_comes_back_on_monday_morning_stands_in_for_the_reminder(friday: Office) -> None:
    await choose(friday, "Monday, January 18, 9:00 AM")
    await friday.bot.move_to(CLOSES - timedelta(minutes=30))
    assert len(friday.mei.dm) == 2
    assert len(friday.bob.dm) == 2
    assert (await mine(friday)).outcome is None
    assert [one.why for one in await friday.rows(Notice) if one.state is State.DROPPED] == ["put_off"]


async def test_who_was_asked_again_on_friday_is_still_reminded_on_monday(friday: Office) -> None:
    await choose(friday, "In an hour")
    await friday.bot.move_to(REMINDS)
    assert len(friday.mei.dm) == 3
    assert "if you would like to add yours" in friday.mei.dm[-1].text


async def test_it_comes_back_in_quiet_hours_and_beyond_the_budget_as_it_was_asked_for(friday: Office) -> None:
    async with friday.bot.deps.transaction() as tx:
        mei = await tx.get_one(type(await friday.person(friday.mei)), (await friday.person(friday.mei)).id)
        mei.quiet_from, mei.quiet_until, mei.quiet_own = (
            (OPENS + 8 * HOUR).time().replace(hour=15),
            mei.quiet_from,
            True,
        )
        tx.add(mei)
    await choose(friday, "In an hour")
    await friday.bot.move_to(OPENS + HOUR)
    assert len(friday.mei.dm) == 2
    assert [one.unasked for one in await friday.rows(Notice) if one.kind == "nudges.again"] == [False]


async def test_a_moment_that_is_over_is_refused_in_a_sentence(friday: Office) -> None:
    prompt = friday.mei.dm[-1]
    value = choices(prompt)["This afternoon, 5:00 PM"]
    await friday.bot.move_to(OPENS + 3 * HOUR)
    outcome = await friday.mei.press(prompt, "nudges.later", value=value)
    assert outcome.texts == ["That time is over. Please choose another one."]


async def test_an_hour_that_ends_after_the_window_is_refused_in_a_sentence(friday: Office) -> None:
    prompt = friday.mei.dm[0]
    await friday.bot.move_to(CLOSES - timedelta(minutes=30))
    outcome = await friday.mei.press(prompt, "nudges.later", value=choices(prompt)["In an hour"])
    assert outcome.texts == ["It closes before that. Please choose an earlier time."]


async def test_after_an_answer_nothing_comes_back_and_an_old_menu_says_so(friday: Office) -> None:
    prompt = friday.mei.dm[-1]
    value = choices(prompt)["In an hour"]
    await choose(friday, "This afternoon, 5:00 PM")
    await friday.mei.press(friday.mei.dm[-1], "checkins.answer")
    await friday.mei.submit({"progress": "Done"})
    outcome = await friday.mei.press(prompt, "nudges.later", value=value, stale=True)
    assert outcome.texts == ["You have answered this one already."]
    await friday.bot.move_to(OPENS + 3 * HOUR)
    assert len([one for one in friday.mei.dm if one.ephemeral_to is None]) == 1


async def test_not_this_week_with_a_reason_reaches_the_manager_and_no_reminder_comes(friday: Office) -> None:
    at = friday
    assert (await at.mei.press(at.mei.dm[-1], "nudges.skip")).ok
    assert "Read by you and Tom Berg." in shown(at.mei.modal)
    assert (await at.mei.submit({"reason": MARKUP})).ok
    await at.bot.settle()
    assert "not this time" in at.mei.dm[-1].text
    assert MARKUP not in at.mei.dm[-1].text
    assert (await mine(at)).outcome is Outcome.SKIPPED
    await at.bot.move_to(DIGEST)
    digest = at.tom.dm[-1]
    assert digest.text == "1 person does not answer this time."
    assert MARKUP in str(digest.blocks)
    await at.tom.open_home()
    assert MARKUP in str(at.tom.home)
    await at.bot.move_to(CLOSES + HOUR)
    assert len(at.mei.dm) == 1
    assert (await mine(at)).outcome is Outcome.SKIPPED


async def test_without_a_reason_nobody_is_written_to_and_home_shows_it(friday: Office) -> None:
    await friday.mei.press(friday.mei.dm[-1], "nudges.skip")
    assert (await friday.mei.submit({})).ok
    await friday.bot.move_to(DIGEST)
    assert [one for one in friday.tom.dm if "does not answer" in one.text] == []
    await friday.tom.open_home()
    assert "Not this time" in shown(friday.tom.home)


async def test_the_manager_is_told_once_of_somebody_who_does_not_answer(friday: Office) -> None:
    await friday.mei.press(friday.mei.dm[-1], "nudges.skip")
    await friday.mei.submit({"reason": "Conference"})
    await friday.bot.move_to(REMINDS)
    await friday.bob.press(friday.bob.dm[-1], "checkins.answer")
    await friday.bob.submit({"progress": "Done"})
    await friday.bot.move_to(MONDAY_DIGEST)
    digests = [shown(one) for one in friday.tom.dm if "nudges.why" in shown(one) and "how did" not in shown(one)]
    assert ["Conference" in one for one in digests if "does not answer" in one or "to read" in one].count(True) == 1


async def test_who_answers_after_all_has_answered_and_the_reason_is_gone(friday: Office) -> None:
    await friday.mei.press(friday.mei.dm[-1], "nudges.skip")
    await friday.mei.submit({"reason": "Conference"})
    await friday.bot.settle()
    await friday.mei.open_home()
    assert "not this time" in shown(friday.mei.home)
    await friday.mei.press(friday.mei.dm[-1], "checkins.answer")
    assert (await friday.mei.submit({"progress": "On the train"})).ok
    await friday.bot.settle()
    assert (await mine(friday)).outcome is Outcome.ANSWERED
    assert await friday.rows(Skip) == []
    assert [one for one in await friday.rows(Reader) if one.kind == "skip"] == []
    assert "was sent" in friday.mei.dm[-1].text


async def test_the_form_sent_twice_is_one_skip_and_another_reason_replaces_the_first(friday: Office) -> None:
    prompt = friday.mei.dm[-1]
    await friday.mei.press(prompt, "nudges.skip")
    form = friday.mei.modal
    await friday.mei.submit({"reason": "One"})
    assert (await friday.mei.submit(view=form)).ok
    assert [one.words for one in await friday.rows(Skip)] == ["One"]
    await friday.mei.press(prompt, "nudges.skip", stale=True)
    assert "One" in shown(friday.mei.modal)
    await friday.mei.submit({"reason": "Two"})
    assert [one.words for one in await friday.rows(Skip)] == ["Two"]


async def test_nobody_else_can_put_off_or_skip_a_prompt(friday: Office) -> None:
    period = await mine(friday)
    prompt = friday.bob.dm[-1]
    for action, value in (("nudges.later", f"{period.id} hour"), ("nudges.skip", str(period.id))):
        for block in prompt.blocks:
            for element in block.get("elements", []):
                if element["action_id"] == action and "value" in element:
                    element["value"] = value
                elif element["action_id"] == action:
                    element["options"][0]["value"] = value
        outcome = await friday.bob.press(prompt, action, value=value if action == "nudges.later" else None)
        assert outcome.texts == ["This is not there any more, or it is not open to you."]
    assert (await mine(friday)).outcome is None
    assert [one for one in await friday.rows(Notice) if one.kind == "nudges.again"] == []


async def test_why_says_what_it_belongs_to_when_it_was_due_and_how_much_there_may_be(friday: Office) -> None:
    assert (await friday.mei.press(friday.mei.dm[-1], "nudges.why")).ok
    said = shown(friday.mei.modal)
    for part in (
        "Weekly check-in, which asks everyone",
        "Friday, January 15, 3:00 PM, by your clock (Asia/Shanghai)",
        "Today you have had 1 message that you did not ask for.",
        "Your settings allow 3 a day.",
        "Quiet from 7:00 PM to 8:00 AM.",
    ):
        assert part in said
    assert friday.mei.modal is not None
    assert (await friday.mei.press(friday.mei.modal, "preferences.open")).ok
    assert "Quiet until" in shown(friday.mei.modal)


async def test_why_of_what_came_back_and_of_a_reminder(friday: Office) -> None:
    await choose(friday, "In an hour")
    await friday.bot.move_to(OPENS + HOUR)
    await friday.mei.press(friday.mei.dm[-1], "nudges.why")
    assert "You asked for it to come back" in shown(friday.mei.modal)
    await friday.bot.move_to(REMINDS)
    await friday.mei.press(friday.mei.dm[-1], "nudges.why")
    assert "the one reminder" in shown(friday.mei.modal)


async def test_why_of_a_digest_names_the_hour_that_its_reader_chose(friday: Office) -> None:
    await friday.mei.press(friday.mei.dm[-1], "checkins.answer")
    await friday.mei.submit({"progress": "Done"})
    await friday.bot.move_to(DIGEST)
    digest = next(one for one in friday.tom.dm if "to read" in one.text)
    await friday.tom.press(digest, "nudges.why")
    assert "Your hour for it is 4:30 PM, by your clock (Europe/Berlin)" in shown(friday.tom.modal)
