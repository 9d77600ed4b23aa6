"""What one week leaves to the next: the plan, what is in the way, and the note that nobody else reads."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from bot.domain.checkins import PlanOutcome
from storage.checkins import Blocker, CheckIn, CheckInItem
from storage.database import Database
from storage.private_notes import PrivateNote
from tests.office import CLOSES, DIGEST, OPENS, Office, office, shown

WEEK = timedelta(days=7)
NOTE = "I would rather build <pumps> than slides"


@pytest.fixture
async def second(sqlite: Database) -> AsyncIterator[Office]:
    """Mei has answered a week ago, with a plan of two lines, a blocker and a private note; now she is asked again."""
    async with office(sqlite) as made:
        await made.bot.move_to(OPENS)
        await made.mei.press(made.mei.dm[-1], "checkins.answer")
        said = {"progress": "Shipped", "plan": "*Cold* test\nDrawings", "blocker": "The <chamber>", "note": NOTE}
        assert (await made.mei.submit(said)).ok
        await jump(made, OPENS + WEEK)
        yield made


async def jump(at: Office, when: datetime) -> None:
    """Let the time pass at once: what happens on the way is for other tests."""
    await at.bot.clock.move_to(when)
    await at.bot.tick()


async def open_form(at: Office) -> str:
    await at.mei.press(at.mei.dm[-1], "checkins.answer")
    return shown(at.mei.modal)


async def test_the_plan_and_the_blocker_of_last_week_are_settled_in_the_form(second: Office) -> None:
    form = await open_form(second)
    assert "Planned: *Cold* test" in form
    assert "Planned: Drawings" in form
    assert "The <chamber>" in form
    assert "for 7 days" in form
    first, other = [one.id for one in await second.rows(CheckInItem) if one.kind == "plan"]
    [blocker] = await second.rows(Blocker)
    said = {f"planned_{first}": "carried", f"planned_{other}": "done", "solved": [str(blocker.id)], "plan": "Rest"}
    assert (await second.mei.submit(said)).ok
    await second.bot.settle()

    lines = [(one.words, one.became) for one in await second.rows(CheckInItem) if one.kind == "plan"]
    assert lines == [
        ("*Cold* test", PlanOutcome.CARRIED),
        ("Drawings", PlanOutcome.DONE),
        ("Rest", None),
        ("*Cold* test", None),
    ]
    assert (await second.rows(Blocker))[0].closed_at is not None
    again = await open_form(second)
    assert "The <chamber>" not in again
    assert "Rest\\n*Cold* test" in again


async def test_the_manager_sees_what_became_of_the_plan_and_never_the_note(second: Office) -> None:
    await open_form(second)
    lines = [one.id for one in await second.rows(CheckInItem) if one.kind == "plan"]
    assert (await second.mei.submit({f"planned_{lines[0]}": "done", "note": f"{NOTE} again"})).ok
    await jump(second, DIGEST + WEEK)
    first, later = await second.rows(CheckIn)
    for checkin in (first, later):
        digest = next(one for one in reversed(second.tom.dm) if f'"{checkin.id}"' in shown(one))
        await second.tom.press(digest, "reading.read", value=str(checkin.id))
        modal = shown(second.tom.modal)
        assert "*Cold* test" in modal
        assert "Done" in modal
        assert "pumps" not in modal
    told = [shown(one) for who in (second.tom, second.bob, second.ann) for one in who.dm]
    assert [one for one in told if "pumps" in one] == []


async def test_the_author_finds_the_note_in_the_form_and_in_their_own_view_and_can_take_it_back(second: Office) -> None:
    await jump(second, CLOSES + WEEK - timedelta(hours=1))
    [first] = await second.rows(CheckIn)
    receipt = next(one for one in second.mei.dm if "was sent" in one.text)
    await second.mei.press(receipt, "checkins.show", value=str(first.id))
    assert NOTE in shown(second.mei.modal)
    await second.mei.close_modal()
    assert "Only you can ever read this" in await open_form(second)
    assert (await second.mei.submit({"progress": "x", "note": "Another"})).ok
    assert "Another" in await open_form(second)
    assert (await second.mei.submit({"note": ""})).ok
    assert [one.words for one in await second.rows(PrivateNote)] == [NOTE]


async def test_a_note_alone_is_no_check_in_and_stays_in_the_form(second: Office) -> None:
    await open_form(second)
    outcome = await second.mei.submit({"note": "Just this"})
    assert "progress" in outcome.errors
    assert len(await second.rows(PrivateNote)) == 1
    assert second.mei.modal is not None
