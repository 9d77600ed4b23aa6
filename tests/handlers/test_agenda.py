"""The agenda of a 1:1 fills itself, takes what either side adds, and comes to both on the day."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.domain.agenda import TODAY
from bot.domain.goals import Confidence, GoalState, Level, Measure
from bot.domain.notices import State
from bot.domain.one_on_ones import Purpose
from bot.sandbox.actor import Actor
from bot.sandbox.model import Outcome
from storage.agenda import AgendaItem
from storage.database import Database
from storage.goals import Goal, GoalVersion
from storage.notices import Notice
from storage.one_on_ones import OneOnOne
from storage.people import Person
from storage.reporting import ReportingLine
from tests.feedback import SECRET, give
from tests.office import OPENS, Office, office, shown
from tests.talks import talk

TALK = 1
MONDAY = datetime(2027, 1, 18, 6, 0, tzinfo=UTC)
"""Two in the afternoon in Shanghai, and seven in the morning in Berlin."""
DONE, BLOCKED, GOAL = "Importer is live", "The pump is missing", "Ship the new meter"
MARKUP = "Call <!channel> *now* & <https://example.com|here>"


@pytest.fixture
async def planned(sqlite: Database) -> AsyncIterator[Office]:
    """Mei and Tom meet on Monday, and a goal of Mei's is at risk."""
    async with office(sqlite) as made:
        await made.bot.move_to(OPENS)
        mei, tom = await made.person(made.mei), await made.person(made.tom)
        async with made.bot.deps.transaction() as tx:
            await talk(tx, mei, tom, MONDAY)
            await goal(tx, mei, Confidence.AT_RISK)
        await made.bot.settle()
        yield made


async def fill(at: Office) -> None:
    """Everything else that fills an agenda by itself happens between the two."""
    await at.mei.press(next(one for one in at.mei.dm if "check-in" in one.text), "checkins.answer")
    await at.mei.submit({"progress": DONE, "blocker": BLOCKED})
    await at.bot.move_to(OPENS + timedelta(minutes=30))
    await give(at, at.tom, at.mei)
    await at.mei.press(next(one for one in reversed(at.mei.dm) if "feedback" in one.text), "feedback.read")
    await press(at.mei, "feedback.talk")
    await at.mei.submit({"when": "next"})
    await at.mei.close_modal(all=True)
    await at.tom.open_home()
    await at.tom.press("home", "reading.read")
    await press(at.tom, "reading.flag")
    await press(at.tom, "actions.make")
    await at.tom.submit({"words": "Call the supplier", "whose": "author"})
    await at.tom.close_modal(all=True)
    await at.bot.settle()


async def goal(tx: Any, owner: Person, confidence: Confidence) -> None:
    due, at = date(2027, 3, 31), OPENS
    here: dict[str, Any] = {"workspace_id": owner.workspace_id, "source": "view:goal", "due": due}
    one = Goal(
        level=Level.PERSON,
        owner_id=owner.id,
        state=GoalState.CONFIRMED,
        confidence=confidence,
        made_by=owner.id,
        made_at=at,
        **here,
    )
    tx.add(one)
    await tx.flush()
    written: dict[str, Any] = {"written_by": owner.id, "written_at": at}
    tx.add(GoalVersion(goal_id=one.id, number=1, title=GOAL, measure=Measure.YES_NO, **written, **here))


async def press(who: Actor, action: str, **more: Any) -> Outcome:
    assert who.modal is not None
    return await who.press(who.modal, action, **more)


async def open_agenda(at: Office, who: Actor) -> str:
    if who.modals:
        await who.close_modal(all=True)
    assert (await who.command("/one-on-one", "agenda")).ok
    if "one_on_ones.agenda" in shown(who.modal):
        other = await at.person(at.mei)
        assert (await press(who, "one_on_ones.agenda", value=f"with {other.id}")).ok
    return shown(who.modal)


def keys(who: Actor) -> dict[str, str]:
    """What can be struck on the agenda on somebody's screen: the button's value, by the text beside it."""
    blocks = who.modal.view["blocks"] if who.modal else []
    return {
        one["text"]["text"]: one["accessory"]["value"]
        for one in blocks
        if (one.get("accessory") or {}).get("action_id") == "agenda.strike"
    }


def key(who: Actor, words: str) -> str:
    return next(value for text, value in keys(who).items() if words in text)


async def test_it_fills_itself_and_each_sees_what_they_may(planned: Office) -> None:
    await fill(planned)
    seen = await open_agenda(planned, planned.tom)
    assert [words for words in (BLOCKED, GOAL, SECRET, "Call the supplier", DONE) if words not in seen] == []
    assert "which you flagged" in seen
    assert "With Mei Lin: Monday, January 18, 7:00 AM" in seen

    seen = await open_agenda(planned, planned.mei)
    assert [words for words in (BLOCKED, GOAL, SECRET, "Call the supplier") if words not in seen] == []
    assert DONE not in seen
    assert "which you flagged" not in seen

    await press(planned.tom, "agenda.show_both")
    assert "which you flagged" not in "".join(keys(planned.tom))
    assert "From Tom Berg\\nAbout the check-in of Friday, January 15" in (
        await open_agenda(planned, planned.mei)
    ).replace("*", "")
    assert len([one for one in await planned.rows(AgendaItem) if not one.by_itself]) == 1


async def test_what_either_side_adds_stays_until_one_of_them_strikes_it(planned: Office) -> None:
    assert (await planned.mei.command("/one-on-one", f"add {MARKUP}")).texts == [
        "It is on the agenda of your 1:1 with Tom Berg, who reads it there."
    ]
    assert (await planned.tom.command("/one-on-one", "add @mei a raise")).ok
    seen = await open_agenda(planned, planned.tom)
    assert "a raise" in seen
    assert "Call <!channel> *now*" in seen.replace("&lt;", "<").replace("&gt;", ">")
    raise_ = key(planned.tom, "a raise")
    assert (await press(planned.tom, "agenda.strike", value=raise_)).ok
    assert all("a raise" not in text for text in keys(planned.tom))
    await planned.bot.move(days=2)
    seen = await open_agenda(planned, planned.mei)
    assert "a raise" not in seen
    assert "Call &lt;!channel" in seen or "Call <!channel" in seen
    struck = [one for one in await planned.rows(AgendaItem) if one.struck_at is not None]
    assert [(one.words, one.struck_in) for one in struck] == [("a raise", TALK)]


async def test_what_came_by_itself_comes_back_only_once_it_has_changed(planned: Office) -> None:
    await open_agenda(planned, planned.mei)
    await press(planned.mei, "agenda.strike", value=key(planned.mei, GOAL))
    assert all(GOAL not in text for text in keys(planned.mei))
    assert "Put back" in shown(planned.mei.modal)
    await planned.bot.move(days=2)
    assert GOAL not in await open_agenda(planned, planned.tom)
    async with planned.bot.deps.transaction() as tx:
        one = await tx.get_one(Goal, 1)
        one.confidence = Confidence.OFF_TRACK
    assert "Goal off track" in await open_agenda(planned, planned.tom)


async def test_what_was_struck_by_mistake_is_put_back(planned: Office) -> None:
    await open_agenda(planned, planned.mei)
    struck = key(planned.mei, GOAL)
    await press(planned.mei, "agenda.strike", value=struck)
    await press(planned.mei, "agenda.put_back", value=struck)
    assert GOAL in "".join(keys(planned.mei))
    await press(planned.mei, "agenda.strike", value=struck)
    assert GOAL not in "".join(keys(planned.mei))


async def test_a_button_adds_and_names_who_reads_it(planned: Office) -> None:
    await open_agenda(planned, planned.mei)
    await press(planned.mei, "agenda.add")
    assert "Tom Berg reads it too, and so does whoever takes over as manager later." in shown(planned.mei.modal)
    assert list((await planned.mei.submit({"words": "x" * 1_001})).errors) == ["words"]
    form = planned.mei.modal
    assert (await planned.mei.submit({"words": "Holiday in March"})).ok
    assert (await planned.mei.submit(view=form)).ok
    assert "Holiday in March" in "".join(keys(planned.mei))
    assert len(await planned.rows(AgendaItem)) == 1


async def test_a_manager_of_several_names_one_or_is_asked(planned: Office) -> None:
    assert (await planned.tom.command("/one-on-one", "add the budget")).ok
    assert "the budget" in shown(planned.tom.modal)
    assert "The person you choose reads it too" in shown(planned.tom.modal)
    assert (await planned.tom.submit({"to": planned.bob.person.id})).ok
    assert "It is on the agenda of your 1:1 with Bob Sun" in shown(planned.tom.modal)
    await planned.tom.close_modal(all=True)
    assert (await planned.tom.command("/one-on-one", "add @nobody the budget")).ok
    assert "Slack did not say who is meant by @nobody" in shown(planned.tom.modal)
    await planned.tom.close_modal(all=True)
    refused = await planned.bob.command("/one-on-one", "add @mei hello")
    assert "You and Mei Lin have no 1:1s with each other" in refused.texts[0]
    assert [one.person_id for one in await planned.rows(AgendaItem)] == [(await planned.person(planned.bob)).id]


async def test_a_message_is_put_on_the_agenda_and_quoted_only_with_a_tick(planned: Office) -> None:
    channel = planned.bot.sandbox.workspace.add_channel("general", [planned.mei.person, planned.tom.person])
    said = await planned.mei.say("The audit moved to May", channel=channel)
    for number, quoted in enumerate(([], ["quote"])):
        assert (await planned.tom.message_shortcut("agenda.message", said)).ok
        assert "About a message by Mei Lin. A link to it is kept." in shown(planned.tom.modal)
        assert (await planned.tom.submit({"words": f"What now {number}", "quote": quoted})).ok
        await planned.tom.close_modal(all=True)
    seen = await open_agenda(planned, planned.mei)
    assert seen.count("The audit moved to May") == 1
    assert "What now 0" in seen
    assert seen.count("Open in Slack") == 2


async def test_the_purpose_is_kept_on_the_talk_by_either_side(planned: Office) -> None:
    for who, one in ((planned.mei, Purpose.COACHING), (planned.tom, Purpose.STAY)):
        await open_agenda(planned, who)
        assert len(who.modals) == 1
        assert (await press(who, "agenda.purpose", value=one.value)).ok
        assert [each.purpose for each in await planned.rows(OneOnOne)] == [one]


async def test_both_are_told_on_the_day_without_a_word_and_once(planned: Office) -> None:
    await fill(planned)
    await planned.bot.move_to(datetime(2027, 1, 15, 14, 1, tzinfo=UTC))
    assert "Your 1:1 with Mei Lin: Monday, January 18, 7:00 AM." in [one.text for one in planned.tom.dm]
    assert all("Your 1:1 with" not in one.text for one in planned.mei.dm)
    await planned.bot.move_to(datetime(2027, 1, 18, 1, 1, tzinfo=UTC))
    told = [one for one in planned.mei.dm if "Your 1:1 with" in one.text]
    assert [one.text for one in told] == ["Your 1:1 with Tom Berg: Monday, January 18, 2:00 PM."]
    assert "1 goal at risk" in shown(told[0])
    assert "1 open blocker" in shown(told[0])
    assert [words for words in (GOAL, BLOCKED, SECRET) if words in shown(told[0])] == []
    assert (await planned.mei.press(told[0], "one_on_ones.agenda")).ok
    assert GOAL in shown(planned.mei.modal)
    await planned.bot.move(hours=2)
    assert len([one for one in await planned.rows(Notice) if one.kind == TODAY.name]) == 2


async def test_moved_to_another_day_it_is_told_for_that_day_and_within_the_day_not_again(planned: Office) -> None:
    await planned.bot.move(minutes=6)

    async def move(at: datetime) -> None:
        async with planned.bot.deps.transaction() as tx:
            (await tx.get_one(OneOnOne, TALK)).at = at
        await planned.bot.move(minutes=6)

    await move(MONDAY + timedelta(days=1))
    await planned.bot.move_to(MONDAY + timedelta(hours=1))
    await move(MONDAY + timedelta(days=1, hours=2))
    await planned.bot.move_to(MONDAY + timedelta(days=1))
    told = [one for one in await planned.rows(Notice) if one.kind == TODAY.name]
    mei = (await planned.person(planned.mei)).id
    states = [(one.occurrence, one.state) for one in told if one.recipient_id == mei]
    assert sorted(states) == [("2027-01-18", State.DROPPED), ("2027-01-19", State.SENT)]


async def test_two_who_no_longer_report_to_each_other_have_no_agenda_any_more(planned: Office) -> None:
    await fill(planned)
    await planned.mei.command("/one-on-one", "add the budget")
    await open_agenda(planned, planned.tom)
    mei, bob = await planned.person(planned.mei), await planned.person(planned.bob)
    async with planned.bot.deps.transaction() as tx:
        line = next(one for one in await planned.rows(ReportingLine) if one.person_id == mei.id)
        (await tx.get_one(ReportingLine, line.id)).manager_id = bob.id
    refused = await press(planned.tom, "agenda.strike", value=key(planned.tom, "the budget"))
    assert "have no 1:1s with each other" in shown(planned.tom.modal) or refused.texts
    assert [one.struck_at for one in await planned.rows(AgendaItem)] == [None]
    await planned.bot.move_to(datetime(2027, 1, 18, 1, 1, tzinfo=UTC))
    assert all("Your 1:1 with" not in one.text for one in (*planned.mei.dm, *planned.tom.dm))

    # What was added goes over to whoever leads now; what only the former manager had to do with does not.
    await planned.bob.command("/one-on-one", "agenda")
    assert (await press(planned.bob, "one_on_ones.agenda", value=f"with {mei.id}")).ok
    assert "the budget" in shown(planned.bob.modal)
    assert [words for words in (BLOCKED, SECRET, DONE) if words in shown(planned.bob.modal)] == []
