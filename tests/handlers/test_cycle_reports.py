"""`/growloop report` by hand: a view at once that a worker fills, another cycle, and both files once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlmodel import col, select

from bot.sandbox.actor import Actor
from bot.sandbox.model import OpenView
from storage.cycle_reports import CycleReport
from storage.database import Database
from storage.people import Person
from tests import cycle_company as made
from tests.app import Bot, running_bot
from tests.office import shown

pytestmark = pytest.mark.own_database

NOW = datetime(2027, 1, 20, 9, 30, tzinfo=UTC)
NAMES = ["Ann", "Una", "Lea", *(f"Lab {n}" for n in range(4)), *(f"Sales {n}" for n in range(4))]
PEOPLE: list[dict[str, Any]] = [
    {"name": one, "email": f"{one.replace(' ', '')}@example.com", "tz": "Europe/London", "locale": "en-GB"}
    for one in NAMES
]


@asynccontextmanager
async def living(database: Database) -> AsyncIterator[Bot]:
    """Ann is in HR; Una leads Lea, who leads the laboratory. Two cycles have begun."""
    async with running_bot(
        database, start=NOW, people=PEOPLE, hr_emails=["ann@example.com"], start_running=False
    ) as bot:
        async with bot.deps.transaction() as tx:
            people = {one.name: one.id for one in await tx.exec(select(Person).order_by(col(Person.id)))}
            at = (await tx.exec(select(Person.workspace_id).limit(1))).one()
            lab, sales = [people[f"Lab {n}"] for n in range(4)], [people[f"Sales {n}"] for n in range(4)]
            await made.department(tx, at, "Laboratory", lab)
            await made.department(tx, at, "Sales", sales)
            await made.led(tx, at, {people["Una"]: [people["Lea"]], people["Lea"]: lab})
            old = await made.cycle(tx, at, people["Ann"], "Q4 2026", date(2026, 10, 5))
            await made.lived(tx, old, dict.fromkeys(lab, 2), weeks=1)
            new = await made.cycle(tx, at, people["Ann"], "Q1 2027")
            await made.lived(tx, new, dict.fromkeys(lab, 4) | dict.fromkeys(sales, 3))
        yield bot


def top(who: Actor) -> OpenView:
    assert who.modal is not None
    return who.modal


async def opened(bot: Bot, who: Actor) -> str:
    """The report as it stands once it is counted."""
    assert (await who.command("/growloop", "report")).ok
    await bot.settle()
    return shown(who.modal)


@pytest.mark.parametrize("allowed", [True, False])
async def test_hr_looks_at_a_cycle_and_another_and_gets_the_files_once(sqlite: Database, allowed: bool) -> None:
    async with living(sqlite) as bot:
        ann = bot.as_("Ann")
        assert (await ann.command("/growloop", "report")).ok
        views = [one["view"] for one in bot.sandbox.calls("views.open")]
        assert "One moment" in str(views[-1]), "a view at once"
        await bot.settle()
        text = shown(ann.modal)
        assert "Q1 2027: the company" in text
        assert "16 of 16 (100%)" in text
        assert "Laboratory" in text
        if not allowed:
            bot.sandbox.scopes.discard("files:write")
        before = len(ann.dm)
        assert (await ann.press(top(ann), "cycle_reports.files")).ok
        assert "comes to your messages in a moment" in shown(ann.modal)
        await bot.settle()
        await ann.press(top(ann), "cycle_reports.turn")
        await bot.settle()
        assert (await ann.press(top(ann), "cycle_reports.files")).ok
        await bot.settle()
        await ann.press(top(ann), "cycle_reports.turn")
        await bot.settle()
        if allowed:
            files = {one["name"]: one["content"].decode("utf-8-sig") for one in bot.sandbox.workspace.files.values()}
            assert sorted(files) == ["cycle-report.csv", "cycle-report.html"]
            assert "Laboratory" in files["cycle-report.html"]
            assert "Sales" in files["cycle-report.csv"]
            assert len(ann.dm) == before + 2
        else:
            assert len(ann.dm) == before + 1
            assert "Laboratory\\nNumber of people: 4" in shown(ann.dm[-1])
        # The cycle before is over for long: a worker keeps its figures, and they stand in the trend.
        await bot.move(minutes=2)
        async with bot.deps.transaction(reading=True) as tx:
            assert len(list(await tx.exec(select(CycleReport)))) == 1
        chosen = await ann.press(top(ann), "cycle_reports.choose", value="1 company")
        assert chosen.ok, chosen
        await bot.settle()
        assert "Q4 2026: the company" in shown(ann.modal)
        await ann.close_modal(all=True)
        assert (await ann.command("/growloop", "cycle")).ok
        assert (await ann.press(top(ann), "cycles.open", value="2")).ok
        assert (await ann.press(top(ann), "cycle_reports.look")).ok
        await bot.settle()
        assert "Cycle by cycle" in shown(ann.modal)


async def test_who_leads_managers_sees_their_teams_and_who_leads_nobody_hears_whom_it_is_for(sqlite: Database) -> None:
    async with living(sqlite) as bot:
        una, lea = bot.as_("Una"), bot.as_("Lea")
        text = await opened(bot, una)
        assert "Q1 2027: the teams below yours" in text
        assert "Number of people: 4" in text
        assert "Feedback" not in text
        assert "Sales" not in text
        said = await lea.command("/growloop", "report")
        assert lea.modal is None
        assert "for HR" in str(said)


async def test_a_view_that_was_closed_meanwhile_is_let_be(sqlite: Database) -> None:
    async with living(sqlite) as bot:
        ann = bot.as_("Ann")
        assert (await ann.command("/growloop", "report")).ok
        await ann.close_modal(all=True)
        await bot.settle()
        assert ann.modal is None
