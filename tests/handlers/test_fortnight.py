"""HR looks at the coming fortnight, holds a check-in and lets it go, at the screen."""

import json
from collections.abc import AsyncIterator

import pytest

from bot.sandbox.actor import Actor
from storage.database import Database
from storage.holds import Hold
from tests.office import OPENS, Office, office, shown


@pytest.fixture
async def before(database: Database) -> AsyncIterator[Office]:
    """Friday, five minutes before three in Shanghai. Once on each database."""
    async with office(database) as made:
        yield made


def _button(who: Actor, action: str, about: str = "") -> tuple[str, str]:
    """The first button of that action whose line says this: its action id and value."""
    assert who.modal is not None
    for block in who.modal.view["blocks"]:
        button = block.get("accessory") or {}
        if button.get("action_id", "").startswith(action) and about in json.dumps(block):
            return button["action_id"], button["value"]
    raise AssertionError(f"no {action} for {about}")


async def _press(who: Actor, action: str, value: str) -> None:
    assert who.modal is not None
    assert (await who.press(who.modal, action, value=value)).ok


async def test_hr_sees_what_comes_holds_it_and_lets_it_go(before: Office) -> None:
    ann = before.ann
    assert (await ann.command("/growloop", "fortnight")).ok
    await before.bot.settle()
    first = shown(ann.modal)
    assert "Check-in: Weekly check-in" in first
    assert "Friday, January 15" in first
    assert "Mei Lin" not in first

    action, value = _button(ann, "fortnight.hold", "Check-in: Weekly check-in")
    await _press(ann, action, value)
    early = await ann.submit({"last": "2027-01-10"})
    assert "over before it begins" in str(early.errors)
    assert (await ann.submit({"last": None, "why": "away"})).ok
    await before.bot.settle()
    assert "Ann Hale holds it until somebody in HR releases it. Many people are away." in shown(ann.modal)

    await before.bot.clock.move_to(OPENS)
    await before.bot.tick()
    assert before.mei.dm == []
    action, value = _button(ann, "fortnight.release", "Check-in: Weekly check-in")
    for _ in range(2):
        await _press(ann, action, value)
    await before.bot.settle()
    assert "holds it" not in shown(ann.modal)
    await before.bot.move(minutes=2)
    assert len(before.mei.dm) == 1
    [hold] = await before.rows(Hold)
    assert hold.released_by == (await before.person(ann)).id


async def test_nobody_else_sees_it_and_a_modal_that_was_closed_waits_for_nothing(before: Office) -> None:
    await before.mei.command("/growloop", "fortnight")
    assert "fortnight.list" not in shown(before.mei.modal)
    assert (await before.ann.command("/growloop", "fortnight")).ok
    await before.ann.close_modal()
    await before.bot.settle()
    assert (await before.ann.command("/growloop", "cycle")).ok
    assert before.ann.modal is not None
    assert (await before.ann.press(before.ann.modal, "fortnight.open")).ok
    await before.bot.settle()
    assert "Check-in: Weekly check-in" in shown(before.ann.modal)
