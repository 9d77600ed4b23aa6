"""Goals by hand: written with a question or two, read, talked about, confirmed, changed, closed."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.domain.goals import GoalState
from bot.sandbox.actor import Actor
from bot.sandbox.model import Outcome
from storage.database import Database
from storage.goals import Goal, GoalVersion, KeyResult
from storage.talks import TalkMessage
from tests.office import Office, office, shown

MORNING = datetime(2027, 1, 15, 8, 30, tzinfo=UTC)
"""Within the hours of Shanghai and of Berlin."""
DUE, SOON = "2027-03-31", "2027-01-16"
SALES = "Raise East China online sales by 20 % in the first quarter"
FILLED: dict[str, Any] = {"title": SALES, "due": DUE, "start": "100", "target": "120", "unit": "orders a day"}


@pytest.fixture
async def at(sqlite: Database) -> AsyncIterator[Office]:
    async with office(sqlite, start=MORNING, running=False) as made:
        yield made


async def press(who: Actor, action: str, **more: Any) -> Outcome:
    assert who.modal is not None
    return await who.press(who.modal, action, **more)


async def propose(at: Office, **filled: Any) -> None:
    assert (await at.mei.command("/goals", "new")).ok
    assert (await at.mei.submit({**FILLED, **filled})).ok
    await at.bot.settle()


async def test_raise_sales_gets_the_question_that_turns_it_into_a_goal_and_can_be_proposed_all_the_same(
    at: Office,
) -> None:
    assert (await at.mei.command("/goals", "new Raise sales")).ok
    assert (await at.mei.submit({"due": DUE})).ok
    form = shown(at.mei.modal)
    assert "Raise sales” becomes “raise East China online sales by 20 % in the third quarter" in form
    assert "Propose it as it is" in form
    assert await at.rows(Goal) == []
    assert (await at.mei.submit({"title": SALES})).ok
    assert at.mei.modal is None
    assert [one.title for one in await at.rows(GoalVersion)] == [SALES]

    assert (await at.mei.command("/goals", "new Raise sales")).ok
    assert (await at.mei.submit({"due": DUE})).ok
    assert (await at.mei.submit()).ok
    assert [one.title for one in await at.rows(GoalVersion)] == [SALES, "Raise sales"]


async def test_it_is_proposed_read_talked_about_changed_and_confirmed_and_no_message_holds_its_words(
    at: Office,
) -> None:
    await propose(at)
    message = at.tom.dm[-1]
    assert "Mei Lin proposes a goal." in message.text
    assert "sales" not in shown(message)
    assert (await at.tom.press(message, "goals.read")).ok
    assert SALES in shown(at.tom.modal)
    assert "100 orders a day" in shown(at.tom.modal)

    await press(at.tom, "goals.talk")
    assert (await at.tom.submit({"reply": "Why 120?"})).ok
    await at.bot.settle()
    assert [one.words for one in await at.rows(TalkMessage)] == ["Why 120?"]
    assert "Tom Berg wrote to you about a goal of yours" in at.mei.dm[-1].text

    await press(at.tom, "goals.change")
    assert (await at.tom.submit({"target": "130"})).ok
    await at.bot.settle()
    assert "newer version" in shown(at.tom.dm[-1])
    assert "Tom Berg proposes a goal for you." in at.mei.dm[-1].text
    assert (await at.mei.press(at.mei.dm[-1], "goals.read")).ok
    assert "130 orders a day" in shown(at.mei.modal)
    assert (await press(at.mei, "goals.confirm")).ok
    await at.bot.settle()
    assert "Agreed on." in shown(at.mei.modal)
    assert [one.state for one in await at.rows(Goal)] == [GoalState.CONFIRMED]
    assert "Mei Lin has confirmed a goal" in at.tom.dm[-1].text
    assert "Agreed: the goal that Tom Berg proposed" in shown(at.mei.dm[-1])

    await press(at.mei, "goals.history")
    assert "100 orders a day to 120 orders a day → By a number: from 100 orders a day to 130" in shown(at.mei.modal)


async def test_a_confirmed_goal_shows_what_would_change_until_both_have_confirmed(at: Office) -> None:
    await propose(at)
    await at.tom.press(at.tom.dm[-1], "goals.read")
    await press(at.tom, "goals.confirm")
    await at.tom.close_modal(all=True)
    await at.bot.settle()
    await at.mei.press(at.mei.dm[-1], "goals.read")
    await press(at.mei, "goals.change")
    assert (await at.mei.submit({"target": "140"})).ok
    await at.bot.settle()
    assert "Mei Lin proposes a change to a goal." in at.tom.dm[-1].text
    await at.tom.press(at.tom.dm[-1], "goals.read")
    view = shown(at.tom.modal)
    assert "What would change" in view
    assert "to 120 orders a day → By a number" in view
    await press(at.tom, "goals.confirm")
    assert [one.version for one in await at.rows(Goal)] == [2]


async def test_key_results_are_put_in_one_at_a_time_and_what_was_typed_stays(at: Office) -> None:
    assert (await at.mei.command("/goals", "new")).ok
    at.mei.fill(title=SALES, due=DUE, why="The new shop")
    await press(at.mei, "goals.result")
    assert list((await at.mei.submit({"title": "Orders", "target": "many"})).errors) == ["target"]
    assert (await at.mei.submit({"title": "Orders", "target": "120"})).ok
    await press(at.mei, "goals.result")
    assert (await at.mei.submit({"title": "Shop is open", "measure": "yes_no"})).ok
    assert "Orders" in shown(at.mei.modal)
    await press(at.mei, "goals.result_edit.0")
    assert (await at.mei.submit({"remove": ["remove"]})).ok
    assert (await at.mei.submit()).ok
    await at.bot.settle()
    [version] = await at.rows(GoalVersion)
    assert (version.title, version.why) == (SALES, "The new shop")
    await at.tom.press(at.tom.dm[-1], "goals.read")
    assert "Shop is open" in shown(at.tom.modal)
    await press(at.tom, "goals.confirm")
    assert [one.title for one in await at.rows(KeyResult)] == ["Shop is open"]


async def test_a_manager_writes_for_several_at_once_and_hr_for_the_company(at: Office) -> None:
    assert (await at.tom.command("/goals", f"new @{at.mei.person.handle} @{at.bob.person.handle}")).ok
    assert (await at.tom.submit(FILLED)).ok
    await at.bot.settle()
    for who in (at.mei, at.bob):
        assert "Tom Berg proposes a goal for you." in who.dm[-1].text
    assert (await at.ann.command("/growloop", "goals new")).ok
    assert (await press(at.ann, "goals.level", value="company")).ok
    assert (await at.ann.submit({**FILLED, "owners": [at.tom.person.id]})).ok
    await at.bot.settle()
    assert "Ann Hale proposes a goal for you." in at.tom.dm[-1].text
    assert (await at.tom.press(at.tom.dm[-1], "goals.read")).ok
    assert "Company. Tom Berg answers for it." in shown(at.tom.modal)


@pytest.mark.parametrize(
    ("filled", "field"),
    [
        ({"title": "20"}, "title"),
        ({"target": "many"}, "target"),
        ({"target": "100"}, "target"),
        ({"unit": "7"}, "unit"),
        ({"due": "2027-01-01"}, "due"),
        ({"due": None}, "due"),
        ({"weight": "200"}, "weight"),
    ],
)
async def test_what_is_wrong_is_said_at_its_field_and_the_form_stays(
    at: Office, filled: dict[str, Any], field: str
) -> None:
    assert (await at.mei.command("/goals", "new")).ok
    assert list((await at.mei.submit({**FILLED, **filled})).errors) == [field]
    assert at.mei.modal is not None
    assert await at.rows(Goal) == []


async def test_the_second_of_two_is_told_what_changed_and_keeps_what_was_typed(at: Office) -> None:
    await propose(at)
    await at.tom.press(at.tom.dm[-1], "goals.read")
    await press(at.tom, "goals.change")
    await at.mei.command("/goals", "")
    await press(at.mei, "goals.read")
    await press(at.mei, "goals.change")
    await press(at.mei, "goals.result")
    await at.mei.close_modal()
    assert (await at.mei.submit({"target": "125"})).ok
    assert (await at.tom.submit({"target": "150"})).ok
    view = shown(at.tom.modal)
    assert "Mei Lin changed this goal while you had it open" in view
    assert "to 125 orders a day" in view
    assert at.tom.modal is not None
    assert "'value': '150'" in str(at.tom.modal.values["target"])
    assert len(await at.rows(GoalVersion)) == 2
    assert (await at.tom.submit()).ok
    assert [one.target for one in await at.rows(GoalVersion)] == [120, 125, 150]


async def test_a_draft_is_kept_listed_and_proposed_or_discarded(at: Office) -> None:
    await at.mei.command("/goals", "new")
    at.mei.fill(**FILLED)
    await press(at.mei, "goals.keep")
    assert "kept as a draft" in shown(at.mei.modal)
    await at.mei.close_modal(all=True)
    await at.mei.command("/goals", "")
    await press(at.mei, "goals.read")
    assert "A draft. Only you can see it." in shown(at.mei.modal)
    assert (await press(at.mei, "goals.propose")).ok
    assert (await press(at.mei, "goals.withdraw")).ok
    assert (await press(at.mei, "goals.discard")).ok
    assert await at.rows(Goal) == []


async def test_its_owner_closes_it_and_the_manager_opens_it_again(at: Office) -> None:
    await propose(at)
    await at.tom.press(at.tom.dm[-1], "goals.read")
    await press(at.tom, "goals.confirm")
    await at.bot.settle()
    await at.mei.press(at.mei.dm[-1], "goals.read")
    await press(at.mei, "goals.close")
    assert (await at.mei.submit({"ended": "partly", "words": "Two of three shops"})).ok
    assert "Closed: Partly reached." in shown(at.mei.modal)
    await at.bot.settle()
    message = at.tom.dm[-1]
    assert "Mei Lin has closed a goal." in message.text
    assert "shops" not in shown(message)
    assert (await at.tom.press(message, "goals.reopen")).ok
    await at.bot.settle()
    assert "It is open again" in shown(at.tom.dm[-1])
    assert "Tom Berg has opened a goal of yours again." in at.mei.dm[-1].text
    assert [one.state for one in await at.rows(Goal)] == [GoalState.CONFIRMED]


async def test_hr_makes_a_cycle_and_switches_the_four_perspectives_on_and_the_form_asks_for_both(at: Office) -> None:
    refused = await at.tom.command("/growloop", "cycle")
    assert refused.texts == ["Only HR can do this."]
    assert (await at.ann.command("/growloop", "cycle")).ok
    await press(at.ann, "cycles.new")
    span = {"name": "Q1 2027", "starts": "2027-01-01", "ends": DUE}
    assert list((await at.ann.submit({**span, "ends": "2026-12-31"})).errors) == ["ends"]
    assert (await at.ann.submit(span)).ok
    await at.ann.close_modal()
    assert "Q1 2027" in shown(at.ann.modal)
    assert (await at.ann.submit({"settings": ["perspectives", "upper"]})).ok

    assert (await at.mei.command("/goals", "new")).ok
    assert (await at.mei.submit({"title": SALES, "perspective": "customer", "due": None})).ok
    assert "Without a day it is the last one of the cycle" in shown(at.mei.modal)
    assert (await at.mei.submit()).ok
    [goal], [version] = await at.rows(Goal), await at.rows(GoalVersion)
    assert (goal.cycle_id, str(goal.due), version.perspective) == (1, DUE, "customer")


async def test_last_cycle_s_goals_are_copied_as_drafts(at: Office) -> None:
    await at.ann.command("/growloop", "cycle")
    for name, first, last in (("2026", "2026-01-01", SOON), ("2027", "2027-01-17", "2027-12-31")):
        await press(at.ann, "cycles.new")
        assert (await at.ann.submit({"name": name, "starts": first, "ends": last})).ok
        await at.ann.close_modal()
    await propose(at, due=SOON)
    await at.tom.press(at.tom.dm[-1], "goals.read")
    await press(at.tom, "goals.confirm")
    await at.bot.move_to(datetime(2027, 1, 17, 8, tzinfo=UTC))
    assert (await at.mei.command("/goals")).ok
    await press(at.mei, "goals.copy")
    assert "due on December 31, 2027" in shown(at.mei.modal)
    assert (await at.mei.submit()).ok
    assert "kept as a draft" in shown(at.mei.modal)
    assert [(one.state, str(one.due)) for one in await at.rows(Goal)][1:] == [(GoalState.DRAFT, "2027-12-31")]
