"""People see the cycle they are in: told in their DM at work, a row on Home, and the page behind it."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.domain.cycles import Phase, Stage
from storage.cycles import Cycle, CyclePhase
from storage.database import Database
from tests.office import BEFORE, Office, office, shown


@pytest.fixture
async def friday(sqlite: Database) -> AsyncIterator[Office]:
    """Friday afternoon in Shanghai; HR has started a cycle for Mei and Bob, which is in its second phase."""
    async with office(sqlite) as made:
        ids = [(await made.person(one)).id for one in (made.mei, made.bob)]
        ann = await made.person(made.ann)
        async with made.bot.deps.transaction() as tx:
            given: dict[str, Any] = {"starts": date(2027, 1, 4), "ends": date(2027, 3, 31), "audience": {"people": ids}}
            row: dict[str, Any] = {
                "workspace_id": ann.workspace_id,
                "made_by": ann.id,
                "made_at": BEFORE,
                "stage": Stage.RUNNING,
            }
            one = Cycle(name="Q1 2027", **given, **row)
            tx.add(one)
            await tx.flush()
            days: dict[str, Any] = {"starts": date(2027, 1, 4), "ends": date(2027, 1, 10)}
            tx.add(CyclePhase(workspace_id=ann.workspace_id, cycle_id=one.id, phase=Phase.PLAN, **days))
            days = {"starts": date(2027, 1, 11), "ends": date(2027, 2, 28)}
            tx.add(CyclePhase(workspace_id=ann.workspace_id, cycle_id=one.id, phase=Phase.DO, **days))
        await made.bot.move_to(BEFORE + timedelta(minutes=2))
        yield made


async def test_who_is_in_it_is_told_and_finds_it_on_home_and_behind_a_button(friday: Office) -> None:
    told = [shown(one) for one in friday.mei.dm if "Q1 2027" in one.text]
    assert len(told) == 1
    assert "Do" in told[0]
    assert "You have no goal in this cycle yet." in told[0]
    await friday.mei.open_home()
    assert "Q1 2027" in shown(friday.mei.home)
    await friday.mei.press("home", "cycles_mine.open")
    page = shown(friday.mei.modal)
    assert "Plan: " in page
    assert "(now)" in page
    assert "Asia/Shanghai" in page
    assert friday.mei.modal is not None
    assert (await friday.mei.press(friday.mei.modal, "goals.mine")).ok
    # No clock has ticked since, and Home is right all the same.
    await friday.bot.clock.move_to(datetime(2027, 3, 2, 6, tzinfo=UTC))
    await friday.mei.open_home()
    assert "It goes until Wednesday, March 31." in shown(friday.mei.home)


async def test_who_leads_them_sees_what_they_need_and_who_is_in_none_sees_nothing(friday: Office) -> None:
    await friday.tom.open_home()
    assert "Q1 2027" not in shown(friday.tom.home)
    await friday.tom.command("/growloop", "my-cycle")
    page = shown(friday.tom.modal)
    assert "You are not in this cycle; people you lead are." in page
    assert "No goal in this cycle yet: Bob Sun and Mei Lin." in page
    assert "No 1:1 with you recorded in this cycle yet" in page
    await friday.ann.command("/growloop", "my-cycle")
    assert "You are in no cycle at the moment." in shown(friday.ann.modal)
